"""Leaderboards: which days, which people, which place."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.daily import PostStage
from bot.domain.people import Absence, Person
from bot.domain.periods import Period
from bot.domain.results import Leaderboard
from bot.domain.schedule import Timetable
from bot.ports import UnitOfWork
from bot.services.show_standing import ShowStanding
from bot.storage import SqlDatabase
from tests.clock import FakeClock
from tests.storage.samples import NOON, SUBSCRIPTION, posted, replied, scored

WEDNESDAY = date(2026, 11, 4)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(datetime(2026, 11, 4, 12, tzinfo=UTC))


@pytest.fixture
def show(database: SqlDatabase, clock: FakeClock) -> ShowStanding:
    return ShowStanding(database, clock)


async def days(database: SqlDatabase, points: dict[date, dict[str, int]]) -> None:
    """Closed posts, and how many points each person got at them."""
    for day, people in points.items():
        closes = datetime.combine(day, time(20), UTC)
        post = await posted(database, day=day, stage=PostStage.CLOSED, ready_at=None, closes_at=closes)
        for person, value in people.items():
            origin = f"{day}-{person}"
            await replied(database, post, origin=origin, user_id=person, score=scored(value))


async def hide(database: SqlDatabase, *people: str) -> None:
    def work(unit: UnitOfWork) -> None:
        for person in people:
            unit.people.save(Person("T1", person, hidden=True))

    await database.transact(work)


def places(board: Leaderboard) -> list[tuple[int, str, int]]:
    return [(rank.place, rank.user_id, rank.points) for rank in board.ranks]


async def test_equal_points_share_a_place_and_the_next_is_left_out(
    database: SqlDatabase, show: ShowStanding
) -> None:
    await days(database, {WEDNESDAY: {"U1": 90, "U2": 70, "U3": 70, "U4": 50}})
    board = await show.leaderboard("T1", "C1", "U1")
    assert places(board) == [(1, "U1", 90), (2, "U2", 70), (2, "U3", 70), (4, "U4", 50)]


async def test_the_best_attempt_of_a_day_counts(database: SqlDatabase, show: ShowStanding) -> None:
    post = await posted(database, day=WEDNESDAY)
    for n, value in enumerate((40, 80, 60)):
        await replied(database, post, origin=str(n), score=scored(value))
    assert places(await show.leaderboard("T1", "C1", "U1")) == [(1, "U1", 80)]


async def test_a_week_begins_on_monday_a_month_on_its_first_and_all_time_with_the_channel(
    database: SqlDatabase, show: ShowStanding
) -> None:
    await days(
        database,
        {
            date(2026, 10, 30): {"U1": 1},
            date(2026, 11, 1): {"U1": 10},
            date(2026, 11, 2): {"U1": 20},
            WEDNESDAY: {"U1": 40},
        },
    )
    week, month, ever = [await show.leaderboard("T1", "C1", "U1", period) for period in Period]
    assert [places(board)[0][2] for board in (week, month, ever)] == [60, 70, 71]
    assert (week.first, week.last) == (date(2026, 11, 2), date(2026, 11, 8))
    assert (month.first, month.last) == (date(2026, 11, 1), date(2026, 11, 30))
    assert ever.first == date(2026, 10, 30)
    assert (week.ranks[0].days, ever.ranks[0].days) == (2, 4)


async def test_the_week_is_that_of_the_channels_date(
    database: SqlDatabase, show: ShowStanding, clock: FakeClock
) -> None:
    there = replace(SUBSCRIPTION, timetable=Timetable(time(9), "Pacific/Auckland"), ready_at=NOON)
    await database.transact(lambda work: work.subscriptions.save(there))
    await days(database, {date(2026, 11, 8): {"U1": 10}, date(2026, 11, 9): {"U1": 20}})
    clock.time = datetime(2026, 11, 8, 12, tzinfo=UTC)  # Monday in Auckland
    assert places(await show.leaderboard("T1", "C1", "U1")) == [(1, "U1", 20)]


async def test_who_is_hidden_is_on_no_leaderboard_and_takes_nobodys_place(
    database: SqlDatabase, show: ShowStanding
) -> None:
    await days(database, {WEDNESDAY: {"U1": 90, "U2": 80, "U3": 70}})
    await hide(database, "U1")
    board = await show.leaderboard("T1", "C1", "U3")
    assert places(board) == [(1, "U2", 80), (2, "U3", 70)]
    assert (board.own, board.hidden) == (None, False)


async def test_who_is_hidden_is_told_their_own_place_alone(database: SqlDatabase, show: ShowStanding) -> None:
    await days(database, {WEDNESDAY: {"U1": 90, "U2": 80, "U3": 70, "U4": 60}})
    await hide(database, "U1", "U3")
    board = await show.leaderboard("T1", "C1", "U3")
    assert places(board) == [(1, "U2", 80), (2, "U4", 60)]
    assert board.own is not None
    assert (board.own.place, board.own.user_id, board.own.points, board.hidden) == (2, "U3", 70, True)


async def test_who_is_hidden_in_another_workspace_is_shown_here(
    database: SqlDatabase, show: ShowStanding
) -> None:
    await days(database, {WEDNESDAY: {"U1": 90}})
    await database.transact(lambda work: work.people.save(Person("T2", "U1", hidden=True)))
    assert places(await show.leaderboard("T1", "C1", "U1")) == [(1, "U1", 90)]


async def test_who_stands_below_the_list_is_told_their_own_place(
    database: SqlDatabase, show: ShowStanding
) -> None:
    await days(database, {WEDNESDAY: {f"U{n:02}": 90 - n for n in range(12)}})
    board = await show.leaderboard("T1", "C1", "U11")
    assert len(board.ranks) == 10
    assert board.own is not None
    assert (board.own.place, board.own.points, board.hidden) == (12, 79, False)
    assert (await show.leaderboard("T1", "C1", "U09")).own is None


async def test_a_channel_without_answers_has_an_empty_leaderboard(
    database: SqlDatabase, show: ShowStanding
) -> None:
    board = await show.leaderboard("T1", "C9", "U1", Period.ALL)
    assert (board.ranks, board.own, board.first) == ((), None, WEDNESDAY)


async def test_a_streak_follows_the_persons_own_vacation(database: SqlDatabase, show: ShowStanding) -> None:
    both = {"U1": 80, "U2": 80}
    await days(database, {date(2026, 11, 2): both, date(2026, 11, 3): {}, WEDNESDAY: {}})
    announced = datetime(2026, 11, 1, tzinfo=UTC)
    away = Absence("T1", "U1", date(2026, 11, 3), WEDNESDAY, announced)
    await database.transact(lambda work: work.absences.add(away))
    assert (await show.streak("T1", "C1", "U1")).streak.current == 1
    assert (await show.streak("T1", "C1", "U2")).streak.current == 0


async def test_a_persons_best_scores_are_of_every_channel_of_the_workspace(database: SqlDatabase) -> None:
    await days(database, {WEDNESDAY - timedelta(1): {"U1": 30}, WEDNESDAY: {"U1": 50, "U2": 60}})
    other = await posted(database, channel_id="C0", day=WEDNESDAY)
    for n, (value, withdrawn) in enumerate(((70, False), (40, False), (90, True))):
        await replied(database, other, origin=str(n), score=scored(value), withdrawn=withdrawn)
    foreign = await posted(database, channel_id="C2", team_id="T2", day=WEDNESDAY)
    await replied(database, foreign, team_id="T2")
    best = await database.transact(lambda work: work.replies.best_of_person("T1", "U1"))
    assert [(post.channel_id, post.day.day, points) for post, points in best] == [
        ("C0", 4, 70),
        ("C1", 3, 30),
        ("C1", 4, 50),
    ]
    assert best[0][0] == other
    here = await database.transact(lambda work: work.replies.best_of_person("T1", "U1", "C1"))
    assert [points for _, points in here] == [30, 50]


async def test_another_workspace_learns_nothing_of_the_channel(
    database: SqlDatabase, show: ShowStanding
) -> None:
    await days(database, {WEDNESDAY: {"U1": 90}})
    board = await show.leaderboard("T2", "C1", "U1", Period.ALL)
    assert (board.ranks, board.own) == ((), None)
    assert not (await show.streak("T2", "C1", "U1")).streak.ledger
