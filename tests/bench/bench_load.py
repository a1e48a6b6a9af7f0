"""The bot under load, beside bare Bolt apps behind the same server: requests a second, waits, memory.

Everything is a process of its own: the bot as an operator runs it (HTTP mode), the bare apps, a Slack that
says yes at once, and the generator (this process), with 32 connections that stay open. Rounds alternate, so
that what slows the machine slows both; a ratio is the median of the rounds'. On few cores the generator and
the pretend Slack take time from what is measured, so processor seconds a request are printed besides.

`SCS_BENCH_REQUESTS` is how many requests the memory is watched over; 200,000 take some minutes.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter
from typing import Any, TypeVar

import pytest
import uvicorn

from bot.bootstrap import load_library
from bot.domain.daily import Answering, PostStage
from bot.domain.scenario import Pack
from bot.storage import SqlDatabase
from bot.storage.migrations import upgrade
from tests.bench.load.generator import CONNECTIONS, Run, fetch, send
from tests.bench.load.processes import Served, bot, served
from tests.bench.load.sending import ROOT_TS, channel_of, questions, replies
from tests.bench.timing import percentile
from tests.storage.samples import posted

ROUNDS = 5
QUESTIONS, REPLIES = 1_500, 300  # a round
WATCHED = int(os.environ.get("SCS_BENCH_REQUESTS", "20000"))
SERVE = "tests.bench.load.serve"
T = TypeVar("T")


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_library(()).packs[0]


@pytest.fixture(scope="module")
def slack() -> Iterator[Served]:
    with served("pretend Slack", SERVE, "slack") as running:
        yield running


@dataclass
class Tally:
    """Rounds of one server."""

    server: Served
    runs: list[Run] = field(default_factory=list)
    processor: float = 0.0

    def round(self, requests: Sequence[bytes]) -> Run:
        """Send all, with a loop of its own: what is measured lives elsewhere."""
        before = self.server.processor_seconds()
        run = _in_loop(send(self.server.url, requests))
        self.processor += self.server.processor_seconds() - before
        assert not run.failed, f"{run.failed} requests were refused"
        self.runs.append(run)
        return run

    def __str__(self) -> str:
        sent = sum(len(run.latencies) for run in self.runs)
        waits = [wait for run in self.runs for wait in run.latencies]
        generator = sum(run.own_seconds for run in self.runs) / sum(run.seconds for run in self.runs)
        return (
            f"{self.server.name:34} {median(run.per_second for run in self.runs):7.0f}/s"
            f"   p50 {percentile(waits, 0.5) * 1e3:7.1f} ms   p99 {percentile(waits, 0.99) * 1e3:7.1f} ms"
            f"   processor {self.processor / sent * 1e3:5.2f} ms each   generator {generator:4.0%} of a core"
        )


def compare(ours: Tally, peer: Tally) -> None:
    """Print both and the ratio of their throughputs."""
    ratio = median(
        mine.per_second / other.per_second for mine, other in zip(ours.runs, peer.runs, strict=True)
    )
    print(f"{peer}\n{ours}\n{'':34} {ratio:7.1%} of the bare app's throughput")


def test_questions_beside_an_app_that_only_acknowledges(slack: Served, sqlite_url: str) -> None:
    with ExitStack() as stack:
        peer = Tally(stack.enter_context(served("bare app, acknowledges", SERVE, "acknowledge")))
        ours = Tally(stack.enter_context(bot("bot, questions", slack, sqlite_url)))
        _warm(ours, questions(300, seed=0))
        _warm(peer, questions(300, seed=0))
        for number in range(1, ROUNDS + 1):
            asked = list(questions(QUESTIONS, seed=number))
            peer.round(asked)
            ours.round(asked)
        print()
        compare(ours, peer)


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_replies_beside_an_app_that_inserts_a_row(
    engine: str, slack: Served, pack: Pack, request: pytest.FixtureRequest
) -> None:
    database = str(request.getfixturevalue(f"{engine}_url"))
    _in_loop(open_scenarios(database, pack))
    with ExitStack() as stack:
        peer = Tally(stack.enter_context(served("bare app, inserts a row", SERVE, "insert", database)))
        ours = Tally(stack.enter_context(bot(f"bot, replies on {engine}", slack, database)))
        _warm(peer, replies(pack, 100, seed=0))
        _warm(ours, replies(pack, 400, seed=0))
        _settled(slack)
        settling = []
        for number in range(1, ROUNDS + 1):
            peer.round(list(replies(pack, REPLIES, seed=number)))
            ours.round(list(replies(pack, REPLIES, seed=number)))
            settling.append(_settled(slack))
        print()
        compare(ours, peer)
        told = [REPLIES / (run.seconds + rest) for run, rest in zip(ours.runs, settling, strict=True)]
        print(f"{'':34} {median(told):7.0f}/s until every author has been told, and Slack heard all of it")


@pytest.mark.parametrize("kind", ["questions", "replies"])
def test_two_workers_beside_one(kind: str, slack: Served, pack: Pack, postgres_url: str) -> None:
    """Two processes on one PostgreSQL, each with half of the connections."""
    _in_loop(open_scenarios(postgres_url, pack))

    def asked(seed: int) -> list[bytes]:
        return list(questions(QUESTIONS, seed) if kind == "questions" else replies(pack, REPLIES, seed))

    with (
        bot("first", slack, postgres_url) as first,
        bot("second", slack, postgres_url) as second,
    ):
        for server in (first, second):
            _in_loop(send(server.url, asked(0)))
        _settled(slack)
        ratios = []
        for number in range(1, ROUNDS + 1):
            alone = _in_loop(send(first.url, asked(number)))
            _settled(slack)
            seconds = _in_loop(_both(first, second, asked(100 + number)))
            _settled(slack)
            ratios.append(alone.seconds / seconds)
        print(f"\n{kind}: two workers answer {median(ratios):.2f} times as many as one")


async def _both(first: Served, second: Served, requests: Sequence[bytes]) -> float:
    """Seconds until two workers have answered half of the requests each."""
    half = CONNECTIONS // 2
    runs = await asyncio.gather(send(first.url, requests[::2], half), send(second.url, requests[1::2], half))
    assert not any(run.failed for run in runs)
    return max(run.seconds for run in runs)


def test_memory_stays_flat(slack: Served, pack: Pack, sqlite_url: str) -> None:
    _in_loop(open_scenarios(sqlite_url, pack))
    with bot("bot", slack, sqlite_url) as running:
        tally, block = Tally(running), max(1, WATCHED // 10)
        print()
        for number in range(10):
            # A tenth are replies: they cost ten questions.
            asked = list(questions(block - block // 10, seed=number))
            tally.round([*asked, *replies(pack, block // 10, seed=number)])
            _settled(slack)
            print(f"after {(number + 1) * block:8,} requests: {running.kilobytes() / 1024:6.1f} MB resident")
        print(tally)


async def open_scenarios(database: str, pack: Pack) -> None:
    """Every scenario of the pack, open in a channel of its own until tomorrow."""
    now = datetime.now(UTC)
    upgrade(database)
    storage = SqlDatabase(database)
    changes: dict[str, Any] = {
        "day": now.date(),
        "due_at": now - timedelta(hours=1),
        "closes_at": now + timedelta(days=1),
        "ready_at": now + timedelta(days=1),
        "stage": PostStage.OPEN,
        "message_ts": ROOT_TS,
        "pack_id": pack.id,
        "answering": Answering.EITHER,
        "rest": None,
    }
    for scenario in pack.scenarios:
        await posted(storage, channel_id=channel_of(scenario.id), scenario_id=scenario.id, **changes)
    await storage.close()


def _warm(tally: Tally, requests: Iterator[bytes]) -> None:
    _in_loop(send(tally.server.url, list(requests)))


def _settled(slack: Served) -> float:
    """Wait until nothing reaches Slack any more, and return the seconds until its last call."""
    start = perf_counter()
    last, calls = start, _in_loop(fetch(slack.url))
    while perf_counter() - last < 1.0:
        _in_loop(asyncio.sleep(0.05))
        now = _in_loop(fetch(slack.url))
        if now != calls:
            last, calls = perf_counter(), now
    return last - start


def _in_loop(work: Coroutine[Any, Any, T]) -> T:
    with asyncio.Runner(loop_factory=uvicorn.Config("", log_config=None).get_loop_factory()) as runner:
        return runner.run(work)
