"""How much one person may ask and answer, so that a script or a stuck key takes nobody else's answers away.

Counted in this process: with several replicas a person may do so much at each of them, which is still little.
A row in the database for each question would cost more than the question does.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from math import ceil

from cachetools import LRUCache, TTLCache

from bot.domain.allowance import NOTHING, Allowance
from bot.ports import Clock

QUESTIONS = Allowance(at_once=20, every=timedelta(seconds=30))
REPLIES = Allowance(at_once=20, every=timedelta(seconds=30))
"""An answer takes half a minute to read and a reply longer to write; twenty at once is a whole evening's
curiosity, or an impatient hand. Nobody who reads what comes back gets there."""

KEPT_PEOPLE = 100_000
KEPT_REQUESTS = 20_000
KEPT_SECONDS = 3600  # Slack delivers an event again up to five minutes later


class Meter:
    """One allowance, for every person."""

    def __init__(self, allowance: Allowance, clock: Clock) -> None:
        self._allowance = allowance
        self._clock = clock
        self._used_until: LRUCache[tuple[str, str], datetime] = LRUCache(KEPT_PEOPLE)
        self._admitted: TTLCache[str, bool] = TTLCache(KEPT_REQUESTS, KEPT_SECONDS)
        self._told: LRUCache[tuple[str, str], bool] = LRUCache(KEPT_PEOPLE)

    def wait(self, team_id: str, user_id: str, request: str) -> int:
        """The seconds until this person may go on, 0 if this one is allowed, and counted. A `request` that
        was allowed before, and is delivered again, is no new one."""
        if request in self._admitted:
            return 0
        person, now = (team_id, user_id), self._clock.now()
        used_until = self._used_until.get(person)
        waiting = self._allowance.wait(used_until, now)
        if waiting > NOTHING:
            return ceil(waiting.total_seconds())
        self._used_until[person] = self._allowance.used(used_until, now)
        self._admitted[request] = True
        self._told.pop(person, None)
        return 0

    def first_word(self, team_id: str, user_id: str) -> bool:
        """Whether the person is yet to be told that they must wait; from then on they count as told, until
        they have waited. A word for each of a thousand messages would be a flood of our own."""
        if (team_id, user_id) in self._told:
            return False
        self._told[team_id, user_id] = True
        return True


class Allowances:
    """What is counted."""

    def __init__(self, clock: Clock, questions: int | None = None, replies: int | None = None) -> None:
        """So many `questions` and `replies` at once, if given; each is free again as soon as ever."""
        self.questions = Meter(replace(QUESTIONS, at_once=questions or QUESTIONS.at_once), clock)
        self.replies = Meter(replace(REPLIES, at_once=replies or REPLIES.at_once), clock)
