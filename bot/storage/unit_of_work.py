"""Transactions: one plain function, one hop to a thread, all or nothing.

A thread and Core carry more transactions a second than an asynchronous driver, and a plain function
can't leave a transaction open across a network call. SQLite has one thread, because it has one writer, and
what waits for it shares a commit. PostgreSQL has a few, and isolation level SERIALIZABLE: whatever runs at
once ends as if it had run one after the other, as it does on SQLite, so no use case has to think about locks.
"""

from __future__ import annotations

import asyncio
import logging
import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import datetime
from functools import partial
from typing import TypeVar

from sqlalchemy import Connection, Engine, func, select, text
from sqlalchemy.exc import DBAPIError

from bot.ports import Backlog, Beforehand, UnitOfWork
from bot.storage.address import parse, shown
from bot.storage.appeals import SqlAliases, SqlAppeals, SqlDeeds
from bot.storage.backlog import backlog
from bot.storage.batches import Batches
from bot.storage.cipher import Cipher
from bot.storage.engine import cause_of, is_outage, lost_race, may_run_again, postgres_engine, sqlite_engine
from bot.storage.errors import DatabaseUnavailable
from bot.storage.installations import SqlInstallations, SqlStates
from bot.storage.people import SqlAbsences, SqlPeople
from bot.storage.posts import SqlPosts
from bot.storage.practice import SqlCards, SqlReviews
from bot.storage.privacy import SqlPrivacy
from bot.storage.questions import SqlQuestions
from bot.storage.recaps import SqlPointers, SqlRecaps
from bot.storage.replies import SqlReplies
from bot.storage.subscriptions import SqlSubscriptions

T = TypeVar("T")

log = logging.getLogger(__name__)

_REVISION = text("SELECT version_num FROM alembic_version")
_CONNECTIONS = 4
_STATEMENT_TIMEOUT = 10  # seconds
_RUNS = 30  # most seen under load: 8 (four threads, one table, every transaction reads and inserts)
_PAUSE = 0.002  # seconds; grows with each run, and chance keeps two losers from meeting again
_REFUSAL = 0.5  # seconds after an outage in which nothing waits for the next one
_QUIET = 60.0  # seconds between two words about an outage in the logs


class SqlUnitOfWork:
    """The repositories of one connection that is in a transaction."""

    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self.subscriptions = SqlSubscriptions(connection)
        self.posts = SqlPosts(connection)
        self.replies = SqlReplies(connection)
        self.questions = SqlQuestions(connection)
        self.appeals = SqlAppeals(connection)
        self.aliases = SqlAliases(connection)
        self.deeds = SqlDeeds(connection)
        self.people = SqlPeople(connection)
        self.absences = SqlAbsences(connection)
        self.cards = SqlCards(connection)
        self.reviews = SqlReviews(connection)
        self.privacy = SqlPrivacy(connection)
        self.recaps = SqlRecaps(connection)
        self.pointers = SqlPointers(connection)
        self.installations = SqlInstallations(connection, cipher)
        self.states = SqlStates(connection)


class SqlDatabase:
    """A database by its address; see `bot.storage.address.parse` for what that may be.

    `cipher` keeps the tokens of installations. Nothing is opened before the first transaction, and what a
    restarted server closed is opened again.
    """

    def __init__(self, address: str, cipher: Cipher | None = None) -> None:
        self._cipher = cipher or Cipher()
        url = parse(address)
        self._shown = shown(url)
        if url.get_backend_name() == "sqlite":
            self._engine, threads = sqlite_engine(url), 1
        else:
            self._engine = postgres_engine(url, _CONNECTIONS, "SERIALIZABLE", _STATEMENT_TIMEOUT)
            threads = _CONNECTIONS
        self._claims = self._engine
        if url.get_backend_name() != "sqlite":
            self._claims = self._engine.execution_options(isolation_level="READ COMMITTED")
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="database")
        self._batches = (
            Batches(self._threads, self._engine, partial(self._run, self._engine), self._refuses)
            if threads == 1
            else None
        )
        self._refuse_until = 0.0
        self._quiet_until = 0.0
        # Python computes in one thread at a time. Those that want to would take turns a thousand times a
        # second, at every array they touch, and the turns cost more than the work.
        self._computing = threading.Lock()

    async def transact(self, work: Callable[[UnitOfWork], T]) -> T:
        """Run `work` in one transaction: commits when it returns, rolls back when it raises.

        It may run more than once, each time from the start, when it loses a race. A caller that is
        cancelled doesn't stop a transaction that has begun: it ends as it would have, unseen.
        Raises `DatabaseUnavailable`, within about 2 s where the server can't be reached.
        """
        return await self._in_thread(lambda connection: work(SqlUnitOfWork(connection, self._cipher)))

    async def claim(self, work: Callable[[UnitOfWork], T], first: Callable[[], object] | None = None) -> T:
        """The same at isolation level READ COMMITTED. `work` locks the rows that it changes, and under
        SERIALIZABLE workers that claim side by side on one page of an index would make each other begin anew.
        """
        return await self._in_thread(
            lambda connection: work(SqlUnitOfWork(connection, self._cipher)), self._claims, first
        )

    async def check(self) -> None:
        """Raises `DatabaseUnavailable` unless a transaction is possible now."""
        await self._in_thread(lambda connection: connection.execute(select(1)))

    async def now(self) -> datetime | None:
        """The server's time; None for a file, which has no clock. Raises `DatabaseUnavailable`."""
        if self._engine.dialect.name == "sqlite":
            return None
        return await self._in_thread(lambda connection: connection.scalar(select(func.clock_timestamp())))

    async def revision(self) -> str | None:
        """The schema's revision; None if it has none. Raises `DatabaseUnavailable`."""
        try:
            found = await self._in_thread(lambda connection: connection.scalar(_REVISION))
        except DBAPIError:  # no table of revisions
            return None
        return None if found is None else str(found)

    async def backlog(self, now: datetime) -> Backlog:
        """What waits now, by kind. Raises `DatabaseUnavailable`."""
        return await self._in_thread(lambda connection: backlog(connection, now))

    @property
    def engine(self) -> Engine:
        """What runs the statements, for whoever watches them."""
        return self._engine

    async def close(self) -> None:
        """Wait for the transactions that were asked for, then close every connection."""
        await asyncio.to_thread(self._threads.shutdown)
        self._engine.dispose()

    async def _in_thread(
        self,
        work: Callable[[Connection], T],
        engine: Engine | None = None,
        first: Callable[[], object] | None = None,
    ) -> T:
        context = copy_context()  # of who asks: a request's id for the logs, its span for the traces

        def in_context(connection: Connection) -> T:
            return context.run(work, connection)

        if self._batches:
            return await self._batches.run(in_context, first)
        run = partial(self._run, engine or self._engine, in_context, first)
        return await asyncio.get_running_loop().run_in_executor(self._threads, run)

    def _refuses(self) -> bool:
        return time.monotonic() < self._refuse_until

    def _run(
        self, engine: Engine, work: Callable[[Connection], T], first: Callable[[], object] | None = None
    ) -> T:
        if first is not None:
            with self._computing:
                first()
        if self._refuses():
            raise DatabaseUnavailable(address=self._shown)
        try:
            return self._run_until_won(work, engine)
        except DBAPIError as error:
            if not is_outage(error):
                raise
            if not lost_race(error):  # who loses every race is alone with it: others may go on
                self._refuse_until = time.monotonic() + _REFUSAL
                self._log_outage(error)
            raise DatabaseUnavailable(address=self._shown) from error

    def _log_outage(self, error: DBAPIError) -> None:
        """Here, since whoever is told that the database is away can't tell why."""
        if time.monotonic() >= self._quiet_until:
            self._quiet_until = time.monotonic() + _QUIET
            log.warning("the database is away", extra={"cause": cause_of(error)})

    def _run_until_won(self, work: Callable[[Connection], T], engine: Engine) -> T:
        lost = 0
        while True:
            try:
                return self._run_once(work, engine)
            except Beforehand as wanted:
                with self._computing:
                    wanted.do()  # in this same thread, which saves the hops; the connection is free meanwhile
            except DBAPIError as error:
                lost += 1
                if lost >= _RUNS or not may_run_again(error):
                    raise
                time.sleep(random.uniform(0, _PAUSE * lost))  # noqa: S311 - spreads load, guards nothing

    def _run_once(self, work: Callable[[Connection], T], engine: Engine) -> T:
        with engine.begin() as connection:
            return work(connection)
