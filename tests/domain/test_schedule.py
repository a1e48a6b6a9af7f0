from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from bot.domain.errors import BadTimetable
from bot.domain.schedule import LONGEST_OPEN, WORKDAYS, Timetable, is_zone

EVERY_DAY = frozenset(range(7))
HOUR = timedelta(hours=1)

clock_times = st.times().map(lambda at: at.replace(second=0, microsecond=0))
zones = st.one_of(
    st.sampled_from(("America/Sao_Paulo", "Europe/London", "Australia/Lord_Howe", "Asia/Tokyo")),
    st.sampled_from(("America/Nuuk", "America/St_Johns", "Pacific/Apia", "Antarctica/Troll", "Africa/Cairo")),
    st.sampled_from(sorted(available_timezones())),
)
days = st.dates(date(1990, 1, 1), date(2037, 12, 1))
instants = st.datetimes(datetime(1990, 1, 1), datetime(2037, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001 # its zone is the third argument
timetables = st.builds(Timetable, clock_times, zones, st.frozensets(st.integers(0, 6), min_size=1))
daily = st.builds(Timetable, clock_times, zones, st.just(EVERY_DAY))

NUUK = Timetable(time(23, 30), "America/Nuuk", EVERY_DAY)
"""Greenland's clocks go forward at 23:00 on a Saturday, so that its half past eleven is a Sunday's."""
JUST_AFTER_MIDNIGHT = datetime(2026, 3, 29, 1, 10, tzinfo=UTC)
SAMOA = Timetable(time(9), "Pacific/Apia", EVERY_DAY)
"""Samoa crossed the date line at the end of 29 December 2011 and had no 30 December."""


def on_the_wall(timetable: Timetable, instant: datetime) -> datetime:
    return instant.astimezone(ZoneInfo(timetable.zone)).replace(tzinfo=None, fold=0)


def exists(timetable: Timetable, wall: datetime) -> bool:
    """Whether the zone's clocks ever show this."""
    instant = wall.replace(tzinfo=ZoneInfo(timetable.zone)).astimezone(UTC)
    return on_the_wall(timetable, instant) == wall


def has(timetable: Timetable, day: date) -> bool:
    """Whether the zone's calendar has this day."""
    return any(exists(timetable, datetime.combine(day, time(hour))) for hour in range(24))


# For every timetable


@given(timetables, instants)
@example(NUUK, JUST_AFTER_MIDNIGHT)
@example(SAMOA, datetime(2011, 12, 30, 8, tzinfo=UTC))
def test_the_next_due_is_strictly_later_and_on_a_chosen_weekday(
    timetable: Timetable, after: datetime
) -> None:
    due = timetable.next_due(after)
    assert due > after
    assert timetable.local_day(due).weekday() in timetable.weekdays


@given(timetables, instants)
def test_no_due_lies_between_an_instant_and_the_next_due(timetable: Timetable, after: datetime) -> None:
    due = timetable.next_due(after)
    day, last = timetable.local_day(after) - timedelta(days=2), timetable.local_day(due)
    while day < last:
        if day.weekday() in timetable.weekdays and has(timetable, day):
            assert timetable.due_on(day) <= after
        day += timedelta(days=1)


@given(timetables, days)
def test_the_due_time_is_what_the_clock_on_the_wall_shows(timetable: Timetable, day: date) -> None:
    wanted = datetime.combine(day, timetable.at)
    assume(exists(timetable, wanted))
    assert on_the_wall(timetable, timetable.due_on(day)) == wanted


@given(timetables, days)
@example(NUUK, date(2026, 3, 28))
def test_a_due_time_belongs_to_its_own_local_day(timetable: Timetable, day: date) -> None:
    assume(has(timetable, day))
    assert timetable.local_day(timetable.due_on(day)) == day


@given(timetables, days)
def test_when_the_clock_shows_a_time_twice_the_first_counts(timetable: Timetable, day: date) -> None:
    due = timetable.due_on(day)
    shown = on_the_wall(timetable, due)
    assert all(on_the_wall(timetable, due - minutes) != shown for minutes in (HOUR / 2, HOUR, 2 * HOUR))


@given(daily, days)
@example(Timetable(time(0, 30), "America/Sao_Paulo", EVERY_DAY), date(2018, 11, 3))
@example(Timetable(time(23, 30), "America/Sao_Paulo", EVERY_DAY), date(2019, 2, 15))
@example(Timetable(time(1, 30), "Europe/London", EVERY_DAY), date(2026, 3, 28))
@example(Timetable(time(1, 30), "Europe/London", EVERY_DAY), date(2026, 10, 24))
@example(Timetable(time(2, 15), "Australia/Lord_Howe", EVERY_DAY), date(2026, 10, 3))
@example(Timetable(time(1, 45), "Australia/Lord_Howe", EVERY_DAY), date(2026, 4, 4))
@example(Timetable(time(9), "Asia/Tokyo", EVERY_DAY), date(2026, 3, 28))
@example(NUUK, date(2026, 3, 27))
@example(SAMOA, date(2011, 12, 28))
def test_every_local_day_has_exactly_one_due(timetable: Timetable, first: date) -> None:
    assume(has(timetable, first))
    week = [first + timedelta(days=n) for n in range(7)]
    dues = timetable.upcoming(timetable.due_on(first) - timedelta(microseconds=1), 6)
    assert [timetable.local_day(due) for due in dues] == [day for day in week if has(timetable, day)][:6]


@given(timetables, instants)
@example(NUUK, JUST_AFTER_MIDNIGHT)
@example(SAMOA, datetime(2011, 12, 28, tzinfo=UTC))
def test_what_is_upcoming_is_one_next_due_after_another(timetable: Timetable, after: datetime) -> None:
    upcoming = timetable.upcoming(after, 9)
    assert upcoming[0] == timetable.next_due(after)
    for earlier, later in pairwise(upcoming):
        assert earlier < later == timetable.next_due(earlier)


@given(instants)
def test_a_due_time_is_given_in_utc(after: datetime) -> None:
    assert Timetable(time(9), "Asia/Tokyo").next_due(after).tzinfo is UTC


# With literal times


def due(zone: str, at: time, day: date) -> datetime:
    return Timetable(at, zone, EVERY_DAY).due_on(day)


def test_tokyos_nine_in_the_morning_is_utcs_midnight() -> None:
    assert due("Asia/Tokyo", time(9), date(2026, 11, 2)) == datetime(2026, 11, 2, 0, tzinfo=UTC)


def test_a_time_in_the_gap_moves_forward_by_its_length() -> None:
    # London, 29 March 2026: 01:00 GMT becomes 02:00 BST.
    assert due("Europe/London", time(1, 30), date(2026, 3, 29)) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_a_gap_of_half_an_hour_moves_it_by_half_an_hour() -> None:
    # Lord Howe Island, 4 October 2026: 02:00 (UTC+10:30) becomes 02:30 (UTC+11).
    moved = due("Australia/Lord_Howe", time(2, 15), date(2026, 10, 4))
    assert moved == datetime(2026, 10, 3, 15, 45, tzinfo=UTC)
    assert moved.astimezone(ZoneInfo("Australia/Lord_Howe")).time() == time(2, 45)


def test_a_gap_at_midnight_leaves_the_due_time_on_its_day() -> None:
    # São Paulo, 4 November 2018: 00:00 (UTC-3) becomes 01:00 (UTC-2).
    assert due("America/Sao_Paulo", time(0), date(2018, 11, 4)) == datetime(2018, 11, 4, 3, tzinfo=UTC)


def test_a_time_that_would_move_into_the_next_day_moves_back_instead() -> None:
    # Nuuk, 28 March 2026: 23:00 (UTC-2) becomes 00:00 (UTC-1) of the 29th.
    assert NUUK.due_on(date(2026, 3, 28)) == datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    assert NUUK.due_on(date(2026, 3, 29)) == datetime(2026, 3, 30, 0, 30, tzinfo=UTC)


def test_of_the_two_half_past_ones_in_autumn_the_first_counts() -> None:
    # London, 25 October 2026: 02:00 BST becomes 01:00 GMT.
    assert due("Europe/London", time(1, 30), date(2026, 10, 25)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_of_two_late_evenings_the_first_counts() -> None:
    # São Paulo, 16 February 2019: midnight (UTC-2) becomes 23:00 (UTC-3) of the same day.
    assert due("America/Sao_Paulo", time(23, 30), date(2019, 2, 16)) == datetime(
        2019, 2, 17, 1, 30, tzinfo=UTC
    )


def test_a_day_that_the_calendar_skipped_has_no_due() -> None:
    dues = SAMOA.upcoming(datetime(2011, 12, 28, 19, tzinfo=UTC), 3)
    assert [SAMOA.local_day(due).day for due in dues] == [29, 31, 1]


def test_friday_is_followed_by_monday_on_workdays() -> None:
    friday = datetime(2026, 11, 6, 9, tzinfo=UTC)
    assert Timetable(time(9), "UTC").next_due(friday) == datetime(2026, 11, 9, 9, tzinfo=UTC)


def test_the_instant_of_a_due_time_is_not_its_own_next() -> None:
    timetable = Timetable(time(9), "UTC", EVERY_DAY)
    nine = datetime(2026, 11, 2, 9, tzinfo=UTC)
    assert timetable.next_due(nine - timedelta(microseconds=1)) == nine
    assert timetable.next_due(nine) == nine + timedelta(days=1)


def test_the_local_day_is_the_channels_and_not_utcs() -> None:
    evening = datetime(2026, 11, 2, 23, tzinfo=UTC)
    assert Timetable(time(9), "Asia/Tokyo").local_day(evening) == date(2026, 11, 3)
    assert Timetable(time(9), "America/New_York").local_day(evening) == date(2026, 11, 2)


def test_no_more_is_upcoming_than_was_asked_for() -> None:
    assert Timetable(time(9), "UTC").upcoming(datetime(2026, 11, 2, tzinfo=UTC), 0) == []


# What can't be kept


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("zone", {"zone": "Mars/Olympus_Mons"}),
        ("zone", {"zone": ""}),
        ("zone", {"zone": "Asia"}),
        ("zone", {"zone": "../Asia/Tokyo"}),
        ("time", {"at": time(9, 0, 1)}),
        ("time", {"at": time(9, 0, 0, 1)}),
        ("time", {"at": time(9, tzinfo=timezone(HOUR))}),
        ("weekdays", {"weekdays": frozenset()}),
        ("weekdays", {"weekdays": frozenset({0, 7})}),
        ("weekdays", {"weekdays": frozenset({-1})}),
        ("open_for", {"open_for": timedelta(0)}),
        ("open_for", {"open_for": -HOUR}),
        ("open_for", {"open_for": LONGEST_OPEN + timedelta(seconds=1)}),
    ],
)
def test_a_timetable_that_cant_be_kept_names_the_field(field: str, change: dict[str, object]) -> None:
    sound: dict[str, object] = {"at": time(9), "zone": "UTC", "weekdays": WORKDAYS, "open_for": HOUR}
    with pytest.raises(BadTimetable) as refused:
        Timetable(**{**sound, **change})  # type: ignore[arg-type] # the names are the fields'
    assert refused.value.facts["field"] == field


@given(st.text(max_size=80))
def test_any_text_is_a_zone_or_it_isnt(name: str) -> None:
    assert is_zone(name) in (True, False)


def test_a_name_that_no_file_can_have_is_no_zone() -> None:
    assert not is_zone("a" * 5000)
    assert not is_zone("Asia/Tokyo\0")
    assert not is_zone("\ud800")
