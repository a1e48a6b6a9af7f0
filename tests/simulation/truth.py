"""The same year counted by hand: slow, obvious, and without a line of the product's arithmetic.

What a reply is worth is given: scoring is not what is counted here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays

HALF_HOUR = timedelta(minutes=30)
A_DAY = timedelta(days=1)
GRACE = timedelta(hours=4)
OPEN_FOR = timedelta(hours=8)
ATTEMPTS = 3
COUNTS_FROM = 40
FREEZE_EVERY, MOST_FREEZES = 7, 2


@dataclass(frozen=True)
class Plan:
    """What a channel has ordered, from an instant on."""

    since: datetime
    zone: str
    at: time
    weekdays: frozenset[int]
    country: str
    skipped: frozenset[date] = frozenset()


@dataclass
class Written:
    """An attempt as its author sees it: its wordings in time, none if it came late, and whether it was taken
    back in time."""

    user: str
    said: list[str]
    withdrawn: bool = False


@dataclass
class Day:
    """What a channel's date should have been."""

    due: datetime
    kind: str  # posted, outage or rest
    attempts: list[Written] = field(default_factory=list)

    def in_time(self, said_at: datetime, shown: bool) -> bool:
        """Whether something counts: said before the close, however late it is delivered, or delivered while
        the channel still had not been shown the answer."""
        return said_at < self.due + OPEN_FOR or not shown


def due_instant(day: date, at: time, zone: str) -> datetime:
    """The first half hour of the world's clock at which the channel's clocks show this day and time. If they
    never do, they are put forward, and those that stood still show it: midnight's offset goes on."""
    there = ZoneInfo(zone)
    instant = datetime(day.year, day.month, day.day, tzinfo=UTC) - A_DAY
    for _ in range(144):
        local = instant.astimezone(there)
        if (local.date(), local.time()) == (day, at):
            return instant
        instant += HALF_HOUR
    midnight = datetime(day.year, day.month, day.day, tzinfo=there)
    offset = midnight.utcoffset()
    assert offset is not None
    return datetime.combine(day, at, UTC) - offset


def expected_days(
    plans: list[Plan], end: datetime, outages: list[tuple[datetime, datetime]]
) -> dict[date, Day]:
    """Every date on which the bot had something to do in a channel, and what it should have done."""
    days: dict[date, Day] = {}
    for plan, until in zip(plans, [*(plan.since for plan in plans[1:]), end], strict=True):
        free = holidays.country_holidays(plan.country)
        day = plan.since.date() - A_DAY
        while day <= until.date() + A_DAY:
            due = due_instant(day, plan.at, plan.zone)
            if plan.since < due < until and day.weekday() in plan.weekdays and day not in days:
                back = next((end for start, end in outages if start <= due < end), due)
                if day in free or day in plan.skipped:
                    kind = "rest"
                else:
                    kind = "posted" if back - due <= GRACE else "outage"
                days[day] = Day(due, kind)
            day += A_DAY
    return days


def best_score(day: Day, user: str, grade: Callable[[str], int]) -> int | None:
    """The best of a person's first attempts in time, as they were last worded in time."""
    in_time = [attempt for attempt in day.attempts if attempt.user == user and attempt.said]
    counted = [attempt for attempt in in_time[:ATTEMPTS] if not attempt.withdrawn]
    return max((grade(attempt.said[-1]) for attempt in counted), default=None)


@dataclass(frozen=True)
class Count:
    """A streak: days in a row, the longest run, freezes in hand."""

    current: int
    longest: int
    freezes: int


def ledger(
    days: dict[date, Day], user: str, grade: Callable[[str], int], away: list[tuple[date, date]]
) -> Iterator[tuple[date, str, Count]]:
    """A person's days in a channel, from the first that counted: what each was and where they stood then."""
    row = longest = freezes = 0
    begun = False
    for day in sorted(days):
        best = best_score(days[day], user, grade)
        if days[day].kind == "posted" and best is not None and best >= COUNTS_FROM:
            begun, kind, row = True, "answered", row + 1
            longest = max(longest, row)
            freezes = min(MOST_FREEZES, freezes + 1) if row % FREEZE_EVERY == 0 else freezes
        elif days[day].kind != "posted":
            kind = {"outage": "outage", "rest": "holiday"}[days[day].kind]
        elif any(first <= day <= last for first, last in away):
            kind = "vacation"
        elif freezes:
            kind, freezes = "frozen", freezes - 1
        else:
            kind, row = "missed", 0
        if begun:
            yield day, kind, Count(row, longest, freezes)
        else:
            freezes = 0
