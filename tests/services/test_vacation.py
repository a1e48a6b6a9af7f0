"""Vacations: which are taken, how they join, and what is left when one ends early."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import TooManyVacations, VacationBackwards, VacationPast, VacationTooFar
from bot.domain.people import Absence
from bot.domain.scenario import Language
from bot.domain.streak import DayKind
from bot.playground.people import DAILY, TEAM_ID
from bot.services.announce_vacation import MOST_AHEAD, AnnounceVacation, Vacations, _join
from bot.storage import SqlDatabase
from tests.clock import FakeClock
from tests.slack.conftest import ANNA, SAM, Office

TUESDAY = datetime(2026, 11, 3, 20, tzinfo=UTC)  # in Tokyo it is Wednesday already


class Directory:
    """Everybody is in this time zone."""

    def __init__(self, zone: str) -> None:
        self.zone = zone

    async def language(self, team_id: str, user_id: str) -> Language:
        return Language.EN

    async def time_zone(self, team_id: str, user_id: str) -> str:
        return self.zone

    async def is_guest(self, team_id: str, user_id: str) -> bool:
        return False

    async def is_bot(self, team_id: str, user_id: str) -> bool:
        return False

    async def has_left(self, team_id: str, user_id: str) -> bool:
        return False

    async def is_admin(self, team_id: str, user_id: str) -> bool:
        return False


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(TUESDAY)


@pytest.fixture
def vacation(sqlite_database: SqlDatabase, clock: FakeClock) -> AnnounceVacation:
    return AnnounceVacation(sqlite_database, Directory("UTC"), clock)


def november(day: int) -> date:
    return date(2026, 11, 1) + timedelta(days=day - 1)


async def announce(
    vacation: AnnounceVacation, first: int, last: int, user: str = "U1"
) -> list[tuple[int, int]]:
    return spans(await vacation("T1", user, november(first), november(last)))


def spans(vacations: Vacations) -> list[tuple[int, int]]:
    """First and last days, counted from the beginning of November."""
    start = november(1)
    return [((a.first - start).days + 1, (a.last - start).days + 1) for a in vacations.absences]


# What is taken


async def test_a_vacation_may_begin_today_in_the_persons_own_time_zone(
    sqlite_database: SqlDatabase, clock: FakeClock
) -> None:
    there = AnnounceVacation(sqlite_database, Directory("Asia/Tokyo"), clock)
    here = AnnounceVacation(sqlite_database, Directory("UTC"), clock)
    with pytest.raises(VacationPast):
        await announce(there, 3, 9)
    assert await announce(here, 3, 9) == [(3, 9)]


async def test_a_vacation_can_be_one_day(vacation: AnnounceVacation) -> None:
    assert await announce(vacation, 5, 5) == [(5, 5)]


async def test_a_vacation_ends_no_earlier_than_it_begins(vacation: AnnounceVacation) -> None:
    with pytest.raises(VacationBackwards):
        await announce(vacation, 9, 8)


async def test_a_vacation_is_not_for_ever(vacation: AnnounceVacation) -> None:
    with pytest.raises(VacationTooFar):
        await vacation("T1", "U1", november(3), date.max)


async def test_only_so_many_are_kept_ahead(vacation: AnnounceVacation) -> None:
    for n in range(MOST_AHEAD):
        await announce(vacation, 5 + 3 * n, 5 + 3 * n)
    with pytest.raises(TooManyVacations):
        await announce(vacation, 100, 101)
    assert await announce(vacation, 5, 60) == [(5, 60)]


async def test_everybody_has_their_own(vacation: AnnounceVacation) -> None:
    await announce(vacation, 5, 9)
    assert await announce(vacation, 7, 12, user="U2") == [(7, 12)]


# Joining


@pytest.mark.parametrize(
    ("second", "joined"),
    [
        ((12, 15), [(10, 15)]),
        ((5, 10), [(5, 13)]),
        ((11, 12), [(10, 13)]),
        ((5, 20), [(5, 20)]),
        ((14, 15), [(10, 15)]),
        ((8, 9), [(8, 13)]),
        ((15, 16), [(10, 13), (15, 16)]),
        ((10, 13), [(10, 13)]),
    ],
)
async def test_vacations_that_touch_are_one(
    vacation: AnnounceVacation, second: tuple[int, int], joined: list[tuple[int, int]]
) -> None:
    await announce(vacation, 10, 13)
    assert await announce(vacation, *second) == joined


async def test_one_vacation_can_close_the_gap_between_two(vacation: AnnounceVacation) -> None:
    await announce(vacation, 5, 6)
    await announce(vacation, 9, 10)
    assert await announce(vacation, 6, 8) == [(5, 10)]


async def test_what_is_over_is_left_alone(vacation: AnnounceVacation, clock: FakeClock) -> None:
    await announce(vacation, 3, 4)
    clock.advance(timedelta(days=2))
    assert await announce(vacation, 5, 9) == [(5, 9)]


ranges = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 9)), min_size=1, max_size=MOST_AHEAD)


class Kept:
    """The absences of a unit of work, as a list."""

    def __init__(self) -> None:
        self.all: list[Absence] = []
        self.absences = self

    def of_person(self, team_id: str, user_id: str) -> list[Absence]:
        return sorted(self.all, key=lambda absence: absence.first)

    def add(self, absence: Absence) -> Absence | None:
        if any(other.first == absence.first for other in self.all):
            return None
        self.all.append(absence)
        return absence

    def remove(self, absence: Absence) -> bool:
        self.all.remove(absence)
        return True


@given(ranges)
def test_joined_vacations_cover_what_was_announced_and_never_touch(announced: list[tuple[int, int]]) -> None:
    kept, today = Kept(), november(3)
    for start, length in announced:
        first = today + timedelta(days=start)
        wanted = Absence("T1", "U1", first, first + timedelta(days=length), TUESDAY)
        _join(kept, wanted, today)  # type: ignore[arg-type] # only its absences are used
    days = {start + n for start, length in announced for n in range(length + 1)}
    covered = [(a.first - today).days + n for a in kept.all for n in range((a.last - a.first).days + 1)]
    assert sorted(covered) == sorted(days)
    assert not {(a.last - today).days + 1 for a in kept.all} & set(covered)


# Ending


async def test_ending_early_keeps_the_days_that_have_passed(
    vacation: AnnounceVacation, clock: FakeClock
) -> None:
    [absence] = (await vacation("T1", "U1", november(3), november(9))).absences
    clock.advance(timedelta(days=2))
    assert spans(await vacation.end("T1", "U1", absence.id)) == [(3, 5)]
    clock.advance(timedelta(days=1))
    assert spans(await vacation.current("T1", "U1")) == []


async def test_one_that_has_not_begun_is_forgotten(vacation: AnnounceVacation) -> None:
    [absence] = (await vacation("T1", "U1", november(5), november(9))).absences
    assert spans(await vacation.end("T1", "U1", absence.id)) == []


async def test_nobody_ends_the_vacation_of_another(vacation: AnnounceVacation) -> None:
    [absence] = (await vacation("T1", "U1", november(5), november(9))).absences
    await vacation.end("T1", "U2", absence.id)
    await vacation.end("T2", "U1", absence.id)
    assert spans(await vacation.current("T1", "U1")) == [(5, 9)]


# What it does to a streak, in the whole product


async def test_days_missed_on_vacation_break_nothing_and_are_in_the_ledger(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    await office.say(ANNA, office.todays(post).examples.en.full[0], post)
    await office.bot.use_cases.announce_vacation(TEAM_ID, ANNA, november(3), november(4))
    for _ in range(2):
        await office.next_post()
        await office.next_close()
    post = await office.next_post()
    await office.say(ANNA, office.todays(post).examples.en.full[0], post)
    streak = (await office.bot.use_cases.show_standing.streak(TEAM_ID, DAILY, ANNA)).streak
    assert streak.current == 2
    assert [line.kind for line in streak.ledger] == [
        DayKind.ANSWERED,
        DayKind.VACATION,
        DayKind.VACATION,
        DayKind.ANSWERED,
    ]


async def test_a_vacation_saves_no_day_that_has_closed(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    await office.say(ANNA, office.todays(post).examples.en.full[0], post)
    await office.next_post()
    await office.next_close()
    await office.bot.use_cases.announce_vacation(TEAM_ID, ANNA, november(4), november(4))
    await office.bot.use_cases.announce_vacation(TEAM_ID, ANNA, november(3), november(5))
    assert (await office.bot.use_cases.show_standing.streak(TEAM_ID, DAILY, ANNA)).streak.current == 0


async def test_a_vacation_counts_on_the_leaderboard_too(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    for person in (ANNA, SAM):
        await office.say(person, office.todays(post).examples.en.full[0], post)
    await office.bot.use_cases.announce_vacation(TEAM_ID, ANNA, november(3), november(3))
    await office.next_post()
    await office.next_close()
    board = await office.bot.use_cases.show_standing.leaderboard(TEAM_ID, DAILY, SAM)
    assert {rank.user_id: rank.streak for rank in board.ranks} == {ANNA: 1, SAM: 0}
