"""Recaps and pointers in the database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.domain.daily import PostStage
from bot.domain.recaps import Recap
from bot.storage import SqlDatabase
from tests.storage.samples import MINUTE, NOON, posted

RECAP = Recap("T1", "C1", date(2026, 11, 2), PostStage.CLAIMED, NOON)


async def claimed(database: SqlDatabase, recap: Recap = RECAP) -> Recap:
    added = await database.transact(lambda work: work.recaps.claim(recap))
    assert added
    return added


async def test_a_recap_is_read_back_as_it_was_written(database: SqlDatabase) -> None:
    added = await claimed(database)
    assert added.id
    assert added == replace(RECAP, id=added.id)
    assert await database.transact(lambda work: work.recaps.of_week("T1", "C1", RECAP.week)) == added


async def test_a_channel_has_one_recap_a_week(database: SqlDatabase) -> None:
    await claimed(database)
    assert await database.transact(lambda work: work.recaps.claim(RECAP)) is None
    await claimed(database, replace(RECAP, week=RECAP.week + timedelta(weeks=1)))
    await claimed(database, replace(RECAP, channel_id="C2"))


async def test_what_is_due_is_taken_once(database: SqlDatabase) -> None:
    added = await claimed(database)
    assert await database.transact(lambda work: work.recaps.take_due(NOON - MINUTE, NOON, 9)) == []
    until = NOON + MINUTE
    taken = await database.transact(lambda work: work.recaps.take_due(NOON, until, 9))
    assert taken == [replace(added, ready_at=until)]
    assert await database.transact(lambda work: work.recaps.take_due(NOON, until, 9)) == []


async def test_a_worker_that_wakes_up_late_changes_nothing(database: SqlDatabase) -> None:
    added = await claimed(database)
    out = added.sending()
    assert await database.transact(lambda work: work.recaps.advance(added, out))
    assert not await database.transact(lambda work: work.recaps.advance(added, added.outage()))
    closed = out.closed("1.2")
    assert await database.transact(lambda work: work.recaps.advance(out, closed))
    assert await database.transact(lambda work: work.recaps.of_week("T1", "C1", RECAP.week)) == closed


async def test_a_person_is_pointed_to_a_post_once(database: SqlDatabase) -> None:
    post = await posted(database)
    other = await posted(database, channel_id="C2")
    pairs = [(post, "U1"), (post, "U1"), (post, "U2"), (other, "U1")]
    added = [
        await database.transact(lambda work, pair=pair: work.pointers.add(*pair))  # type: ignore[misc] # bound now
        for pair in pairs
    ]
    assert added == [True, False, True, True]
