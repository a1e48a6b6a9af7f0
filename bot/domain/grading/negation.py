"""What a reply rules out itself: negation of two strengths, each with a scope.

A directive ("don't", "instead of", ではなく, 使わない) rules out a finding with any word in its scope; a
weak one ("without", 承認がない…) only a finding that lies in its scope altogether, so that "a new OU
without the deny policy" still is a new OU.
"""

from __future__ import annotations

from bot.domain.grading.negation_en import english_negations
from bot.domain.grading.negation_ja import japanese_negations
from bot.domain.grading.ruling import Ruling
from bot.domain.reading.text import Reading


def negations(reading: Reading) -> tuple[Ruling, ...]:
    """Every negation in the reply, English and Japanese."""
    return (*english_negations(reading), *japanese_negations(reading))
