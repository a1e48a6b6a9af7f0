"""One reason why words in a reply do not count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.reading.text import Span


@dataclass(frozen=True, slots=True)
class Ruling:
    """`scope` is what the words at `cue` rule out: by a single word in it when `strong`, else only
    what lies in it altogether."""

    scope: Span
    cue: Span
    strong: bool = True

    def covers(self, words: tuple[Span, ...]) -> bool:
        """Does this rule out a finding with these words?"""
        first, last = self.scope  # a loop, since this is asked a thousand times a reply
        for start, end in words:
            if (first <= start and end <= last) is self.strong:
                return self.strong
        return not self.strong

    def reaches(self, words: tuple[Span, ...]) -> bool:
        """Does one of these words begin in the scope, and is the cue none of them?"""
        (start, end), (cue, behind) = self.scope, self.cue
        return any(start <= at < end for at, _ in words) and not any(
            at < behind and cue < stop for at, stop in words
        )

    def is_among(self, words: tuple[Span, ...]) -> bool:
        """Is the cue itself one of these words? The finding then asks for it: "stop doing it"."""
        return any(self.cue[0] <= start and end <= self.cue[1] for start, end in words)


class Taken:
    """Which characters already belong to a cue, so that no word is read twice."""

    def __init__(self, length: int, spans: Iterable[Span]) -> None:
        self._marks = bytearray(length)
        for span in spans:
            self.take(span)

    def take(self, span: Span) -> bool:
        """Take the span; False if part of it is taken."""
        start, end = span
        if any(self._marks[start:end]):
            return False
        self._marks[start:end] = b"\x01" * (end - start)
        return True
