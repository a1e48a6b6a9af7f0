"""Signed nonsense of every kind, as from a broken proxy, or from whoever has got hold of the secret."""

from __future__ import annotations

import copy
import hmac
import json
import logging
import urllib.parse
from typing import Any

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_sdk.errors import SlackClientError
from sqlalchemy import func, select

from bot.bootstrap import SystemClock
from bot.playground.people import BOT_USER, DAILY, TEAM_ID
from bot.slack.blocks.appeals import ACCEPT
from bot.slack.shapes import fits
from bot.storage.tables import metadata
from tests.slack.conftest import SAM, Office
from tests.slack.test_security import FORM, JSON, post

Json = dict[str, Any]

WHO: Json = {"user": {"id": SAM}, "team": {"id": TEAM_ID}, "trigger_id": "1.2.abc"}
VIEW: Json = {"id": "V1", "type": "modal", "private_metadata": "1:C0DAILY001"}
FIELD: Json = {"values": {"reply": {"reply": {"type": "plain_text_input", "value": "share the subnets"}}}}


def event(**fields: object) -> Json:
    return {
        "type": "event_callback",
        "team_id": TEAM_ID,
        "event": fields,
        "authorizations": [{"team_id": TEAM_ID, "enterprise_id": None, "user_id": BOT_USER, "is_bot": True}],
    }


def message(**fields: object) -> Json:
    said = {"channel": DAILY, "user": SAM, "text": "subnets", "ts": "1793610000.000200"}
    return event(**{"type": "message", **said, **fields})


def pressed(action_id: str, value: str, **more: object) -> Json:
    actions = [{"action_id": action_id, "block_id": "b", "value": value, "type": "button"}]
    return {"type": "block_actions", **WHO, "channel": {"id": DAILY}, "actions": actions, **more}


def sent(callback_id: str, metadata_: str) -> Json:
    view = {**VIEW, "callback_id": callback_id, "private_metadata": metadata_, "state": FIELD}
    return {"type": "view_submission", **WHO, "view": view}


THREAD = {"channel_id": "D1", "user_id": SAM, "thread_ts": "1.0", "context": {}}
COMMAND: Json = {
    "command": "/scs", "text": "how to share subnets", "user_id": SAM, "channel_id": DAILY,
    "team_id": TEAM_ID, "trigger_id": "1.2.abc",
}  # fmt: skip
EVENTS = [
    message(thread_ts="1793609999.000100"),
    message(type="app_mention", text=f"<@{BOT_USER}> subnets"),
    message(channel="D0SAM00001", channel_type="im"),
    message(subtype="message_deleted", deleted_ts="1793610000.000100"),
    message(subtype="message_changed", message={"user": SAM, "ts": "1.0", "edited": {"ts": "2.0"}}),
    event(type="app_home_opened", user=SAM, tab="home", channel="D0SAM00001"),
    event(type="assistant_thread_started", assistant_thread=THREAD),
    event(type="app_uninstalled"),
    event(type="tokens_revoked", tokens={"oauth": [SAM]}),
    event(type="team_access_revoked", team_ids=["T0ELSEWHER"]),
    event(type="team_access_granted", team_ids=["T0ELSEWHER"]),
    event(type="function_executed", function={"callback_id": "ask"}, function_execution_id="Fx1", inputs={}),
]
INTERACTIONS = [
    *(pressed(name, "1", view=VIEW) for name in ("hint", "practice_next", "dispute", "end_vacation")),
    *(pressed(name, '["a","b","c",1]') for name in ("share", "helped", "show_scenario_0", "asked_share")),
    *(sent(name, "1:C0DAILY001") for name in ("private_answer", "setup", "vacation", "practice", ACCEPT)),
    {"type": "message_action", "callback_id": "ask_about_this", **WHO, "channel": {"id": DAILY},
     "message": {"text": "subnets", "ts": "1.0"}},
    {"type": "shortcut", "callback_id": "anything", **WHO},
    {"type": "block_suggestion", **WHO, "action_id": "x", "block_id": "b", "value": "sub"},
    {"type": "view_closed", **WHO, "view": VIEW},
]  # fmt: skip

odd_text = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ["", "\0", "\ud83d", "x" * 50_000, "9" * 400, "1; DROP TABLE posts", "\u202e\x1b[31m\r\n"]
    ),
)
FIELDS = ["text=a", "text=%ff", "user_id=U1", "command=/scs", "payload={}", "=", "&&"]
junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | odd_text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def paths(node: object, before: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path for key, child in inner for path in [(*before, key), *paths(child, (*before, key))]]


@st.composite
def mangled(draw: st.DrawFn, templates: list[Json]) -> Json:
    """A request as Slack makes it, with one to three things gone or of another kind."""
    body = copy.deepcopy(draw(st.sampled_from(templates)))
    for _ in range(draw(st.integers(1, 3))):
        if not (known := paths(body)):
            break
        *way, last = draw(st.sampled_from(known))
        parent: Any = body
        for step in way:
            parent = parent[step]
        if draw(st.booleans()):
            parent[last] = draw(junk)
        else:
            del parent[last]
    return body


def ours(record: logging.LogRecord) -> bool:
    """An error that is no answer of Slack's: it knows neither our made-up views nor their addresses."""
    cause = record.exc_info[1] if record.exc_info else None
    slacks = isinstance(cause, SlackClientError | aiohttp.ClientError)
    return record.levelno >= logging.ERROR and "playground" not in record.name and not slacks


async def rows(office: Office) -> dict[str, int]:
    """How many rows each table has."""

    engine = office.bot.database._engine
    with engine.connect() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
        }


async def send(office: Office, body: bytes, kind: str, **more: str) -> int:
    timestamp = str(int(SystemClock().now().timestamp()))
    # By hand: Slack's own signer takes nothing but UTF-8.
    base = b"v0:" + timestamp.encode() + b":" + body
    digest = hmac.new(office.slack.signing_secret.encode(), base, "sha256").hexdigest()
    headers = {"x-slack-request-timestamp": timestamp, "x-slack-signature": f"v0={digest}", **more}
    status, _ = await post(office, body, headers, kind)
    await office.bot.background.drain()
    assert status is not None
    return status


def as_event(body: Json) -> tuple[bytes, str]:
    return json.dumps(body).encode(), JSON


def as_interaction(body: Json) -> tuple[bytes, str]:
    return urllib.parse.urlencode({"payload": json.dumps(body)}).encode(), FORM


def as_command(body: Json) -> tuple[bytes, str]:
    fields = [(k, v if isinstance(v, str) else json.dumps(v)) for k, v in body.items()]
    return urllib.parse.urlencode(fields, errors="replace").encode(), FORM


requests = st.one_of(
    mangled(EVENTS).map(as_event),
    mangled(INTERACTIONS).map(as_interaction),
    mangled([COMMAND]).map(as_command),
    mangled([COMMAND]).map(as_event),  # a command that comes as JSON can hold anything
    junk.map(lambda body: (json.dumps(body).encode(), JSON)),
    st.binary(max_size=200).map(lambda body: (body, JSON)),
    st.binary(max_size=200).map(lambda body: (b"payload=" + body, FORM)),
    st.lists(st.sampled_from(FIELDS), max_size=9).map(lambda fields: ("&".join(fields).encode(), FORM)),
)  # fmt: skip


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(request=requests)
async def test_signed_nonsense_is_never_an_error_of_ours(
    office: Office, caplog: pytest.LogCaptureFixture, request: tuple[bytes, str]
) -> None:
    caplog.clear()
    assert await send(office, *request) < 500
    assert [r.exc_text or r.getMessage() for r in caplog.records if ours(r)] == []


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(request=requests)
async def test_what_is_refused_leaves_no_row_behind(office: Office, request: tuple[bytes, str]) -> None:
    before = await rows(office)
    if await send(office, *request) >= 400:
        assert await rows(office) == before


@pytest.mark.parametrize("field", ["user_id", "channel_id", "team_id", "trigger_id"])
async def test_an_id_with_a_nul_in_it_is_refused_at_the_door(office: Office, field: str) -> None:
    assert await send(office, *as_command({**COMMAND, field: "U0\0"})) == 400


@pytest.mark.parametrize("body", [*EVENTS, *INTERACTIONS, COMMAND], ids=lambda body: str(paths(body)[-1]))
def test_what_slack_really_sends_gets_through(body: Json) -> None:
    assert fits(body)
