"""The stretches of time that a leaderboard covers, in a channel's own dates."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum


class Period(StrEnum):
    """A week is Monday to Sunday, a month is a season."""

    WEEK = "week"
    MONTH = "month"
    ALL = "all"

    def first_day(self, today: date) -> date:
        """The day on which the period that holds `today` began."""
        if self is Period.WEEK:
            return today - timedelta(days=today.weekday())
        return today.replace(day=1) if self is Period.MONTH else date.min

    def last_day(self, today: date) -> date:
        """The day on which it ends; a period without an end ends today."""
        if self is Period.WEEK:
            return self.first_day(today) + timedelta(days=6)
        if self is Period.MONTH:
            next_month = today.replace(day=28) + timedelta(days=4)
            return next_month - timedelta(days=next_month.day)
        return today
