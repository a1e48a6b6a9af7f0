"""Recaps: once a week, what a channel made of its scenarios."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.daily import PostStage


@dataclass(frozen=True, slots=True)
class Recap:
    """A week's recap in a channel; (channel, week) is its natural key, `week` being the Monday.

    It passes the stages CLAIMED, SENDING, CLOSED (it is out) or OUTAGE (it was given up); `ready_at` is when
    it should be (re)tried, None once nothing is owed.
    """

    team_id: str
    channel_id: str
    week: date
    stage: PostStage
    ready_at: datetime | None
    message_ts: str | None = None
    id: int = 0

    @property
    def key(self) -> str:
        """What the message's metadata carries."""
        return f"recap:{self.channel_id}:{self.week.isoformat()}"
