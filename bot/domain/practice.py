"""Practice: how well a person remembers each scenario, and when to ask it again.

The model of memory is FSRS (https://github.com/open-spaced-repetition); a room above knows it. Here is
what is kept of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum


class Rating(IntEnum):
    """How well a scenario was remembered, as FSRS counts it."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


@dataclass(frozen=True, slots=True)
class Card:
    """A person's memory of a scenario; (team, user, pack, scenario) is the natural key. `stability` is the
    days after which the chance of recall has fallen to 90 %, `difficulty` 1..10; both None before the first
    review. `state` and `step` are FSRS's own."""

    team_id: str
    user_id: str
    pack_id: str
    scenario_id: str
    due_at: datetime
    state: int
    step: int | None = None
    stability: float | None = None
    difficulty: float | None = None
    reviewed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """One time that a scenario was answered; (team, user, origin) is the natural key, so that what is
    delivered twice counts once. `origin` is `post:<id>` for a daily reply, `view:<id>` for practice."""

    team_id: str
    user_id: str
    origin: str
    pack_id: str
    scenario_id: str
    rating: Rating
    points: int
    reviewed_at: datetime
    id: int = 0
