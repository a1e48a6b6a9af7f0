"""A database that goes away, and comes back by itself."""

import asyncio
import socket
import traceback
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from bot.storage import DatabaseUnavailable, SqlDatabase
from bot.storage.migrations import upgrade
from tests.postgres import NoPostgres, Server, binaries
from tests.storage.samples import NOON, posted

BACKEND = text("SELECT pg_backend_pid()")
CONFLICT = text("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = 'serialization_failure'; END $$")


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server that may be stopped without disturbing other tests."""
    try:
        server = Server(binaries())
    except NoPostgres as reason:
        pytest.skip(str(reason))
    upgrade(server.url)
    yield server
    server.close()


@pytest.fixture
async def on_server(server: Server) -> AsyncIterator[SqlDatabase]:
    database = SqlDatabase(server.url)
    yield database
    await database.close()


async def recovered(database: SqlDatabase) -> None:
    """Ask again until the database answers."""
    for _ in range(100):
        try:
            return await database.check()
        except DatabaseUnavailable:
            await asyncio.sleep(0.05)
    raise AssertionError("the database has not come back")


async def end_backend(database: SqlDatabase, backend: int) -> None:
    """End another connection, as an operator or a failover would."""
    statement = text(f"SELECT pg_terminate_backend({backend})")
    await database._in_thread(lambda connection: connection.execute(statement))


async def test_a_stopped_server_is_reported_and_a_started_one_used_again(
    server: Server, on_server: SqlDatabase
) -> None:
    post = await posted(on_server)
    server.stop()
    with pytest.raises(DatabaseUnavailable):
        await on_server.check()
    with pytest.raises(DatabaseUnavailable):
        await on_server.transact(lambda work: work.posts.by_id(post.id))
    server.start()
    await recovered(on_server)
    assert await on_server.transact(lambda work: work.posts.by_id(post.id)) == post


async def test_a_restart_between_two_transactions_goes_unnoticed(
    server: Server, on_server: SqlDatabase
) -> None:
    await on_server.check()
    server.stop()
    server.start()
    assert await on_server.transact(lambda work: work.posts.take_due(NOON, NOON, 0)) == []


async def test_a_server_that_says_nothing_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        database = SqlDatabase(f"postgresql://127.0.0.1:{silent.getsockname()[1]}/bot")
        answers = await asyncio.gather(*(database.check() for _ in range(50)), return_exceptions=True)
        await database.close()
    assert {type(answer) for answer in answers} == {DatabaseUnavailable}


async def test_the_logs_tell_the_cause_of_an_outage_once(
    sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    database = SqlDatabase(sqlite_url)
    for _ in range(3):
        with pytest.raises(DatabaseUnavailable):
            await database._in_thread(_fill_the_disk)
        database._refuse_until = 0.0
    await database.close()
    told = [(each.message, vars(each)["cause"]) for each in caplog.records if each.name.startswith("bot.")]
    assert told == [("the database is away", "SQLITE_FULL")]


def _fill_the_disk(connection: Connection) -> None:
    connection.execute(text("PRAGMA max_page_count = 1"))  # no page more than there are
    connection.execute(text("CREATE TABLE filling AS SELECT randomblob(1000000)"))


async def test_right_after_an_outage_nobody_waits_for_the_next_one(tmp_path: Path) -> None:
    database = SqlDatabase(f"postgresql:///bot?host={tmp_path}")
    errors = [await failure(database), await failure(database)]
    await database.close()
    assert isinstance(errors[0].__cause__, DBAPIError)
    assert errors[1].__cause__ is None  # it was not tried


async def test_a_connection_that_breaks_at_a_statement_is_replaced_and_the_work_run_again(
    postgres_url: str, postgres_database: SqlDatabase
) -> None:
    other = SqlDatabase(postgres_url)
    loop = asyncio.get_running_loop()
    backends: list[int] = []

    def work(connection: Connection) -> None:
        backends.append(connection.scalar(BACKEND) or 0)
        if len(backends) == 1:
            asyncio.run_coroutine_threadsafe(end_backend(other, backends[0]), loop).result()
        backends.append(connection.scalar(BACKEND) or 0)

    await postgres_database._in_thread(work)
    await other.close()
    first, again, at_the_end = backends
    assert first != again == at_the_end


async def test_a_connection_that_breaks_at_the_commit_does_not_run_the_work_again(
    postgres_url: str, postgres_database: SqlDatabase
) -> None:
    """Whether it was stored is unknown, and running it again would hide that."""
    other = SqlDatabase(postgres_url)
    loop = asyncio.get_running_loop()
    runs: list[int] = []

    def work(connection: Connection) -> None:
        runs.append(connection.scalar(BACKEND) or 0)
        asyncio.run_coroutine_threadsafe(end_backend(other, runs[0]), loop).result()

    with pytest.raises(DatabaseUnavailable):
        await postgres_database._in_thread(work)
    await other.close()
    assert len(runs) == 1


async def test_a_race_lost_over_and_over_is_given_up(postgres_database: SqlDatabase) -> None:
    runs: list[None] = []

    def work(connection: Connection) -> None:
        runs.append(None)
        connection.execute(CONFLICT)

    with pytest.raises(DatabaseUnavailable):
        await postgres_database._in_thread(work)
    assert len(runs) == 30


async def test_a_mistake_in_a_statement_is_not_taken_for_an_outage(database: SqlDatabase) -> None:
    with pytest.raises(DBAPIError, match="no_such_table"):
        await database._in_thread(lambda connection: connection.execute(text("SELECT * FROM no_such_table")))


async def test_a_sqlite_file_that_can_not_be_opened_is_reported_until_it_can(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/not/yet/scs-bot.sqlite3"
    database = SqlDatabase(address)
    with pytest.raises(DatabaseUnavailable):
        await database.check()
    upgrade(address)
    await recovered(database)
    await database.close()


async def test_a_file_that_is_no_database_is_reported(tmp_path: Path) -> None:
    (tmp_path / "notes.sqlite3").write_text("These are my notes. " * 100)
    database = SqlDatabase(f"sqlite:///{tmp_path}/notes.sqlite3")
    with pytest.raises(DatabaseUnavailable):
        await database.check()
    await database.close()


async def test_neither_password_nor_person_stands_in_an_error(tmp_path: Path) -> None:
    address = f"postgresql://bot:hunter2@/scs?host={tmp_path}&password=hunter3"
    database = SqlDatabase(address)
    error = await failure(database)
    await database.close()
    report = "".join(traceback.format_exception(error))
    assert "hunter" not in report
    assert str(error) == "error.database-unavailable: address='postgresql:///scs'"


async def test_values_do_not_stand_in_an_error(database: SqlDatabase) -> None:
    statement = text("SELECT :secret FROM no_such_table")
    with pytest.raises(DBAPIError) as caught:
        await database._in_thread(lambda connection: connection.execute(statement, {"secret": "hunter2"}))
    assert "hunter2" not in f"{caught.value} {caught.value.orig}"


async def failure(database: SqlDatabase) -> DatabaseUnavailable:
    with pytest.raises(DatabaseUnavailable) as caught:
        await database.check()
    return caught.value
