"""Two versions side by side for some minutes, on one database, whose packs have no scenario in common."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import time, timedelta

import pytest

from bot.bootstrap import Bot
from bot.domain.daily import Post, PostStage, Reply
from bot.domain.library import Library
from bot.domain.scenario import Language
from bot.domain.schedule import Timetable
from bot.local_workspace import PlannedTimes
from bot.playground import Fault
from bot.playground.messages import Message
from bot.playground.people import DAILY, TEAM_ID
from bot.services.decide_appeal import Ruling
from bot.services.subscribe_channel import Order
from bot.wordbook.loader import load_word_book
from tests.slack.conftest import MIKA, SAM, Office, everything, replica

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def database_url(postgres_url: str) -> str:
    """Only a server has two versions at once."""
    return postgres_url


@pytest.fixture(scope="session")
def newer(library: Library) -> Library:
    """The same pack with all its scenarios renamed, and one more pack."""
    (pack,) = library.packs
    scenarios = tuple(replace(each, id=f"{each.id}-renamed") for each in pack.scenarios)
    return Library(
        [replace(pack, scenarios=scenarios), replace(pack, id="another", scenarios=scenarios)],
        load_word_book(),
    )


@dataclass
class Upgrade:
    """An office in which the `old` version and the `new` one run side by side."""

    office: Office
    old: Bot
    new: Bot
    urls: dict[str, str]

    async def due(self) -> None:
        """Let the next post fall due."""
        due = await PlannedTimes(self.old).next_post()
        assert due is not None
        self.office.slack.clock.advance_to(due)

    async def minutes(self, number: int, *bots: Bot) -> None:
        """Let so many minutes pass, in each of which these do what is due."""
        for _ in range(number):
            self.office.slack.clock.advance_by(MINUTE)
            for bot in bots:
                await bot.settle()

    async def day(self) -> Post:
        (day,) = await self.old.database.transact(lambda work: work.posts.of_channel(TEAM_ID, DAILY))
        return day

    async def replies(self) -> list[Reply]:
        post = await self.day()
        return await self.old.database.transact(lambda work: work.replies.of_post(post.id))

    async def granted_long_after_the_close(self) -> list[Message]:
        """Two hours after the close, the old version gives a disputed reply all its points."""
        await self.due()
        await self.old.settle()
        (post,) = self.office.posts()
        partial = self.office.todays(post).examples.en.partial[0]
        await self.office.say(SAM, partial, post)
        self.office.slack.clock.advance_to((await self.day()).closes_at)
        await self.old.settle()
        self.office.slack.clock.advance_by(2 * HOUR)
        (reply,) = await self.replies()
        use_cases = self.old.use_cases
        opened = (await use_cases.dispute_score(reply.id, TEAM_ID, SAM)).opened
        assert opened
        case = await use_cases.decide_appeal.look(opened.id, TEAM_ID, MIKA)
        missing = tuple(point.id for point in case.points)
        await use_cases.decide_appeal.accept(Ruling(opened.id, TEAM_ID, MIKA, reply.version, missing))
        return self.office.posts()

    def revealed(self, post: Message) -> int:
        return len([m for m in self.office.thread(post) if m.metadata])


@pytest.fixture
async def upgrade(office: Office, database_url: str, newer: Library) -> AsyncIterator[Upgrade]:
    slack = office.slack
    async with replica(slack, newer, database_url, slack.clock) as (new, url):
        slack.timeline = None  # each version does what is due when it is told to
        await office.subscribe()
        yield Upgrade(office, office.bot, new, {"old": str(slack.request_url), "new": url})


async def test_both_at_once_post_one_scenario(upgrade: Upgrade) -> None:
    await upgrade.due()
    await asyncio.gather(*(bot.schedulers[0].turn() for bot in (upgrade.old, upgrade.new) for _ in range(3)))
    assert len(upgrade.office.posts()) == 1
    assert (await upgrade.day()).stage is PostStage.OPEN


async def test_a_pack_that_only_the_new_version_has_is_left_to_it(upgrade: Upgrade) -> None:
    timetable = Timetable(time(9), "Europe/London")
    order = Order(TEAM_ID, DAILY, MIKA, "another", (Language.EN,), timetable)
    await upgrade.new.use_cases.subscribe_channel(order)
    await upgrade.due()
    await upgrade.old.settle()
    assert (await upgrade.day()).stage is PostStage.CLAIMED
    await upgrade.minutes(2, upgrade.new)
    assert (await upgrade.day()).stage is PostStage.OPEN
    assert len(upgrade.office.posts()) == 1


async def test_a_pack_that_no_version_has_any_more_is_an_outage_once_it_is_too_late(
    upgrade: Upgrade,
) -> None:
    timetable = Timetable(time(9), "Europe/London")
    order = Order(TEAM_ID, DAILY, MIKA, "another", (Language.EN,), timetable)
    await upgrade.new.use_cases.subscribe_channel(order)
    await upgrade.due()
    await upgrade.old.settle()
    upgrade.office.slack.clock.advance_by(4 * HOUR + MINUTE)
    await upgrade.old.settle()
    day = await upgrade.day()
    assert (day.stage, day.ready_at) == (PostStage.OUTAGE, None)


async def test_a_post_that_one_version_put_off_is_sent_by_the_other_with_a_scenario_of_its_own(
    upgrade: Upgrade,
) -> None:
    await upgrade.due()
    upgrade.office.slack.fail_next("chat.postMessage", Fault.limited(30))
    await upgrade.new.settle()
    assert (await upgrade.day()).scenario_id.endswith("-renamed")
    await upgrade.minutes(1, upgrade.old)
    day = await upgrade.day()
    assert (day.stage, day.scenario_id.endswith("-renamed")) == (PostStage.OPEN, False)
    assert len(upgrade.office.posts()) == 1


@pytest.mark.parametrize("applied", [True, False], ids=["is out", "is not out"])
async def test_a_post_in_doubt_is_left_to_the_version_that_knows_its_scenario(
    upgrade: Upgrade, applied: bool
) -> None:
    await upgrade.due()
    upgrade.office.slack.fail_next("chat.postMessage", Fault.dropped(applied=applied))
    await upgrade.new.settle()
    await upgrade.minutes(2, upgrade.old)
    assert (await upgrade.day()).stage is PostStage.SENDING
    await upgrade.minutes(2, upgrade.new)
    assert (await upgrade.day()).stage is PostStage.OPEN
    assert len(upgrade.office.posts()) == 1


async def test_the_close_of_a_scenario_is_left_to_the_version_that_knows_it(upgrade: Upgrade) -> None:
    await upgrade.due()
    await upgrade.old.settle()
    (post,) = upgrade.office.posts()
    upgrade.office.slack.clock.advance_to((await upgrade.day()).closes_at)
    await upgrade.minutes(2, upgrade.new)
    assert (await upgrade.day()).stage is PostStage.OPEN
    await upgrade.minutes(2, upgrade.old)
    assert ((await upgrade.day()).stage, upgrade.revealed(post)) == (PostStage.CLOSED, 1)


async def test_a_scenario_that_no_version_knows_any_more_is_given_up_after_an_hour(
    upgrade: Upgrade, caplog: pytest.LogCaptureFixture
) -> None:
    await upgrade.due()
    await upgrade.old.settle()
    upgrade.office.slack.clock.advance_to((await upgrade.day()).closes_at)
    await upgrade.minutes(61, upgrade.new)
    day = await upgrade.day()
    assert (day.stage, day.ready_at) == (PostStage.CLOSED, None)
    assert not [record for record in caplog.records if "a piece of due work failed" in record.message]


async def test_a_correction_long_after_the_close_is_left_to_the_version_that_knows_the_scenario(
    upgrade: Upgrade,
) -> None:
    (post,) = await upgrade.granted_long_after_the_close()
    before = everything(post)
    await upgrade.minutes(3, upgrade.new)
    assert (await upgrade.day()).ready_at is not None
    await upgrade.minutes(2, upgrade.old)
    assert (await upgrade.day()).ready_at is None
    assert everything(upgrade.office.posts()[0]) != before


async def test_a_correction_that_no_version_can_make_is_given_up_an_hour_after_the_decision(
    upgrade: Upgrade,
) -> None:
    await upgrade.granted_long_after_the_close()
    await upgrade.minutes(59, upgrade.new)
    assert (await upgrade.day()).ready_at is not None
    await upgrade.minutes(2, upgrade.new)
    assert (await upgrade.day()).ready_at is None


async def test_a_close_that_was_missed_for_hours_is_left_to_others_by_a_version_that_has_just_begun(
    upgrade: Upgrade, newer: Library, database_url: str
) -> None:
    await upgrade.due()
    await upgrade.old.settle()
    slack = upgrade.office.slack
    slack.clock.advance_to((await upgrade.day()).closes_at + 3 * HOUR)
    async with replica(slack, newer, database_url, slack.clock) as (begun, _):
        await upgrade.minutes(3, begun)
    assert (await upgrade.day()).stage is PostStage.OPEN


async def test_a_reply_that_reaches_the_version_that_cant_score_it_is_sent_again_to_the_other(
    upgrade: Upgrade,
) -> None:
    await upgrade.due()
    await upgrade.new.settle()
    (post,) = upgrade.office.posts()
    slack = upgrade.office.slack
    slack.request_url = upgrade.urls["old"]
    await slack.say(SAM, DAILY, "AWS RAM, shared with the OU", post.ts)
    delivery = slack.deliveries[-1]
    assert {answer.status for answer in delivery.answers} == {503}
    assert await upgrade.replies() == []
    slack.request_url = upgrade.urls["new"]
    await slack.deliver_again(delivery)
    assert len(await upgrade.replies()) == 1


async def test_feedback_that_only_the_new_version_can_give_is_left_to_it(upgrade: Upgrade) -> None:
    await upgrade.due()
    await upgrade.new.settle()
    (post,) = upgrade.office.posts()
    slack = upgrade.office.slack
    slack.request_url = upgrade.urls["new"]
    slack.fail_next("chat.postEphemeral", Fault.broken(503))
    await slack.say(SAM, DAILY, "AWS RAM, shared with the OU", post.ts)
    await upgrade.new.background.drain()
    await upgrade.minutes(3, upgrade.old)
    assert [reply.owes_feedback_at is not None for reply in await upgrade.replies()] == [True]
    await upgrade.minutes(10, upgrade.new)
    assert "of 100" in everything(upgrade.office.whispers(SAM)[-1])
    assert [reply.owes_feedback_at for reply in await upgrade.replies()] == [None]
