"""What an operator sees of what people do: figures and logs, with an id for each request."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from bot.local_workspace import PlannedTimes
from bot.logs import configure_logging
from bot.playground import Fault
from bot.services.show_standing import ShowStanding
from bot.slack.observing import kind_of, present_id, request_id
from bot.storage import DatabaseUnavailable, SqlDatabase
from tests.slack.conftest import ANNA, MIKA, SAM, Office
from tests.slack.test_security import FORM, post, signed

ID = re.compile(r"^[0-9a-f]{8}$")


def figure(office: Office, name: str, **labels: str) -> float:
    return office.bot.metrics.registry.get_sample_value(name, labels) or 0.0


async def test_a_post_counts_as_sent_and_its_close_as_revealed(office: Office) -> None:
    await office.subscribe()
    await office.next_post()
    assert figure(office, "scs_posts_total", outcome="sent") == 1
    await office.next_close()
    assert figure(office, "scs_closes_total", outcome="revealed") == 1
    assert figure(office, "scs_posts_total", outcome="late") == 0


async def test_a_post_over_a_minute_behind_its_time_counts_as_late(office: Office) -> None:
    await office.subscribe()
    office.slack.fail_next("chat.postMessage", Fault.limited(120))
    due = await PlannedTimes(office.bot).next_post()
    assert due is not None
    await office.slack.travel(due)
    await office.slack.travel(due + timedelta(minutes=5))
    assert figure(office, "scs_posts_total", outcome="late") == 1
    assert figure(office, "scs_posts_total", outcome="sent") == 0


async def test_a_post_that_slack_refuses_counts_as_an_outage(office: Office) -> None:
    await office.subscribe()
    office.slack.fail_next("chat.postMessage", Fault.refused("is_archived"))
    due = await PlannedTimes(office.bot).next_post()
    assert due is not None
    await office.slack.travel(due)
    assert figure(office, "scs_posts_total", outcome="outage") == 1


async def test_replies_count_by_the_outcome_of_their_scores(office: Office) -> None:
    await office.subscribe()
    message = await office.next_post()
    examples = office.todays(message).examples.en
    await office.say(ANNA, examples.full[0], message)
    await office.say(MIKA, examples.wrong[0], message)
    assert figure(office, "scs_scores_total", outcome="full") == 1
    assert figure(office, "scs_scores_total", outcome="none") == 1


async def test_questions_count_by_verdict_by_command_and_by_mention(office: Office) -> None:
    question = office.library.packs[0].scenarios[0].questions.en[0]
    await office.command(ANNA, question)
    await office.say(ANNA, f"@scs-bot {question}")
    assert figure(office, "scs_questions_total", verdict="answer") == 2


async def test_requests_count_by_kind_and_status(office: Office) -> None:
    await office.command(ANNA, "help")
    assert figure(office, "scs_request_seconds_count", kind="command", status="200") == 1
    await post(office, b"command=/scs", {}, FORM)
    assert figure(office, "scs_request_seconds_count", kind="refused", status="401") == 1


@pytest.mark.parametrize(
    ("fault", "result"),
    [
        (Fault.limited(1), "rate_limited"),
        (Fault.refused("user_not_in_channel"), "refused"),
        (Fault.broken(503), "failed"),
        (Fault.dropped(applied=True), "failed"),
    ],
)
async def test_calls_of_slack_count_by_method_and_result(office: Office, fault: Fault, result: str) -> None:
    def calls(result: str) -> float:
        return figure(office, "scs_slack_call_seconds_count", method="chat.postEphemeral", result=result)

    await office.say(ANNA, "@scs-bot how to share subnets")
    assert calls("ok") == 1
    office.slack.fail_next("chat.postEphemeral", fault)
    await office.say(ANNA, "@scs-bot how to share subnets")
    assert (calls("ok"), calls(result)) == (1, 1)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"command": "/scs"}, "command"),
        ({"type": "event_callback", "event": {}}, "event"),
        ({"type": "block_actions"}, "action"),
        ({"type": "view_submission"}, "view"),
        ({"type": "message_action"}, "shortcut"),
        ({"type": "whatever somebody makes up"}, "other"),
        ({"type": ["not", "even", "text"]}, "other"),
    ],
)
def test_kinds_of_requests_are_a_fixed_set(body: dict[str, object], kind: str) -> None:
    assert kind_of(body) == kind


def test_an_id_is_taken_over_only_if_it_can_do_no_harm() -> None:
    for given in (b"1f0e-77.a_b", b"Z" * 64):
        with request_id(given):
            assert present_id() == given.decode()
    for given in (b"", b"a b", b"x\n", b"-rf", b"\xff", b"Z" * 65, b'"}{', b"\x1b[31m"):
        with request_id(given):
            assert ID.match(present_id())


@pytest.fixture
def logged() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """All logs at their loudest, as a machine reads them; call it for what has been logged so far."""
    root, written = logging.getLogger(), io.StringIO()
    handlers, level = root.handlers[:], root.level
    configure_logging("DEBUG", as_json=True)
    (handler,) = root.handlers
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(written)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    root.handlers[:] = handlers
    root.setLevel(level)


async def test_a_person_is_told_the_id_under_which_the_logs_have_the_error(
    office: Office, logged: Callable[[], list[dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(ShowStanding, "streak", fail)
    body = b"command=%2Fscs&text=streak&team_id=T1&user_id=U0SAM00001&channel_id=C1&trigger_id=1.2"
    headers = {**signed(office.slack.signing_secret, body), "x-request-id": "edge-4711"}
    status, told = await post(office, body, headers, FORM)
    assert status == 200
    assert "edge-4711" in told
    errors = [record for record in logged() if record["event"] == "request failed"]
    assert [(record["request_id"], record["error_id"]) for record in errors] == [("edge-4711", "edge-4711")]


async def test_an_error_whose_cause_is_known_takes_one_line_of_the_logs(
    office: Office, logged: Callable[[], list[dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.subscribe()
    message = await office.next_post()

    async def fail(*_: object, **__: object) -> None:
        raise DatabaseUnavailable(address="somewhere")

    monkeypatch.setattr(SqlDatabase, "claim", fail)
    await office.say(SAM, "a first thought", message)
    failed = [record for record in logged() if record["event"] == "request failed"]
    assert {record["why"] for record in failed} == {"error.database-unavailable"}
    assert not any("exception" in record for record in failed)


def refusals(logged: Callable[[], list[dict[str, Any]]]) -> list[tuple[str, int | None]]:
    return [
        (record["event"], record.get("seconds"))
        for record in logged()
        if record["event"].startswith("a request is refused")
    ]


async def test_a_wrong_signing_secret_shows_in_the_logs_once_a_minute(
    office: Office, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    for _ in range(3):
        assert (await post(office, b"{}", signed("of another app", b"{}")))[0] == 401
    assert refusals(logged) == [("a request is refused: it isn't signed with SLACK_SIGNING_SECRET", None)]


@pytest.mark.parametrize("ago", [600, -600])
async def test_a_wrong_clock_shows_in_the_logs(
    office: Office, logged: Callable[[], list[dict[str, Any]]], ago: int
) -> None:
    assert (await post(office, b"{}", signed(office.slack.signing_secret, b"{}", ago)))[0] == 401
    [(event, seconds)] = refusals(logged)
    assert event == "a request is refused: its clock and this machine's are too far apart"
    assert seconds is not None
    assert abs(seconds - ago) <= 60  # a busy machine may take a while to deliver it


async def test_what_nobody_signed_leaves_no_line_in_the_logs(
    office: Office, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    assert (await post(office, b"{}", {}))[0] == 401
    assert (await post(office, b"{}", {"x-slack-signature": "v0=00"}))[0] == 401
    assert refusals(logged) == []


async def test_work_that_outlives_its_request_logs_under_the_requests_id(
    office: Office, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    await office.subscribe()
    message = await office.next_post()
    office.slack.fail_next("chat.postEphemeral", Fault.refused("user_not_in_channel"))
    await office.say(SAM, "a first thought", message)
    (unpaid,) = [record for record in logged() if record["event"] == "a debt can't be paid"]
    assert ID.match(unpaid["request_id"])


async def test_logs_at_their_loudest_hold_no_text_no_token_and_no_answer(
    office: Office, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    await office.subscribe()
    message = await office.next_post()
    scenario = office.todays(message)
    await office.say(SAM, f"marmalade {scenario.examples.en.full[0]}", message)
    await office.command(ANNA, "how does marmalade share subnets")
    await office.say(ANNA, "@scs-bot marmalade?")
    for method in ("chat.postEphemeral", "chat.update", "users.info", "chat.postMessage"):
        for fault in (Fault.refused("user_not_in_channel"), Fault.broken(503), Fault.dropped(applied=True)):
            office.slack.fail_next(method, fault)
    await office.say(MIKA, "marmalade again", message)
    await office.say(MIKA, "@scs-bot marmalade and rate limits")
    await office.next_close()
    await office.next_post()
    records = logged()
    assert records
    told = json.dumps(records)
    for secret in (
        "marmalade",
        office.slack.bot_token,
        office.slack.signing_secret,
        scenario.answer.en[:40],
        scenario.situation.en[:40],
    ):
        assert secret not in told
