"""A copy of a SQLite database, whole and consistent, while the bot writes.

SQLite's own backup does that: it reads one snapshot, which in WAL mode keeps no writer waiting. Copying
the file by other means would leave out what still lies in its log.
"""

from __future__ import annotations

import errno
import glob
import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from bot.storage.address import parse, shown
from bot.storage.engine import refuse_old_log
from bot.storage.errors import (
    BackupElsewhere,
    BackupFailed,
    BackupForbidden,
    BackupNowhere,
    BackupThere,
    DatabaseEmpty,
)

UNFINISHED = ".unfinished"


def backup(address: str, file: Path) -> int:
    """Copy the database into a new file, which only its owner may read; returns its size in bytes.

    The file appears under its name once it is whole and was found sound. Raises `BackupElsewhere` for
    PostgreSQL, `DatabaseEmpty` if there is nothing to copy, `OldLog` as for who opens it, and `BackupFailed`.
    """
    url = parse(address)
    if url.get_backend_name() != "sqlite":
        raise BackupElsewhere
    source = Path(url.database or "")
    if not source.exists():
        raise DatabaseEmpty(address=shown(url))
    try:
        refuse_old_log(source)
        _clear_up(file)
        # Its owner's alone, since texts and tokens are in it.
        opened, name = tempfile.mkstemp(UNFINISHED, f"{file.name}.", file.parent)
        os.close(opened)
        unfinished = Path(name)
        try:
            _copy(source, unfinished)
            os.link(unfinished, file)  # unlike renaming, this overwrites nothing
        finally:
            unfinished.unlink(missing_ok=True)  # of two under one name, the later one takes it away
    except (OSError, sqlite3.Error) as error:
        raise _failed(file, error) from error
    return file.stat().st_size


def _failed(file: Path, error: OSError | sqlite3.Error) -> BackupFailed:
    """Why there is no copy; in our words where we know it, since the system's are in its own language."""
    if isinstance(error, FileExistsError):
        return BackupThere(path=str(file))
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return BackupNowhere(path=str(file))
    if isinstance(error, OSError) and error.errno == errno.EACCES:
        return BackupForbidden(path=str(file))
    why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return BackupFailed(path=str(file), why=why)


def _clear_up(file: Path) -> None:
    """Delete what a copy under this name left behind when the machine or its process died."""
    for random in ("", ".????????"):
        for beside in ("", "-journal", "-wal", "-shm"):
            for left in file.parent.glob(f"{glob.escape(file.name)}{random}{UNFINISHED}{beside}"):
                left.unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> None:
    with (
        closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as original,
        closing(sqlite3.connect(f"{target.resolve().as_uri()}?mode=rw", uri=True)) as copy,
    ):
        original.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
        (verdict,) = copy.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok":
            raise sqlite3.DatabaseError(verdict)
