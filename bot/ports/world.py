"""What else stands around the use cases: time, calendars, memory and pictures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from bot.domain.practice import Card, Review
from bot.domain.recaps import Week
from bot.domain.scenario import Language


class Clock(Protocol):
    """The one source of the present."""

    def now(self) -> datetime:
        """The present as an aware UTC datetime."""
        ...


class Calendars(Protocol):
    """The public holidays of countries."""

    @property
    def codes(self) -> Sequence[str]:
        """The countries there are, by their ISO 3166 codes, in order."""
        ...

    def holiday(self, codes: Sequence[str], day: date, language: Language) -> str | None:
        """What the day is called in the first of these countries that has it off, in the language if it has
        a name in it; None if it is no holiday in any."""
        ...


class Memory(Protocol):
    """A model of how people forget."""

    def after(self, card: Card | None, review: Review) -> Card:
        """The card of the review's person and scenario after it; `card` is the one before, None at first."""
        ...

    def recall(self, card: Card, at: datetime) -> float:
        """The chance, 0..1, that what is on the card would be remembered at that instant."""
        ...


class Charts(Protocol):
    """Draws pictures. What they say, the words beside them say too."""

    async def week(self, week: Week) -> bytes:
        """A week's participation and averages as a PNG; the same week gives the same bytes."""
        ...
