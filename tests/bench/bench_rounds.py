"""The days of a hundred thousand channels on PostgreSQL, and twenty thousand posts that are due at nine.

Three claims: taking what is due costs at most twice what one hand-written statement costs that takes
the same rows; it grows with what is due and not with what there is; and a burst of posts drains as fast as
the (pretend) Slack lets it.

SCS_BENCH_POSTS=2000 make bench     a smaller burst
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import socket
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from statistics import median
from time import monotonic, perf_counter, sleep
from typing import Any, cast
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo, available_timezones

import aiohttp
import psycopg
import pytest
import uvicorn
from sqlalchemy import create_engine, insert

from bot.bootstrap import SystemClock, load_library
from bot.calendars import HolidayCalendars
from bot.domain.daily import PostStage, Subscription
from bot.domain.library import Library
from bot.domain.results import DailyPost
from bot.domain.scenario import Language
from bot.domain.schedule import Timetable
from bot.memory import FsrsMemory
from bot.ports import Charts, NotNow, PeopleDirectory, UnitOfWork
from bot.services.close_scenario import CloseScenario
from bot.services.open_rounds import OpenRounds
from bot.services.post_daily_scenario import PostDailyScenario
from bot.services.post_recap import PostRecap
from bot.services.run_rounds import AT_ONCE, RunRounds
from bot.services.take_days import take_days
from bot.slack.blocks.post import daily_post
from bot.slack.client import Clients, always
from bot.slack.messenger import SlackMessenger
from bot.slack.pacing import POSTING, Pacing
from bot.storage import SqlDatabase
from bot.storage.ledger import row_of
from bot.storage.tables import subscriptions
from tests.postgres import Databases
from tests.storage.samples import POST as SAMPLE

POST = "chat.postMessage"
NINE = datetime(2026, 11, 2, 9, tzinfo=UTC)
ZONES = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
DUE = 2_000
ROUNDS = 7
EXISTING = (1_000 + DUE, 10_000 + DUE, 100_000)
POSTS = int(os.environ.get("SCS_BENCH_POSTS", "20000"))
TEAMS = 40

RAW = """
WITH due AS (
    SELECT channel_id FROM subscriptions WHERE ready_at <= %(now)s
    ORDER BY ready_at, channel_id LIMIT 1000 FOR UPDATE SKIP LOCKED
), moved AS (
    UPDATE subscriptions s SET ready_at = s.ready_at + interval '1 day'
    FROM due WHERE s.channel_id = due.channel_id
    RETURNING s.*
)
INSERT INTO posts (team_id, channel_id, day, pack_id, scenario_id, languages, attempts, pass_mark, due_at,
                   closes_at, stage, ready_at, answering)
SELECT team_id, channel_id, ((ready_at - interval '1 day') AT TIME ZONE zone)::date, pack_id, '', languages,
       attempts, pass_mark, ready_at - interval '1 day',
       ready_at - interval '1 day' + open_for * interval '1 second', 'claimed',
       ready_at - interval '1 day', answering
FROM moved ON CONFLICT DO NOTHING
"""


def subscription(number: int, due: bool) -> Subscription:
    """In one of all time zones: due at this instant, or at some quarter of an hour within the next day."""
    zone = ZONES[number % len(ZONES)]
    at = NINE.astimezone(ZoneInfo(zone)).time() if due else time(number * 7 % 24, number * 15 % 60)
    timetable = Timetable(at, zone, frozenset(range(7)))
    return Subscription(
        team_id=f"T{number % TEAMS:04}",
        channel_id=f"C{number:07}",
        pack_id="scs",
        languages=(Language.EN,),
        timetable=timetable,
        created_by="U1",
        ready_at=NINE if due else timetable.next_due(NINE),
    )


def fill(url: str, existing: int, due: int) -> None:
    """Subscriptions, the first of which are due."""
    rows = []
    for number in range(existing):
        row = row_of(subscription(number, number < due))
        rows.append(row | row_of(row.pop("timetable")))
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(insert(subscriptions), rows)
    engine.dispose()
    with psycopg.connect(url, autocommit=True) as plain:
        plain.execute("VACUUM ANALYZE")


def restore(url: str) -> None:
    """As it was before the days were taken."""
    with psycopg.connect(url, autocommit=True) as plain:
        plain.execute("TRUNCATE posts CASCADE")
        last = f"C{DUE - 1:07}"
        plain.execute("UPDATE subscriptions SET ready_at = %s WHERE channel_id <= %s", (NINE, last))
        plain.execute("VACUUM ANALYZE subscriptions")


def raw(plain: psycopg.Connection) -> float:
    start = perf_counter()
    while plain.execute(RAW, {"now": NINE}).rowcount:
        plain.commit()
    plain.commit()
    return perf_counter() - start


def ours(database: SqlDatabase, loop: asyncio.Runner) -> float:
    async def take() -> float:
        start = perf_counter()
        while await database.claim(lambda work: take_days(work, NINE)):
            pass
        return perf_counter() - start

    return loop.run(take())


def test_taking_days_costs_what_is_due_and_little_more_than_one_statement(
    postgres_databases: Databases,
) -> None:
    print(f"\n\ntaking {DUE:,} days that are due, in turns with one hand-written statement a thousand")
    figures = []
    for existing in EXISTING:
        url = postgres_databases.create()
        fill(url, existing, DUE)
        hand, bot = [], []
        database = SqlDatabase(url)
        with (
            asyncio.Runner() as loop,
            psycopg.connect(url) as plain,
        ):  # one process with its statements compiled, as it stands at nine
            for _ in range(ROUNDS + 1):
                restore(url)
                hand.append(raw(plain))
                restore(url)
                bot.append(ours(database, loop))
            loop.run(database.close())
        with psycopg.connect(url) as plain:
            assert plain.execute("SELECT count(*) FROM posts").fetchone() == (DUE,)
        postgres_databases.drop(url)
        seconds, figure = median(hand[1:]), median(bot[1:])
        figures.append(figure)
        print(
            f"{existing:9,} subscriptions   raw {seconds * 1e6 / DUE:6.1f} µs a day"
            f"   ours {figure * 1e6 / DUE:6.1f} µs   {figure / seconds:5.2f} x raw"
        )
    print(f"{EXISTING[-1]:,} against {EXISTING[0]:,} existing: {figures[-1] / figures[0]:.2f} x")


class Slack:
    """A Slack that takes messages at a rate for each workspace, a second apart in each channel, and sends
    away what is more. It runs in a process of its own."""

    def __init__(self) -> None:
        self._line = Pacing(rates={POST: POSTING})
        self._messages: dict[str, list[object]] = {}
        self.taken = self.sent_away = 0
        self.first = self.last = 0.0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 # ASGI
        body = b""
        while (part := await receive())["type"] == "http.request":
            body += part["body"]
            if not part.get("more_body"):
                break
        if scope["path"] == "/figures":
            figures = {"taken": self.taken, "away": self.sent_away, "seconds": self.last - self.first}
            self.taken = self.sent_away = 0
            self._messages.clear()
            await _respond(send, figures)
            return
        if (
            scope["path"] == "/conversations.history"
        ):  # somebody's connection broke, and looks for the message
            (channel,) = parse_qs(scope["query_string"].decode())["channel"]
            await _respond(send, {"ok": True, "messages": self._messages.get(channel, [])})
            return
        message, token = json.loads(body), dict(scope["headers"])[b"authorization"]
        if b"limited" in token and self._too_fast(token.decode(), message["channel"]):
            self.sent_away += 1
            await _respond(send, {"ok": False, "error": "ratelimited"}, 429)
            return
        self.first = self.first if self.taken else monotonic()
        self.last = monotonic()
        self.taken += 1
        said = {"ts": f"{1e9 + self.taken:.6f}", "metadata": message.get("metadata")}
        self._messages[message["channel"]] = [said]
        await _respond(send, {"ok": True, "channel": message["channel"], **said})

    def _too_fast(self, workspace: str, channel: str) -> bool:
        try:  # who is exactly as fast as allowed would be too fast by chance
            return self._line.take(workspace, POST, channel) > 1
        except NotNow:
            return True


async def _respond(send: Any, said: object, status: int = 200) -> None:  # noqa: ANN401 # ASGI
    headers = [(b"content-type", b"application/json"), (b"retry-after", b"2")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(said).encode()})


def serve(port: int) -> None:
    uvicorn.run(
        Slack(), port=port, log_level="error", lifespan="off", access_log=False, timeout_keep_alive=60
    )


@pytest.fixture
def api_url() -> Iterator[str]:
    """The address of that Slack."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(port,), daemon=True)
    process.start()
    for _ in range(200):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            break
        sleep(0.1)
    yield f"http://127.0.0.1:{port}/"
    process.terminate()
    process.join()


async def figures(api_url: str) -> dict[str, float]:
    async with aiohttp.ClientSession() as session, session.post(api_url + "figures", data=b"") as answer:
        return cast("dict[str, float]", await answer.json())


async def bare(api_url: str, daily: DailyPost, messages: int) -> float:
    """Messages a second of a loop that does nothing else, with the same client."""
    clients = Clients(always("xoxb-free"), api_url)
    slack, message = await clients.of("T1"), daily_post(daily)
    left = iter(range(messages))

    async def hand() -> None:
        for number in left:
            await slack.chat_postMessage(channel=f"C{number}", text=message.text, blocks=message.blocks)

    start = perf_counter()
    await asyncio.gather(*(hand() for _ in range(AT_ONCE)))
    seconds = perf_counter() - start
    await clients.close()
    return messages / seconds


async def burst(
    url: str, api_url: str, library: Library, token: str, pacing: Pacing | None
) -> tuple[float, float]:
    """Seconds until the posts that are due are out, and the share of calls that were sent away."""

    class Now(SystemClock):
        """The bot begins a second before nine: what fell due earlier it would look for first."""

        def now(self) -> datetime:
            return NINE + (super().now() - begun)

    begun = datetime.now(UTC) + timedelta(seconds=1)
    database, clock = SqlDatabase(url), Now()

    async def of_team(team_id: str) -> str:
        return f"xoxb-{token}-{team_id}"

    clients = Clients(of_team, api_url, pacing=pacing)
    messenger = SlackMessenger(clients, cast("PeopleDirectory", None))
    post = PostDailyScenario(database, messenger, library, clock, HolidayCalendars())
    close = CloseScenario(database, messenger, library, FsrsMemory(), clock)
    recap = PostRecap(database, messenger, cast("Charts", None), library, clock)
    rounds = RunRounds(database, clock, post, close, recap, OpenRounds(database, clock))
    await figures(api_url)
    await asyncio.sleep(1)
    start = perf_counter()
    while await database.transact(_unsent):
        await rounds()
        await asyncio.sleep(0.5)
    seconds = perf_counter() - start
    taken = await figures(api_url)
    await clients.close()
    await database.close()
    with psycopg.connect(url) as plain:
        assert plain.execute("SELECT count(*) FROM posts WHERE stage = 'open'").fetchone() == (
            taken["taken"],
        )
    return seconds, taken["away"] / (taken["taken"] + taken["away"])


def _unsent(work: UnitOfWork) -> bool:
    due = work.subscriptions.next_ready_at()
    return bool(
        (due is not None and due <= NINE)
        or any(post.stage is not PostStage.OPEN for post in work.posts.unfinished())
    )


async def test_a_burst_drains_as_fast_as_slack_lets_it(postgres_databases: Databases, api_url: str) -> None:
    library = load_library(())
    url = postgres_databases.create()
    fill(url, 2 * POSTS, POSTS)
    pack = library.packs[0]
    print(f"\n\n{POSTS:,} posts in {TEAMS} workspaces, due at nine")
    loop = await bare(api_url, DailyPost(SAMPLE, pack, pack.scenarios[0]), 2000)
    seconds, _ = await burst(url, api_url, library, "free", None)
    print(
        f"Slack without limits     {POSTS / seconds:7.1f} posts a second   bare loop of chat.postMessage"
        f" {loop:7.1f}   {POSTS / seconds / loop:4.2f} x"
    )
    with psycopg.connect(url, autocommit=True) as plain:
        plain.execute("TRUNCATE posts, recaps CASCADE")
        plain.execute("UPDATE subscriptions SET ready_at = %s WHERE channel_id < %s", (NINE, f"C{POSTS:07}"))
    limit = TEAMS / POSTING.interval
    seconds, away = await burst(url, api_url, library, "limited", Pacing())
    print(
        f"Slack with its limits    {POSTS / seconds:7.1f} posts a second   its limit"
        f" {limit:7.1f}   {POSTS / seconds / limit:4.2f} x   sent away {away:.2%}"
    )
    postgres_databases.drop(url)
