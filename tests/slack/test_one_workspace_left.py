"""The bot of a single workspace, removed from it: its token is the operator's, its data goes all the same."""

from __future__ import annotations

from datetime import timedelta

import pytest
from slack_sdk.errors import SlackApiError

from bot.domain.installations import KEPT_AFTER_LEAVING
from bot.domain.people import Person
from bot.playground import Fault
from bot.playground.people import DAILY, TEAM_ID
from bot.ports import UnitOfWork
from tests.slack.conftest import SAM, Office


async def removed(office: Office) -> None:
    def remember(work: UnitOfWork) -> None:
        work.people.save(Person(TEAM_ID, SAM, hidden=True))

    await office.bot.database.transact(remember)
    assert (await office.slack.events.emit({"type": "app_uninstalled"})).ok


async def remembered(office: Office) -> bool:
    return bool(await office.bot.database.transact(lambda work: work.people.hidden(TEAM_ID)))


async def pass_by(office: Office, by: timedelta) -> None:
    await office.slack.travel(office.slack.workspace.now() + by)
    await office.bot.settle()


async def test_its_scenarios_stop_at_once(office: Office) -> None:
    await office.subscribe()
    await removed(office)
    stopped = await office.bot.database.transact(lambda work: work.subscriptions.of_channel(TEAM_ID, DAILY))
    assert stopped is not None
    assert (stopped.ready_at, stopped.paused_because) == (None, "uninstalled")


async def test_its_data_is_deleted_after_thirty_days_if_the_token_is_dead(office: Office) -> None:
    await removed(office)
    await pass_by(office, KEPT_AFTER_LEAVING - timedelta(minutes=1))
    assert await remembered(office)
    office.slack.fail_next("auth.test", Fault.refused("account_inactive"), times=9)
    await pass_by(office, timedelta(minutes=1))
    assert not await remembered(office)


async def test_nothing_is_deleted_while_the_token_works_again(office: Office) -> None:
    await removed(office)
    await pass_by(office, KEPT_AFTER_LEAVING)
    await pass_by(office, KEPT_AFTER_LEAVING)
    assert await remembered(office)


async def test_nothing_is_deleted_while_slack_cannot_tell(office: Office) -> None:
    await removed(office)
    office.slack.fail_next("auth.test", Fault.broken(), times=9)
    with pytest.raises(SlackApiError):  # the scheduler rests, and looks again
        await pass_by(office, KEPT_AFTER_LEAVING)
    assert await remembered(office)


async def access(office: Office, kind: str) -> None:
    assert (await office.slack.events.emit({"type": f"team_access_{kind}", "team_ids": [TEAM_ID]})).ok


async def test_a_grant_of_its_organisation_is_taken_away_and_given_back(office: Office) -> None:
    await office.subscribe()
    await access(office, "revoked")
    left = await office.bot.database.transact(lambda work: work.installations.known_at(TEAM_ID, ""))
    assert left is not None
    assert left.delete_at is not None
    stopped = await office.bot.use_cases.subscribe_channel.current(TEAM_ID, DAILY)
    assert stopped is not None
    assert stopped.paused_because == "uninstalled"
    await access(office, "granted")
    back = await office.bot.database.transact(lambda work: work.installations.known_at(TEAM_ID, ""))
    assert back is not None
    assert back.delete_at is None
    assert await paused_because(office) is None


async def paused_because(office: Office) -> str | None:
    kept = await office.bot.use_cases.subscribe_channel.current(TEAM_ID, DAILY)
    assert kept is not None
    return kept.paused_because


async def test_its_scenarios_go_on_once_the_bot_starts_with_a_token_that_works(office: Office) -> None:
    await office.subscribe()
    await removed(office)
    await office.bot.arrive()
    assert await paused_because(office) is None
    assert await office.next_post()
    await pass_by(office, KEPT_AFTER_LEAVING)
    assert await remembered(office)


async def test_they_stay_stopped_while_the_token_is_dead_or_slack_cannot_tell(office: Office) -> None:
    await office.subscribe()
    await removed(office)
    office.slack.fail_next("auth.test", Fault.broken(), times=9)
    await office.bot.arrive()
    assert await paused_because(office) == "uninstalled"
