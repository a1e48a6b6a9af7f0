"""The days of every channel, on both engines."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.daily import PostStage
from bot.storage import SqlDatabase
from tests.storage.samples import MINUTE, NOON, POST, posted

LATER = NOON + 10 * MINUTE


async def due(database: SqlDatabase, limit: int = 10) -> list[str]:
    taken = await database.transact(lambda work: work.posts.take_due(NOON, LATER, limit))
    return [post.channel_id for post in taken]


async def test_a_post_comes_back_as_it_was_claimed_with_an_id(database: SqlDatabase) -> None:
    claimed = await posted(database)
    assert claimed == replace(POST, id=claimed.id)
    assert await database.transact(lambda work: work.posts.by_id(claimed.id)) == claimed


async def test_a_channels_day_is_claimed_once(database: SqlDatabase) -> None:
    first = await posted(database)
    again = await database.transact(lambda work: work.posts.claim(replace(POST, scenario_id="another")))
    assert again is None
    assert await database.transact(lambda work: work.posts.of_channel("T1", "C1")) == [first]


async def test_other_days_and_other_channels_are_claimed_beside_it(database: SqlDatabase) -> None:
    ids = {
        (await posted(database)).id,
        (await posted(database, day=date(2026, 11, 3))).id,
        (await posted(database, channel_id="C2")).id,
    }
    assert len(ids) == 3


async def test_an_unknown_id_is_no_post(database: SqlDatabase) -> None:
    assert await database.transact(lambda work: work.posts.by_id(99)) is None


async def test_a_post_is_found_by_its_message_in_its_channel_only(database: SqlDatabase) -> None:
    post = await posted(database, message_ts="1.2")
    assert await database.transact(lambda work: work.posts.by_message("C1", "1.2")) == post
    assert await database.transact(lambda work: work.posts.by_message("C2", "1.2")) is None
    assert await database.transact(lambda work: work.posts.by_message("C1", "1.3")) is None


async def test_due_posts_come_earliest_first_and_at_most_so_many(database: SqlDatabase) -> None:
    for channel, minutes in (("C1", 1), ("C2", 3), ("C3", 2)):
        await posted(database, channel_id=channel, ready_at=NOON - minutes * MINUTE)
    assert await due(database, limit=2) == ["C2", "C3"]
    assert await due(database, limit=2) == ["C1"]


async def test_a_taken_post_stays_away_until_the_time_it_was_moved_to(database: SqlDatabase) -> None:
    await posted(database, ready_at=NOON)
    [taken] = await database.transact(lambda work: work.posts.take_due(NOON, LATER, 10))
    assert taken.ready_at == LATER
    assert await due(database) == []
    [again] = await database.transact(lambda work: work.posts.take_due(LATER, LATER + MINUTE, 10))
    assert again == replace(taken, ready_at=LATER + MINUTE)


async def test_a_post_that_owes_nothing_is_never_due(database: SqlDatabase) -> None:
    await posted(database, stage=PostStage.CLOSED, ready_at=None)
    assert await due(database) == []


async def test_a_step_stores_the_progress_of_this_post_only(database: SqlDatabase) -> None:
    other = await posted(database, channel_id="C2")
    before = await posted(database)
    after = replace(
        before,
        stage=PostStage.OPEN,
        ready_at=LATER,
        message_ts="1.2",
        reveal_ts="1.3",
        scenario_id="another",
    )
    assert await database.transact(lambda work: work.posts.advance(before, after))
    assert await database.transact(lambda work: work.posts.by_id(after.id)) == after
    assert await database.transact(lambda work: work.posts.by_id(other.id)) == other


async def test_a_worker_that_lost_its_post_to_another_changes_nothing(database: SqlDatabase) -> None:
    ours = await posted(database, stage=PostStage.SENDING, ready_at=NOON)
    [theirs] = await database.transact(lambda work: work.posts.take_due(NOON, LATER, 10))
    assert not await database.transact(lambda work: work.posts.advance(ours, ours.opened("1.2")))
    assert await database.transact(lambda work: work.posts.by_id(ours.id)) == theirs


async def test_a_step_cant_be_taken_twice(database: SqlDatabase) -> None:
    sending = await posted(database, stage=PostStage.SENDING)
    assert await database.transact(lambda work: work.posts.advance(sending, sending.opened("1.2")))
    assert not await database.transact(lambda work: work.posts.advance(sending, sending.opened("1.3")))


async def test_a_channels_posts_come_in_order_of_the_day(database: SqlDatabase) -> None:
    third = await posted(database, day=date(2026, 11, 4), stage=PostStage.OUTAGE)
    first = await posted(database, day=date(2026, 11, 2))
    second = await posted(database, day=date(2026, 11, 3))
    await posted(database, channel_id="C2")
    assert await database.transact(lambda work: work.posts.of_channel("T1", "C1")) == [first, second, third]


@pytest.mark.parametrize("stage", PostStage)
async def test_a_post_is_unfinished_until_it_is_closed_or_the_day_passes_without_one(
    sqlite_database: SqlDatabase, stage: PostStage
) -> None:
    post = await posted(sqlite_database, stage=stage)
    unfinished = await sqlite_database.transact(lambda work: work.posts.unfinished())
    assert unfinished == ([] if stage in (PostStage.CLOSED, PostStage.OUTAGE, PostStage.REST) else [post])


async def test_unfinished_posts_can_be_asked_for_by_channel(database: SqlDatabase) -> None:
    ours = await posted(database)
    theirs = await posted(database, channel_id="C2", stage=PostStage.OPEN)
    await posted(database, day=date(2026, 11, 1), stage=PostStage.CLOSED)
    assert await database.transact(lambda work: work.posts.unfinished("C1")) == [ours]
    assert await database.transact(lambda work: work.posts.unfinished()) == [ours, theirs]
