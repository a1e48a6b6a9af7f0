"""The bot in the pretend Slack on this machine: what `run` does without credentials."""

from __future__ import annotations

import contextlib
import tempfile
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, time

from bot.bootstrap import Bot, SystemClock, build, load_library
from bot.domain.daily import Post, PostStage
from bot.domain.library import Library
from bot.domain.scenario import Language, Pack
from bot.domain.schedule import Timetable
from bot.playground.clock import MovableClock
from bot.playground.people import DAILY, PEOPLE, TEAM_ID
from bot.playground.server import Playground
from bot.ports import UnitOfWork
from bot.running import Announce, scheduled
from bot.services.subscribe_channel import Order
from bot.settings import Settings
from bot.slack.endpoint import PATH, Endpoint, web_app
from bot.slack.manifest import manifest
from bot.web_server import WebServer, as_set, stop_on_signal

LOCAL_PORT = 8000
BOTH = (Language.EN, Language.JA)


@dataclass(frozen=True, slots=True)
class Shown:
    """A scenario to look at: it is posted at once, in these languages."""

    library: Library
    scenario_id: str
    languages: tuple[Language, ...]


async def run_locally(settings: Settings, announce: Announce, shown: Shown | None = None) -> None:
    """Run the workspace until a signal asks to stop; what it keeps goes with it.

    Raises `FaultyPack`, `PortTaken` for a port that was asked for, and `CannotListen`.
    """
    library = shown.library if shown else load_library(settings.packs, settings.cache)
    clock = MovableClock(SystemClock())
    playground = Playground(clock, machine=SystemClock(), manifest=manifest(None))
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(
            tempfile.TemporaryDirectory(prefix="scs-bot-", ignore_cleanup_errors=True)
        )
        await _start(playground, settings)
        stack.push_async_callback(playground.stop)
        url = f"sqlite:///{folder}/workspace.sqlite3"
        bot = await stack.enter_async_context(
            build(library, clock, url, playground.bot_token, playground.signing_secret, playground.api_url)
        )
        pack = library.pack_of(shown.scenario_id) if shown else library.packs[0]
        await _subscribe_a_channel(bot, pack, shown.languages if shown else BOTH)
        playground.timeline = PlannedTimes(bot)
        server = WebServer(
            web_app(Endpoint(bot.app, playground.signing_secret), bot.ready, bot.metrics), "127.0.0.1", 0
        )
        playground.request_url = server.url + PATH
        await stack.enter_async_context(scheduled(bot))
        if shown:
            await post_now(bot, clock.now(), shown.scenario_id)
        stop_on_signal(server)
        announce("run.preview" if shown else "run.local", playground.url)
        await server.run()


async def _start(playground: Playground, settings: Settings) -> None:
    """On port 8000, or any if that is taken; a port that was asked for is had or it is an error."""
    port = settings.port
    if port is None:
        with contextlib.suppress(OSError, UnicodeError):
            await playground.start(settings.host, LOCAL_PORT)
            return
        port = 0
    with as_set(settings.host, port):
        await playground.start(settings.host, port)


async def _subscribe_a_channel(bot: Bot, pack: Pack, languages: tuple[Language, ...]) -> None:
    """So that there is something to see at once: a scenario at nine on workdays."""
    await bot.use_cases.subscribe_channel(
        Order(
            team_id=TEAM_ID,
            channel_id=DAILY,
            user_id=PEOPLE[0].id,
            pack_id=pack.id,
            languages=languages,
            timetable=Timetable(time(9), "Asia/Tokyo"),
        )
    )


async def post_now(bot: Bot, now: datetime, scenario_id: str) -> None:
    """Make this scenario the subscribed channel's one of today, and post it."""

    def claim(work: UnitOfWork) -> None:
        subscription = work.subscriptions.of_channel(TEAM_ID, DAILY)
        assert subscription is not None, "the channel was subscribed at the start"
        post = Post(
            team_id=subscription.team_id,
            channel_id=subscription.channel_id,
            day=subscription.timetable.local_day(now),
            pack_id=subscription.pack_id,
            scenario_id=scenario_id,
            languages=subscription.languages,
            attempts=subscription.attempts,
            pass_mark=subscription.pass_mark,
            due_at=now,
            closes_at=now + subscription.timetable.open_for,
            stage=PostStage.CLAIMED,
            ready_at=now,
            answering=subscription.answering,
        )
        work.posts.claim(post)

    await bot.database.transact(claim)
    await bot.settle()


class PlannedTimes:
    """What the local workspace's clock needs to know of the bot's plans."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def next_post(self) -> datetime | None:
        """When the next scenario is due."""
        return await self._bot.database.transact(lambda work: work.subscriptions.next_ready_at())

    async def next_close(self) -> datetime | None:
        """When the next open scenario closes."""
        posts = await self._bot.database.transact(lambda work: work.posts.unfinished())
        return min((post.closes_at for post in posts if post.stage is PostStage.OPEN), default=None)

    async def settle(self) -> None:
        """Do everything that is due."""
        await self._bot.settle()
