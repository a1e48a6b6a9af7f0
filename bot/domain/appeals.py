"""Appeals: a person disputes a score, whoever set the channel up decides, and what was right is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.scenario import Language


class AppealState(StrEnum):
    """Where an appeal stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Appeal:
    """A dispute about one reply, which has at most one. `granted` are the key points that it gave.

    `owes_notice_at` is when the one who is to know should be told (again): who decides while it is open, the
    author afterwards. None once they are told.
    """

    reply_id: int
    post_id: int
    team_id: str
    channel_id: str
    user_id: str
    state: AppealState
    opened_at: datetime
    owes_notice_at: datetime | None
    decided_by: str | None = None
    decided_at: datetime | None = None
    granted: tuple[str, ...] = ()
    id: int = 0


@dataclass(frozen=True, slots=True)
class Alias:
    """A wording that a workspace accepts for a key point besides those of the pack."""

    team_id: str
    pack_id: str
    scenario_id: str
    point_id: str
    language: Language
    phrase: str
    added_by: str
    added_at: datetime
    id: int = 0


@dataclass(frozen=True, slots=True)
class Deed:
    """A line of the record of who did what: `action` such as `appeal.accepted`, `subject` the id it was done
    to. It never holds a message's text."""

    team_id: str
    channel_id: str
    actor_id: str
    action: str
    subject: str
    done_at: datetime
    id: int = 0
