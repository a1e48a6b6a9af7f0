"""The storm: some days of many channels, lived through by replicas that die and a Slack that fails.

Time runs as on the machine, and is moved on to the next thing that is due once all is quiet: so every call
takes as long as it takes, and a slow worker is not mistaken for a dead one because of us.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from datetime import time as wall_clock
from multiprocessing.context import ForkServerContext
from pathlib import Path
from random import Random

import aiohttp
from sqlalchemy import create_engine, func, select
from sqlalchemy.exc import DBAPIError

from bot.domain.daily import Subscription
from bot.domain.scenario import Language
from bot.domain.schedule import Timetable
from bot.ports import UnitOfWork
from bot.storage import SqlDatabase
from bot.storage.migrations import upgrade
from bot.storage.tables import posts, recaps, replies, subscriptions
from tests.chaos.crowd import PEOPLE, Crowd, Written
from tests.chaos.delivery import Deliveries
from tests.chaos.fate import POINTS, Crashes, Fate, MovedClock, draw, expected_passages
from tests.chaos.fleet import Fleet
from tests.chaos.library import EXAM, SMALL
from tests.chaos.replica import Life
from tests.chaos.slack import SECRET, TOKEN, FailingSlack
from tests.chaos.workspace import TEAM, Said, Workspace
from tests.postgres import Server

START = datetime(2026, 11, 2, tzinfo=UTC)  # a Monday
SLOTS = (6, 14)  # o'clock; what is posted first closes when the second is posted
OPEN_FOR = timedelta(hours=8)
WRONG_BY = timedelta(seconds=90)  # the clock of the last replica, where there are several
LOOKED_TWICE = 0.5  # seconds in which every replica has looked whether something is due
AT_LEAST = timedelta(seconds=30)  # moved beyond what is due, so that what is due soon after is done in one go
LOOK_EVERY = 0.1  # seconds, whether all is quiet
PATIENCE = 300.0  # seconds until all replicas listen for the first time
FAILED_STARTS = 10  # before all listen for the first time
STUCK = 90.0  # seconds without anything happening


@dataclass(frozen=True)
class Size:
    """How much of everything."""

    channels: int
    days: int
    replies_per_post: int
    deaths_per_point: int
    restarts: int
    seed: int
    packs: tuple[str, ...] = (EXAM, SMALL)

    def channel_ids(self) -> list[str]:
        return [f"C0CHAOS{number:04d}" for number in range(self.channels)]

    def pack_of(self, channel: str) -> str:
        return self.packs[int(channel[-4:]) % len(self.packs)]

    def recaps(self) -> int:
        return self.channels * (self.days // 7)

    def end(self) -> datetime:
        return START + timedelta(days=self.days, hours=1)


class Stuck(Exception):
    """Nothing happens any more, and something is still owed."""


@dataclass
class Storm:
    """One engine's run. `server` is PostgreSQL's, which is crashed meanwhile; None on SQLite."""

    size: Size
    url: str
    replicas: int
    forking: ForkServerContext
    folder: Path
    server: Server | None = None
    written: list[Written] = field(default_factory=list)
    crashes: int = 0
    jumps: int = 0
    seconds: float = 0.0
    tell: Callable[[str], None] = lambda _: None

    def __post_init__(self) -> None:
        chance = Random(self.size.seed)
        every = self.size.channels * self.size.days
        expected = expected_passages(every, self.size.recaps(), every * self.size.replies_per_post)
        counts = self.forking.RawArray("q", 2 * len(POINTS))
        self.fate = Fate(draw(chance, expected, self.size.deaths_per_point), counts)
        self.clock = MovedClock(self.forking.RawValue("d", 0.0))
        self.clock.jumped.value = (START - self.clock.now()).total_seconds()
        self.crowd = Crowd(chance, self.size.replies_per_post)
        self.workspace = Workspace(self.clock, self._posted)
        self.slack = FailingSlack(self.workspace, self.fate, chance, self._kill)
        ports = self.forking.RawArray("i", self.replicas)
        self.fleet = Fleet(self.forking, self.replicas, ports, self._birth, chance)
        self.deliveries = Deliveries(self.workspace, self.fleet, self.fate, self.clock, chance)
        half = max(
            every * self.size.replies_per_post // 2, self.size.restarts + 1
        )  # some aren't acknowledged
        self._crashes = Crashes(chance.sample(range(1, half), self.size.restarts))
        self.deliveries.on_acknowledged = self._count_acknowledged
        self._crashing: asyncio.Task[None] | None = None
        self._told = 0.0
        self._seen: tuple[datetime | None, float] = (None, 0.0)

    async def live(self) -> None:
        """Until nothing is owed any more; raises `Stuck`."""
        began = time.monotonic()
        upgrade(self.url)
        await self._subscribe()
        await self.slack.start()
        self._engine = create_engine(self.url, pool_pre_ping=True)
        tending = asyncio.create_task(self.fleet.tend())
        timeout = aiohttp.ClientTimeout(total=10)
        connector = aiohttp.TCPConnector(limit=0)
        try:
            async with aiohttp.ClientSession(timeout=timeout, connector=connector) as session:
                await self._until_all_listen(tending)
                await self._until_over(session, tending)
        finally:
            tending.cancel()
            await asyncio.wait([tending])
            await self.fleet.stop()
            await self.slack.stop()
            self._engine.dispose()
            self.seconds = time.monotonic() - began

    async def _until_all_listen(self, tending: asyncio.Task[None]) -> None:
        """The process that all others are forked from takes a while to learn everything."""
        began = time.monotonic()
        while len(self.fleet.listening()) < self.replicas:
            await asyncio.sleep(0.1)
            if tending.done():
                tending.result()
            if time.monotonic() - began > PATIENCE or self.fleet.failed_starts > FAILED_STARTS:
                raise Stuck(f"the replicas don't start ({self.fleet.failed_starts} have tried)")
            self._progress()

    async def _until_over(self, session: aiohttp.ClientSession, tending: asyncio.Task[None]) -> None:
        moved, before, looked = time.monotonic(), (0, 0), 0.0
        while True:
            self.deliveries.start_due(session)
            await asyncio.sleep(0.02)
            if tending.done():
                tending.result()
            if (now := (sum(self.slack.calls.values()), self.jumps)) != before:
                moved, before = time.monotonic(), now
            elif time.monotonic() - moved > STUCK:
                raise Stuck(f"nothing has happened for {STUCK:.0f} s at {self.clock.now()}")
            self._progress()
            if time.monotonic() > looked + LOOK_EVERY:
                if await self._quiet(session) and self._over():
                    return
                looked = time.monotonic()

    def _progress(self) -> None:
        """Where we are, every few seconds."""
        if time.monotonic() > self._told + 5:
            self._told = time.monotonic()
            calls, acknowledged = sum(self.slack.calls.values()), self.deliveries.counts["acknowledged"]
            deaths = sum(self.fate.met(point) for point in POINTS)
            alive = self.fleet.listening()
            self.tell(
                f"{self.clock.now():%a %H:%M:%S}  {acknowledged:>6} of {len(self.written)} replies"
                f"  {calls:>6} calls  {deaths:>4} killed  {self.jumps:>4} jumps  {alive} listening,"
                f" {self.slack.in_flight} calls and {self.deliveries.under_way()} events under way"
            )

    def _over(self) -> bool:
        """Move on to what is due next; whether that is nothing."""
        now = self.clock.now()
        due = self._due()
        if isinstance(due, str):
            return False
        if due is None or due > self.size.end():
            return True
        known, since = self._seen
        if due != known:
            self._seen = known, since = due, time.monotonic()
        if due <= now or (due <= now + WRONG_BY and time.monotonic() - since < LOOKED_TWICE):
            return False  # somebody is about to take it, be it whose clock is ahead
        early = due > now + WRONG_BY and self.jumps % 3 == 0
        self.clock.jump(due - WRONG_BY if early else due + AT_LEAST)
        self.jumps += 1
        return False

    def _due(self) -> datetime | str | None:
        """When the next thing is due, in the database or by post; a text if that can't be read now."""
        columns = (subscriptions.c.ready_at, posts.c.ready_at, replies.c.owes_feedback_at, recaps.c.ready_at)
        try:
            with self._engine.connect() as connection:
                found = [connection.scalar(select(func.min(column))) for column in columns]
        except DBAPIError as error:
            return type(error).__name__
        return min((each for each in (*found, self.deliveries.next_due()) if each), default=None)

    async def _quiet(self, session: aiohttp.ClientSession) -> bool:
        """Whether nothing is under way anywhere."""
        return self._still() and await self.fleet.idle(session) and self._still()

    def _still(self) -> bool:
        return not (self._is_crashing() or self.slack.in_flight or self.deliveries.under_way())

    async def _subscribe(self) -> None:
        database = SqlDatabase(self.url)
        wanted = [self._subscription(channel) for channel in self.size.channel_ids()]

        def save(work: UnitOfWork) -> None:
            for each in wanted:
                work.subscriptions.save(each)

        await database.transact(save)
        await database.close()

    def _subscription(self, channel: str) -> Subscription:
        at = wall_clock(slot_of(channel))
        timetable = Timetable(at, "UTC", frozenset(range(7)), OPEN_FOR)
        ready_at = datetime.combine(START.date(), at, UTC)
        owner = PEOPLE[0]
        return Subscription(
            TEAM,
            channel,
            self.size.pack_of(channel),
            (Language.EN,),
            timetable,
            created_by=owner,
            ready_at=ready_at,
        )

    def _posted(self, post: Said) -> None:
        """People see a post, whether or not the bot knows by now that it is out."""
        assert post.key is not None
        day = date.fromisoformat(post.key[1].rpartition(":")[2])
        closes = datetime.combine(day, wall_clock(slot_of(post.channel)), UTC) + OPEN_FOR
        for written in self.crowd.answer(post, self.size.pack_of(post.channel), closes):
            self.written.append(written)
            self.deliveries.plan(written)

    def _birth(self, number: int) -> Life:
        wrong = self.replicas > 1 and number == self.replicas - 1
        clock = MovedClock(self.clock.jumped, WRONG_BY if wrong else timedelta())
        return Life(
            number=number,
            database_url=self.url,
            api_url=f"{self.slack.url}/{number}/api/",
            token=TOKEN,
            signing_secret=SECRET,
            clock=clock,
            fate=self.fate,
            ports=self.fleet.ports,
            log=str(self.folder / "replicas.log"),
        )

    def _kill(self, number: int) -> None:
        self.fleet.kill(number)

    def _count_acknowledged(self, acknowledged: int) -> None:
        if self.server is not None and self._crashes.begins(acknowledged, another=self._is_crashing()):
            self._crashing = asyncio.create_task(self._crash(self.server))

    def _is_crashing(self) -> bool:
        return self._crashing is not None and not self._crashing.done()

    async def _crash(self, server: Server) -> None:
        """The database falls over, and is there again a moment later."""
        self.crashes += 1
        await asyncio.to_thread(server.stop, "immediate")
        await asyncio.sleep(0.3)
        await asyncio.to_thread(server.start)


def slot_of(channel: str) -> int:
    """The hour at which a channel has its scenario."""
    return SLOTS[int(channel[-4:]) // 2 % len(SLOTS)]
