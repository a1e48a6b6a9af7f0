"""When a channel's scenario is due: wall-clock time in the channel's zone, on its weekdays.

A day is the channel's local date. On the day the clocks go forward a time that doesn't exist moves
forward by the length of the gap (02:30 becomes 03:30); when they go back, the first of the two
counts. Both follow PEP 495 with `fold=0`, the rule of `zoneinfo`. Where the gap reaches midnight, as
in Nuuk, a time that would move into the next day moves back instead (`fold=1`): each day has its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import islice
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.errors import BadTimetable

WORKDAYS = frozenset(range(5))
DEFAULT_OPEN_FOR = timedelta(hours=8)
LONGEST_OPEN = timedelta(hours=23)
LONGEST_GRACE = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Timetable:
    """A channel's days and times.

    `at` is naive wall-clock time in the IANA `zone`; `weekdays` are 0 (Monday) to 6;
    `open_for` is how long replies count, more than 0 and at most `LONGEST_OPEN`, so that a
    scenario closes before the next one appears. The channel has the public holidays of these `calendars`
    (country codes such as `JP`) off, and the dates `skipped`. Raises `BadTimetable` listing what can't be
    kept.
    """

    at: time
    zone: str
    weekdays: frozenset[int] = WORKDAYS
    open_for: timedelta = DEFAULT_OPEN_FOR
    calendars: tuple[str, ...] = ()
    skipped: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if not is_zone(self.zone):
            raise BadTimetable(field="zone", value=self.zone[:60])
        if self.at.tzinfo is not None or self.at.second or self.at.microsecond:
            raise BadTimetable(field="time", value=str(self.at))
        if not self.weekdays or not self.weekdays <= frozenset(range(7)):
            raise BadTimetable(field="weekdays", value=str(sorted(self.weekdays)))
        if not timedelta(0) < self.open_for <= LONGEST_OPEN:
            raise BadTimetable(field="open_for", value=str(self.open_for))

    def local_day(self, instant: datetime) -> date:
        """The channel's date at this aware instant."""
        return instant.astimezone(_zone(self.zone)).date()

    def due_on(self, day: date) -> datetime:
        """The UTC instant at which that local day's scenario is due."""
        due = self._instant(day, fold=0)
        return due if self.local_day(due) == day else self._instant(day, fold=1)

    def dues(self, after: datetime) -> Iterator[datetime]:
        """All due instants strictly later than the aware instant `after`, in UTC and without an end. Days
        off are among them: who goes through them knows the calendars."""
        return (due for due in self._dues(self.local_day(after)) if due > after)

    def next_due(self, after: datetime) -> datetime:
        """The first due instant strictly later than the aware instant `after`, in UTC."""
        return next(self.dues(after))

    def upcoming(self, after: datetime, count: int) -> list[datetime]:
        """The next `count` due instants later than `after`, in UTC."""
        return list(islice(self.dues(after), count))

    def _dues(self, first_day: date) -> Iterator[datetime]:
        day = first_day
        while True:
            due = self.due_on(day)
            # A zone that crosses the date line skips a day, as Samoa did on 30 December 2011.
            if day.weekday() in self.weekdays and self.local_day(due) == day:
                yield due
            day += timedelta(days=1)

    def _instant(self, day: date, fold: int) -> datetime:
        return datetime.combine(day, self.at.replace(fold=fold), _zone(self.zone)).astimezone(UTC)


def grace(open_for: timedelta) -> timedelta:
    """How late a scenario may still appear: four hours, or half its time if that is shorter, so that
    people keep a fair chance to answer."""
    return min(LONGEST_GRACE, open_for / 2)


@cache
def _zone(name: str) -> ZoneInfo:
    """`ZoneInfo` keeps eight zones and reads the others' files each time. There are some six hundred, and
    what is none isn't kept."""
    return ZoneInfo(name)


def is_zone(name: str) -> bool:
    """True for a name of the IANA time zone database, such as `Asia/Tokyo`."""
    try:
        _zone(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
