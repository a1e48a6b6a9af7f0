"""What a person does at one replica holds at every other one, from the next request on."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.bootstrap import Bot
from bot.domain.daily import PostStage
from bot.domain.library import Library
from bot.domain.scenario import Language
from bot.local_workspace import PlannedTimes
from bot.playground import Fault
from bot.playground.people import DAILY, TEAM_ID
from tests.slack.conftest import ANNA, MIKA, SAM, Office, everything, replica


@pytest.fixture
def database_url(postgres_url: str) -> str:
    """Only a server has replicas."""
    return postgres_url


@dataclass
class Two:
    """An office with two replicas; Slack's requests go to the one that was chosen last."""

    office: Office
    bots: list[Bot]
    urls: list[str]

    def to(self, number: int) -> None:
        self.office.slack.request_url = self.urls[number]

    async def settle(self) -> None:
        await self.office.slack.settle()
        for bot in self.bots:
            await bot.background.drain()

    async def home(self, person: str) -> str:
        """The person's App Home, opened anew."""
        await self.office.slack.open_home(person)
        await self.settle()
        view = self.office.slack.home(person)
        assert view
        return str(view.payload)

    async def command(self, person: str, text: str) -> str:
        """What the person is told in answer."""
        await self.office.command(person, text)
        return everything(self.office.whispers(person)[-1])


@pytest.fixture
async def two(office: Office, database_url: str, library: Library) -> AsyncIterator[Two]:
    slack = office.slack
    async with replica(slack, library, database_url, slack.clock) as (second, url):
        yield Two(office, [office.bot, second], [str(slack.request_url), url])


@pytest.mark.parametrize("choice", [Language.JA, None], ids=["chosen", "given up"])
async def test_a_language_that_was_chosen_elsewhere_is_spoken_at_once(
    two: Two, choice: Language | None
) -> None:
    before, after = (None, Language.JA) if choice else (Language.JA, None)
    await two.bots[0].use_cases.set_language(TEAM_ID, SAM, before)
    two.to(1)
    assert ("できること" in await two.command(SAM, "help")) is (before is Language.JA)
    await two.bots[0].use_cases.set_language(TEAM_ID, SAM, after)
    assert ("できること" in await two.command(SAM, "help")) is (after is Language.JA)


async def test_feedback_is_in_the_language_that_was_chosen_elsewhere(two: Two) -> None:
    await two.office.subscribe()
    thread = await two.office.next_post()
    two.to(1)
    await two.command(SAM, "help")
    await two.bots[0].use_cases.set_language(TEAM_ID, SAM, Language.JA)
    await two.office.slack.say(SAM, DAILY, "AWS RAM", thread.ts)
    await two.settle()
    assert "/ 100 点" in everything(two.office.whispers(SAM)[-1])


async def test_who_was_forgotten_elsewhere_is_spoken_to_as_anybody_new(two: Two) -> None:
    await two.bots[0].use_cases.set_language(TEAM_ID, SAM, Language.JA)
    two.to(1)
    assert "できること" in await two.command(SAM, "help")
    await two.bots[0].use_cases.forget_me(TEAM_ID, SAM)
    assert "できること" not in await two.command(SAM, "help")


async def test_who_hid_elsewhere_is_on_no_leaderboard(two: Two) -> None:
    await two.office.subscribe()
    thread = await two.office.next_post()
    await two.office.say(SAM, two.office.todays(thread).examples.en.full[0], thread)
    two.to(1)
    assert SAM in await two.command(ANNA, "top")
    await two.bots[0].use_cases.hide_me(TEAM_ID, SAM, True)
    assert SAM not in await two.command(ANNA, "top")


async def test_a_set_up_that_was_changed_elsewhere_holds_for_the_next_post(two: Two) -> None:
    await two.office.subscribe()
    await two.office.subscribe((Language.JA,))
    due = await PlannedTimes(two.bots[1]).next_post()
    assert due is not None
    two.office.slack.clock.advance_to(due)
    await two.bots[1].settle()
    days = await two.bots[0].database.transact(lambda work: work.posts.of_channel(TEAM_ID, DAILY))
    assert [day.languages for day in days] == [(Language.JA,)]


async def test_a_pause_elsewhere_leaves_nothing_to_post(two: Two) -> None:
    await two.office.subscribe()
    due = await PlannedTimes(two.bots[1]).next_post()
    assert due is not None
    await two.bots[0].use_cases.pause_channel.pause(TEAM_ID, DAILY, MIKA)
    two.office.slack.clock.advance_to(due)
    await two.bots[1].settle()
    assert two.office.posts() == []


async def test_a_pause_elsewhere_holds_back_what_is_taken_and_not_out_yet(two: Two) -> None:
    await two.office.subscribe()
    due = await PlannedTimes(two.bots[1]).next_post()
    assert due is not None
    two.office.slack.clock.advance_to(due)
    two.office.slack.fail_next("chat.postMessage", Fault.limited(30))
    await two.bots[1].settle()
    await two.bots[0].use_cases.pause_channel.pause(TEAM_ID, DAILY, MIKA)
    two.office.slack.clock.advance_by(timedelta(minutes=2))
    await two.bots[1].settle()
    days = await two.bots[0].database.transact(lambda work: work.posts.of_channel(TEAM_ID, DAILY))
    assert [(day.stage, day.scenario_id) for day in days] == [(PostStage.REST, "")]
    assert two.office.posts() == []


async def test_a_public_channel_that_another_replica_has_heard_of_is_shown_too(two: Two) -> None:
    await two.office.subscribe()
    await two.office.next_post()
    await two.settle()
    await two.bots[1].settle()
    two.to(1)
    assert f"<#{DAILY}>" in await two.home(SAM)


async def test_a_channel_that_another_replica_has_heard_to_be_private_is_shown_no_more(two: Two) -> None:
    await two.office.subscribe()
    await two.office.next_post()
    await two.bots[1].settle()
    for number in (0, 1):
        two.to(number)
        await two.office.slack.say(ANNA, DAILY, "good morning")
        await two.settle()
    two.office.slack.workspace.channels[DAILY].kind = "group"
    two.to(0)
    await two.office.slack.say(ANNA, DAILY, "between us")
    await two.settle()
    two.to(1)
    assert f"<#{DAILY}>" not in await two.home(SAM)
