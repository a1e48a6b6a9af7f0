"""What the tests of every room share: a clock set by hand, and real databases of both engines.

Each test has a database of its own, copied from a template that Alembic made once.
"""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from bot.storage import SqlDatabase
from bot.storage.migrations import upgrade
from tests.clock import FakeClock
from tests.postgres import Databases, NoPostgres, Server, binaries, given_address

# A deadline would be a timed assertion: on a busy machine it fails for no fault of the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_configure(config: pytest.Config) -> None:
    """Show why a test was skipped: a run without PostgreSQL must not pass for a whole one."""
    config.option.reportchars += "s"


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: what dies and starts again, and what crashes a database, waits a lot."""
    allowed = getattr(os, "sched_getaffinity", None)  # Linux knows which of the cores are ours
    return (len(allowed(0)) if allowed else os.cpu_count() or 1) + 1


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Search indexes are kept for the length of the run, not among the developer's own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SCS_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


class _Hasty:
    """`asyncio`, as it is but for how long it sleeps."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a module holds
        return getattr(asyncio, name)

    @staticmethod
    async def sleep(seconds: float) -> None:
        await asyncio.sleep(seconds / 100)


@pytest.fixture(scope="session", autouse=True)
def _servers_stop_at_once() -> Iterator[None]:
    """uvicorn gives every connection a tenth of a second to close, also where there is none. That was a third
    of the time that all tests took."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("uvicorn.server.asyncio", _Hasty())
        yield


@pytest.fixture(autouse=True)
def _logs_go_where_they_went() -> Iterator[None]:
    """The bot sets up the logs of its process. Here it is ours, and what it set up would write to the closed
    stream of one test in all that follow."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file."""
    file = tmp_path_factory.mktemp("template") / "template.sqlite3"
    upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres_databases() -> Iterator[Databases]:
    """Makes PostgreSQL databases; a server of our own runs for as long as the tests do."""
    server: Server | None = None
    try:
        address = given_address(os.environ)  # noqa: TID251 - where the tests begin, as the cli does
        if address is None:
            server = Server(binaries())
            address = server.url
        databases = Databases(address, upgrade)
    except NoPostgres as reason:
        pytest.skip(str(reason))
    yield databases
    databases.close()
    if server is not None:
        server.close()


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A SQLite database of this test's own."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'scs-bot.sqlite3')}"


@pytest.fixture
def postgres_url(postgres_databases: Databases) -> Iterator[str]:
    """A PostgreSQL database of this test's own."""
    url = postgres_databases.create()
    yield url
    postgres_databases.drop(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty migrated database; a test that asks for it runs once on each engine."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[SqlDatabase]:
    """`bot.ports.Database`, real; a test that asks for it runs once on each engine."""
    database = SqlDatabase(database_url)
    yield database
    await database.close()


@pytest.fixture
async def sqlite_database(sqlite_url: str) -> AsyncIterator[SqlDatabase]:
    """The same on SQLite only, for what doesn't depend on the engine."""
    database = SqlDatabase(sqlite_url)
    yield database
    await database.close()


@pytest.fixture
async def postgres_database(postgres_url: str) -> AsyncIterator[SqlDatabase]:
    """The same on PostgreSQL only, for what only a server can do."""
    database = SqlDatabase(postgres_url)
    yield database
    await database.close()
