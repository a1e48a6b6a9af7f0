"""What `doctor` asks of a database beyond its schema: whether rows can be written, and what room there is."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.storage.address import parse
from bot.storage.engine import postgres_engine, sqlite_engine

_TOUCH = text("UPDATE alembic_version SET version_num = version_num")


def writable(address: str) -> bool:
    """Whether a row can be changed; what is tried is taken back. False on a replica of a server, for a role
    without the right, and for a file or folder that is read-only."""
    url = parse(address)
    sqlite = url.get_backend_name() == "sqlite"
    engine = sqlite_engine(url) if sqlite else postgres_engine(url, 1, "READ COMMITTED", statement_timeout=5)
    try:
        with engine.connect() as connection:
            connection.execute(_TOUCH)
            connection.rollback()
    except DBAPIError:
        return False
    finally:
        engine.dispose()
    return True


def may_be_made(address: str) -> bool:
    """Whether the rights of files let a start make the SQLite file, or work on the one there is; of a server
    True, for only an attempt could tell."""
    url = parse(address)
    if url.get_backend_name() != "sqlite":
        return True
    file = Path(url.database or "").resolve()
    if file.exists() and not os.access(file, os.W_OK):
        return False
    nearest = next(folder for folder in file.parents if folder.exists())
    return nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)


def room(address: str) -> int | None:
    """Free bytes where a SQLite file lies; None for a server, whose disk can't be seen from here."""
    url = parse(address)
    if url.get_backend_name() != "sqlite":
        return None
    return shutil.disk_usage(Path(url.database or "").resolve().parent).free
