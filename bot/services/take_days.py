"""Take the days of channels that are due: one row a subscription and day, whatever becomes of it.

A day is taken with nothing decided but its times, in a handful of statements for hundreds of channels, so
that what a day costs at nine o'clock doesn't depend on how many channels want it. What is posted, and
whether anything is, `BeginPosts` decides when there is a hand free for it.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from bot.domain.daily import DayTaken, Place
from bot.domain.schedule import Timetable, grace
from bot.ports import UnitOfWork

DAYS_AT_ONCE = 1000
"""Channels in one transaction: enough that statements cost little for each, few enough for it to be short."""


def take_days(work: UnitOfWork, now: datetime) -> int:
    """Take the day of every channel that is due, at most `DAYS_AT_ONCE`; returns how many there were."""
    due = work.subscriptions.take_due(now, DAYS_AT_ONCE)
    alike: defaultdict[DayTaken, list[Place]] = defaultdict(list)
    known: dict[tuple[Timetable, datetime], DayTaken] = {}
    for order in due:  # most of those that fall due together have a timetable in common
        which = order.timetable, order.due_at
        if which not in known:
            known[which] = day_taken(*which, now)
        alike[known[which]].append(order.place)
    for day, places in alike.items():
        work.subscriptions.take_day(day, places)
    return len(due)


def day_taken(timetable: Timetable, due_at: datetime, now: datetime) -> DayTaken:
    """The day that was due at `due_at`. The next due time is one that is not too late: days missed altogether
    are passed over, but today's is not if it can still be posted."""
    return DayTaken(
        day=timetable.local_day(due_at),
        due_at=due_at,
        closes_at=due_at + timetable.open_for,
        next_due_at=timetable.next_due(max(due_at, now - grace(timetable.open_for) - timedelta.resolution)),
    )
