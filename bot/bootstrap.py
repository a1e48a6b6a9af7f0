"""The composition root: the one place that builds everything and knows who needs whom."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.daily import PostStage
from bot.domain.library import Library
from bot.domain.scenario import Language
from bot.domain.schedule import Timetable
from bot.packs.loader import load_pack, shipped_pack_path
from bot.playground.clock import MovableClock
from bot.playground.people import DAILY, PEOPLE, TEAM_ID
from bot.playground.server import Playground
from bot.ports import Clock, Database
from bot.scheduler import Scheduler
from bot.services.answer_question import AnswerQuestion
from bot.services.close_scenario import CloseScenario
from bot.services.give_feedback import GiveFeedback
from bot.services.open_rounds import OpenRounds
from bot.services.post_daily_scenario import PostDailyScenario
from bot.services.record_question import RecordQuestion
from bot.services.run_due_work import RunDueWork
from bot.services.score_reply import ScoreReply
from bot.services.show_standing import ShowStanding
from bot.services.show_today import ShowToday
from bot.services.subscribe_channel import Order, SubscribeChannel
from bot.settings import Mode, Settings
from bot.slack.app import Identity, build_app
from bot.slack.background import Background
from bot.slack.client import close_client, open_client
from bot.slack.endpoint import PATH, Endpoint, web_app
from bot.slack.manifest import manifest
from bot.slack.messenger import SlackMessenger
from bot.slack.people import SlackPeople
from bot.slack.socket_mode import SocketMode
from bot.slack.use_cases import UseCases
from bot.storage.errors import DatabaseUnavailable
from bot.storage.migrations import upgrade
from bot.storage.unit_of_work import SqlDatabase
from bot.web_server import WebServer

log = logging.getLogger(__name__)

LAST_WORK_SECONDS = 20
LOCAL_PORT = 8000
SLACK_PORT = 3000


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


def load_library(folders: Sequence[Path]) -> Library:
    """The packs in these folders, or the one that comes along; raises `FaultyPack`."""
    return Library([load_pack(folder) for folder in folders or (shipped_pack_path(),)])


@dataclass(frozen=True, slots=True)
class Bot:
    """The product, built and wired, without a door to the outside yet."""

    app: AsyncApp
    client: AsyncWebClient
    identity: Identity
    database: SqlDatabase
    background: Background
    scheduler: Scheduler
    use_cases: UseCases

    async def ready(self) -> bool:
        """Whether the database answers."""
        try:
            await self.database.check()
        except DatabaseUnavailable:
            return False
        return True

    async def settle(self) -> None:
        """Do everything that is due, and wait until all that followed from it is done."""
        await self.scheduler.turn()
        await self.background.drain()


@asynccontextmanager
async def build(
    library: Library, clock: Clock, database_url: str, bot_token: str, signing_secret: str, api_url: str
) -> AsyncIterator[Bot]:
    """The bot on an upgraded database; when left, what is under way is finished and all is closed."""
    await asyncio.to_thread(upgrade, database_url)
    database = SqlDatabase(database_url)
    client = open_client(bot_token, api_url)
    background = Background()
    people = SlackPeople(client)
    messenger = SlackMessenger(client, people)
    open_rounds = OpenRounds(database)
    answer_question = AnswerQuestion(library, open_rounds)
    record_question = RecordQuestion(database, messenger, answer_question, clock)
    give_feedback = GiveFeedback(database, messenger, library, clock)
    use_cases = UseCases(
        library=library,
        answer_question=answer_question,
        record_question=record_question,
        score_reply=ScoreReply(database, library, clock),
        give_feedback=give_feedback,
        show_standing=ShowStanding(database, clock),
        show_today=ShowToday(database, library, clock),
        subscribe_channel=SubscribeChannel(database, messenger, people, library, clock),
    )
    run_due_work = RunDueWork(
        database,
        clock,
        PostDailyScenario(database, messenger, library, clock),
        CloseScenario(database, messenger, library, clock),
        give_feedback,
        record_question,
        open_rounds,
    )
    identity = Identity(client)
    app = build_app(client, identity, signing_secret, use_cases, people, clock, background)
    try:
        yield Bot(app, client, identity, database, background, Scheduler(run_due_work), use_cases)
    finally:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(background.drain(), LAST_WORK_SECONDS)
        await close_client(client)
        await database.close()


@asynccontextmanager
async def scheduled(bot: Bot) -> AsyncIterator[None]:
    """Run the scheduler meanwhile; at the end the turn under way is finished first."""
    running = asyncio.create_task(bot.scheduler.run())
    try:
        yield
    finally:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(bot.scheduler.stop(), LAST_WORK_SECONDS)
        running.cancel()
        await asyncio.wait([running])


async def run(settings: Settings, announce: Callable[[str, str], None]) -> None:
    """Run until a signal asks to stop. `announce` gets a text's key and the address, once ready.

    Raises `BadSettings`, `FaultyPack`, and errors of the database and of Slack at the start.
    """
    library = load_library(settings.packs)
    if settings.mode is Mode.LOCAL:
        await _run_locally(settings, library, announce)
    else:
        await _run_in_slack(settings, library, announce)


async def _run_in_slack(settings: Settings, library: Library, announce: Callable[[str, str], None]) -> None:
    assert settings.slack_bot_token is not None, "no mode of Slack's without it"
    secret = settings.slack_signing_secret.get_secret_value() if settings.slack_signing_secret else ""
    token = settings.slack_bot_token.get_secret_value()
    async with AsyncExitStack() as stack:
        bot = await stack.enter_async_context(
            build(library, SystemClock(), settings.database_url, token, secret, settings.slack_api_url)
        )
        await bot.identity.introduce()
        await stack.enter_async_context(scheduled(bot))
        endpoint = Endpoint(bot.app, secret)
        if settings.mode is Mode.SOCKET:
            assert settings.slack_app_token is not None, "what selects Socket Mode"
            socket = SocketMode(bot.app, settings.slack_app_token.get_secret_value(), bot.client)
            stack.push_async_callback(socket.close)
            await socket.connect()
        web = web_app(None if settings.mode is Mode.SOCKET else endpoint, bot.ready)
        server = WebServer(web, settings.host, SLACK_PORT if settings.port is None else settings.port)
        announce(f"run.{settings.mode}", server.url)
        await _serve_until_signal(server)


async def _run_locally(settings: Settings, library: Library, announce: Callable[[str, str], None]) -> None:
    clock = MovableClock(SystemClock())
    playground = Playground(clock, machine=SystemClock(), manifest=manifest(None))
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(
            tempfile.TemporaryDirectory(prefix="scs-bot-", ignore_cleanup_errors=True)
        )
        await _start_on_free_port(playground, settings)
        stack.push_async_callback(playground.stop)
        url = f"sqlite:///{folder}/workspace.sqlite3"
        bot = await stack.enter_async_context(
            build(library, clock, url, playground.bot_token, playground.signing_secret, playground.api_url)
        )
        await _subscribe_a_channel(bot, library)
        playground.timeline = PlannedTimes(bot)
        await stack.enter_async_context(scheduled(bot))
        web = web_app(Endpoint(bot.app, playground.signing_secret), bot.ready)
        server = WebServer(web, "127.0.0.1", 0)
        playground.request_url = server.url + PATH
        announce("run.local", playground.url)
        await _serve_until_signal(server)


async def _serve_until_signal(server: WebServer) -> None:
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, server.stop)
    await server.run()


async def _start_on_free_port(playground: Playground, settings: Settings) -> None:
    """Port 8000, or any if that is taken; a port asked for by name is taken or it is an error."""
    if settings.port is not None:
        await playground.start(settings.host, settings.port)
        return
    try:
        await playground.start(settings.host, LOCAL_PORT)
    except OSError:
        await playground.start(settings.host, 0)


async def _subscribe_a_channel(bot: Bot, library: Library) -> None:
    """So that there is something to see at once: a scenario at nine on workdays, in both languages."""
    await bot.use_cases.subscribe_channel(
        Order(
            team_id=TEAM_ID,
            channel_id=DAILY,
            user_id=PEOPLE[0].id,
            pack_id=library.packs[0].id,
            languages=(Language.EN, Language.JA),
            timetable=Timetable(time(9), "Asia/Tokyo"),
        )
    )


class PlannedTimes:
    """What the local workspace's clock needs to know of the bot's plans."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._database: Database = bot.database

    async def next_post(self) -> datetime | None:
        """When the next scenario is due."""
        return await self._database.transact(lambda work: work.subscriptions.next_ready_at())

    async def next_close(self) -> datetime | None:
        """When the next open scenario closes."""
        posts = await self._database.transact(lambda work: work.posts.unfinished())
        return min((post.closes_at for post in posts if post.stage is PostStage.OPEN), default=None)

    async def settle(self) -> None:
        """Do everything that is due."""
        await self._bot.settle()
