"""What Slack or a server like it may send that is out of the ordinary."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta

import pytest
from slack_sdk.errors import SlackApiError

from bot.playground import Fault
from bot.playground.people import DAILY, TEAM_ID, direct_id
from tests.slack.conftest import ANNA, SAM, Office, everything
from tests.slack.test_security import JSON, post, signed


async def deliver(office: Office, event: Mapping[str, object]) -> int | None:
    body = json.dumps({"type": "event_callback", "team_id": TEAM_ID, "event": event}).encode()
    status, _ = await post(office, body, signed(office.slack.signing_secret, body), JSON)
    await office.settle()
    return status


SAYING_SOMETHING = ("a\u0000b", "𓀀" * 3000, "\u0301" * 10_000, "x" * 40_000, "<@U0|")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\u0000",
        "a\u0000b",
        "\ud83d",
        "𓀀" * 3000,
        "\u0301" * 10_000,
        "x" * 40_000,
        "<@U0|",
        "<!subteam^S1>",
    ],
    ids=["empty", "nul", "nul inside", "half an emoji", "plane 1", "marks", "endless", "cut", "group"],
)
async def test_a_reply_of_any_text_is_scored_if_there_is_anything_in_it(office: Office, text: str) -> None:
    await office.subscribe()
    message = await office.next_post()
    reply = await office.say(SAM, "a first thought", message)
    event = {
        "type": "message",
        "channel": DAILY,
        "user": SAM,
        "text": text,
        "ts": f"{float(reply.ts) + 1:.6f}",
        "thread_ts": message.ts,
    }
    assert await deliver(office, event) == 200
    stored = await office.bot.database.transact(lambda work: work.replies.of_post(1))
    assert [r.score.value for r in stored] == [0] * (2 if text in SAYING_SOMETHING else 1)


async def test_a_message_without_text_or_user_is_acknowledged(office: Office) -> None:
    for event in (
        {"type": "message", "channel": DAILY, "ts": "1.000100", "thread_ts": "1.000000"},
        {"type": "message", "subtype": "message_changed", "channel": DAILY, "ts": "1.000100"},
        {"type": "message", "subtype": "message_deleted", "channel": DAILY, "ts": "1.000100"},
        {"type": "message", "subtype": "bot_message", "channel": DAILY, "ts": "1.000100", "bot_id": "B1"},
    ):
        assert await deliver(office, event) == 200


async def test_another_bots_reply_is_left_alone(office: Office) -> None:
    await office.subscribe()
    message = await office.next_post()
    event = {
        "type": "message",
        "channel": DAILY,
        "user": "U0OTHERBOT",
        "bot_id": "B0OTHER001",
        "text": "share the subnets",
        "ts": f"{float(message.ts) + 1:.6f}",
        "thread_ts": message.ts,
    }
    assert await deliver(office, event) == 200
    assert await office.bot.database.transact(lambda work: work.replies.of_post(1)) == []


async def test_the_author_is_told_even_if_the_reaction_is_refused(office: Office) -> None:
    await office.subscribe()
    message = await office.next_post()
    office.slack.fail_next("reactions.add", Fault.refused("message_not_found"))
    await office.say(SAM, office.todays(message).examples.en.full[0], message)
    assert len(office.whispers(SAM)) == 1


async def test_feedback_that_could_not_be_sent_is_paid_later(office: Office) -> None:
    await office.subscribe()
    message = await office.next_post()
    office.slack.fail_next("chat.postEphemeral", Fault.broken(503))
    reply = await office.say(SAM, office.todays(message).examples.en.full[0], message)
    assert office.whispers(SAM) == []
    await office.slack.travel(office.slack.clock.now().replace(minute=5))
    assert len(office.whispers(SAM)) == 1
    assert list(reply.reactions) == ["white_check_mark"]


async def test_a_mention_whose_answer_could_not_be_sent_is_answered_later(office: Office) -> None:
    office.slack.fail_next("chat.postEphemeral", Fault.broken(503))
    await office.say(ANNA, "@scs-bot how to share subnets")
    assert office.whispers(ANNA) == []
    await office.slack.travel(office.slack.clock.now().replace(minute=5))
    assert "AWS RAM" in everything(office.whispers(ANNA)[0])


async def test_a_workspace_that_tells_nothing_about_people_is_served_in_english(office: Office) -> None:
    office.slack.fail_next("users.info", Fault.refused("missing_scope"), times=10)
    await office.command(SAM, "streak")
    assert "No streak yet" in everything(office.whispers(SAM)[0])


async def test_an_event_is_refused_while_the_database_is_away_so_that_slack_delivers_it_again(
    office: Office,
) -> None:
    await office.subscribe()
    message = await office.next_post()
    await office.bot.database.close()
    event = {
        "type": "message",
        "channel": DAILY,
        "user": SAM,
        "text": "share the subnets",
        "ts": f"{float(message.ts) + 1:.6f}",
        "thread_ts": message.ts,
    }
    status = await deliver(office, event)
    assert status is not None
    assert status >= 500


async def test_an_answer_in_a_conversation_whose_connection_broke_is_not_repeated(office: Office) -> None:
    office.slack.fail_next("chat.postMessage", Fault.dropped(applied=True))
    await office.slack.say(ANNA, direct_id(ANNA), "how to share subnets")
    await office.settle()
    await office.slack.travel(office.slack.clock.now() + timedelta(minutes=5))
    answers = [m for m in office.slack.read(ANNA, direct_id(ANNA)) if "AWS RAM" in everything(m)]
    assert len(answers) == 1


async def test_an_answer_in_a_conversation_that_never_arrived_is_sent_again(office: Office) -> None:
    office.slack.fail_next("chat.postMessage", Fault.dropped(applied=False))
    await office.slack.say(ANNA, direct_id(ANNA), "how to share subnets")
    await office.settle()
    await office.slack.travel(office.slack.clock.now() + timedelta(minutes=5))
    answers = [m for m in office.slack.read(ANNA, direct_id(ANNA)) if "AWS RAM" in everything(m)]
    assert len(answers) == 1


@pytest.mark.parametrize("fault", [Fault.broken(502), Fault.limited(30), Fault.dropped(applied=False)])
async def test_a_question_is_answered_while_slack_cant_say_who_we_are(office: Office, fault: Fault) -> None:
    office.slack.fail_next("auth.test", fault)
    await office.command(ANNA, "how to share subnets")
    assert "AWS RAM" in everything(office.whispers(ANNA)[0])


async def test_a_slack_that_stumbles_at_the_start_is_waited_for(office: Office) -> None:
    office.slack.fail_next("auth.test", Fault.broken(502))
    await office.bot.identity.introduce()


async def test_a_token_that_is_refused_is_told_at_the_start(office: Office) -> None:
    office.slack.fail_next("auth.test", Fault.refused("invalid_auth"))
    with pytest.raises(SlackApiError):
        await office.bot.identity.introduce()


async def test_slacks_word_that_it_drops_events_is_acknowledged(office: Office) -> None:
    body = json.dumps({"type": "app_rate_limited", "team_id": TEAM_ID, "minute_rate_limited": 1}).encode()
    status, _ = await post(office, body, signed(office.slack.signing_secret, body), JSON)
    assert status == 200


async def test_deep_nesting_is_no_request_of_slacks(office: Office) -> None:
    body = b'{"a":' * 100_000 + b"1" + b"}" * 100_000
    status, _ = await post(office, body, signed(office.slack.signing_secret, body), JSON)
    assert status == 400
