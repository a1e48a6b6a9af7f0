"""Plan the recaps of weeks, in the transaction that begins one of their days.

A row with a due time, made long before it is due, needs nobody to be awake at the right moment: whoever
works when it falls due finds it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.domain.daily import PostStage, Subscription
from bot.domain.recaps import Recap, last_day, monday_of
from bot.ports import UnitOfWork


def plan_recaps(work: UnitOfWork, days: Iterable[tuple[Subscription, date]]) -> None:
    """Make sure that the weeks of these channels' days have their recaps, due with the last scenario of the
    week, where they are wanted. One that is planned already follows a timetable that has changed, if that is
    earlier."""
    wanted = [(subscription, day) for subscription, day in days if subscription.recaps]
    work.recaps.plan([_recap(subscription, monday_of(day)) for subscription, day in wanted])


def _recap(subscription: Subscription, week: date) -> Recap:
    due = subscription.timetable.due_on(last_day(subscription.timetable, week))
    return Recap(subscription.team_id, subscription.channel_id, week, PostStage.CLAIMED, due)
