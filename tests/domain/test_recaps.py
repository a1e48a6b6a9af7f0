"""A channel's week, looked back at."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.daily import Post, PostStage, Reply
from bot.domain.grading import MisconceptionFound
from bot.domain.recaps import Improved, Recap, Week, last_day, look_back, monday_of
from bot.domain.schedule import Timetable
from tests.storage.samples import POST, REPLY, scored

MONDAY = date(2026, 11, 2)
NOON = datetime(2026, 11, 6, 12, tzinfo=UTC)
RECAP = Recap("T1", "C1", MONDAY, PostStage.CLAIMED, NOON)
PEOPLE = ["U1", "U2", "U3"]

Round = tuple[Post, list[Reply]]


def closed(offset: int, **scores: int) -> Round:
    """A post so many days after Monday, with a reply of that score from each person."""
    day = MONDAY + timedelta(days=offset)
    post = replace(POST, id=offset, day=day, scenario_id=f"scenario-{offset}", stage=PostStage.CLOSED)
    return post, [reply(user, score) for user, score in scores.items()]


def reply(user: str, score: int, *misconceptions: str, late: bool = False) -> Reply:
    found = tuple(MisconceptionFound(each, ("words",), 5) for each in misconceptions)
    return replace(REPLY, user_id=user, score=replace(scored(score), misconceptions=found), late=late)


def before(*scores: tuple[str, int]) -> list[tuple[str, date, int]]:
    """Best scores on the days before the week."""
    return [(user, MONDAY - timedelta(days=place + 1), score) for place, (user, score) in enumerate(scores)]


def test_each_day_tells_who_took_part_and_their_average() -> None:
    week = look_back(MONDAY, [closed(1, U1=100), closed(0, U1=40, U2=71)], [])
    told = [(day.day.day, day.people, day.average) for day in week.days]
    assert told == [(2, 2, 56), (3, 1, 100)]


def test_a_day_without_replies_has_no_average() -> None:
    (day,) = look_back(MONDAY, [closed(0)], []).days
    assert (day.people, day.average) == (0, None)


def test_a_person_counts_once_a_day_with_the_best_attempt() -> None:
    post, _ = closed(0)
    (day,) = look_back(MONDAY, [(post, [reply("U1", 20), reply("U1", 90), reply("U1", 60)])], []).days
    assert (day.people, day.average) == (1, 90)


def test_what_came_late_counts_for_nothing() -> None:
    post, _ = closed(0)
    week = look_back(MONDAY, [(post, [reply("U1", 90, "peering", late=True)])], [])
    assert (week.days[0].people, week.came_up) == (0, None)


def test_the_hardest_scenario_has_the_lowest_average() -> None:
    week = look_back(MONDAY, [closed(0, U1=80), closed(1, U1=30, U2=50), closed(2), closed(3, U1=41)], [])
    assert week.hardest is not None
    assert week.hardest.scenario_id == "scenario-1"


def test_one_scenario_alone_is_not_the_hardest() -> None:
    assert look_back(MONDAY, [closed(0, U1=80), closed(1)], []).hardest is None


def test_most_improved_is_whose_average_rose_most() -> None:
    rounds = [closed(0, U1=80, U2=90), closed(1, U1=60, U2=90)]
    week = look_back(MONDAY, rounds, before(("U1", 20), ("U2", 70), ("U1", 40), ("U2", 80)))
    assert week.improved == Improved("U1", 30, 70)


def test_two_answers_are_needed_on_either_side() -> None:
    one = look_back(MONDAY, [closed(0, U1=90)], before(("U1", 10), ("U1", 10)))
    other = look_back(MONDAY, [closed(0, U1=90), closed(1, U1=90)], before(("U1", 10)))
    assert (one.improved, other.improved) == (None, None)


def test_what_is_more_than_four_weeks_old_is_not_compared_with() -> None:
    old = [("U1", MONDAY - timedelta(days=29), 0), ("U1", MONDAY - timedelta(days=30), 0)]
    rounds = [closed(0, U1=90), closed(1, U1=90)]
    assert look_back(MONDAY, rounds, old).improved is None
    young = [("U1", MONDAY - timedelta(days=27), 0), ("U1", MONDAY - timedelta(days=28), 0)]
    assert look_back(MONDAY, rounds, young).improved == Improved("U1", 0, 90)


def test_nobody_is_most_improved_if_nobody_rose() -> None:
    rounds = [closed(0, U1=50), closed(1, U1=50)]
    assert look_back(MONDAY, rounds, before(("U1", 50), ("U1", 50))).improved is None


def test_who_is_hidden_is_not_named_but_counts() -> None:
    rounds = [closed(0, U1=80, U2=60), closed(1, U1=80, U2=60)]
    past = before(("U1", 0), ("U1", 0), ("U2", 50), ("U2", 50))
    week = look_back(MONDAY, rounds, past, hidden={"U1"})
    assert week.improved == Improved("U2", 50, 60)
    assert [day.people for day in week.days] == [2, 2]


def test_the_misconception_of_the_week_is_the_one_that_most_people_gave() -> None:
    post, _ = closed(0)
    replies = [
        reply("U1", 0, "peering"),
        reply("U1", 0, "peering"),
        reply("U2", 0, "vpn"),
        reply("U3", 0, "vpn"),
    ]
    came_up = look_back(MONDAY, [(post, replies)], []).came_up
    assert came_up is not None
    assert (came_up.scenario_id, came_up.misconception_id, came_up.people) == ("scenario-0", "vpn", 2)


def test_what_one_person_gave_is_no_misconception_of_the_week() -> None:
    post, _ = closed(0)
    assert look_back(MONDAY, [(post, [reply("U1", 0, "peering")])], []).came_up is None


scores = st.dictionaries(st.sampled_from(PEOPLE), st.integers(0, 100))
weeks = st.lists(scores, max_size=7).map(lambda days: [closed(at, **each) for at, each in enumerate(days)])
pasts = st.lists(
    st.tuples(st.sampled_from(PEOPLE), st.dates(date(2026, 9, 21), date(2026, 11, 8)), st.integers(0, 100)),
    max_size=12,
)
hiding = st.sets(st.sampled_from(PEOPLE))


@given(weeks, pasts, hiding)
def test_sums_and_averages_are_those_of_the_posts(
    rounds: list[Round], past: list[tuple[str, date, int]], hidden: set[str]
) -> None:
    week = look_back(MONDAY, rounds, past, hidden)
    assert [day.people for day in week.days] == [len(replies) for _, replies in rounds]
    for day, (_, replies) in zip(week.days, rounds, strict=True):
        values = [each.score.value for each in replies]
        assert day.average == (round(Fraction(sum(values), len(values))) if values else None)


@given(weeks, pasts, hiding)
def test_the_order_in_which_it_is_read_changes_nothing(
    rounds: list[Round], past: list[tuple[str, date, int]], hidden: set[str]
) -> None:
    turned = [(post, replies[::-1]) for post, replies in rounds[::-1]]
    assert look_back(MONDAY, rounds, past, hidden) == look_back(MONDAY, turned, past[::-1], hidden)


@given(weeks, pasts, hiding)
def test_whoever_is_named_is_not_hidden_and_really_rose(
    rounds: list[Round], past: list[tuple[str, date, int]], hidden: set[str]
) -> None:
    improved = look_back(MONDAY, rounds, past, hidden).improved
    if improved is not None:
        assert improved.user_id not in hidden
        assert improved.now > improved.before


@given(weeks, pasts)
def test_no_answered_day_is_harder_than_the_hardest(
    rounds: list[Round], past: list[tuple[str, date, int]]
) -> None:
    week = look_back(MONDAY, rounds, past)
    averages = [day.average for day in week.days if day.average is not None]
    assert (week.hardest is None) == (len(averages) < 2)
    assert week.hardest is None or week.hardest.average == min(averages)


@given(weeks, pasts)
def test_hiding_everybody_names_nobody_and_changes_nothing_else(
    rounds: list[Round], past: list[tuple[str, date, int]]
) -> None:
    week = look_back(MONDAY, rounds, past)
    assert look_back(MONDAY, rounds, past, PEOPLE) == replace(week, improved=None)


def test_an_empty_week_has_nothing_to_tell() -> None:
    assert look_back(MONDAY, [], []) == Week(MONDAY, ())


@given(st.dates())
def test_a_week_begins_on_monday(day: date) -> None:
    monday = monday_of(day) if day > date(1, 1, 7) else date(1, 1, 1)
    assert monday.weekday() == 0
    assert 0 <= (day - monday).days < 7


def test_the_last_day_follows_the_weekdays() -> None:
    assert last_day(Timetable(time(9), "UTC"), MONDAY) == date(2026, 11, 6)
    assert last_day(Timetable(time(9), "UTC", frozenset({0, 6})), MONDAY) == date(2026, 11, 8)


def test_a_recap_is_out_once_it_was_being_sent() -> None:
    out = RECAP.sending().closed("1.2")
    assert (out.stage, out.message_ts, out.ready_at) == (PostStage.CLOSED, "1.2", None)


def test_a_recap_that_is_out_takes_no_further_step() -> None:
    with pytest.raises(AssertionError, match="closed"):
        RECAP.sending().closed("1.2").outage()
