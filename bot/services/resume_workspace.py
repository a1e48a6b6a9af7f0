"""Let a workspace's channels go on that stopped because of its installation, now that there is one again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain.pauses import CURED_BY_INSTALLING
from bot.ports import UnitOfWork


def resume_workspace(work: UnitOfWork, team_id: str, now: datetime) -> None:
    """Each with the next day that is due, which is passed over if the channel has it already. What somebody
    paused, or what the channel itself is the reason for, stays."""
    for paused in work.subscriptions.paused_in(team_id, CURED_BY_INSTALLING):
        due = paused.timetable.next_due(now)
        work.subscriptions.save(replace(paused, ready_at=due, paused_because=None))
