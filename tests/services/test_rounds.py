"""What becomes of a post when Slack, the network or a replica gets in the way."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import update

from bot.domain.daily import Post, PostStage
from bot.domain.scenario import Language
from bot.domain.schedule import Timetable
from bot.local_workspace import PlannedTimes
from bot.playground import Fault
from bot.playground.people import DAILY, TEAM_ID
from bot.ports import UnitOfWork
from bot.services.move_on import TakenOver
from bot.services.open_rounds import OpenRounds
from bot.services.run_rounds import RunRounds
from bot.services.subscribe_channel import Order
from bot.storage import SqlDatabase
from bot.storage.tables import posts
from tests.clock import FakeClock
from tests.slack.conftest import ANNA, MIKA, SAM, Office, everything
from tests.storage.samples import posted

MINUTE = timedelta(minutes=1)


async def days(office: Office) -> list[Post]:
    return await office.bot.database.transact(lambda work: work.posts.of_channel(TEAM_ID, DAILY))


def rounds(office: Office) -> RunRounds:
    work = office.bot.schedulers[0]._work
    assert isinstance(work, RunRounds)
    return work


async def test_a_revealed_post_never_opens_again(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    office.slack.fail_next("chat.update", Fault.limited(30))
    await office.next_close()
    copied = await office.say(SAM, office.todays(post).answer.en, post)
    assert list(copied.reactions) == ["hourglass_flowing_sand"]
    await office.slack.travel(office.slack.clock.now() + 2 * MINUTE)
    assert "Closed" in everything(office.posts()[0])
    assert len([m for m in office.thread(post) if m.metadata]) == 1


async def test_a_worker_that_wakes_up_late_reveals_nothing_again(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    (held,) = await days(office)
    await office.next_close()
    with pytest.raises(TakenOver):
        await rounds(office)._close(held)
    assert len(office.thread(post)) == 1


async def test_two_replicas_post_once_although_slack_asks_one_to_wait(office: Office) -> None:
    await office.subscribe()
    due = await PlannedTimes(office.bot).next_post()
    assert due is not None
    office.slack.fail_next("chat.postMessage", Fault.limited(90))
    await office.slack.travel(due)
    assert office.posts() == []
    office.slack.clock.advance_by(2 * MINUTE)
    await asyncio.gather(*(rounds(office)() for _ in range(4)))
    assert len(office.posts()) == 1


async def test_a_short_round_that_would_come_late_is_an_outage_and_costs_no_streak(office: Office) -> None:
    await office.subscribe(open_for=timedelta(hours=1))
    post = await office.next_post()
    await office.say(ANNA, office.todays(post).examples.en.full[0], post)
    await office.next_close()
    office.slack.clock.advance_to(datetime(2026, 11, 3, 9, 31, tzinfo=UTC))
    await office.bot.settle()
    assert [day.stage for day in await days(office)] == [PostStage.CLOSED, PostStage.OUTAGE]
    standing = await office.bot.use_cases.show_standing.streak(TEAM_ID, DAILY, ANNA)
    assert standing.streak.current == 1


async def test_after_days_away_todays_scenario_still_comes(office: Office) -> None:
    await office.subscribe()
    office.slack.clock.advance_to(datetime(2026, 11, 4, 9, 10, tzinfo=UTC))
    await office.bot.settle()
    await office.bot.settle()
    assert [(day.day.day, day.stage) for day in await days(office)] == [
        (2, PostStage.OUTAGE),
        (4, PostStage.OPEN),
    ]


async def test_a_post_that_is_out_is_adopted_even_after_the_grace(office: Office) -> None:
    await office.subscribe()
    office.slack.fail_next("chat.postMessage", Fault.dropped(applied=True))
    await office.next_post()
    office.slack.clock.advance_by(timedelta(hours=5))
    await office.bot.settle()
    assert [day.stage for day in await days(office)] == [PostStage.OPEN]


async def test_a_post_in_doubt_that_cant_be_looked_for_is_given_up_at_its_close(office: Office) -> None:
    await office.subscribe()
    office.slack.fail_next("chat.postMessage", Fault.dropped(applied=False))
    office.slack.fail_next("conversations.history", Fault.refused("missing_scope"), times=1000)
    due = await PlannedTimes(office.bot).next_post()
    assert due is not None
    await office.slack.travel(due)
    office.slack.clock.advance_by(timedelta(hours=1))
    await office.bot.settle()
    assert [day.stage for day in await days(office)] == [PostStage.SENDING]
    office.slack.clock.advance_by(timedelta(hours=8))
    await office.bot.settle()
    assert [day.stage for day in await days(office)] == [PostStage.OUTAGE]


async def test_the_answer_is_kept_back_from_the_moment_the_day_is_taken(office: Office) -> None:
    await office.subscribe()
    due = await PlannedTimes(office.bot).next_post()
    assert due is not None
    office.slack.fail_next("chat.postMessage", Fault.slow(0.3))
    office.slack.clock.advance_to(due)
    turn = asyncio.create_task(office.bot.settle())
    while not office.slack.calls("chat.postMessage"):  # noqa: ASYNC110 - Slack is waited for
        await asyncio.sleep(0)
    (day,) = await days(office)
    scenario = office.library.packs[0].scenario(day.scenario_id)
    given = office.bot.use_cases.answer_question(scenario.questions.en[0], DAILY)
    await turn
    assert given.todays is not None


async def test_a_scenario_that_is_gone_from_its_pack_holds_nobody_up(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    office.slack.fail_next("chat.postEphemeral", Fault.broken(503), times=2)
    await office.say(SAM, "a first thought", post)
    await office.say(ANNA, "@scs-bot how to share subnets")
    (before,) = await days(office)
    renamed = replace(before, scenario_id="renamed-since")
    await office.bot.database.transact(lambda work: work.posts.advance(before, renamed))
    await office.slack.travel(office.slack.clock.now() + 2 * MINUTE)
    assert "AWS RAM" in everything(office.whispers(ANNA)[0])
    await office.slack.travel(office.slack.clock.now() + timedelta(days=1))
    assert [day.stage for day in await days(office)] == [PostStage.CLOSED, PostStage.OPEN]


async def test_threads_that_are_older_than_a_post_on_its_way_are_left_alone(office: Office) -> None:
    await office.subscribe()
    lunch = await office.say(SAM, "lunch?")
    office.slack.fail_next("chat.postMessage", Fault.dropped(applied=False))
    due = await PlannedTimes(office.bot).next_post()
    assert due is not None
    await office.slack.travel(due)
    await office.say(ANNA, "noodles", lunch)
    delivery = office.slack.deliveries[-1]
    assert [answer.status for answer in delivery.answers] == [200]


async def test_the_same_order_again_keeps_a_post_that_is_just_due(office: Office) -> None:
    await office.subscribe()
    office.slack.clock.advance_to(datetime(2026, 11, 2, 9, 0, 1, tzinfo=UTC))
    await office.subscribe()
    await office.bot.settle()
    assert len(office.posts()) == 1


async def test_the_confirmation_promises_only_days_that_the_channel_doesnt_have_yet(office: Office) -> None:
    await office.subscribe()
    await office.next_post()
    later = Timetable(time(15), "Europe/London")
    order = Order(TEAM_ID, DAILY, MIKA, "scs", (Language.EN,), later)
    subscribed = await office.bot.use_cases.subscribe_channel(order)
    assert subscribed.upcoming[0] == datetime(2026, 11, 3, 15, tzinfo=UTC)
    assert len(subscribed.upcoming) == 5


async def test_days_are_taken_all_together_and_begun_a_few_at_a_time(office: Office) -> None:
    await office.subscribe()

    def copy(work: UnitOfWork) -> None:
        known = work.subscriptions.of_channel(TEAM_ID, DAILY)
        assert known
        for number in range(30):
            work.subscriptions.save(replace(known, channel_id=f"C{number}"))

    await office.bot.database.transact(copy)
    office.slack.clock.advance_to(datetime(2026, 11, 2, 9, tzinfo=UTC))
    post = rounds(office)._post
    assert (await post.take_days(), await post.take_days()) == (31, 0)
    begun = [await post.begin(20), await post.begin(20), await post.begin(20)]
    assert [(len(under_way), len(new)) for under_way, new in begun] == [(0, 20), (0, 11), (0, 0)]
    assert len({post.channel_id for _, new in begun for post in new}) == 31


async def test_another_replica_hears_of_what_is_on_its_way_and_of_its_end(office: Office) -> None:
    await office.subscribe()
    other = OpenRounds(office.bot.database, office.slack.clock)
    await other.refresh()
    await rounds(office)._post.take_days()
    office.slack.clock.advance_to(datetime(2026, 11, 2, 9, tzinfo=UTC))
    await rounds(office)._post.take_days()
    await other.refresh()
    _, [post] = await rounds(office)._post.begin(1)
    await other.refresh()
    assert other.of(DAILY, post.scenario_id) == post
    assert other.somewhere(TEAM_ID, post.scenario_id) == post
    assert other.in_channel(DAILY) == []
    await rounds(office)._post.deliver(post)
    await other.refresh()
    assert len(other.in_channel(DAILY)) == 1
    await office.next_close()
    await other.refresh()
    assert (other.of(DAILY, post.scenario_id), other.somewhere(TEAM_ID, post.scenario_id)) == (None, None)


async def test_a_post_that_is_stored_after_a_younger_one_is_heard_of_too(database: SqlDatabase) -> None:
    """An id is given out before its transaction ends, and others may end before it."""
    open_rounds = OpenRounds(database, FakeClock())
    await posted(database, stage=PostStage.OPEN)
    await open_rounds.refresh()
    renumbered = update(posts).where(posts.c.channel_id == "C2")
    await posted(database, channel_id="C2", stage=PostStage.OPEN)
    await database._in_thread(lambda connection: connection.execute(renumbered.values(id=9)))
    await open_rounds.refresh()
    await database._in_thread(lambda connection: connection.execute(renumbered.values(id=5)))
    await OpenRounds(database, FakeClock()).refresh()
    await open_rounds.refresh()
    assert len(open_rounds.in_channel("C2")) == 2
