"""Weeks from Monday to Sunday, months, and all time."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.periods import Period

days = st.dates(date(1, 1, 8), date(9999, 12, 1))


@pytest.mark.parametrize("day", [date(2026, 11, 2), date(2026, 11, 5), date(2026, 11, 8)])
def test_a_week_is_monday_to_sunday(day: date) -> None:
    assert Period.WEEK.first_day(day) == date(2026, 11, 2)
    assert Period.WEEK.last_day(day) == date(2026, 11, 8)


def test_a_month_ends_with_its_last_day() -> None:
    assert Period.MONTH.first_day(date(2028, 2, 29)) == date(2028, 2, 1)
    assert Period.MONTH.last_day(date(2028, 2, 1)) == date(2028, 2, 29)
    assert Period.MONTH.last_day(date(2026, 12, 31)) == date(2026, 12, 31)


def test_all_time_has_no_beginning() -> None:
    assert Period.ALL.first_day(date(2026, 11, 2)) == date.min
    assert Period.ALL.last_day(date(2026, 11, 2)) == date(2026, 11, 2)


@given(st.sampled_from(Period), days)
def test_every_day_of_a_period_is_in_the_same_one(period: Period, day: date) -> None:
    first, last = period.first_day(day), period.last_day(day)
    assert first <= day <= last
    assert (period.first_day(last), period.last_day(day)) == (first, last)


@given(st.sampled_from((Period.WEEK, Period.MONTH)), days)
def test_the_day_after_a_period_begins_the_next(period: Period, day: date) -> None:
    after = period.last_day(day) + timedelta(days=1)
    assert period.first_day(after) == after
