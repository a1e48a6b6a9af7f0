from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.daily import PostStage
from bot.ports import UnitOfWork, Waiting
from bot.storage import SqlDatabase
from tests.storage.samples import MINUTE, NOON, POST, SUBSCRIPTION

NOTHING = Waiting(0, 0.0)


async def test_nothing_waits_in_an_empty_database(database: SqlDatabase) -> None:
    found = await database.backlog(NOON)
    assert set(found) == {"channels", "posts", "closes", "recaps", "feedback", "answers", "notices"}
    assert set(found.values()) == {NOTHING}


async def test_a_channel_waits_from_its_due_time_on(database: SqlDatabase) -> None:
    await database.transact(lambda work: work.subscriptions.save(SUBSCRIPTION))
    assert (await database.backlog(NOON - MINUTE))["channels"] == NOTHING
    assert (await database.backlog(NOON + MINUTE))["channels"] == Waiting(1, 60.0)


async def test_a_post_that_is_postponed_again_and_again_still_waits_since_it_was_due(
    database: SqlDatabase,
) -> None:
    later = replace(POST, rest=None, ready_at=NOON + timedelta(hours=1))
    await database.transact(lambda work: work.posts.claim(later))
    assert (await database.backlog(NOON + 2 * MINUTE))["posts"] == Waiting(1, 120.0)


@pytest.mark.parametrize(("stage", "waits"), [(PostStage.OPEN, 1), (PostStage.CLOSED, 0)])
async def test_a_post_whose_time_is_up_waits_to_be_closed(
    database: SqlDatabase, stage: PostStage, waits: int
) -> None:
    def open_one(work: UnitOfWork) -> None:
        work.posts.claim(replace(POST, stage=stage))

    await database.transact(open_one)
    assert (await database.backlog(POST.closes_at - MINUTE))["closes"] == NOTHING
    assert (await database.backlog(POST.closes_at))["closes"].pieces == waits


async def test_a_refused_day_waits_until_its_owner_is_told(database: SqlDatabase) -> None:
    refused = replace(POST, rest=None, stage=PostStage.OUTAGE, ready_at=NOON)
    post = await database.transact(lambda work: work.posts.claim(refused))
    assert post is not None
    assert (await database.backlog(NOON + MINUTE))["notices"] == Waiting(1, 60.0)
    await database.transact(lambda work: work.posts.advance(post, post.told()))
    assert (await database.backlog(NOON + MINUTE))["notices"] == NOTHING


async def test_the_schemas_revision_is_known(database: SqlDatabase) -> None:
    from bot.storage import migrations

    assert await database.revision() == migrations.head()
    assert migrations.head() not in migrations.outgrown()
    assert {None, "0001"} <= migrations.outgrown()


async def test_a_database_without_a_schema_has_no_revision(tmp_path: object) -> None:
    database = SqlDatabase(f"sqlite:///{tmp_path}/empty.sqlite3")
    assert await database.revision() is None
    await database.close()
