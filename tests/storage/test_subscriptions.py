"""A channel's order for one scenario a day, on both engines."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.daily import Subscription
from bot.ports import UnitOfWork
from bot.storage import SqlDatabase
from tests.storage.samples import MINUTE, NOON, SUBSCRIPTION


async def save(database: SqlDatabase, *subscriptions: Subscription) -> None:
    def work(unit: UnitOfWork) -> None:
        for subscription in subscriptions:
            unit.subscriptions.save(subscription)

    await database.transact(work)


async def due(database: SqlDatabase, limit: int = 10) -> list[str]:
    taken = await database.transact(lambda work: work.subscriptions.take_due(NOON, limit))
    return [day.place[1] for day in taken]


async def test_a_subscription_comes_back_as_it_was_saved(database: SqlDatabase) -> None:
    await save(database, SUBSCRIPTION)
    assert await database.transact(lambda work: work.subscriptions.of_channel("T1", "C1")) == SUBSCRIPTION


async def test_a_channel_without_a_subscription_has_none(database: SqlDatabase) -> None:
    assert await database.transact(lambda work: work.subscriptions.of_channel("T1", "C1")) is None


async def test_saving_again_replaces_the_channels_subscription(database: SqlDatabase) -> None:
    paused = replace(SUBSCRIPTION, ready_at=None, paused_because="is_archived", created_by="U2", attempts=5)
    await save(database, SUBSCRIPTION, paused)
    assert await database.transact(lambda work: work.subscriptions.of_channel("T1", "C1")) == paused


async def test_due_subscriptions_come_earliest_first_and_at_most_so_many(database: SqlDatabase) -> None:
    for channel, minutes in (("C1", 1), ("C2", 3), ("C3", 2)):
        await save(database, replace(SUBSCRIPTION, channel_id=channel, ready_at=NOON - minutes * MINUTE))
    assert await due(database) == ["C2", "C3", "C1"]
    assert await due(database, limit=2) == ["C2", "C3"]


async def test_a_subscription_is_due_at_its_very_instant_and_not_a_microsecond_before(
    database: SqlDatabase,
) -> None:
    later = replace(SUBSCRIPTION, channel_id="C2", ready_at=NOON + timedelta(microseconds=1))
    await save(database, SUBSCRIPTION, later)
    assert await due(database) == ["C1"]


async def test_a_paused_subscription_is_never_due(database: SqlDatabase) -> None:
    await save(database, replace(SUBSCRIPTION, ready_at=None, paused_because="by_request"))
    assert await due(database) == []


async def test_next_is_the_earliest_of_all_channels(database: SqlDatabase) -> None:
    assert await database.transact(lambda work: work.subscriptions.next_ready_at()) is None
    await save(database, SUBSCRIPTION, replace(SUBSCRIPTION, channel_id="C2", ready_at=NOON - MINUTE))
    assert await database.transact(lambda work: work.subscriptions.next_ready_at()) == NOON - MINUTE
