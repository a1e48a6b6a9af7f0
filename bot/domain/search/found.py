"""What searching says: the best matches, how sure it is of them, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What to do with a question."""

    ANSWER = "answer"  # the first match answers it
    SEVERAL = "several"  # it is a subject that many scenarios share: which of them is meant?
    UNSURE = "unsure"  # one of the first three may
    NOTHING = "nothing"  # nothing in the index is near
    EMPTY = "empty"  # there is no question in the text: show the help


class Fit(StrEnum):
    """How well the first match fits, in words; what is called good is right nineteen times of twenty."""

    GOOD = "high"
    LIKELY = "medium"
    DOUBTFUL = "low"


@dataclass(frozen=True, slots=True)
class FieldGain:
    """How much of a match's score one field gave (title, questions, names, key points, situation)."""

    field: str
    gain: float


@dataclass(frozen=True, slots=True)
class WordMatch:
    """A word of the question and the indexed word it was matched to; similarity is 0..1."""

    word: str
    matched: str
    similarity: float
    fields: tuple[FieldGain, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A scenario found. `score` is comparable only within one search; higher is better. `by_meaning` is the
    part of it that no word gave; `words`, if explained, tell where the rest comes from."""

    scenario_id: str
    score: float
    by_meaning: float = 0.0
    words: tuple[WordMatch, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """The result of one search: `confidence` is the estimated chance (0..1) that the index holds an answer to
    the question; `matches` are at most as many as asked for, best first, ties by id; `fit` is how well the
    first of them fits."""

    verdict: Verdict
    confidence: float
    matches: tuple[Match, ...]
    fit: Fit = Fit.DOUBTFUL
