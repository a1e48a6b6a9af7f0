"""One reason why words in a reply do not count."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.grading.reading import Span


@dataclass(frozen=True, slots=True)
class Ruling:
    """`scope` is what the words at `cue` rule out: by a single word in it when `strong`, else only
    what lies in it altogether."""

    scope: Span
    cue: Span
    strong: bool = True

    def covers(self, words: tuple[Span, ...]) -> bool:
        """Does this rule out a finding with these words?"""
        inside = [self.scope[0] <= start and end <= self.scope[1] for start, end in words]
        return any(inside) if self.strong else all(inside)
