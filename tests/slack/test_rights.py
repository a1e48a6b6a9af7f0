"""What Slack says about a person, and what follows from it for what they may do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.errors import PersonUnknown
from bot.playground.people import DAILY, TEAM_ID, Person
from bot.slack.people import SlackPeople
from tests.slack.conftest import ANNA, MIKA, Office, everything
from tests.slack.scene import ELSEWHERE

KIM = Person("U0STRANGER", "kim", "Kim", admin=True, team=ELSEWHERE)


async def test_an_admin_of_another_workspace_is_none_here(office: Office) -> None:
    office.slack.workspace.add_person(KIM)
    people = SlackPeople(office.bot.clients)
    assert not await people.is_admin(TEAM_ID, KIM.id)
    assert await people.is_guest(TEAM_ID, KIM.id)
    assert await people.is_admin(TEAM_ID, MIKA)


async def test_who_belongs_to_several_workspaces_of_an_organisation_is_at_home_in_each(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def told(*_: object, **__: object) -> dict[str, object]:
        teams = {"teams": [ELSEWHERE, TEAM_ID]}
        return {"user": {"team_id": ELSEWHERE, "is_admin": True, "enterprise_user": teams}}

    slack = await office.bot.clients.of(TEAM_ID)
    monkeypatch.setattr(type(slack), "users_info", told)
    people = SlackPeople(office.bot.clients)
    assert await people.is_admin(TEAM_ID, ANNA)
    assert not await people.is_guest(TEAM_ID, ANNA)
    assert not await people.is_admin("T0ANOTHER1", ANNA)


async def test_of_whom_slack_tells_nothing_nobody_says_that_they_are_no_guest(office: Office) -> None:
    people = SlackPeople(office.bot.clients)
    with pytest.raises(PersonUnknown):
        await people.is_guest(TEAM_ID, "U0NOBODY01")
    assert not await people.is_admin(TEAM_ID, "U0NOBODY01")


async def test_somebody_whom_slack_doesnt_know_opens_no_set_up(office: Office) -> None:
    with pytest.raises(PersonUnknown):
        await office.bot.use_cases.subscribe_channel.to_change(TEAM_ID, DAILY, "U0NOBODY01")


async def test_who_is_an_admin_no_more_may_no_more_what_admins_may(office: Office) -> None:
    """A minute later at the latest; until then Slack isn't asked again."""
    seconds = 1000.0
    people = SlackPeople(office.bot.clients, timer=lambda: seconds)
    assert await people.is_admin(TEAM_ID, MIKA)
    office.slack.workspace.people[MIKA] = replace(office.slack.workspace.people[MIKA], admin=False)
    asked = len(office.slack.calls("users.info"))
    seconds += 59
    assert await people.is_admin(TEAM_ID, MIKA)
    assert len(office.slack.calls("users.info")) == asked
    seconds += 1
    assert not await people.is_admin(TEAM_ID, MIKA)


async def test_a_language_is_not_asked_again_within_the_hour(office: Office) -> None:
    seconds = 1000.0
    people = SlackPeople(office.bot.clients, timer=lambda: seconds)
    await people.language(TEAM_ID, MIKA)
    asked = len(office.slack.calls("users.info"))
    seconds += 3599
    await people.language(TEAM_ID, MIKA)
    assert len(office.slack.calls("users.info")) == asked
    seconds += 1
    await people.language(TEAM_ID, MIKA)
    assert len(office.slack.calls("users.info")) == asked + 1


async def test_a_guest_is_not_told_what_the_workspace_asked(office: Office) -> None:
    office.slack.workspace.add_person(Person("U0GUEST001", "gus", "Gus", guest=True))
    office.slack.workspace.channels[DAILY].members.add("U0GUEST001")
    await office.command(ANNA, "which wine goes with fish")
    for person in (ANNA, "U0GUEST001"):
        await office.command(person, "gaps all")
    assert "which wine" in everything(office.whispers(ANNA)[-1])
    assert "Guests can answer" in everything(office.whispers("U0GUEST001")[-1])
