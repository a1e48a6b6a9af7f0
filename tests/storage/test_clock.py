"""Replicas go by the clock of the database they share."""

from __future__ import annotations

from datetime import timedelta

from bot.storage import SqlDatabase
from bot.storage.clock import DatabaseClock
from tests.clock import FakeClock


async def test_a_clock_that_is_off_is_put_right_by_the_database(postgres_database: SqlDatabase) -> None:
    before = await postgres_database.now()
    clock = DatabaseClock(FakeClock(), postgres_database)
    await clock.agree()
    after = await postgres_database.now()
    assert before is not None
    assert after is not None
    assert before <= clock.now() <= after


async def test_two_machines_whose_clocks_differ_agree(postgres_database: SqlDatabase) -> None:
    own, ahead = FakeClock(), FakeClock()
    ahead.advance(timedelta(seconds=90))
    clocks = [DatabaseClock(each, postgres_database) for each in (own, ahead)]
    for clock in clocks:
        await clock.agree()
    assert abs(clocks[0].now() - clocks[1].now()) < timedelta(seconds=30)


async def test_time_goes_on_by_the_own_clock_between_two_measurements(postgres_database: SqlDatabase) -> None:
    own = FakeClock()
    clock = DatabaseClock(own, postgres_database)
    await clock.agree()
    then = clock.now()
    own.advance(timedelta(seconds=5))
    assert clock.now() == then + timedelta(seconds=5)


async def test_a_file_has_no_clock_and_the_own_is_right(sqlite_database: SqlDatabase) -> None:
    own = FakeClock()
    clock = DatabaseClock(own, sqlite_database)
    await clock.agree()
    assert clock.now() == own.now()


async def test_without_a_database_the_own_clock_goes_on() -> None:
    own, nowhere = FakeClock(), SqlDatabase("postgresql://postgres@localhost:1/postgres")
    clock = DatabaseClock(own, nowhere)
    await clock.agree()
    assert clock.now() == own.now()
    await nowhere.close()
