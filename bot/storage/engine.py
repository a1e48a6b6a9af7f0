"""How each engine is opened, and what its errors mean.

Waits are short on purpose: Slack gives a request up after 3 s and sends it again.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path

import psycopg
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from bot.ports import drivers_code
from bot.storage.errors import OldLog

PATIENCE = 2  # seconds until a connection or SQLite's write lock is given up; libpq's least is 2

# libpq's words: https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS
_LIBPQ = {
    "application_name": "scs-bot",
    "connect_timeout": PATIENCE,
    "tcp_user_timeout": 10_000,  # ms without an acknowledgement until a vanished server is given up
    "keepalives_idle": 30,  # s
}

_SQLITE_OUTAGES = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_READONLY,
}

# https://www.sqlite.org/fileformat2.html#the_database_header: SQLite writes 2 there before it begins a log,
# and 1 again after it has deleted it.
_VERSION = 18  # bytes in front of it
_WITHOUT_LOG = b"\x01"


def sqlite_engine(url: URL, patience: float = PATIENCE, foreign_keys: bool = True) -> Engine:
    """One connection. Every transaction starts with the write lock in hand, so none can fail halfway
    for want of it. `patience` is how many seconds it waits for another process that holds it.
    Migrations put a table in another's place, which `foreign_keys` would forbid.

    To connect raises `OldLog` where a log lies beside a file that isn't its own."""
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0,
        hide_parameters=True,
        connect_args={"timeout": patience},
    )

    @event.listens_for(engine, "do_connect")
    def _keep_to_ourselves(*_: object) -> None:
        """A new file is its owner's alone: what people wrote is in it."""
        if url.database and not url.database.startswith((":", "file:")):
            with contextlib.suppress(OSError):  # SQLite says better what is wrong
                os.close(os.open(url.database, os.O_CREAT | os.O_RDWR, 0o600))
                refuse_old_log(Path(url.database))

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # the driver's own BEGIN is deferred; `_begin_immediate` isn't
        connection.execute("PRAGMA journal_mode = WAL")  # readers such as a backup don't block the writer
        connection.execute("PRAGMA synchronous = FULL")  # NORMAL may lose commits that Slack was told of
        connection.execute(f"PRAGMA foreign_keys = {foreign_keys:d}")

    @event.listens_for(engine, "begin")
    def _begin_immediate(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def refuse_old_log(file: Path) -> None:
    """A backup is a file without a log. Put in the place of a database that crashed it has got that one's,
    which SQLite would play back over it, since it looks at the log alone. Raises `OldLog`, or `OSError`."""
    with file.open("rb") as opened:
        version = opened.read(_VERSION + 1)[_VERSION:]
    log = Path(f"{file}-wal")
    if version == _WITHOUT_LOG and log.exists() and log.stat().st_size:
        raise OldLog(path=str(file))


def postgres_engine(url: URL, connections: int, isolation_level: str, statement_timeout: int = 0) -> Engine:
    """`connections` are kept open at most; a statement may take `statement_timeout` seconds (0: any time)."""
    engine = create_engine(
        url,
        pool_size=connections,
        max_overflow=0,
        hide_parameters=True,
        isolation_level=isolation_level,
        connect_args={name: value for name, value in _LIBPQ.items() if name not in url.query},
    )

    @event.listens_for(engine, "connect")
    def _limit(connection: psycopg.Connection, _record: object) -> None:
        connection.execute(f"SET statement_timeout = '{statement_timeout:d}s'".encode())
        connection.commit()

    return engine


def is_outage(error: DBAPIError) -> bool:
    """Whether the database, not the statement, is at fault: trying again later may help."""
    cause = error.orig
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF in _SQLITE_OUTAGES  # the low byte is the class
    return isinstance(cause, psycopg.OperationalError | psycopg.InterfaceError)


def cause_of(error: DBAPIError) -> str:
    """The driver's code for it, or the kind of the driver's error if it has none."""
    return drivers_code(error.orig) or type(error.orig).__name__


def may_run_again(error: DBAPIError) -> bool:
    """Whether nothing of the transaction was stored and running it again at once may work.

    That is so after a lost race (SQLSTATE 40001 and 40P01) and when a connection turns out to be
    dead at a statement. A connection that breaks at the commit (no statement) leaves it open.
    """
    return lost_race(error) or (error.connection_invalidated and error.statement is not None)


def lost_race(error: DBAPIError) -> bool:
    """Whether the transaction had to give way to another one, on a server that is well."""
    return isinstance(error.orig, psycopg.errors.SerializationFailure | psycopg.errors.DeadlockDetected)
