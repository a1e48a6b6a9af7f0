"""The days that a channel has off: holidays of its calendars, and dates that it left out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import takewhile

from bot.domain.daily import Place, Subscription
from bot.domain.scenario import Bilingual, Language
from bot.domain.schedule import Timetable
from bot.ports import Calendars, UnitOfWork

LOOKED_AHEAD = timedelta(days=400)
"""Beyond a year nobody plans, and a timetable may have nothing but days off."""


def day_off(calendars: Calendars, timetable: Timetable, day: date, language: Language) -> str | None:
    """What the day is called if the channel has it off: the holiday's name, empty for a date that was left
    out; None on all other days."""
    holiday = calendars.holiday(timetable.calendars, day, language)
    return "" if holiday is None and day in timetable.skipped else holiday


def rest_on(calendars: Calendars, timetable: Timetable, day: date) -> Bilingual[str] | None:
    """The same in both languages."""
    names = [day_off(calendars, timetable, day, language) for language in (Language.EN, Language.JA)]
    return None if None in names else Bilingual(*(name or "" for name in names))


def free_dues(work: UnitOfWork, place: Place, timetable: Timetable, after: datetime) -> Iterator[datetime]:
    """The due times later than `after`, days off included, on days that have no post yet: a channel has one
    post a day. There is no end to them."""
    taken = {post.day for post in work.posts.of_channel(*place)}
    return (due for due in timetable.dues(after) if timetable.local_day(due) not in taken)


def upcoming_posts(work: UnitOfWork, subscription: Subscription, calendars: Calendars) -> Iterator[datetime]:
    """When the channel's next scenarios come, as far as is known now; never while it is paused."""
    if subscription.ready_at is None:
        return iter(())
    just_before = subscription.ready_at - timedelta(microseconds=1)
    return _working_dues(work, calendars, subscription.place, subscription.timetable, just_before)


def _working_dues(
    work: UnitOfWork, calendars: Calendars, place: Place, timetable: Timetable, after: datetime
) -> Iterator[datetime]:
    """Those of `free_dues` within `LOOKED_AHEAD` on which a scenario comes, as far as is known now."""
    until = after + LOOKED_AHEAD
    for due in takewhile(lambda due: due <= until, free_dues(work, place, timetable, after)):
        if day_off(calendars, timetable, timetable.local_day(due), Language.EN) is None:
            yield due
