from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.daily import Post, PostStage
from bot.domain.people import Absence
from bot.domain.scenario import Language
from bot.domain.streak import MOST_FREEZES, DayKind, Streak, derive_streak

MONDAY = date(2026, 11, 2)
A, M, O, X = "answered", "missed", "open", "outage"  # noqa: E741 # a day's letter in the histories below


def post(day: date, stage: PostStage) -> Post:
    due = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    return Post(
        team_id="T1", channel_id="C1", day=day, pack_id="p", scenario_id="s", languages=(Language.EN,),
        attempts=3, pass_mark=60, due_at=due, closes_at=due + timedelta(hours=8), stage=stage, ready_at=None,
    )  # fmt: skip


STAGES = {A: PostStage.CLOSED, M: PostStage.CLOSED, O: PostStage.OPEN, X: PostStage.OUTAGE}


def streak_of(*days: str) -> Streak:
    """The streak of a person to whom the channel's days, from Monday on, were these."""
    dates = [MONDAY + timedelta(days=n) for n in range(len(days))]
    posts = [post(day, STAGES[kind]) for day, kind in zip(dates, days, strict=True)]
    return derive_streak(posts, {day: 100 for day, kind in zip(dates, days, strict=True) if kind == A})


# In sentences


def test_nobody_has_a_streak_before_answering() -> None:
    assert streak_of(M, M, O) == Streak(0, 0, 0, ())


def test_answered_days_add_up() -> None:
    assert streak_of(A, A, A).current == 3


def test_a_missed_day_ends_the_streak() -> None:
    assert streak_of(A, A, M).current == 0
    assert streak_of(A, A, M, A).current == 1


def test_the_longest_streak_is_remembered() -> None:
    assert streak_of(A, A, A, M, A).longest == 3


def test_seven_days_in_a_row_earn_a_freeze() -> None:
    assert streak_of(*[A] * 6).freezes == 0
    assert streak_of(*[A] * 7).freezes == 1


def test_a_freeze_covers_a_missed_day_by_itself() -> None:
    covered = streak_of(*[A] * 7, M, A)
    assert (covered.current, covered.freezes) == (8, 0)
    assert covered.ledger[7].kind is DayKind.FROZEN


def test_a_day_that_does_not_count_keeps_its_points_in_the_ledger_if_there_was_an_answer() -> None:
    days = [MONDAY + timedelta(days=n) for n in range(3)]
    streak = derive_streak([post(day, PostStage.CLOSED) for day in days], {days[0]: 100, days[2]: 39})
    assert [day.best for day in streak.ledger] == [None, None, 39]


def test_a_freeze_covers_one_day_only() -> None:
    assert streak_of(*[A] * 7, M, M).current == 0


def test_at_most_two_freezes_are_kept() -> None:
    assert streak_of(*[A] * 28).freezes == 2


def test_a_spent_freeze_can_be_earned_again() -> None:
    assert streak_of(*[A] * 14, M, *[A] * 7).freezes == 2


def test_a_day_without_a_post_neither_counts_nor_breaks() -> None:
    assert streak_of(A, X, A).current == 2


def test_an_outage_costs_no_freeze() -> None:
    assert streak_of(*[A] * 7, X).freezes == 1


def test_today_does_not_count_against_anyone_while_it_is_open() -> None:
    assert streak_of(A, A, O).current == 2
    assert streak_of(*[A] * 7, O).freezes == 1


def test_todays_answer_counts_at_once() -> None:
    tuesday = MONDAY + timedelta(days=1)
    posts = [post(MONDAY, PostStage.CLOSED), post(tuesday, PostStage.OPEN)]
    assert derive_streak(posts, {MONDAY: 80, tuesday: 80}).current == 2


def test_an_answer_that_is_still_being_revealed_is_not_missed_yet() -> None:
    tuesday = MONDAY + timedelta(days=1)
    posts = [post(MONDAY, PostStage.CLOSED), post(tuesday, PostStage.CLOSING)]
    assert derive_streak(posts, {MONDAY: 80}).ledger[-1].kind is DayKind.OPEN


def test_the_days_before_joining_do_not_matter() -> None:
    assert streak_of(M, M, X, A, A).ledger[0].day == MONDAY + timedelta(days=3)
    assert streak_of(M, M, X, A, A).current == 2


def test_forty_points_are_enough_and_thirty_nine_are_not() -> None:
    closed = [post(MONDAY, PostStage.CLOSED)]
    assert derive_streak(closed, {MONDAY: 40}).current == 1
    assert derive_streak(closed, {MONDAY: 39}).current == 0


def test_days_off_are_not_in_the_ledger_and_break_nothing() -> None:
    friday, monday = date(2026, 11, 6), date(2026, 11, 9)
    posts = [post(day, PostStage.CLOSED) for day in (friday, monday)]
    assert derive_streak(posts, {friday: 100, monday: 100}).current == 2


def test_a_channel_without_days_has_no_streak() -> None:
    assert derive_streak([], {}) == Streak(0, 0, 0, ())


# For every history

histories = st.lists(
    st.tuples(
        st.sampled_from([PostStage.CLOSED] * 5 + list(PostStage)),
        st.sampled_from([None, 0, 39, 40, 100, 100]),
    ),
    max_size=60,
)
mostly_answered = st.lists(
    st.tuples(st.just(PostStage.CLOSED), st.sampled_from([100] * 9 + [None])), min_size=20, max_size=90
)
History = list[tuple[PostStage, int | None]]


def channel(history: History) -> tuple[list[Post], dict[date, int]]:
    dates = [MONDAY + timedelta(days=n) for n in range(len(history))]
    posts = [post(day, stage) for day, (stage, _) in zip(dates, history, strict=True)]
    return posts, {day: best for day, (_, best) in zip(dates, history, strict=True) if best is not None}


def derive(history: History) -> Streak:
    return derive_streak(*channel(history))


def by_hand(posts: list[Post], best: Mapping[date, int]) -> tuple[int, int, int]:
    """Streak, longest and freezes as one would count them with tokens on a table: one for each
    answered day in a row, swept away at a break; a freeze put aside at every seventh."""
    row: list[date] = []
    freezes: list[str] = []
    rows = [0]
    for each in posts:
        if best.get(each.day, 0) >= 40:
            row = [*row, each.day]
            rows.append(len(row))
            if len(row) in range(7, 1000, 7):
                freezes = [*freezes, "freeze"][:2]
        elif each.stage is PostStage.CLOSED and row:
            if freezes:
                freezes = freezes[1:]
            else:
                row = []
    return len(row), max(rows), len(freezes)


@given(st.one_of(histories, mostly_answered))
def test_the_streak_is_what_one_would_count_by_hand(history: History) -> None:
    streak = derive(history)
    assert (streak.current, streak.longest, streak.freezes) == by_hand(*channel(history))


@given(st.one_of(histories, mostly_answered))
def test_the_ledger_explains_every_change(history: History) -> None:
    streak = derive(history)
    for before, after in pairwise(streak.ledger):
        gained = after.freezes - before.freezes
        earns = after.streak % 7 == 0 and before.freezes < MOST_FREEZES
        expected = {
            DayKind.ANSWERED: (before.streak + 1, int(earns)),
            DayKind.MISSED: (0, 0),
            DayKind.FROZEN: (before.streak, -1),
            DayKind.OUTAGE: (before.streak, 0),
            DayKind.HOLIDAY: (before.streak, 0),
            DayKind.OPEN: (before.streak, 0),
        }
        assert (after.streak, gained) == expected[after.kind]
    if streak.ledger:
        assert (streak.ledger[-1].streak, streak.ledger[-1].freezes) == (streak.current, streak.freezes)


@given(st.one_of(histories, mostly_answered))
def test_the_ledger_has_every_day_from_the_first_answered_one(history: History) -> None:
    posts, _ = channel(history)
    ledger = derive(history).ledger
    assert [line.day for line in ledger] == [each.day for each in posts][len(posts) - len(ledger) :]
    assert not ledger or ledger[0].kind is DayKind.ANSWERED


@given(st.one_of(histories, mostly_answered))
def test_freezes_stay_between_none_and_two(history: History) -> None:
    assert all(0 <= line.freezes <= MOST_FREEZES for line in derive(history).ledger)


@given(histories, st.integers(0, 20))
def test_channels_that_are_older_than_the_person_change_nothing(history: History, days: int) -> None:
    older: History = [(PostStage.CLOSED, None)] * days
    now, then = derive(history), derive(older + history)
    assert (now.current, now.longest, now.freezes) == (then.current, then.longest, then.freezes)


@given(histories, st.integers(0, 60))
def test_an_outage_anywhere_changes_nothing(history: History, place: int) -> None:
    away: History = [(PostStage.OUTAGE, None)]
    now, then = derive(history), derive(history[:place] + away + history[place:])
    assert (now.current, now.longest, now.freezes) == (then.current, then.longest, then.freezes)


@given(histories, st.integers(0, 59))
def test_one_more_answered_day_never_shortens_the_longest_streak(history: History, place: int) -> None:
    better = [*history]
    better[place : place + 1] = [(stage, 100) for stage, _ in history[place : place + 1]]
    assert derive(better).longest >= derive(history).longest


def away(first: int, last: int) -> Absence:
    return Absence(
        "T1", "U1", MONDAY + timedelta(first), MONDAY + timedelta(last), datetime(2026, 11, 1, tzinfo=UTC)
    )


def days(*stages: PostStage) -> list[Post]:
    return [post(MONDAY + timedelta(n), stage) for n, stage in enumerate(stages)]


ENDS = {MONDAY: 60, MONDAY + timedelta(3): 60}


def test_a_missed_day_of_an_announced_vacation_neither_counts_nor_breaks() -> None:
    streak = derive_streak(days(*[PostStage.CLOSED] * 4), ENDS, [away(1, 2)])
    assert streak.current == 2
    assert [line.kind for line in streak.ledger[1:3]] == [DayKind.VACATION, DayKind.VACATION]


def test_who_answers_on_vacation_is_counted() -> None:
    assert derive_streak(days(*[PostStage.CLOSED] * 4), ENDS, [away(0, 5)]).current == 2


def test_a_holiday_neither_counts_nor_breaks() -> None:
    rest = days(PostStage.CLOSED, PostStage.REST, PostStage.REST, PostStage.CLOSED)
    streak = derive_streak(rest, ENDS)
    assert (streak.current, streak.ledger[1].kind) == (2, DayKind.HOLIDAY)


def test_a_vacation_announced_after_the_close_comes_too_late_for_that_day() -> None:
    closed = days(PostStage.CLOSED, PostStage.CLOSED)
    too_late = replace(away(1, 1), announced_at=closed[1].closes_at)
    in_time = replace(too_late, announced_at=too_late.announced_at - timedelta(seconds=1))
    assert derive_streak(closed, ENDS, [in_time]).current == 1
    assert derive_streak(closed, ENDS, [too_late]).current == 0
