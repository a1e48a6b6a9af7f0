"""Opening what a command works on. The packs: the one named, else the environment's, else the shipped
one. The database: the environment's, as it stands."""

from __future__ import annotations

import asyncio
import os
import shlex
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.session import PROGRAM, Session, WrongUsage

if TYPE_CHECKING:
    from bot.domain.library import Library
    from bot.storage import SqlDatabase

PACK_VARIABLE = "SCS_PACK"


def pack_folders(session: Session, named: Path | None) -> list[Path]:
    """The folders of the packs; raises `WrongUsage` if one asked for isn't a folder."""
    from bot.packs.loader import shipped_pack_path

    in_environment = session.environ.get(PACK_VARIABLE, "").split(os.pathsep)
    asked = [named] if named else [Path(part.strip()) for part in in_environment if part.strip()]
    for folder in asked:
        if not folder.is_dir():
            raise WrongUsage("cli.no-pack", path=str(folder))
    return asked or [shipped_pack_path()]


def check_command(named: Path | None) -> str:
    """The command that checks the same folder, as it is typed where the author stands."""
    folder = f" {shlex.quote(shown(named))}" if named else ""
    return f"{PROGRAM} content check{folder}"


def shown(file: Path) -> str:
    """The file as it is reached from where the author stands."""
    here = Path.cwd()
    return str(file.relative_to(here) if file.is_relative_to(here) else file)


def open_library(session: Session, named: Path | None) -> Library:
    """The packs, ready to search and grade; the faults of a faulty one are listed on stderr before
    `FaultyPack` is raised."""
    from bot.domain.library import Library
    from bot.packs.index_cache import IndexCache
    from bot.packs.loader import FaultyPack, load_pack
    from bot.settings import read_settings
    from bot.wordbook.loader import load_word_book

    try:
        packs = [load_pack(folder) for folder in pack_folders(session, named)]
        return Library(packs, load_word_book(), IndexCache(read_settings(session.environ).cache).index)
    except FaultyPack as faulty:
        print(faulty.report(session.language), file=sys.stderr)
        raise


@asynccontextmanager
async def open_database(session: Session) -> AsyncIterator[SqlDatabase]:
    """The bot's database, to read. Raises `DatabaseEmpty` or `DatabaseBehind` where reading would need
    a new file or a newer schema: those are the operator's to make."""
    from bot.settings import read_settings
    from bot.storage import SqlDatabase, migrations

    address = read_settings(session.environ).database_url
    await asyncio.to_thread(migrations.require_newest, address)
    database = SqlDatabase(address)
    try:
        yield database
    finally:
        await database.close()
