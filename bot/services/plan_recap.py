"""Plan the week's recap, in the transaction that takes one of its days.

A row with a due time, made long before it is due, needs nobody to be awake at the right moment: whoever
works when it falls due finds it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.domain.daily import PostStage, Subscription
from bot.domain.recaps import Recap, last_day, monday_of
from bot.ports import UnitOfWork


def plan_recap(work: UnitOfWork, subscription: Subscription, day: date) -> None:
    """Make sure that the week of this day has its recap, due with the last scenario of the week. One that
    is planned already follows a timetable that has changed."""
    week = monday_of(day)
    due = subscription.timetable.due_on(last_day(subscription.timetable, week))
    known = work.recaps.of_week(subscription.channel_id, week)
    if known is None:
        recap = Recap(subscription.team_id, subscription.channel_id, week, PostStage.CLAIMED, due)
        work.recaps.claim(recap)
    elif known.stage is PostStage.CLAIMED and known.ready_at is not None and known.ready_at > due:
        work.recaps.advance(known, replace(known, ready_at=due))
