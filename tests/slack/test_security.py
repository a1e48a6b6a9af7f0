from __future__ import annotations

import asyncio
import io
import json
import urllib.parse
from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk.signature import Clock as SignatureClock
from slack_sdk.signature import SignatureVerifier
from sqlalchemy import create_engine

from bot.bootstrap import SystemClock
from bot.logs import configure_logging
from bot.playground.messages import Message
from bot.playground.people import DAILY, RANDOM, TEAM_ID
from bot.services.answer_question import AnswerQuestion
from bot.slack.endpoint import PATH, Endpoint, web_app
from bot.slack.messenger import SlackMessenger
from bot.storage.address import parse
from bot.web_server import WebServer
from tests.slack.conftest import ANNA, SAM, Office

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


class Ago(SignatureClock):
    def __init__(self, seconds: int) -> None:
        self.seconds = seconds

    def now(self) -> float:
        return SystemClock().now().timestamp() - self.seconds


def signed(secret: str, body: bytes, ago: int = 0) -> dict[str, str]:
    clock = Ago(ago)
    timestamp = str(int(clock.now()))
    signature = SignatureVerifier(secret, clock).generate_signature(timestamp=timestamp, body=body)
    assert signature is not None
    return {"x-slack-request-timestamp": timestamp, "x-slack-signature": signature}


def reply(text: str = "share the subnets with RAM") -> bytes:
    event = {
        "type": "message",
        "channel": DAILY,
        "user": SAM,
        "text": text,
        "ts": "1793610000.000200",
        "thread_ts": "1793609999.000100",
    }
    return json.dumps({"type": "event_callback", "team_id": TEAM_ID, "event": event}).encode()


async def post(
    office: Office, body: bytes, headers: dict[str, str], kind: str = JSON
) -> tuple[int | None, str]:
    answer = await office.slack.http.post(body, {"content-type": kind, **headers})
    return answer.status, answer.body


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-slack-request-timestamp": "now", "x-slack-signature": "v0=00"},
        {"x-slack-request-timestamp": "1793609999", "x-slack-signature": "ключ".encode().decode("latin-1")},
        {"x-slack-request-timestamp": "9" * 400, "x-slack-signature": "v0=00"},
    ],
)
async def test_an_unsigned_request_gets_401_and_leaves_no_trace(
    office: Office, headers: dict[str, str]
) -> None:
    status, _ = await post(office, reply(), headers)
    assert status == 401
    assert office.slack.calls() == []


async def test_a_signature_of_another_secret_gets_401(office: Office) -> None:
    assert (await post(office, reply(), signed("not the secret", reply())))[0] == 401


async def test_a_signature_older_than_five_minutes_gets_401(office: Office) -> None:
    headers = signed(office.slack.signing_secret, reply(), ago=301)
    assert (await post(office, reply(), headers))[0] == 401


async def test_a_signature_for_another_body_gets_401(office: Office) -> None:
    headers = signed(office.slack.signing_secret, reply("one thing"))
    assert (await post(office, reply("another"), headers))[0] == 401


async def test_a_forged_request_is_refused_before_it_is_parsed(office: Office) -> None:
    assert (await post(office, b'{"broken', {}))[0] == 401
    assert (await post(office, b"\xff\xfe", {}))[0] == 401
    assert (await post(office, b"ssl_check=1&token=x", {}, FORM))[0] == 401


@pytest.mark.parametrize("body", [b'{"broken', b"[1, 2]", b"payload=%5B1%5D", b'"text"'])
async def test_a_signed_body_that_is_none_of_slacks_gets_400(office: Office, body: bytes) -> None:
    assert (await post(office, body, signed(office.slack.signing_secret, body)))[0] == 400


async def test_a_body_over_a_megabyte_is_refused(office: Office) -> None:
    body = b"x" * 1_000_001
    assert (await post(office, body, signed(office.slack.signing_secret, body)))[0] == 413


async def test_slack_can_verify_the_request_url(office: Office) -> None:
    assert await office.slack.verify_url()


async def test_an_event_type_we_dont_know_is_acknowledged(office: Office) -> None:
    body = json.dumps(
        {"type": "event_callback", "team_id": TEAM_ID, "event": {"type": "emoji_changed", "subtype": "add"}}
    ).encode()
    assert (await post(office, body, signed(office.slack.signing_secret, body)))[0] == 200


async def test_a_shortcut_we_dont_offer_is_acknowledged(office: Office) -> None:
    payload = {"type": "shortcut", "callback_id": "x", "team": {"id": TEAM_ID}, "user": {"id": SAM}}
    payload["trigger_id"] = "1.2.abc"
    body = urllib.parse.urlencode({"payload": json.dumps(payload)}).encode()
    assert (await post(office, body, signed(office.slack.signing_secret, body), FORM))[0] == 200


@pytest.mark.parametrize("value", ["999", "-1", "1; drop table posts", "9" * 40, ""])
async def test_a_button_of_no_post_of_this_channel_is_refused_with_a_reason(
    office: Office, value: str
) -> None:
    await office.subscribe()
    message = await office.next_post()
    pressed: dict[str, Any] = await _pressed(office, message, value)
    body = urllib.parse.urlencode({"payload": json.dumps(pressed)}).encode()
    status, _ = await post(office, body, signed(office.slack.signing_secret, body), FORM)
    await office.settle()
    assert status == 200
    assert "doesn't belong to this channel" in office.whispers(ANNA)[-1].text


async def test_a_button_of_a_post_of_another_channel_is_refused_with_the_same_reason(office: Office) -> None:
    await office.subscribe()
    pressed = await _pressed(office, await office.next_post(), "1")
    for place in (pressed["channel"], pressed["container"]):
        place |= {"id": RANDOM, "channel_id": RANDOM}
    pressed["response_url"] = office.slack.posting.response_url(RANDOM, ANNA)
    body = urllib.parse.urlencode({"payload": json.dumps(pressed)}).encode()
    assert (await post(office, body, signed(office.slack.signing_secret, body), FORM))[0] == 200
    await office.settle()
    assert "doesn't belong to this channel" in office.whispers(ANNA, RANDOM)[-1].text


async def _pressed(office: Office, message: Message, value: str) -> dict[str, Any]:
    """A real press of the hint button, as it would be with another value in it."""
    delivery = await office.slack.press(ANNA, message, "hint")
    await office.settle()
    payload = json.loads(json.dumps(delivery.payload))
    payload["actions"][0]["value"] = value
    return dict(payload)


async def test_no_text_of_a_reply_or_question_reaches_the_logs(
    office: Office, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even with errors of others that repeat it: the database's, Slack's and one nobody thought of."""
    written = io.StringIO()
    monkeypatch.setattr("sys.stderr", written)
    configure_logging("DEBUG", as_json=True)
    await office.subscribe()
    message = await office.next_post()
    await office.say(SAM, "the secret plan is zanzibar", message)
    await office.command(SAM, "zanzibar subnets")
    await office.say(SAM, "@scs-bot zanzibar again")
    with monkeypatch.context() as failing:
        failing.setattr(SlackMessenger, "give_feedback", _repeat("the plan is zanzibar"))
        await office.say(SAM, "zanzibar untold", message)
    _refuse_rows_with(database_url, "zanzibar")
    await office.say(SAM, "zanzibar refused", message)
    monkeypatch.setattr(AnswerQuestion, "__call__", _repeat("the question is zanzibar"))
    await office.command(SAM, "zanzibar unexpected")
    ours = [json.loads(line) for line in written.getvalue().splitlines()]
    errors = [error["exc_type"] for record in ours for error in record.get("exception", ())]
    assert errors.count("ValueError") == 2
    assert "IntegrityError" in errors
    assert "zanzibar" not in written.getvalue()


def _repeat(text: str) -> Callable[..., None]:
    def fail(*_: object) -> None:
        raise ValueError(text)

    return fail


def _refuse_rows_with(database_url: str, word: str) -> None:
    """What a new constraint does in the eyes of the version before it."""
    engine = create_engine(parse(database_url))
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            refuse = f"WHEN NEW.text LIKE '%{word}%' BEGIN SELECT RAISE(ABORT, 'it has {word} in it'); END"
            connection.exec_driver_sql(f"CREATE TRIGGER refuse BEFORE INSERT ON replies {refuse}")
        else:
            refuse = f"CHECK (text NOT LIKE '%%{word}%%') NOT VALID"
            connection.exec_driver_sql(f"ALTER TABLE replies ADD CONSTRAINT refuse {refuse}")
    engine.dispose()


async def raw(office: Office, head: str, *pieces: bytes) -> bytes:
    """What the server says to these bytes, sent as they are."""
    address = urllib.parse.urlsplit(office.slack.request_url or "")
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    writer.write(f"POST {PATH} HTTP/1.1\r\nHost: x\r\n{head}\r\n\r\n".encode())
    for piece in pieces:
        writer.write(piece)
    said = await reader.read(12)
    writer.close()
    return said


async def test_a_body_that_announces_its_size_is_refused_before_any_of_it_comes(office: Office) -> None:
    assert await raw(office, "Content-Length: 1000001") == b"HTTP/1.1 413"


async def test_a_body_in_pieces_is_refused_once_it_is_too_large(office: Office) -> None:
    pieces = [b"40000\r\n" + b"x" * 0x40000 + b"\r\n"] * 4
    assert await raw(office, "Transfer-Encoding: chunked", *pieces) == b"HTTP/1.1 413"


async def test_a_body_that_doesnt_come_is_not_waited_for(office: Office) -> None:
    impatient = Endpoint(office.bot.app, office.slack.signing_secret, patience=0)
    server = WebServer(web_app(impatient, office.bot.ready), "127.0.0.1", 0)
    serving = asyncio.create_task(server.run())
    office.slack.request_url = server.url + PATH
    assert await raw(office, "Content-Length: 10", b"{") == b"HTTP/1.1 408"
    server.stop()
    await serving
