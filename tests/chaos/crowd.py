"""The people: who answers what to which post, when, and who changes their mind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from random import Random

from tests.chaos.library import LIBRARY
from tests.chaos.workspace import Said

PEOPLE = [f"U0CROWD{number:03d}" for number in range(60)]
EDITS = 0.05
LAST_MINUTE = 0.05
NOTHING = "I have no idea, sorry"


@dataclass
class Written:
    """A reply as its author sees it. `acknowledged` are the wordings that the bot has said it has."""

    channel: str
    thread_ts: str
    key: str
    pack_id: str
    scenario_id: str
    user: str
    at: datetime
    text: str
    edited: str | None = None
    ts: str = ""
    acknowledged: bool = False
    edit_acknowledged: bool = False

    def possible(self) -> set[str]:
        """The wordings that may count: the last that was acknowledged, or a later one that wasn't."""
        if self.edited is None:
            return {self.text}
        return {self.edited} if self.edit_acknowledged else {self.text, self.edited}


class Crowd:
    """Draws what is written. In every channel there are the same few people, some of them every day."""

    def __init__(self, chance: Random, replies_per_post: int) -> None:
        self._chance = chance
        self._replies = replies_per_post

    def members(self, channel: str) -> list[str]:
        """Who is in the channel, most faithful first."""
        return Random(channel).sample(PEOPLE, max(3, self._replies * 4 // 5))

    def answer(self, post: Said, pack_id: str, closes: datetime) -> Iterator[Written]:
        """Everything that is said to one post: at most three attempts each."""
        assert post.key is not None
        scenario_id = scenario_of(pack_id, post.read)
        said = wordings(pack_id, scenario_id)
        members = self.members(post.channel)
        left = dict.fromkeys(members, 3)
        for place in range(self._replies):
            user = members[0] if place == 0 else self._chance.choice([u for u in members if left[u]])
            left[user] -= 1
            at = post.at + timedelta(seconds=self._chance.choice((0, 1, 3, 30, 120)))
            text = said[0] if place == 0 else self._chance.choice(said)
            edited = None
            if self._chance.random() < LAST_MINUTE:
                at = closes - timedelta(seconds=self._chance.uniform(2, 20))
            elif self._chance.random() < EDITS:
                edited = self._chance.choice([other for other in said if other != text])
            yield Written(post.channel, post.ts, post.key[1], pack_id, scenario_id, user, at, text, edited)


@cache
def scenario_of(pack_id: str, read: str) -> str:
    """The scenario whose situation can be read there."""
    scenarios = LIBRARY.pack(pack_id).scenarios
    return next(scenario.id for scenario in scenarios if scenario.situation.en in read)


@cache
def wordings(pack_id: str, scenario_id: str) -> tuple[str, ...]:
    """From everything to nothing."""
    rubric = LIBRARY.pack(pack_id).scenario(scenario_id).rubric
    points = [point.text.en for point in rubric]
    needed = [point.text.en for point in rubric if point.required]
    every = (" ".join(points), " ".join(points[:2]), " ".join(needed), points[-1], NOTHING)
    return tuple(dict.fromkeys(every))


@cache
def worth(pack_id: str, scenario_id: str, text: str) -> int:
    """What a reply is worth is given: scoring is not what is counted here."""
    return LIBRARY.grade(pack_id, scenario_id, text, ()).value


@cache
def outcome(pack_id: str, scenario_id: str, text: str) -> str:
    """And so is what that is called, which isn't a matter of points alone."""
    return LIBRARY.grade(pack_id, scenario_id, text, ()).outcome.value
