"""Taking leave of workspaces: what stops at once, what goes after the promised delay, and what comes back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

import pytest

from bot.domain.installations import KEPT_AFTER_LEAVING
from bot.domain.library import Library
from bot.domain.people import Person
from bot.domain.scenario import Language
from bot.domain.schedule import Timetable
from bot.services.subscribe_channel import Order
from bot.storage.cipher import Cipher, new_key
from tests.slack.service import SUNDAY, Body, Service


def _subscribe(service: Service, library: Library, team: str, channel: str) -> Order:
    return Order(team, channel, "U1", library.packs[0].id, (Language.EN,), Timetable(time(9), "UTC"))


async def _running(service: Service) -> list[str]:
    def work(unit: Any) -> list[str]:  # noqa: ANN401 - a unit of work
        found = [unit.subscriptions.in_channel(channel) for channel in ("C1", "C2")]
        return [each.channel_id for there in found for each in there if each.ready_at]

    return await service.bot.database.transact(work)


async def _remember(service: Service, *teams: str) -> None:
    def work(unit: Any) -> None:  # noqa: ANN401 - a unit of work
        for team in teams:
            unit.people.save(Person(team, "U1", hidden=True))

    await service.bot.database.transact(work)


async def _remembered(service: Service, *teams: str) -> list[str]:
    hidden: Callable[[Any], list[str]] = lambda unit: [team for team in teams if unit.people.hidden(team)]  # noqa: E731
    return await service.bot.database.transact(hidden)


@pytest.mark.parametrize(
    ("kind", "more"), [("app_uninstalled", {}), ("tokens_revoked", {"tokens": {"bot": ["UBOT"]}})]
)
async def test_a_workspace_that_removes_the_bot_gets_nothing_more_and_its_tokens_go(
    service: Service, library: Library, kind: str, more: Body
) -> None:
    for team, channel in (("T1", "C1"), ("T2", "C2")):
        await service.install(team)
        await service.bot.use_cases.subscribe_channel(_subscribe(service, library, team, channel))
    assert await service.event(kind, "T1", **more) == 200
    assert await _running(service) == ["C2"]
    left = await service.bot.database.transact(lambda work: work.installations.at("T1", ""))
    assert left is not None
    assert (left.bot_token, left.refresh_token, left.gone_at) == (None, None, SUNDAY)
    assert await service.event("app_home_opened", "T1", tab="home", user="U1") == 200
    assert service.slack.tokens_of("views.publish") == []


async def test_a_persons_revoked_token_is_none_of_ours(service: Service) -> None:
    await service.install()
    await service.event("tokens_revoked", tokens={"oauth": ["U1"]})
    assert await service.home() == "xoxb-one"


async def test_what_is_stored_about_it_is_deleted_after_thirty_days(service: Service) -> None:
    await service.install()
    await _remember(service, "T1", "T2")
    await service.event("app_uninstalled")
    service.clock.advance(KEPT_AFTER_LEAVING - timedelta(seconds=1))
    await service.bot.settle()
    assert await _remembered(service, "T1", "T2") == ["T1", "T2"]
    service.clock.advance(timedelta(seconds=1))
    await service.bot.settle()
    assert await _remembered(service, "T1", "T2") == ["T2"]


async def test_coming_back_in_between_keeps_everything(service: Service) -> None:
    await service.install()
    await _remember(service, "T1")
    await service.event("app_uninstalled")
    service.clock.advance(timedelta(days=29))
    await service.install("T1", "again")
    service.clock.advance(timedelta(days=29))
    await service.bot.settle()
    assert await _remembered(service, "T1") == ["T1"]
    assert await service.home() == "xoxb-again"


async def test_an_old_removal_that_arrives_late_undoes_no_new_installation(service: Service) -> None:
    await service.install()
    removed = service.clock.now()
    service.clock.advance(timedelta(minutes=10))
    await service.install("T1", "again")
    await service.event("app_uninstalled", at=removed)
    assert await service.home() == "xoxb-again"


async def test_a_removed_organisation_leaves_all_its_workspaces(service: Service, library: Library) -> None:
    await service.install("", "wide", enterprise={"id": "E1"}, is_enterprise_install=True)
    await service.home("T1", enterprise="E1", wide=True)
    await service.bot.use_cases.subscribe_channel(_subscribe(service, library, "T1", "C1"))
    assert await service.event("app_uninstalled", "T1", enterprise="E1", wide=True) == 200
    assert await _running(service) == []


@pytest.mark.parametrize("reason", ["token_revoked", "account_inactive", "invalid_auth"])
async def test_a_token_that_slack_refuses_stops_the_channel_and_is_not_tried_for_ever(
    service: Service, library: Library, reason: str
) -> None:
    await service.install()
    await service.bot.use_cases.subscribe_channel(_subscribe(service, library, "T1", "C1"))
    service.slack.errors["chat.postMessage"] = reason
    service.clock.advance(timedelta(hours=13, minutes=1))
    await service.bot.settle()
    assert await _running(service) == []
    service.slack.calls.clear()
    service.clock.advance(timedelta(hours=1))
    await service.bot.settle()
    assert service.slack.tokens_of("chat.postMessage") == []


# What goes on by itself once the bot is back


async def _paused(service: Service, team: str = "T1") -> str | None:
    kept = await service.bot.use_cases.subscribe_channel.current(team, "C1")
    assert kept is not None
    return kept.paused_because


async def test_channels_go_on_by_themselves_after_installing_again(
    service: Service, library: Library
) -> None:
    await service.install()
    await service.bot.use_cases.subscribe_channel(_subscribe(service, library, "T1", "C1"))
    await service.event("app_uninstalled")
    service.clock.advance(timedelta(days=3))
    await service.install("T1", "again")
    assert await _running(service) == ["C1"]
    service.slack.calls.clear()
    service.clock.advance(timedelta(hours=13, minutes=1))
    await service.bot.settle()
    assert service.slack.tokens_of("chat.postMessage") == ["xoxb-again"]


@pytest.mark.parametrize(
    ("reason", "goes_on"),
    [("token_revoked", True), ("account_inactive", True), ("is_archived", False), ("not_in_channel", False)],
)
async def test_of_the_refused_those_go_on_whose_reason_was_the_installation(
    service: Service, library: Library, reason: str, goes_on: bool
) -> None:
    await service.install()
    await service.bot.use_cases.subscribe_channel(_subscribe(service, library, "T1", "C1"))
    service.slack.errors["chat.postMessage"] = reason
    service.clock.advance(timedelta(hours=13, minutes=1))
    await service.bot.settle()
    assert await _paused(service) == reason
    await service.install("T1", "again")
    assert await _paused(service) == (None if goes_on else reason)


async def test_a_channel_that_was_paused_by_request_stays_so(service: Service, library: Library) -> None:
    await service.install()
    await service.bot.use_cases.subscribe_channel(_subscribe(service, library, "T1", "C1"))
    await service.bot.use_cases.pause_channel.pause("T1", "C1", "U1")
    await service.event("app_uninstalled")
    await service.install("T1", "again")
    assert await _paused(service) == "by_request"


async def test_another_workspaces_channels_are_not_started(service: Service, library: Library) -> None:
    for team in ("T1", "T2"):
        await service.install(team)
    await service.bot.use_cases.subscribe_channel(_subscribe(service, library, "T2", "C1"))
    await service.event("app_uninstalled", "T2")
    await service.install("T1", "again")
    assert await _running(service) == []


async def test_channels_of_a_whole_organisation_go_on_too(service: Service, library: Library) -> None:
    await _wide(service, library, "T1", "T2")
    await service.event("app_uninstalled", "T1", enterprise="E1", wide=True)
    assert await _running(service) == []
    service.clock.advance(timedelta(minutes=1))
    await service.install("", "again", enterprise={"id": "E1"}, is_enterprise_install=True)
    assert await _running(service) == ["C1", "C2"]


async def test_channels_of_a_workspace_that_is_taken_in_again_go_on(
    service: Service, library: Library
) -> None:
    await _wide(service, library, "T1", "T2")
    await _access(service, "revoked", "T1")
    service.clock.advance(timedelta(minutes=1))
    await _access(service, "granted", "T1")
    assert await _running(service) == ["C1", "C2"]


# One workspace of an organisation


async def _wide(service: Service, library: Library, *teams: str) -> None:
    """An organisation's installation, in use in these workspaces, with a channel each."""
    await service.install("", "wide", enterprise={"id": "E1"}, is_enterprise_install=True)
    for number, team in enumerate(teams, 1):
        await service.home(team, enterprise="E1", wide=True)
        await service.bot.use_cases.subscribe_channel(_subscribe(service, library, team, f"C{number}"))
    service.clock.advance(timedelta(minutes=1))


async def _access(service: Service, kind: str, *teams: str, at: datetime | None = None) -> None:
    """What Slack says of an organisation's grant: to nobody's workspace, about several."""
    kind = f"team_access_{kind}"
    assert await service.event(kind, "", at, team_ids=list(teams), enterprise="E1", wide=True) == 200


async def _published(service: Service, team: str) -> bool:
    """Whether an App Home that is opened there is shown."""
    service.slack.calls.clear()
    assert (
        await service.event("app_home_opened", team, tab="home", user="U1", enterprise="E1", wide=True) == 200
    )
    return bool(service.slack.tokens_of("views.publish"))


async def test_a_workspace_taken_out_of_its_organisations_grant_is_left_and_no_other(
    service: Service, library: Library
) -> None:
    await _wide(service, library, "T1", "T2")
    await _access(service, "revoked", "T1")
    assert await _running(service) == ["C2"]
    assert [await _published(service, team) for team in ("T1", "T2")] == [False, True]


async def test_what_is_stored_about_it_goes_after_thirty_days_too(service: Service, library: Library) -> None:
    await _wide(service, library, "T1", "T2")
    await _remember(service, "T1", "T2")
    await _access(service, "revoked", "T1")
    service.clock.advance(KEPT_AFTER_LEAVING - timedelta(seconds=1))
    await service.bot.settle()
    assert await _remembered(service, "T1", "T2") == ["T1", "T2"]
    service.clock.advance(timedelta(seconds=1))
    await service.bot.settle()
    assert await _remembered(service, "T1", "T2") == ["T2"]


async def test_a_grant_given_back_in_between_keeps_everything(service: Service, library: Library) -> None:
    await _wide(service, library, "T1")
    await _remember(service, "T1")
    await _access(service, "revoked", "T1")
    service.clock.advance(timedelta(days=29))
    await _access(service, "granted", "T1")
    assert await _published(service, "T1")
    service.clock.advance(timedelta(days=29))
    await service.bot.settle()
    assert await _remembered(service, "T1") == ["T1"]


async def test_what_is_said_of_a_grant_counts_by_its_time_and_not_by_its_arrival(
    service: Service, library: Library
) -> None:
    await _wide(service, library, "T1")
    taken = service.clock.now()
    await _access(service, "granted", "T1", at=taken + timedelta(minutes=5))
    await _access(service, "revoked", "T1", at=taken)
    assert await _running(service) == ["C1"]
    assert await _published(service, "T1")


async def test_installing_for_the_organisation_again_gives_every_grant_back(
    service: Service, library: Library
) -> None:
    await _wide(service, library, "T1")
    await _remember(service, "T1")
    await _access(service, "revoked", "T1")
    service.clock.advance(timedelta(minutes=1))
    await service.install("", "again", enterprise={"id": "E1"}, is_enterprise_install=True)
    assert await _published(service, "T1")
    service.clock.advance(KEPT_AFTER_LEAVING)
    await service.bot.settle()
    assert await _remembered(service, "T1") == ["T1"]


async def test_a_workspace_with_an_installation_of_its_own_needs_no_grant(
    service: Service, library: Library
) -> None:
    await _wide(service, library, "T1")
    await service.install("T1", "own")
    service.clock.advance(timedelta(minutes=1))
    await _access(service, "revoked", "T1")
    assert await _running(service) == ["C1"]
    assert await _published(service, "T1")


# Without the key


async def _lose_the_key(service: Service) -> None:
    """The database's tokens are of another key, as after a restore without its keys."""
    service.bot.database._cipher = Cipher([new_key()])
    service.bot.identity._installed.forget()  # type: ignore[union-attr] # many workspaces


@pytest.mark.parametrize(
    ("kind", "more"), [("app_uninstalled", {}), ("tokens_revoked", {"tokens": {"bot": ["UBOT"]}})]
)
async def test_a_workspace_is_left_even_if_its_token_cant_be_read_any_more(
    service: Service, library: Library, kind: str, more: Body
) -> None:
    await service.install()
    await service.bot.use_cases.subscribe_channel(_subscribe(service, library, "T1", "C1"))
    await _remember(service, "T1")
    await _lose_the_key(service)
    assert await service.event(kind, "T1", **more) == 200
    assert await _running(service) == []
    service.clock.advance(KEPT_AFTER_LEAVING)
    await service.bot.settle()
    assert await _remembered(service, "T1") == []


async def test_a_grant_is_taken_away_even_if_the_organisations_token_cant_be_read(
    service: Service, library: Library
) -> None:
    await _wide(service, library, "T1", "T2")
    await _lose_the_key(service)
    await _access(service, "revoked", "T1")
    assert await _running(service) == ["C2"]


async def test_what_a_person_sends_meanwhile_is_not_taken_for_done(service: Service) -> None:
    await service.install()
    await _lose_the_key(service)
    assert await service.event("app_home_opened", tab="home", user="U1") in (200, 503)
    status, said = await service.command("streak")
    assert (status, "not installed" in said) == (200, False)
