"""Is a reply a page out of a manual, and no answer? Everything that tells, weighed by trees.

A page may state all that an answer rests on, and a careful engineer writes like a manual. What sets them
apart beside the tone: a page says what a thing is or does anywhere, and nothing of the situation at hand.
"""

from __future__ import annotations

from typing import NamedTuple

from bot.domain.grading.attempt import Attempt
from bot.domain.grading.rejection import proposes
from bot.domain.reading.text import Reading
from bot.domain.reading.tone import Tone
from bot.domain.wordbook import Hearing

PAGE = 0.87  # probability from which a reply counts as a page
ADVISES_NOBODY = 0.5  # the same in English, where no clause proposes anything: in Japanese none shows that
LIKE_ONE = -1.5  # log-odds of the tone below which none does: nothing else has to be asked there


class PageEvidence(NamedTuple):
    """The log-odds that it sounds like a manual, how near it comes to the situation, its `Bearings`."""

    manual: float
    situation: float

    options: float
    answer: float
    misconception: float
    wrong_example: float
    strange: float
    most_astray: float
    strict_answer: float
    strict_misconception: float
    strict_wrong_example: float
    strict_strange: float
    words: float
    sentences: float


def page_evidence(attempt: Attempt, manual: float) -> PageEvidence:
    """What tells whether the reply is a page."""
    kept = attempt.comparer.left(attempt.lists)
    return PageEvidence(manual, kept.topic.situation, **attempt.bearings._asdict())


def sounds_like_one(tone: Tone, reading: Reading) -> bool:
    """Does a text sound like a page at all? Of short ones nobody can tell."""
    return reading.length >= tone.shortest and tone.odds(reading) >= LIKE_ONE


def is_page(heard: Hearing, attempt: Attempt) -> bool:
    """Is a reply that sounds like a page one?"""
    reading = attempt.comparer.reading
    (probability,) = heard.trees.probabilities([page_evidence(attempt, heard.tone.odds(reading))])
    advises = not reading.plain.isascii() or any(proposes(reading, clause) for clause in reading.clauses)
    return probability >= (PAGE if advises else ADVISES_NOBODY)
