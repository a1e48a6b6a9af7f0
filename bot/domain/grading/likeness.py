"""How like a reply is to what a scenario expects: numbers between the noise and 1, and a margin
between two of them, which may be negative."""

from __future__ import annotations

from typing import NamedTuple

NOISE = 0.4  # likenesses below this are no different from none at all
FAINT = 0.4  # cosines of single words below this are chance


class Likeness(NamedTuple):
    """How a reply's stretches compare with one key point."""

    text: float
    phrasing: float
    phrasings: float
    pattern: float
    patterns: float
    coverage: float
    coverages: float
    coverage_of_text: float
    said: float
    margin: float


class Topic(NamedTuple):
    """How a reply compares with the scenario as a whole."""

    answer: float
    misconception: float
    situation: float
    full_example: float
    wrong_example: float


NOTHING = Likeness(*([NOISE] * len(Likeness._fields)))._replace(margin=0.0)
NO_TOPIC = Topic(*([NOISE] * len(Topic._fields)))
