"""People as the bot knows them: what they chose, and when they are away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.scenario import Language


@dataclass(frozen=True, slots=True)
class Person:
    """A person's own settings in a workspace; (team, user) is the natural key.

    `language` overrides that of Slack; None follows it. Who is `hidden` is on no leaderboard and in no recap.
    """

    team_id: str
    user_id: str
    language: Language | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Absence:
    """An announced vacation: local dates from `first` to `last`, both included. It holds in every channel
    of the workspace, and neither counts nor breaks a streak."""

    team_id: str
    user_id: str
    first: date
    last: date
    announced_at: datetime
    id: int = 0

    def covers(self, day: date) -> bool:
        """Whether the person is away on that day."""
        return self.first <= day <= self.last

    def excuses(self, day: date, closes_at: datetime) -> bool:
        """Whether it was announced in time for a scenario of that day, which closes at that instant."""
        return self.covers(day) and self.announced_at < closes_at
