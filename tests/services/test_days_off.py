"""Days off: nothing is posted, and nobody's streak suffers."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.calendars import HolidayCalendars
from bot.domain.daily import Answering, Post, PostStage
from bot.domain.library import Library
from bot.domain.results import DailyPost, Subscribed
from bot.domain.scenario import Language
from bot.domain.schedule import Timetable
from bot.domain.streak import DayKind
from bot.playground.people import DAILY, TEAM_ID
from bot.ports import Messenger, PeopleDirectory, UnitOfWork
from bot.services.days_off import rest_on
from bot.services.post_daily_scenario import PostDailyScenario
from bot.services.subscribe_channel import Order, SubscribeChannel
from bot.storage import SqlDatabase
from tests.clock import FakeClock
from tests.slack.conftest import ANNA, MIKA, Office, everything

CALENDARS = HolidayCalendars()
EVERY_DAY = frozenset(range(7))
TUESDAY = date(2026, 11, 3)
"""Culture Day in Japan."""


def order(timetable: Timetable, **changes: object) -> Order:
    return Order(TEAM_ID, DAILY, MIKA, "scs", (Language.EN,), timetable, **changes)  # type: ignore[arg-type] # any field


async def days(office: Office) -> list[Post]:
    return await office.bot.database.transact(lambda work: work.posts.of_channel(TEAM_ID, DAILY))


# For every timetable


class Slack:
    """Takes every post; nobody is an admin."""

    def __init__(self) -> None:
        self.posted: list[Post] = []

    async def post_scenario(self, daily: DailyPost) -> str:
        self.posted.append(daily.post)
        return f"{len(self.posted)}.0"

    async def can_post(self, team_id: str, channel_id: str) -> bool:
        return True

    async def is_guest(self, team_id: str, user_id: str) -> bool:
        return False

    async def is_bot(self, team_id: str, user_id: str) -> bool:
        return False

    async def has_left(self, team_id: str, user_id: str) -> bool:
        return False

    async def is_admin(self, team_id: str, user_id: str) -> bool:
        return False


class Channel:
    """One channel's posts on a database of its own."""

    def __init__(self, database: SqlDatabase, library: Library) -> None:
        self.database, self.clock, self.slack = (
            database,
            FakeClock(datetime(2026, 11, 1, tzinfo=UTC)),
            Slack(),
        )
        messenger, people = cast(Messenger, self.slack), cast(PeopleDirectory, self.slack)
        self.subscribe = SubscribeChannel(database, messenger, people, library, self.clock, CALENDARS)
        self.post = PostDailyScenario(database, messenger, library, self.clock, CALENDARS)

    async def live(self, until: datetime) -> None:
        """Take every day that falls due."""
        while True:
            due = await self.database.transact(lambda work: work.subscriptions.next_ready_at())
            if due is None or due > until:
                return
            self.clock.time = due
            await self.post.take_days()
            _, new = await self.post.begin(1000)
            for post in new:
                await self.post.deliver(post)

    async def rows(self) -> list[Post]:
        return await self.database.transact(lambda work: work.posts.of_channel(TEAM_ID, DAILY))


@asynccontextmanager
async def channel(template: Path, library: Library) -> AsyncIterator[Channel]:
    with tempfile.TemporaryDirectory() as folder:
        database = SqlDatabase(f"sqlite:///{shutil.copy(template, Path(folder) / 'channel.sqlite3')}")
        try:
            yield Channel(database, library)
        finally:
            await database.close()


timetables = st.builds(
    Timetable,
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    st.sampled_from(("Asia/Tokyo", "Europe/London", "America/New_York", "Pacific/Apia", "America/Nuuk")),
    st.frozensets(st.integers(0, 6), min_size=1),
    st.sampled_from((timedelta(hours=1), timedelta(hours=8), timedelta(hours=23))),
    st.sets(st.sampled_from(("JP", "US", "DE", "CN", "IN", "GB"))).map(lambda codes: tuple(sorted(codes))),
    st.frozensets(st.dates(date(2026, 11, 1), date(2027, 1, 20)), max_size=25),
)
untroubled = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def off(timetable: Timetable, day: date) -> bool:
    return rest_on(CALENDARS, timetable, day) is not None


def scheduled(timetable: Timetable, after: datetime, until: datetime) -> list[date]:
    dues = islice(timetable.dues(after), 100)
    return [timetable.local_day(due) for due in dues if due <= until]


@untroubled
@given(timetables)
def test_every_scheduled_day_has_one_row_and_no_day_off_a_post(
    sqlite_template: Path, library: Library, timetable: Timetable
) -> None:
    async def live() -> None:
        async with channel(sqlite_template, library) as here:
            start = here.clock.time
            await here.subscribe(order(timetable))
            until = start + timedelta(days=70)
            await here.live(until)
            rows = await here.rows()
            assert [row.day for row in rows] == scheduled(timetable, start, until)
            posted = [post.day for post in here.slack.posted]
            assert posted == [row.day for row in rows if not off(timetable, row.day)]
            for row in rows:
                assert (row.stage is PostStage.REST) == off(timetable, row.day)
                assert (row.rest is None) == (row.scenario_id != "")

    asyncio.run(live())


@untroubled
@given(timetables, timetables)
def test_the_dates_that_are_promised_are_those_on_which_is_posted(
    sqlite_template: Path, library: Library, first: Timetable, second: Timetable
) -> None:
    async def live() -> None:
        async with channel(sqlite_template, library) as here:
            for timetable in (first, second):
                promised = await here.subscribe(order(timetable))
                before = len(here.slack.posted)
                await here.live(promised.upcoming[-1])
                fresh = here.slack.posted[before:]
                assert tuple(post.due_at for post in fresh) == promised.upcoming
                rested = [row for row in await here.rows() if row.stage is PostStage.REST]
                days = {row.day for row in rested}
                assert {rest.day for rest in promised.rests} <= days

    asyncio.run(live())


# With literal days


async def test_a_holiday_is_kept_as_a_day_off_with_its_name(office: Office) -> None:
    await office.bot.use_cases.subscribe_channel(order(Timetable(time(9), "Asia/Tokyo", calendars=("JP",))))
    await office.slack.travel(datetime(2026, 11, 5, 1, tzinfo=UTC))
    assert [(day.day.day, day.stage is PostStage.REST, day.rest) for day in await days(office)] == [
        (2, False, None),
        (3, True, "Culture Day"),
        (4, False, None),
        (5, False, None),
    ]
    assert len(office.posts()) == 3


async def test_a_date_that_was_left_out_has_no_name(office: Office) -> None:
    await office.subscribe(skipped=frozenset({TUESDAY}))
    await office.slack.travel(datetime(2026, 11, 3, 12, tzinfo=UTC))
    assert [(day.stage is PostStage.REST, day.rest) for day in await days(office)] == [
        (False, None),
        (True, ""),
    ]


async def test_a_day_off_that_is_found_late_is_no_outage(office: Office) -> None:
    await office.subscribe(skipped=frozenset({date(2026, 11, 2)}))
    office.slack.clock.advance_to(datetime(2026, 11, 2, 20, tzinfo=UTC))
    await office.bot.settle()
    assert [day.stage for day in await days(office)] == [PostStage.REST]


async def test_a_day_off_neither_counts_nor_breaks(office: Office) -> None:
    await office.subscribe(skipped=frozenset({TUESDAY}))
    for _ in range(2):
        post = await office.next_post()
        await office.say(ANNA, office.todays(post).examples.en.full[0], post)
        await office.next_close()
        if post is office.posts()[0]:
            await office.slack.travel(datetime(2026, 11, 3, 12, tzinfo=UTC))
    streak = (await office.bot.use_cases.show_standing.streak(TEAM_ID, DAILY, ANNA)).streak
    kinds = [day.kind for day in streak.ledger]
    assert kinds == [DayKind.ANSWERED, DayKind.HOLIDAY, DayKind.ANSWERED]
    assert streak.current == 2


async def test_the_confirmation_leaves_days_off_out_and_says_so(office: Office) -> None:
    timetable = Timetable(time(9), "Asia/Tokyo", calendars=("JP",), skipped=frozenset({date(2026, 11, 5)}))
    subscribed = await office.bot.use_cases.subscribe_channel(order(timetable))
    assert promised(subscribed) == [2, 4, 6, 9, 10]
    assert [(rest.day.day, rest.name.ja) for rest in subscribed.rests] == [(3, "文化の日"), (5, "")]


def promised(subscribed: Subscribed) -> list[int]:
    return [subscribed.subscription.timetable.local_day(due).day for due in subscribed.upcoming]


async def test_a_timetable_of_days_off_only_promises_nothing(office: Office) -> None:
    every = frozenset(date(2026, 11, 1) + timedelta(days=n) for n in range(600))
    subscribed = await office.bot.use_cases.subscribe_channel(
        order(Timetable(time(9), "Asia/Tokyo", skipped=every))
    )
    assert subscribed.upcoming == ()
    await office.command(ANNA, "today")
    assert "every day is a day off" in office.whispers(ANNA)[-1].text


async def test_days_off_that_change_leave_the_next_post_where_it_is(office: Office) -> None:
    await office.subscribe()
    office.slack.clock.advance_to(datetime(2026, 11, 2, 9, 0, 1, tzinfo=UTC))
    await office.subscribe(skipped=frozenset({TUESDAY}))
    await office.bot.settle()
    assert len(office.posts()) == 1


async def test_a_day_off_that_is_given_up_is_posted_on(office: Office) -> None:
    await office.subscribe(skipped=frozenset({TUESDAY}))
    await office.next_post()
    await office.subscribe()
    await office.next_post()
    assert [day.stage for day in await days(office)] == [PostStage.CLOSED, PostStage.OPEN]


@pytest.mark.parametrize("hour", [1, 12])
async def test_today_says_that_it_is_a_day_off_and_when_the_next_comes(office: Office, hour: int) -> None:
    """Before the time of day as well as after it."""
    timetable = Timetable(time(14), "Asia/Tokyo", calendars=("JP",))
    await office.bot.use_cases.subscribe_channel(order(timetable))
    await office.slack.travel(datetime(2026, 11, 3, hour, tzinfo=UTC))
    await office.command(ANNA, "today")
    told = office.whispers(ANNA)[-1].text
    assert "No scenario today: Culture Day" in told
    assert f"<!date^{int(datetime(2026, 11, 4, 5, tzinfo=UTC).timestamp())}^" in told


async def test_today_names_the_day_off_in_the_persons_language(office: Office) -> None:
    await office.bot.use_cases.subscribe_channel(order(Timetable(time(14), "Asia/Tokyo", calendars=("JP",))))
    await office.slack.travel(datetime(2026, 11, 3, 1, tzinfo=UTC))
    await office.command(MIKA, "today")
    assert "本日は休みです（文化の日）" in office.whispers(MIKA)[-1].text


async def test_today_says_that_a_date_was_left_out(office: Office) -> None:
    await office.subscribe(skipped=frozenset({TUESDAY}))
    await office.slack.travel(datetime(2026, 11, 3, 12, tzinfo=UTC))
    await office.command(ANNA, "today")
    assert "this date was left out" in office.whispers(ANNA)[-1].text


# What is chosen


def chosen(rows: Iterable[Post], library: Library) -> list[tuple[str, int]]:
    scenarios = [library.packs[0].scenario(row.scenario_id) for row in rows if row.scenario_id]
    return [(scenario.domain, scenario.difficulty) for scenario in scenarios]


async def test_only_what_was_asked_for_is_posted(office: Office) -> None:
    domain = office.library.packs[0].domains[0].name.en
    timetable = Timetable(time(9), "Europe/London")
    await office.bot.use_cases.subscribe_channel(
        order(timetable, domains=frozenset({domain}), difficulties=frozenset({1, 2}))
    )
    await office.slack.travel(datetime(2026, 11, 13, 12, tzinfo=UTC))
    posted = chosen(await days(office), office.library)
    assert len(posted) == 10
    assert all(name == domain and difficulty < 3 for name, difficulty in posted)


async def test_a_choice_that_a_newer_pack_no_longer_has_is_let_go(office: Office) -> None:
    await office.subscribe()

    def outdate(work: UnitOfWork) -> None:
        known = work.subscriptions.of_channel(TEAM_ID, DAILY)
        assert known is not None
        work.subscriptions.save(replace(known, domains=frozenset({"gone since"})))

    await office.bot.database.transact(outdate)
    assert office.todays(await office.next_post())


async def test_a_post_keeps_the_way_to_answer_of_its_day(office: Office) -> None:
    timetable = Timetable(time(9), "Europe/London")
    await office.bot.use_cases.subscribe_channel(order(timetable, answering=Answering.THREAD, attempts=1))
    post = await office.next_post()
    (day,) = await days(office)
    assert (day.answering, day.attempts) == (Answering.THREAD, 1)
    assert "Reply in this thread. You have 1 attempt." in everything(post)
