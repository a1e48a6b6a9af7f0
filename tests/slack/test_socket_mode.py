"""The same bot, fed through a websocket instead of by HTTP requests."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.bootstrap import SystemClock, build
from bot.domain.library import Library
from bot.local_workspace import PlannedTimes
from bot.playground import Fault, MovableClock, Playground
from bot.playground.people import DAILY
from bot.slack.manifest import manifest
from bot.slack.socket_mode import (
    AGAIN_SECONDS,
    DEAF_SECONDS,
    HOPELESS_SECONDS,
    SILENT_SECONDS,
    SocketMode,
)
from tests.clock import FakeClock
from tests.slack.conftest import ANNA, SAM, SUNDAY_EVENING, Office, everything
from tests.slack.test_fuzzing import COMMAND, EVENTS, INTERACTIONS, mangled, ours, rows


@pytest.fixture
async def office(database_url: str, library: Library) -> AsyncIterator[Office]:
    """The workspace of the other tests; this bot has called it and has no address of its own."""
    clock = MovableClock(FakeClock(SUNDAY_EVENING))
    slack = Playground(clock, machine=SystemClock(), manifest=manifest(None), retry_after=(0, 0, 0))
    async with (
        slack,
        build(library, clock, database_url, slack.bot_token, slack.signing_secret, slack.api_url) as bot,
    ):
        slack.timeline = PlannedTimes(bot)
        connection = SocketMode(bot.app, slack.app_token, bot.clients.nobodys(), bot.metrics)
        await connection.connect()
        await slack.sockets.connected()
        yield Office(slack, bot, library)
        await connection.close()


async def test_a_reply_in_the_thread_is_scored(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    reply = await office.say(SAM, office.todays(post).examples.en.full[0], post)
    assert list(reply.reactions) == ["white_check_mark"]
    assert "Full answer" in everything(office.whispers(SAM)[0])


async def test_a_slash_command_is_answered_with_its_acknowledgement(office: Office) -> None:
    scenario = office.library.packs[0].scenarios[0]
    asked = await office.command(ANNA, scenario.questions.en[0])
    assert asked.ok
    assert scenario.answer.en in everything(office.whispers(ANNA)[0])


async def test_a_form_opens_and_its_submission_is_answered_in_place(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    await office.slack.press(SAM, post, "answer_privately")
    form = office.slack.view(SAM)
    assert form is not None
    await office.slack.submit(SAM, form, {"reply": office.todays(post).examples.en.full[0]})
    result = office.slack.view(SAM)
    assert result is not None
    assert "Full answer" in str(result.payload)


async def test_the_home_is_filled(office: Office) -> None:
    await office.slack.open_home(ANNA)
    await office.settle()
    assert office.slack.home(ANNA) is not None


async def test_a_reply_that_is_delivered_again_changes_nothing(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    await office.say(SAM, office.todays(post).examples.en.full[0], post)
    delivery = next(d for d in reversed(office.slack.deliveries) if d.payload["event"]["type"] == "message")
    answers = await office.slack.deliver_again(delivery, 20, at_once=True)
    await office.settle()
    assert all(answer.ok for answer in answers)
    assert len(office.whispers(SAM)) == 1
    stored = await office.bot.database.transact(lambda work: work.replies.of_post(1))
    assert len(stored) == 1


async def test_a_connection_that_slack_renews_is_taken_up_again(office: Office) -> None:
    await office.slack.sockets.disconnect()
    await office.slack.sockets.connected()
    asked = await office.command(ANNA, "help")
    assert asked.ok


# Deaf connections


PATIENCE = 20.0  # seconds of the machine, far more than anything here takes


@pytest.fixture
async def watched(database_url: str, library: Library) -> AsyncIterator[Watched]:
    """A connection of the bot whose watch goes by a clock that can be moved."""
    clock = MovableClock(FakeClock(SUNDAY_EVENING))
    slack = Playground(clock, machine=SystemClock(), manifest=manifest(None), retry_after=(0, 0, 0))
    async with (
        slack,
        build(library, clock, database_url, slack.bot_token, slack.signing_secret, slack.api_url) as bot,
    ):
        seconds = Seconds()
        line = SocketMode(bot.app, slack.app_token, bot.clients.nobodys(), bot.metrics, seconds, within=0.5)
        yield Watched(slack, line, seconds)
        await line.close()


class Seconds:
    """A clock for the watch."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Watched:
    slack: Playground
    line: SocketMode
    seconds: Seconds

    async def connect(self) -> None:
        await self.line.connect()
        await self.slack.sockets.connected()

    async def looks(self, *after: float) -> None:
        """A look of the watch at each of these times."""
        for seconds in after:
            self.seconds.now = seconds
            await self.line.watch()

    async def answers(self) -> bool:
        """Whether something that Slack says is heard and answered."""
        async with asyncio.timeout(PATIENCE):
            return (await self.slack.command(ANNA, DAILY, "/scs", "help")).ok

    @property
    def connections(self) -> int:
        """How many were opened so far."""
        return len(self.slack.calls("apps.connections.open"))


async def test_a_connection_that_speaks_is_left_alone(watched: Watched) -> None:
    await watched.connect()
    for minutes in range(0, 120, 10):
        await watched.looks(60.0 * minutes)
        assert await watched.answers()
    assert watched.connections == 1


async def test_a_connection_that_answers_pings_and_brings_nothing_is_replaced(watched: Watched) -> None:
    await watched.connect()
    watched.slack.sockets.mute()
    watched.slack.sockets.unmute()  # the old one stays silent
    assert await watched.line.connected()  # nobody can tell yet
    await watched.looks(0, SILENT_SECONDS - 1)
    assert watched.connections == 1
    await watched.looks(SILENT_SECONDS)
    assert watched.connections == 2
    assert await watched.answers()


async def test_a_closed_connection_is_replaced_if_slack_sdk_does_not(watched: Watched) -> None:
    await watched.connect()
    client = watched.line._line.client
    client.auto_reconnect_enabled = client.default_auto_reconnect_enabled = False
    await client.disconnect()  # type: ignore[no-untyped-call] # slack_sdk's
    assert not await watched.line.connected()
    await watched.looks(0, DEAF_SECONDS - 1)
    assert watched.connections == 1
    await watched.looks(DEAF_SECONDS)
    assert await watched.line.connected()
    assert await watched.answers()


async def test_one_that_tries_a_used_up_address_for_ever_is_replaced(watched: Watched) -> None:
    await watched.connect()
    client, tried = watched.line._line.client, asyncio.Event()

    async def used_up(*_: object, **__: object) -> None:
        tried.set()
        raise aiohttp.ClientConnectionError("no such ticket")

    client.aiohttp_client_session.ws_connect = used_up  # type: ignore[assignment, method-assign] # a stand-in
    loop = asyncio.create_task(client.connect())  # type: ignore[no-untyped-call] # slack_sdk's
    await tried.wait()
    await watched.looks(0, DEAF_SECONDS)
    assert await watched.answers()
    loop.cancel()


async def test_a_reconnect_without_hello_is_not_taken_for_a_connection(watched: Watched) -> None:
    await watched.connect()
    watched.slack.sockets.mute()
    await watched.line._line.client.connect_to_new_endpoint(force=True)
    assert not await watched.line.connected()
    watched.slack.sockets.unmute()
    await watched.looks(0, DEAF_SECONDS)
    assert await watched.line.connected()
    assert await watched.answers()


async def test_the_first_connection_must_say_hello_too(watched: Watched) -> None:
    watched.slack.sockets.mute()
    with pytest.raises(TimeoutError, match="no websocket"):
        await watched.line.connect()


async def test_it_is_given_up_once_slack_answers_and_is_not_heard_for_long(watched: Watched) -> None:
    await watched.connect()
    lost: list[float] = []
    watched.line.lost = lambda: lost.append(watched.seconds.now)
    watched.slack.sockets.mute()
    begun = float(SILENT_SECONDS)
    await watched.line._line.client.connect_to_new_endpoint(force=True)
    await watched.looks(begun, begun + DEAF_SECONDS, begun + DEAF_SECONDS + HOPELESS_SECONDS - 1)
    assert lost == []
    await watched.looks(begun + DEAF_SECONDS + HOPELESS_SECONDS + AGAIN_SECONDS)
    assert len(lost) == 1


async def test_an_unreachable_slack_is_waited_for(watched: Watched) -> None:
    await watched.connect()
    lost: list[float] = []
    watched.line.lost = lambda: lost.append(watched.seconds.now)
    watched.slack.sockets.mute()
    await watched.line._line.client.connect_to_new_endpoint(force=True)
    for hour in range(4):
        watched.slack.fail_next("apps.connections.open", Fault.broken(503))
        await watched.looks(3600.0 * hour, 3600.0 * hour + DEAF_SECONDS)
    assert lost == []
    watched.slack.sockets.unmute()
    await watched.looks(3600.0 * 5)
    assert await watched.line.connected()


async def test_a_silent_connection_stays_while_there_is_no_other(watched: Watched) -> None:
    await watched.connect()
    watched.slack.fail_next("apps.connections.open", Fault.broken(503))
    await watched.looks(SILENT_SECONDS)
    assert await watched.line.connected()
    assert await watched.answers()


def kind_of(body: dict[str, Any]) -> str:
    if "command" in body:
        return "slash_commands"
    return "events_api" if "event" in body else "interactive"


NOT_SLACKS = {
    "an id with a NUL": {**COMMAND, "user_id": "U0\0"},
    "a command from nobody": {k: v for k, v in COMMAND.items() if k != "user_id"},
    "a press of nothing": {**INTERACTIONS[0], "actions": []},
    "a form without its fields": {**INTERACTIONS[8], "view": {"id": "V1", "callback_id": "setup"}},
    "a message without a place": {**EVENTS[0], "event": {"type": "message", "user": SAM, "ts": "1.0"}},
    "an event that is a list": {**EVENTS[0], "event": []},
}


@pytest.mark.parametrize("body", NOT_SLACKS.values(), ids=NOT_SLACKS)
async def test_a_payload_that_is_none_of_slacks_is_acknowledged_and_no_more(
    office: Office, caplog: pytest.LogCaptureFixture, body: dict[str, Any]
) -> None:
    before, calls = await rows(office), len(office.slack.calls())
    answer = await office.slack.sockets.send(kind_of(body), body, None)
    await office.settle()
    assert (answer.status, answer.body) == (200, "")
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
    assert await rows(office) == before
    assert len(office.slack.calls()) == calls
    assert "a request is none of Slack's" in caplog.text


@settings(max_examples=100, suppress_health_check=list(HealthCheck))
@given(body=st.one_of(*map(mangled, (EVENTS, INTERACTIONS, [COMMAND]))))
async def test_nonsense_down_the_websocket_is_never_an_error_of_ours(
    office: Office, caplog: pytest.LogCaptureFixture, body: dict[str, Any]
) -> None:
    caplog.clear()
    answer = await office.slack.sockets.send(kind_of(body), body, None)
    await office.bot.background.drain()
    assert answer.ok
    assert [record.exc_text or record.getMessage() for record in caplog.records if ours(record)] == []
