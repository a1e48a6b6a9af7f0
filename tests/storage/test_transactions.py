"""What a transaction promises: all or nothing, as if alone, and kept."""

import asyncio
import subprocess
import sys
import threading
from dataclasses import replace
from functools import partial
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot.domain.daily import Post
from bot.domain.errors import PostClosed
from bot.ports import UnitOfWork
from bot.storage import SqlDatabase, unit_of_work
from bot.storage.errors import DatabaseUnavailable
from tests.storage.samples import POST, REPLY, SUBSCRIPTION, posted

ROOT = Path(__file__).parents[2]
WRITE_AND_DIE = """
import asyncio, os, sys
from bot.storage import SqlDatabase, unit_of_work
from bot.storage.errors import DatabaseUnavailable
from tests.storage.samples import POST
asyncio.run(SqlDatabase(sys.argv[1]).transact(lambda work: work.posts.claim(POST)))
os.kill(os.getpid(), 9)
"""


async def setting(database: SqlDatabase, statement: str) -> object:
    return await database._in_thread(lambda connection: connection.scalar(text(statement)))


async def test_work_that_raises_leaves_nothing_behind(database: SqlDatabase) -> None:
    def work(unit: UnitOfWork) -> None:
        unit.subscriptions.save(SUBSCRIPTION)
        unit.posts.claim(POST)
        raise PostClosed

    with pytest.raises(PostClosed):
        await database.transact(work)
    assert await database.transact(lambda unit: unit.subscriptions.of_channel("T1", "C1")) is None
    assert await database.transact(lambda unit: unit.posts.of_channel("T1", "C1")) == []


async def test_work_sees_what_it_has_written_itself(database: SqlDatabase) -> None:
    def work(unit: UnitOfWork) -> bool:
        claimed = unit.posts.claim(POST)
        return unit.posts.of_channel("T1", "C1") == [claimed]

    assert await database.transact(work)


async def test_transactions_at_once_end_as_if_one_had_followed_the_other(
    database: SqlDatabase, database_url: str
) -> None:
    """Twenty replies arrive at two replicas, each counts before it adds, and three may count."""
    post = await posted(database)
    replica = SqlDatabase(database_url)

    def attempt(origin: str, unit: UnitOfWork) -> None:
        used = len(unit.replies.of_person(post.id, "U1"))
        if used < 3:
            unit.replies.add(replace(REPLY, post_id=post.id, origin=origin))

    attempts = [partial(attempt, str(number)) for number in range(20)]
    await asyncio.gather(*map(database.transact, attempts[::2]), *map(replica.transact, attempts[1::2]))
    await replica.close()
    assert len(await database.transact(lambda unit: unit.replies.of_person(post.id, "U1"))) == 3


async def test_a_cancelled_caller_does_not_tear_a_transaction(
    database: SqlDatabase, database_url: str
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def work(unit: UnitOfWork) -> None:
        unit.posts.claim(POST)
        begun.set()
        go_on.wait()
        unit.posts.claim(replace(POST, channel_id="C2"))

    caller = asyncio.create_task(database.transact(work))
    await asyncio.to_thread(begun.wait)
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    go_on.set()
    await database.close()  # waits for the thread
    reopened = SqlDatabase(database_url)
    assert len(await reopened.transact(lambda unit: unit.posts.unfinished())) == 2
    await reopened.close()


async def test_a_transaction_that_has_not_begun_is_cancelled_with_its_caller(
    sqlite_database: SqlDatabase,
) -> None:
    go_on = threading.Event()
    first = asyncio.create_task(sqlite_database.transact(lambda unit: go_on.wait()))
    second = asyncio.create_task(sqlite_database.transact(lambda unit: unit.posts.claim(POST)))
    await asyncio.sleep(0)
    second.cancel()
    await asyncio.sleep(0)
    go_on.set()
    await first
    assert await sqlite_database.transact(lambda unit: unit.posts.of_channel("T1", "C1")) == []


async def test_closing_waits_for_the_transactions_that_were_asked_for(database: SqlDatabase) -> None:
    def claim(channel: str, unit: UnitOfWork) -> Post | None:
        return unit.posts.claim(replace(POST, channel_id=channel))

    asked = [asyncio.create_task(database.transact(partial(claim, f"C{n}"))) for n in range(10)]
    await asyncio.sleep(0)
    await database.close()
    assert all(await asyncio.gather(*asked))


async def test_what_was_acknowledged_survives_a_kill(database: SqlDatabase, database_url: str) -> None:
    await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", WRITE_AND_DIE, database_url],
        check=False,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
    )
    assert len(await database.transact(lambda unit: unit.posts.of_channel("T1", "C1"))) == 1


async def test_sqlite_writes_ahead_and_syncs_every_commit(sqlite_database: SqlDatabase) -> None:
    assert await setting(sqlite_database, "PRAGMA journal_mode") == "wal"
    assert await setting(sqlite_database, "PRAGMA synchronous") == 2  # FULL
    assert await setting(sqlite_database, "PRAGMA foreign_keys") == 1
    assert await setting(sqlite_database, "PRAGMA busy_timeout") == 2000


async def test_postgresql_runs_transactions_as_if_one_by_one(postgres_database: SqlDatabase) -> None:
    assert await setting(postgres_database, "SHOW transaction_isolation") == "serializable"
    assert await setting(postgres_database, "SHOW statement_timeout") == "10s"


async def test_who_loses_every_race_holds_up_nobody_else(
    database: SqlDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unit_of_work, "_RUNS", 2)

    def lose(unit: UnitOfWork) -> None:
        raise OperationalError("INSERT", {}, psycopg.errors.SerializationFailure())

    with pytest.raises(DatabaseUnavailable):
        await database.transact(lose)
    await database.check()
