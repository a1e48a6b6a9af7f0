"""A Slack that is only a list of messages, and fails on purpose; and the bot's use cases around it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random

from bot.domain.recaps import Week, WeeklyRecap
from bot.domain.results import ClosedRound, DailyPost
from bot.domain.scenario import Language
from bot.ports import NotNow, OutcomeUnknown

FAILURES = 0.03
"""Of calls that post something. Half of them say "later", half break off after it was done."""

ZONES = ("Asia/Tokyo", "Europe/London", "America/Sao_Paulo", "America/New_York")


@dataclass
class SetClock:
    """A clock that stands where it was put."""

    at: datetime

    def now(self) -> datetime:
        return self.at


@dataclass
class ListOfMessages:
    """Everything that was posted, and the ids by which it can be found again."""

    clock: SetClock
    chance: Random
    posts: Counter[str] = field(default_factory=Counter)
    reveals: Counter[str] = field(default_factory=Counter)
    recaps: Counter[str] = field(default_factory=Counter)
    _by_key: dict[str, str] = field(default_factory=dict)
    _number: int = 0

    async def post_scenario(self, post: DailyPost) -> str:
        return self._out(post.post.key, self.posts)

    async def find_post(self, post: DailyPost) -> str | None:
        return self._by_key.get(post.post.key)

    async def reveal(self, closed: ClosedRound) -> str:
        return self._out(f"reveal {closed.post.key}", self.reveals)

    async def find_reveal(self, closed: ClosedRound) -> str | None:
        return self._by_key.get(f"reveal {closed.post.key}")

    async def mark_closed(self, closed: ClosedRound) -> None: ...

    async def correct_reveal(self, closed: ClosedRound) -> None: ...

    async def upload(self, team_id: str, name: str, picture: bytes) -> str:
        return "F0PICTURE"

    async def post_recap(self, weekly: WeeklyRecap, picture: str | None) -> str:
        return self._out(weekly.recap.key, self.recaps)

    async def find_recap(self, weekly: WeeklyRecap) -> str | None:
        return self._by_key.get(weekly.recap.key)

    async def can_post(self, team_id: str, channel_id: str) -> bool:
        return True

    def ts(self) -> str:
        """A message's id at this moment, no two alike."""
        self._number += 1
        return f"{self.clock.now().timestamp():.0f}.{self._number:06d}"

    def _out(self, key: str, kind: Counter[str]) -> str:
        fails = self.chance.random() < FAILURES
        if fails and self.chance.random() < 0.5:
            raise NotNow("ratelimited", 20)
        kind[key] += 1
        self._by_key[key] = self.ts()
        if fails:
            raise OutcomeUnknown
        return self._by_key[key]


class NoPictures:
    """Draws nothing: the year is about what is counted."""

    async def week(self, week: Week) -> bytes:
        return b""


@dataclass
class Colleagues:
    """A directory of people who travel."""

    chance: Random

    async def language(self, team_id: str, user_id: str) -> Language:
        return self.chance.choice(tuple(Language))

    async def time_zone(self, team_id: str, user_id: str) -> str:
        return self.chance.choice(ZONES)

    async def is_guest(self, team_id: str, user_id: str) -> bool:
        return False

    async def is_bot(self, team_id: str, user_id: str) -> bool:
        return False

    async def has_left(self, team_id: str, user_id: str) -> bool:
        return False

    async def is_admin(self, team_id: str, user_id: str) -> bool:
        return False


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]  # year, month, day, hour, minute
