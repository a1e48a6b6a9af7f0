"""Sentences of a reply that have nothing to do with its scenario: weather, lunch, the cat."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np

from bot.domain.grading.dismissal import says_no
from bot.domain.grading.evidence import Comparer
from bot.domain.grading.vocabulary import Floats, Mask
from bot.domain.reading.meaning import unit
from bot.domain.reading.small_talk import SmallTalk
from bot.domain.reading.text import Span

_CONNECTED = 0.55  # cosine from which a sentence that sounds like small talk has to do with a scenario
_FAR = 0.3  # the same for a sentence's end only
_LONGEST_END = 8  # words at a sentence's end that may belong to another one
_FEWEST_WORDS = 3  # of shorter sentences ("scratch that") nobody can tell


def unconnected(comparer: Comparer, small_talk: SmallTalk) -> list[Span]:
    """The sentences about everyday life that are also far from everything in the scenario; and such ends
    of sentences, since chat leaves out full stops. A "no" belongs to what it is said to."""
    reading, words = comparer.reading, comparer.words
    starts = [word.span[0] for word in words]
    ranges = []  # of words: each sentence, then its ends, the shortest first
    for sentence in reading.sentences:
        first, last = (bisect_left(starts, edge) for edge in sentence)
        if last - first >= _FEWEST_WORDS:
            longest = min(_LONGEST_END, last - first - 1)
            ends = [(last - count, last) for count in range(_FEWEST_WORDS, longest + 1)]
            ranges.append((sentence, [(first, last), *ends]))
    everyday, near = _heard(comparer, small_talk, [each for _, found in ranges for each in found])
    if not everyday.any():
        return []
    found = []
    at = 0
    for sentence, parts in ranges:
        if everyday[at] and near[at] < _CONNECTED and not comparer.names_in(sentence):
            if not says_no(reading.plain, sentence):
                found.append(sentence)
        else:
            end = None
            for place, (first, _) in enumerate(parts[1:], at + 1):
                longer = (starts[first], sentence[1])
                if not everyday[place] or near[place] >= _FAR or comparer.names_in(longer):
                    break
                end = longer
            if end and not says_no(reading.plain, end):
                found.append(end)
        at += len(parts)
    return found


def _heard(comparer: Comparer, small_talk: SmallTalk, ranges: Sequence[Span]) -> tuple[Mask, Floats]:
    """Which of these ranges of words sound like everyday life, and how near each is to the scenario."""
    edges = np.array(ranges, np.int64).reshape(-1, 2)
    totals = np.cumsum(comparer.weighted, axis=0)
    totals = np.concatenate([np.zeros_like(totals[:1]), totals]) if len(totals) else totals
    directions = unit(totals[edges[:, 1]] - totals[edges[:, 0]]) if len(edges) else totals[:0]
    return small_talk.are_everyday(directions), comparer.references.nearest(directions)
