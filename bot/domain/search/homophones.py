"""Misconversions: an input method gave the wrong kanji of the right sound (券限 for 権限).

An index knows words as pairs of kanji. A pair that it lacks may stand for a word that it holds and that
sounds the same; which of them, or whether it is rather the word it looks like, the rest of the question
tells. Nothing of this is asked about kanji that the index knows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import log

from bot.domain.search.meanings import Meanings
from bot.domain.search.postings import Postings
from bot.domain.search.tokens import KANJI_RUN

_OKURIGANA = frozenset("えきぎけげちびべみめりれ")
"""Before these a pair of kanji is a verb with readings of its own (相乗り); others may be particles."""

_LONGEST_WORD = 4
_MOST_STRANGE = 6
"""Strange pairs of a question that are looked at, so that a page of them takes bounded time."""

_NEARBY = 60
"""Characters before and behind a pair that tell what it may mean."""

_USUAL = 2
"""Scenarios that hold a suffix that a strange one may stand for; in one alone it may be two words' seam."""

_FAMILIAR = 0.1
"""What a word that many scenarios hold has ahead of a rare one, beside its nearness to the question."""


class Homophones:
    """Respells kanji by sound with the words that an index holds."""

    def __init__(self, postings: Postings, meanings: Meanings) -> None:
        self._postings = postings
        self._meanings = meanings
        self._followers: dict[str, set[str]] = defaultdict(set)
        for term in postings:
            if len(term) == 2 and KANJI_RUN.fullmatch(term) and meanings.knows(term):
                self._followers[term[0]].add(term[1])

    def respelt(self, text: str) -> str:
        """A normalised text with its strange kanji as the index knows them; the same text if it has none."""
        looked = 0
        for run in KANJI_RUN.finditer(text):
            if all(run[0][at : at + 2] in self._postings for at in range(len(run[0]) - 1)):
                continue
            for start in self._pairs(run[0]):
                at, end = run.start() + start, run.start() + start + 2
                if text[at:end] in self._postings or text[end : end + 1] in _OKURIGANA:
                    continue
                if looked == _MOST_STRANGE:
                    return text
                looked += 1
                if options := self._options(text[at:end]):
                    rest = f"{text[max(at - _NEARBY, 0) : at]} {text[end : end + _NEARBY]}"
                    text = text[:at] + self._likeliest(options, rest) + text[end:]
        return KANJI_RUN.sub(lambda run: self._with_known_suffix(run[0]), text)

    def _with_known_suffix(self, run: str) -> str:
        """A known word with one strange kanji behind it (組織害), as the index has it (組織外)."""
        word, pair = run[-3:-1], run[-2:]
        strange = len(word) == 2 and pair not in self._postings and word in self._postings
        if not strange or not self._meanings.knows(word) or self._meanings.knows(run[-3:]):
            return run
        alike = (pair[0] + kanji for kanji in sorted(self._meanings.sounds.alike(pair[1])))
        held = max(
            ((self._postings.holders(other), other) for other in alike if other in self._postings),
            default=(0, ""),
        )
        return run[:-2] + held[1] if held[0] >= _USUAL else run

    def _pairs(self, run: str) -> Iterator[int]:
        """Where in a run of kanji pairs begin: words of two, and what is part of no word."""
        at = between = 0
        while at <= len(run):
            longest = min(_LONGEST_WORD, len(run) - at)
            length = next((n for n in range(longest, 1, -1) if self._meanings.knows(run[at : at + n])), 0)
            if length or at == len(run):
                yield from range(between, at - 1)
                between = at + length
            if length == 2:
                yield at
            at += length or 1

    def _options(self, pair: str) -> list[str]:
        """What a strange pair may stand for, in order: words of the index that sound like it, and itself if
        it is a word."""
        sounds = self._meanings.sounds
        seconds = sounds.alike(pair[1])
        alike = [
            first + second
            for first in sounds.alike(pair[0]) & self._followers.keys()
            for second in seconds & self._followers[first]
        ]
        return sorted(alike) + ([pair] if alike and self._meanings.knows(pair) else [])

    def _likeliest(self, options: Sequence[str], rest: str) -> str:
        """The word that is nearest to what stands around it and at home in the index."""
        near = self._meanings.nearness(options, rest)
        worth = [
            cosine + _FAMILIAR * log(max(self._postings.holders(word), 1))
            for cosine, word in zip(near, options, strict=True)
        ]
        return options[worth.index(max(worth))]
