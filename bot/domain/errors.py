"""Errors that a person can act on.

Each names a text of the catalogue (`key`) and what fills it in (`facts`), so that whoever answers
says it in the person's language. `str(error)` is for logs and never holds what people wrote.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from rapidfuzz import process


class BotError(Exception):
    """Something a person asked for can't be done, and they can do something about it."""

    key: ClassVar[str]

    def __init__(self, **facts: str | int) -> None:
        self.facts = facts
        details = ", ".join(f"{name}={value!r}" for name, value in facts.items())
        super().__init__(f"{self.key}: {details}" if details else self.key)


class UnknownScenario(BotError):
    """No loaded pack has a scenario with this id."""

    key = "error.unknown-scenario"

    @classmethod
    def among(cls, scenario_id: str, known: Iterable[str]) -> UnknownScenario:
        """The error for `scenario_id`, naming the known id that is spelt most like it."""
        nearest = process.extractOne(scenario_id[:200], list(known), score_cutoff=60)
        return cls(id=scenario_id[:200], nearest=nearest[0] if nearest else "")


class UnknownPack(BotError):
    """No loaded pack has this id."""

    key = "error.unknown-pack"


class DoubledPack(BotError):
    """Two packs were loaded under one id."""

    key = "error.doubled-pack"


class PostNotFound(BotError):
    """The button or form belongs to a post that this channel doesn't have."""

    key = "error.post-not-found"


class PostClosed(BotError):
    """The scenario has closed, so its answer is out."""

    key = "error.post-closed"


class NoAttemptsLeft(BotError):
    """Every attempt at this scenario is used up."""

    key = "error.no-attempts-left"


class NotAllowed(BotError):
    """Only the person who set the channel up, or an admin, may do this."""

    key = "error.not-allowed"


class BadTimetable(BotError):
    """A time, time zone, weekday or closing time that can't be kept."""

    key = "error.bad-timetable"


class NotInChannel(BotError):
    """The bot can't post where it has not been invited."""

    key = "error.not-in-channel"
