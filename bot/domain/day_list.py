"""Dates as people write them, one date or range a line, and how they are written back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from bot.domain.errors import BadDate, TooManyDates

MOST_LINES = 100
MOST_DAYS = 366
"""A line's range may be as long as a year. With so many lines of so many days what is written back stays
within the 3,000 characters of a text field."""

DAY = timedelta(days=1)

_DATE = r"(20[0-9]{2})[-/.年] ?([0-9]{1,2})[-/.月] ?([0-9]{1,2})日?"
_TO = r" ?(?:\.{2,}|[-\u2010-\u2015\u2212~\u301c]|to|から) ?"
_LINE = re.compile(rf"{_DATE}(?:{_TO}{_DATE}(?: ?まで)?)?", re.IGNORECASE)


def read_days(text: str) -> frozenset[date]:
    """All the days of the lines: `2026-12-28`, `2026/12/28` or `2026年12月28日`, alone or from one to another
    (`2026-12-28..2027-01-03`, both included). Empty lines are passed over.

    Raises `BadDate` or `TooManyDates` with the line's number, counted from 1.
    """
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if len(lines) > MOST_LINES:
        raise TooManyDates(field="skipped", line=lines[MOST_LINES][0], lines=MOST_LINES, days=MOST_DAYS)
    return frozenset(day for number, line in lines for day in _range(line, number))


def write_days(days: Iterable[date]) -> str:
    """The same days as text, days in a row as one range."""
    return "\n".join(
        first.isoformat() if first == last else f"{first}..{last}" for first, last in _runs(days)
    )


def _range(line: str, number: int) -> Iterator[date]:
    found = _LINE.fullmatch(" ".join(unicodedata.normalize("NFKC", line).split()))
    if found is None:
        raise BadDate(field="skipped", line=number)
    numbers = [int(each) for each in found.groups() if each]
    try:
        first, last = date(*numbers[:3]), date(*numbers[-3:])
    except ValueError:
        raise BadDate(field="skipped", line=number) from None
    if last < first:
        raise BadDate(field="skipped", line=number)
    if (last - first).days >= MOST_DAYS:
        raise TooManyDates(field="skipped", line=number, lines=MOST_LINES, days=MOST_DAYS)
    return (first + n * DAY for n in range((last - first).days + 1))


def _runs(days: Iterable[date]) -> Iterator[tuple[date, date]]:
    """First and last day of each run of days, none longer than a line may be."""
    run: list[date] = []
    for day in sorted(days):
        if run and (day - run[-1] != DAY or len(run) == MOST_DAYS):
            yield run[0], run[-1]
            run = []
        run.append(day)
    if run:
        yield run[0], run[-1]
