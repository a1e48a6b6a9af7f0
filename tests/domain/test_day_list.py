from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.day_list import MOST_DAYS, MOST_LINES, read_days, write_days
from bot.domain.errors import BadDate, TooManyDates

CHRISTMAS = date(2026, 12, 25)

days = st.dates(date(2000, 1, 1), date(2099, 12, 31))
ranges = st.lists(st.tuples(days, st.integers(1, MOST_DAYS)), max_size=MOST_LINES)


def days_of(spans: list[tuple[date, int]]) -> frozenset[date]:
    every = (first + timedelta(days=n) for first, length in spans for n in range(length))
    return frozenset(day for day in every if day.year < 2100)


@given(ranges.map(days_of))
def test_what_is_written_is_read_back_and_fits_its_field(left_out: frozenset[date]) -> None:
    written = write_days(left_out)
    assert read_days(written) == left_out
    assert len(written) <= 3000


@given(st.text(max_size=300))
def test_any_text_is_dates_or_an_error_that_names_a_line(text: str) -> None:
    try:
        read_days(text)
    except (BadDate, TooManyDates) as fault:
        assert 1 <= int(fault.facts["line"]) <= text.count("\n") + 1
        assert set(fault.facts) <= {"field", "line", "lines", "days"}


@pytest.mark.parametrize(
    "line",
    [
        "2026-12-25",
        "2026/12/25",
        "2026.12.25",
        "2026年12月25日",
        " 2026-12-25 ",
        "２０２６－１２－２５",
        "2026年 12月 25日",
    ],
)
def test_a_date_may_be_written_in_the_usual_ways(line: str) -> None:
    assert read_days(line) == {CHRISTMAS}


@pytest.mark.parametrize(
    "line",
    [
        "2026-12-25..2026-12-27",
        "2026-12-25 - 2026-12-27",
        "2026-12-25-2026-12-27",
        "2026-12-25 – 2026-12-27",
        "2026-12-25 to 2026-12-27",
        "2026/12/25〜2026/12/27",
        "2026/12/25～2026/12/27",
        "2026年12月25日から2026年12月27日まで",
        "2026-12-25…2026-12-27",
    ],
)
def test_a_range_holds_both_its_ends(line: str) -> None:
    assert read_days(line) == {CHRISTMAS, date(2026, 12, 26), date(2026, 12, 27)}


def test_a_range_of_one_day_is_a_day() -> None:
    assert read_days("2026-12-25..2026-12-25") == {CHRISTMAS}


def test_lines_may_be_empty_and_dates_may_be_said_twice() -> None:
    assert read_days("\n2026-12-25\r\n\n  \n2026-12-25\n") == {CHRISTMAS}
    assert read_days("") == frozenset()


@pytest.mark.parametrize(
    "line",
    [
        "tomorrow",
        "12-25",
        "2026-02-29",
        "2026-13-01",
        "2026-12-25 2026-12-27",
        "2026-12-27..2026-12-25",
        "1999-12-25",
        "2026-12-25..",
        "2026-12-25 # party",
    ],
)
def test_what_is_no_date_is_named_by_its_line(line: str) -> None:
    with pytest.raises(BadDate) as refused:
        read_days(f"2026-12-25\n\n{line}\n2026-12-26")
    assert refused.value.facts == {"field": "skipped", "line": 3}
    assert line not in str(refused.value)


def test_a_range_may_be_as_long_as_a_leap_year() -> None:
    assert len(read_days("2028-01-01..2028-12-31")) == MOST_DAYS
    with pytest.raises(TooManyDates) as refused:
        read_days("2027-01-01..2028-12-31")
    assert refused.value.facts["line"] == 1


def test_the_first_line_too_many_is_named() -> None:
    lines = ["2026-12-25"] * MOST_LINES
    assert read_days("\n".join(lines)) == {CHRISTMAS}
    with pytest.raises(TooManyDates) as refused:
        read_days("\n".join(["", *lines, "2026-12-26"]))
    assert refused.value.facts["line"] == MOST_LINES + 2


def test_days_in_a_row_are_written_as_a_range() -> None:
    christmas = {CHRISTMAS, date(2026, 12, 26), date(2027, 1, 1)}
    assert write_days(christmas) == "2026-12-25..2026-12-26\n2027-01-01"
