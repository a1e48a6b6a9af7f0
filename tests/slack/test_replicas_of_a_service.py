"""What one replica hears of an installation, the others find out when they need it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.domain.daily import PostStage, Subscription
from bot.domain.library import Library
from tests.slack.service import Service, replica
from tests.storage.samples import SUBSCRIPTION

MINUTE = timedelta(minutes=1)


@pytest.fixture
def database_url(postgres_url: str) -> str:
    """Only a server has replicas."""
    return postgres_url


@pytest.fixture
async def other(service: Service, database_url: str, library: Library) -> AsyncIterator[Service]:
    async with replica(service, database_url, library) as another:
        yield another


async def removed_and_installed_again(service: Service) -> None:
    service.slack.revoked.add("xoxb-one")
    service.clock.advance(MINUTE / 10)
    assert await service.event("app_uninstalled") == 200
    service.clock.advance(MINUTE / 10)
    await service.install("T1", "two")


async def test_a_token_that_was_replaced_elsewhere_is_looked_up_when_slack_refuses_it(
    service: Service, other: Service
) -> None:
    await service.install()
    assert await other.home() == "xoxb-one"
    await removed_and_installed_again(service)
    assert await other.home() == "xoxb-two"


async def test_calls_side_by_side_all_find_the_new_token(service: Service, other: Service) -> None:
    await service.install()
    assert await other.home() == "xoxb-one"
    await removed_and_installed_again(service)
    client = await other.bot.clients.of("T1")
    await asyncio.gather(*(client.auth_test() for _ in range(5)))
    assert service.slack.tokens_of("auth.test")[-5:] == 5 * ["xoxb-two"]


async def test_a_channel_is_not_stopped_for_a_token_that_was_replaced_elsewhere(
    service: Service, other: Service
) -> None:
    await service.install()
    assert await other.home() == "xoxb-one"
    subscription = Subscription(
        "T1", "C1", "scs", SUBSCRIPTION.languages, SUBSCRIPTION.timetable, "U1", ready_at=service.clock.now()
    )
    await service.bot.database.transact(lambda work: work.subscriptions.save(subscription))
    await removed_and_installed_again(service)
    known = await other.bot.database.transact(lambda work: work.subscriptions.of_channel("T1", "C1"))
    assert known
    assert known.ready_at
    service.clock.advance(known.ready_at - service.clock.now())
    await other.bot.settle()
    days = await other.bot.database.transact(lambda work: work.posts.of_channel("T1", "C1"))
    assert [day.stage for day in days] == [PostStage.OPEN]


async def test_a_token_that_is_dead_for_good_is_tried_once(service: Service, other: Service) -> None:
    await service.install()
    assert await other.home() == "xoxb-one"
    service.slack.revoked.add("xoxb-one")
    service.slack.calls.clear()
    assert await other.event("app_home_opened", tab="home", user="U1") == 200
    assert len(service.slack.tokens_of("views.publish")) == 1
