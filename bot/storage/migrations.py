"""The schema's history: where a database stands, and how it gets to where this version wants it.

Alembic is driven from here and needs no ini file: the revisions lie in `migrations/`, at the root of
a checkout and inside the package of an installed wheel. Everything here is synchronous and opens its
own connection; it is for the start of the program, before the first transaction.

Migrations expand before they contract. One that takes away what the version before needs says
`contracts = True`, and a start leaves it be as long as it is the newest: replicas of the version before may
still run, or be wanted back. The database keeps the newest such revision that was made; whatever version
knows that one can work with all that was added since, so it starts on revisions it has never heard of.
"""

from __future__ import annotations

import logging
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import Any, Literal

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.autogenerate.api import AutogenContext
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Connection, Enum, TypeDecorator, delete, insert, inspect, select, text
from sqlalchemy.exc import DBAPIError

import bot
from bot.storage.address import parse, shown
from bot.storage.engine import PATIENCE, is_outage, postgres_engine, sqlite_engine
from bot.storage.errors import (
    DatabaseBehind,
    DatabaseEmpty,
    DatabaseTooNew,
    DatabaseUnusable,
    ForeignDatabase,
)
from bot.storage.tables import compatibility, metadata

log = logging.getLogger(__name__)

_PATIENCE_TO_UPGRADE = 30  # seconds for another replica to finish migrating a SQLite file
FIRST = "0001"
_LOCK = 0x5C5B07  # PostgreSQL's advisory lock for migrations; any number that nobody else uses


def _as_stored(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Write a column type of ours as what it is stored as: a migration must not change with the code."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String({item.length})"
    return False


# SQLite can't alter a column: it makes a new table and copies, which Alembic calls a batch.
OPTIONS: dict[str, Any] = {
    "target_metadata": metadata,
    "render_as_batch": True,
    "render_item": _as_stored,
}


def head() -> str:
    """The newest revision this version knows."""
    return _scripts().get_current_head() or ""


def expanded() -> str:
    """The newest revision that the version before can live with: what a start brings the database to."""
    return [script.revision for script in _history() if not _contracts(script)][-1]


def standing(found: str | None) -> Literal["empty", "behind", "complete", "current", "newer"]:
    """How a database at this revision stands to this version: `behind` what it needs, `complete` for it but
    with what only the version before needs, `current`, or `newer` and good for it all the same."""
    if found in outgrown():
        return "empty" if found is None else "behind"
    if found not in _revisions():
        return "newer"
    return "current" if found == head() else "complete"


def outgrown() -> frozenset[str | None]:
    """What this version can't work on: the revisions before its own, and None for no schema at all."""
    needed = expanded()
    before = takewhile(lambda revision: revision != needed, _revisions())
    return frozenset((None, *before))


def current(address: str, known_only: bool = False) -> str | None:
    """The revision the database stands at; None if it is empty, or a SQLite file that isn't there.

    Raises `DatabaseUnusable`, `ForeignDatabase`, and with `known_only` `DatabaseTooNew`.
    """
    url = parse(address)
    if url.get_backend_name() == "sqlite" and url.database and not Path(url.database).exists():
        return None  # to open it would make it
    with _connection(address) as connection:
        found = _revision(connection)
        _refuse_foreign(connection, found, shown(url))
        if known_only:
            _refuse_unknown(connection, found)
        return found


def require_newest(address: str) -> None:
    """Look whether the database can be read as it stands; changes nothing and makes nothing.

    Raises `DatabaseEmpty`, `DatabaseBehind`, and what `current` raises.
    """
    found = current(address, known_only=True)
    if found is None:
        raise DatabaseEmpty(address=shown(parse(address)))
    if found in outgrown():
        raise DatabaseBehind(address=shown(parse(address)), found=found, known=expanded())


def upgrade(address: str, revision: str | None = None) -> None:
    """Bring the database to `revision`, or to the newest that leaves the version before what it needs, which
    is "head" where there is no schema yet. Several replicas may call this at once: one does the work in one
    transaction, the others wait for it. Makes the folder of a SQLite file if need be. A later version's
    schema that this version can work with is left as it is.

    Raises `DatabaseUnusable`, `ForeignDatabase`, and `DatabaseTooNew` for a revision of a later version that
    has taken away what this one needs.
    """
    url = parse(address)
    if url.get_backend_name() == "sqlite" and url.database:
        try:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DatabaseUnusable(address=shown(url), why=str(error)) from error
    with _connection(address, patience=_PATIENCE_TO_UPGRADE) as connection:
        _lock(connection)
        found = _revision(connection)
        _refuse_unknown(connection, found)
        _refuse_foreign(connection, found, shown(url))
        wanted = revision or (head() if found is None else expanded())
        if found is None or found in takewhile(lambda earlier: earlier != wanted, _revisions()):
            command.upgrade(_config(connection), wanted)
            _note_oldest(connection)


def check(address: str) -> list[str]:
    """What differs between the database and `bot.storage.tables`, in Alembic's words; [] if nothing."""
    with _connection(address) as connection:
        context = MigrationContext.configure(connection, opts=OPTIONS)
        return [str(difference) for difference in compare_metadata(context, metadata)]


def write_revision(address: str, name: str) -> Path:
    """Write a new revision with what `bot.storage.tables` has and the migrations lack; returns the
    file, which is a draft to be read and completed. `address` is an empty database to compare with."""
    upgrade(address, head())
    number = f"{int(head()) + 1:04}"
    with _connection(address) as connection:
        script = command.revision(_config(connection), name, autogenerate=True, rev_id=number)
    assert isinstance(script, Script), "one revision was asked for"
    return Path(script.path)


@contextmanager
def _connection(address: str, patience: float = PATIENCE) -> Iterator[Connection]:
    """One connection in one transaction, committed at the end."""
    url = parse(address)
    if url.get_backend_name() == "sqlite":
        engine = sqlite_engine(url, patience, foreign_keys=False)
    else:  # READ COMMITTED, so that who has waited for the lock sees what was done meanwhile
        engine = postgres_engine(url, connections=1, isolation_level="READ COMMITTED")
    try:
        with engine.begin() as connection:
            yield connection
    except DBAPIError as error:
        if not is_outage(error):
            raise
        why = (
            str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else type(error.orig).__name__
        )
        raise DatabaseUnusable(address=shown(url), why=why) from error
    finally:
        engine.dispose()


def _lock(connection: Connection) -> None:
    """Keep other replicas out until the transaction ends; SQLite's transactions do that by themselves."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _refuse_unknown(connection: Connection, found: str | None) -> None:
    known = _revisions()
    if found is None or found in known:
        return
    told = inspect(connection).has_table(compatibility.name)
    if not told or connection.scalar(select(compatibility.c.oldest)) not in known:
        raise DatabaseTooNew(found=found, known=head())
    log.warning("a later version made the schema", extra={"found": found, "known": head()})


def _note_oldest(connection: Connection) -> None:
    """Keep which revision a version must know to work with this; the first schemas have no place for it."""
    if not inspect(connection).has_table(compatibility.name):
        return
    oldest, reached = FIRST, _revision(connection)
    for script in _history():
        oldest = script.revision if _contracts(script) else oldest
        if script.revision == reached:
            break
    connection.execute(delete(compatibility))
    connection.execute(insert(compatibility).values(oldest=oldest))


def _refuse_foreign(connection: Connection, found: str | None, address: str) -> None:
    """Without a revision, tables with our names are somebody else's."""
    if found is None and metadata.tables.keys() & set(inspect(connection).get_table_names()):
        raise ForeignDatabase(address=address)


def _history() -> tuple[Script, ...]:
    """All revisions, the first one first. To read them is to run their files, so it is done once for as long
    as there are no others."""
    versions = _folder() / "versions"
    return _read(versions.parent, frozenset(path.name for path in versions.iterdir()))


@cache
def _read(_folder: Path, _files: frozenset[str]) -> tuple[Script, ...]:
    return tuple(_scripts().walk_revisions())[::-1]


def _revisions() -> list[str]:
    return [script.revision for script in _history()]


def _contracts(script: Script) -> bool:
    return bool(getattr(script.module, "contracts", False))


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _folder() -> Path:
    package = Path(bot.__file__).parent
    folders = (package / "migrations", package.parent / "migrations")
    return next(folder for folder in folders if folder.is_dir())


def _config(connection: Connection | None = None) -> Config:
    config = Config(cmd_opts=Namespace(quiet=True), attributes={"connection": connection})
    config.set_main_option("script_location", str(_folder()).replace("%", "%%"))
    config.set_main_option("file_template", "r%%(rev)s_%%(slug)s")
    return config
