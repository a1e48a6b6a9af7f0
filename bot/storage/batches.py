"""One writer's work: whatever waits for it goes into one transaction, each piece all or nothing by itself.

SQLite has one writer, and its commit waits for the disk, which takes longer than most transactions. So
what has queued up meanwhile shares the next commit. Nobody is told of theirs before it is on the disk.
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from bot.ports import Beforehand
from bot.storage.engine import is_outage

T = TypeVar("T")
Work = Callable[[Connection], T]

MOST = 16
"""Pieces in one transaction: the first of them waits for the last."""


@dataclass(eq=False, slots=True)
class Piece:
    """Work that somebody waits for."""

    work: Work[Any]
    first: Callable[[], object] | None
    answer: asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop
    result: Any = None
    error: BaseException | None = None
    wanted: Beforehand | None = None

    def prepare(self) -> bool:
        """Do what is wanted beforehand; whether that went well."""
        try:
            if self.first is not None:
                self.first()
        except Exception as error:
            self.error = error
            return False
        finally:
            self.first = None
        return True

    def tell(self) -> None:
        """On the loop: what came of it."""
        if self.answer.done():  # given up by who waited
            return
        if self.error is not None:
            self.answer.set_exception(self.error)
        else:
            self.answer.set_result(self.result)


class _Spoilt(Exception):
    """A piece has failed so that the transaction of all is over, with nothing stored."""


@dataclass
class Batches:
    """Takes work from loops to `thread`. `alone` runs one piece in a transaction of its own and does all that
    is to be done about failures; `refusing` says that it won't try at present."""

    thread: ThreadPoolExecutor
    engine: Engine
    alone: Callable[[Work[Any]], Any]
    refusing: Callable[[], bool]
    _queue: deque[Piece] = field(default_factory=deque)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _working: bool = False

    async def run(self, work: Work[T], first: Callable[[], object] | None = None) -> T:
        """What `work` returns, once it is stored for good."""
        loop = asyncio.get_running_loop()
        piece = Piece(work, first, loop.create_future(), loop)
        with self._lock:
            self._queue.append(piece)
            begin, self._working = not self._working, True
        if begin:
            try:
                self.thread.submit(self._work_off)
            except RuntimeError:  # the database is closed: whoever comes next is told so too
                self._working = False
                raise
        return cast(T, await piece.answer)

    def _work_off(self) -> None:
        """In the thread: until nothing waits any more."""
        again: list[Piece] = []
        while batch := [*again, *self._take(MOST - len(again), more=bool(again))]:
            try:
                self._run([piece for piece in batch if piece.prepare()])
            except BaseException as error:  # nobody may wait for ever
                for piece in batch:
                    piece.error, piece.wanted = error, None
            again = [piece for piece in batch if piece.wanted]
            _tell([piece for piece in batch if not piece.wanted])
            for piece in again:
                piece.first, piece.wanted = cast(Beforehand, piece.wanted).do, None

    def _take(self, most: int, more: bool) -> list[Piece]:
        """What waits, but for what nobody waits for any more. Without any of it, and without `more`, the
        thread is told again when something comes."""
        taken: list[Piece] = []
        with self._lock:
            while self._queue and len(taken) < most:
                piece = self._queue.popleft()
                if not piece.answer.cancelled():
                    taken.append(piece)
            self._working = bool(taken or more)
        return taken

    def _run(self, pieces: Sequence[Piece]) -> None:
        if len(pieces) > 1 and not self.refusing():
            try:
                self._together(pieces)
                return
            except _Spoilt:
                pass
        for piece in pieces:
            self._alone(piece, piece.work)

    def _together(self, pieces: Sequence[Piece]) -> None:
        try:
            with self.engine.begin() as connection:
                for piece in pieces:
                    _apart(piece, connection)
        except DBAPIError as error:  # of the beginning or the commit, and so of all
            for piece in pieces:
                self._alone(piece, partial(_fail, error))

    def _alone(self, piece: Piece, work: Work[Any]) -> None:
        piece.error = piece.wanted = None
        try:
            piece.result = self.alone(work)
        except Exception as error:
            piece.error = error


def _apart(piece: Piece, connection: Connection) -> None:
    """Run it so that it leaves nothing behind if it fails, and spoils nothing for the others."""
    try:
        connection.exec_driver_sql("SAVEPOINT piece")
        try:
            piece.result = piece.work(connection)
        except Beforehand as wanted:
            piece.wanted = wanted
        except Exception as error:
            if isinstance(error, DBAPIError) and is_outage(error):
                raise
            piece.error = error
        if piece.wanted or piece.error:
            connection.exec_driver_sql("ROLLBACK TO piece")
        connection.exec_driver_sql("RELEASE piece")
    except DBAPIError as error:
        raise _Spoilt from error


def _fail(error: DBAPIError, _: Connection) -> None:
    raise error


def _tell(pieces: Sequence[Piece]) -> None:
    """Once for each loop: to wake one takes longer than to tell it."""
    for loop in {piece.loop for piece in pieces}:
        with suppress(RuntimeError):  # a loop that has been closed
            loop.call_soon_threadsafe(_tell_all, [piece for piece in pieces if piece.loop is loop])


def _tell_all(pieces: Sequence[Piece]) -> None:
    for piece in pieces:
        piece.tell()
