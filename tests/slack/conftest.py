"""The whole product against a pretend Slack: signed requests in, Web API calls out, a real database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.bootstrap import Bot, SystemClock, build, load_library
from bot.domain.library import Library
from bot.domain.scenario import Language, Scenario
from bot.domain.schedule import Timetable
from bot.local_workspace import PlannedTimes
from bot.playground import MovableClock, Playground
from bot.playground.delivery import Delivery
from bot.playground.messages import Message
from bot.playground.people import DAILY, TEAM_ID
from bot.ports import Clock
from bot.services.subscribe_channel import Order
from bot.slack import identity, people
from bot.slack.endpoint import PATH, Endpoint, web_app
from bot.slack.manifest import manifest
from bot.web_server import WebServer
from tests.clock import FakeClock
from tests.slack.service import Service, serve

MIKA, KENJI, ANNA, SAM = "U0MIKA0001", "U0KENJI001", "U0ANNA0001", "U0SAM00001"
SUNDAY_EVENING = datetime(2026, 11, 1, 20, tzinfo=UTC)

UNHURRIED_SECONDS = 60.0
"""The pretend Slack would wait three, and the bot one for who somebody is: a busy machine may need more for
no fault of ours."""


@dataclass
class Office:
    """A workspace with the bot in it."""

    slack: Playground
    bot: Bot
    library: Library

    async def subscribe(self, languages: tuple[Language, ...] = (Language.EN,), **changes: object) -> None:
        """One scenario a day in the daily channel, at nine in London on workdays."""
        timetable = Timetable(time(9), "Europe/London", **changes)  # type: ignore[arg-type] # a test's shorthand
        order = Order(TEAM_ID, DAILY, MIKA, self.library.packs[0].id, languages, timetable)
        await self.bot.use_cases.subscribe_channel(order)

    async def next_post(self) -> Message:
        """Move to the next post and return it."""
        due = await PlannedTimes(self.bot).next_post()
        assert due is not None
        await self.slack.travel(due)
        return self.posts()[-1]

    async def next_close(self) -> None:
        due = await PlannedTimes(self.bot).next_close()
        assert due is not None
        await self.slack.travel(due)

    async def settle(self) -> None:
        """Wait until everything that was said has had its consequences."""
        await self.slack.settle()
        await self.bot.background.drain()

    async def say(self, person: str, text: str, thread: Message | None = None) -> Message:
        message = await self.slack.say(person, DAILY, text, thread.ts if thread else None)
        await self.settle()
        return message

    async def command(self, person: str, text: str, channel: str = DAILY) -> Delivery:
        delivery = await self.slack.command(person, channel, "/scs", text)
        await self.settle()
        return delivery

    def posts(self) -> list[Message]:
        """The bot's own messages in the daily channel, outside of threads and for everyone."""
        return [m for m in self.slack.workspace.messages(DAILY) if m.metadata and not m.thread_ts]

    def thread(self, post: Message, person: str = SAM) -> list[Message]:
        """What this person sees in the thread, without the post itself."""
        return [m for m in self.slack.read(person, DAILY, post.ts) if m.ts != post.ts]

    def whispers(self, person: str, channel: str = DAILY) -> list[Message]:
        """What only this person was told, in order."""
        return [m for m in self.slack.workspace.messages(channel) if m.only_for == person]

    def todays(self, post: Message) -> Scenario:
        """The scenario of a post, known by its situation."""
        shown = everything(post)
        return next(s for s in self.library.packs[0].scenarios if _plain(s.situation.en) in shown)


def everything(message: Message) -> str:
    """All text of a message, with Slack's escapes undone."""
    return _plain(" ".join(_texts([message.text, message.blocks])))


def _plain(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _texts(node: object) -> list[str]:
    if isinstance(node, str):
        return [node]
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return [text for child in children for text in _texts(child)]


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library(())


@pytest.fixture
async def office(
    database_url: str, library: Library, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Office]:
    """A workspace on Sunday evening; the bot is in the daily channel, nothing is set up yet."""
    for room in (people, identity):  # where Slack fails here, it fails at once
        monkeypatch.setattr(room, "PATIENCE_SECONDS", UNHURRIED_SECONDS)
    clock = MovableClock(FakeClock(SUNDAY_EVENING))
    slack = Playground(
        clock,
        machine=SystemClock(),
        manifest=manifest(None),
        answer_within=UNHURRIED_SECONDS,
        retry_after=(0, 0, 0),
    )
    async with slack, replica(slack, library, database_url, clock) as (bot, url):
        slack.timeline = PlannedTimes(bot)
        slack.request_url = url
        yield Office(slack, bot, library)


@asynccontextmanager
async def replica(
    slack: Playground, library: Library, database_url: str, clock: Clock
) -> AsyncIterator[tuple[Bot, str]]:
    """The bot in a process of its own, as far as it can tell, and where Slack's requests reach it."""
    async with build(
        library, clock, database_url, slack.bot_token, slack.signing_secret, slack.api_url
    ) as bot:
        server = WebServer(
            web_app(Endpoint(bot.app, slack.signing_secret), bot.ready, bot.metrics), "127.0.0.1", 0
        )
        serving = asyncio.create_task(server.run())
        yield bot, server.url + PATH
        await bot.background.drain()
        server.stop()
        await serving


@pytest.fixture
def hour() -> timedelta:
    return timedelta(hours=1)


@pytest.fixture
async def service(database_url: str, library: Library) -> AsyncIterator[Service]:
    """The bot for many workspaces."""
    async with serve(database_url, library) as running:
        yield running
