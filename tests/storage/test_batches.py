"""What waits for SQLite's one writer shares a commit, and nothing else."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from bot.domain.daily import Post
from bot.domain.errors import PostClosed
from bot.ports import Beforehand, UnitOfWork
from bot.storage import SqlDatabase
from bot.storage.errors import DatabaseUnavailable
from tests.storage.samples import POST

Work = Callable[[UnitOfWork], Post | None]


def claiming(channel: str) -> Work:
    return lambda work: work.posts.claim(replace(POST, channel_id=channel))


def full() -> OperationalError:
    """What a full disk raises."""
    cause = sqlite3.OperationalError("database or disk is full")
    cause.sqlite_errorcode = sqlite3.SQLITE_FULL
    return OperationalError("INSERT", {}, cause)


class Crowded:
    """A database whose writer is kept busy until several things wait for it."""

    def __init__(self, database: SqlDatabase) -> None:
        self.database = database
        self.commits = 0
        event.listen(database._engine, "commit", self._count)

    def _count(self, _: object) -> None:
        self.commits += 1

    async def run(self, *works: Work) -> list[Post | BaseException | None]:
        """All of it, in as few transactions as may be."""
        go_on = threading.Event()
        busy = asyncio.create_task(self.database.transact(lambda _: go_on.wait()))
        waiting = [asyncio.create_task(self.database.transact(work)) for work in works]
        await asyncio.sleep(0.01)
        self.commits = -1  # the first is of what kept it busy
        go_on.set()
        await busy
        return list(await asyncio.gather(*waiting, return_exceptions=True))

    async def channels(self) -> list[str]:
        posts = await self.database.transact(lambda work: work.posts.unfinished())
        return [post.channel_id for post in posts]


@pytest.fixture
async def crowded(sqlite_database: SqlDatabase) -> AsyncIterator[Crowded]:
    yield Crowded(sqlite_database)


async def test_what_waits_shares_a_commit(crowded: Crowded) -> None:
    posts = await crowded.run(*(claiming(f"C{n}") for n in range(10)))
    assert crowded.commits == 1
    assert [post.channel_id for post in posts if isinstance(post, Post)] == [f"C{n}" for n in range(10)]


async def test_what_fails_leaves_nothing_behind_and_spoils_nothing(crowded: Crowded) -> None:
    def fail(work: UnitOfWork) -> None:
        work.posts.claim(replace(POST, channel_id="C9"))
        raise PostClosed

    _, failed, _ = await crowded.run(claiming("C1"), fail, claiming("C2"))
    assert isinstance(failed, PostClosed)
    assert await crowded.channels() == ["C1", "C2"]


async def test_one_sees_what_another_has_done_before_it(crowded: Crowded) -> None:
    first, second = await crowded.run(claiming("C1"), claiming("C1"))
    assert isinstance(first, Post)
    assert second is None


async def test_what_is_wanted_beforehand_is_done_between_two_commits(crowded: Crowded) -> None:
    open_: list[int] = []

    def wanting(work: UnitOfWork) -> Post | None:
        post = work.posts.claim(replace(POST, channel_id="C2"))
        if not open_:
            pool = crowded.database._engine.pool
            raise Beforehand(lambda: open_.append(pool.checkedout()))  # type: ignore[attr-defined] # a QueuePool
        return post

    await crowded.run(claiming("C1"), wanting, claiming("C3"))
    assert open_ == [0]
    assert sorted(await crowded.channels()) == ["C1", "C2", "C3"]


async def test_where_what_is_wanted_beforehand_fails_only_who_wanted_it_does(crowded: Crowded) -> None:
    def wanting(work: UnitOfWork) -> None:
        def fail() -> None:
            raise PostClosed

        raise Beforehand(fail)

    _, failed, _ = await crowded.run(claiming("C1"), wanting, claiming("C2"))
    assert isinstance(failed, PostClosed)
    assert await crowded.channels() == ["C1", "C2"]


async def test_an_outage_in_one_has_the_others_begin_anew_by_themselves(crowded: Crowded) -> None:
    runs = []

    def fail_once(work: UnitOfWork) -> Post | None:
        runs.append(1)
        if len(runs) == 1:
            raise full()
        return work.posts.claim(replace(POST, channel_id="C2"))

    assert all(isinstance(end, Post) for end in await crowded.run(claiming("C1"), fail_once, claiming("C3")))
    assert await crowded.channels() == ["C1", "C2", "C3"]


async def test_nobody_is_told_of_success_when_the_commit_fails(crowded: Crowded) -> None:
    fails = [full()]

    def fail(_: object) -> None:
        if fails and crowded.commits == 1:
            raise fails.pop()

    event.listen(crowded.database._engine, "commit", fail)
    ends = await crowded.run(claiming("C1"), claiming("C2"))
    assert all(isinstance(end, DatabaseUnavailable) for end in ends)
    await asyncio.sleep(0.6)  # for so long it refuses
    assert await crowded.channels() == []


async def test_more_than_fit_into_one_are_several(crowded: Crowded) -> None:
    await crowded.run(*(claiming(f"C{n:02}") for n in range(40)))
    assert len(await crowded.channels()) == 40
    assert crowded.commits <= 4


async def test_who_comes_after_the_end_is_told_so_and_waits_for_nothing(sqlite_database: SqlDatabase) -> None:
    await sqlite_database.close()
    for _ in range(2):
        with pytest.raises(RuntimeError):
            async with asyncio.timeout(5):
                await sqlite_database.transact(claiming("C1"))
