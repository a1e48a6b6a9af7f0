"""The words an index knows, and which of them a misspelt or transliterated word may be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from rapidfuzz.distance import OSA, Indel
from rapidfuzz.process import extract

from bot.domain.search import phonetic
from bot.domain.search.tokens import SCRIPT_RUN, is_japanese, stem

LONGEST_WORD = 40
"""A longer word of a question is no word; a misspelling is looked for only up to here."""

_MOST_CANDIDATES = 4
_SWAPPED_OF_THREE = 0.7
_TWO_SLIPS_FROM = 7  # letters
_REMEMBERED = 4096
_SAME_SOUND = 0.9
_SIMILAR_SOUND = 0.7
_MOST_SOUNDING = 8
"""Words of one sound that a katakana word may mean; in a large index a hundred have the same consonants."""

_SHORTEST_SEGMENT = 3  # kana
_LONGEST_SEGMENT = 12


class Candidate(NamedTuple):
    """An index term that a word of the question may mean; similarity is above 0 and at most 1.

    `spelling` is the term as people read it: a word rather than its stem, a name without its mark.
    """

    term: str
    similarity: float
    spelling: str


class Vocabulary:
    """Words as they are spelt, in buckets small enough to compare a question's word with."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._stems = frozenset(map(stem, self._words))
        self._by_ends: dict[str, list[str]] = defaultdict(list)
        self._by_sound: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._words):
            if len(word) > 3:
                for ends in _ends(word):
                    self._by_ends[ends].append(word)
            for sound in _sounds(word):
                self._by_sound[sound].append(word)
        self.respell = lru_cache(maxsize=_REMEMBERED)(self._respell)  # a question asks twice for a word
        self._sounding_like = lru_cache(maxsize=_REMEMBERED)(lambda word: tuple(self._near_in_sound(word)))
        self._sounds_by_start: dict[str, list[str]] = defaultdict(list)
        for sound in self._by_sound:
            self._sounds_by_start[sound[:2]].append(sound)

    def __contains__(self, word: object) -> bool:
        return word in self._words

    def knows(self, word: str) -> bool:
        """Whether the word stands in the index, in this form or another."""
        return word in self._words or stem(word) in self._stems

    def _respell(self, word: str) -> tuple[tuple[str, float], ...]:
        """The known words within the allowed number of typing slips (optimal string alignment:
        insertion, deletion, substitution, neighbours swapped), nearest first, with similarities.

        One slip from four characters on, two from eight. A slip at both ends of a word at once is
        not looked for, and a short word keeps its first letter: that keeps the buckets small. In a word of
        three only neighbours may be swapped (TSL).
        """
        if len(word) == 3:
            swapped = (word[0] + word[2] + word[1], word[1] + word[0] + word[2])
            return tuple((other, _SWAPPED_OF_THREE) for other in swapped if other in self._words)
        if not 3 < len(word) <= LONGEST_WORD:
            return ()
        allowed = 2 if len(word) >= _TWO_SLIPS_FROM else 1
        near = {other for ends in _ends(word) for other in self._by_ends.get(ends, ())}
        hits = extract(
            word, sorted(near), scorer=OSA.distance, processor=None, score_cutoff=allowed, limit=None
        )
        slips = {other: int(distance) for other, distance, _ in hits if _plausible(word, other)}
        least = min(slips.values(), default=0)
        nearest = (
            (other, 1 - distance / max(len(word), len(other)))
            for other, distance in slips.items()
            if distance == least
        )
        return tuple(islice(nearest, _MOST_CANDIDATES))

    def near(self, word: str) -> tuple[Candidate, ...]:
        """The index terms a word may mean: itself, else the nearest spellings, and for katakana
        the Latin words that sound the same."""
        spellings = ((word, 1.0),) if self.knows(word) else self.respell(word)
        best: dict[str, Candidate] = {}
        for spelling, similarity in (*spellings, *self._sounding_like(word)):
            term = stem(spelling)
            if term not in best or best[term].similarity < similarity:
                best[term] = Candidate(term, similarity, spelling)
        return tuple(sorted(best.values(), key=lambda candidate: candidate.term))

    def compound(self, run: str) -> str:
        """A katakana run that begins or ends with a known word, its other part as the index spells it; the
        run itself if neither is so."""
        run = run[:LONGEST_WORD]
        for length in range(len(run) - _SHORTEST_SEGMENT, _SHORTEST_SEGMENT - 1, -1):
            start, end = run[:length], run[-length:]
            if start in self._words and (near := self.respell(run[length:])):
                return start + near[0][0]
            if end in self._words and (near := self.respell(run[:-length])):
                return near[0][0] + end
        return run

    def segments(self, run: str) -> Iterator[str]:
        """A katakana run cut into known words, the longest first from the left; what lies between
        them is left out."""
        run, start = run[:LONGEST_WORD], 0
        while start <= len(run) - _SHORTEST_SEGMENT:
            for end in range(min(len(run), start + _LONGEST_SEGMENT), start + _SHORTEST_SEGMENT - 1, -1):
                part = run[start:end]
                if part in self._words or phonetic.of_katakana(part) in self._by_sound:
                    yield part
                    start = end
                    break
            else:
                start += 1

    def _near_in_sound(self, word: str) -> Iterator[tuple[str, float]]:
        """The Latin words that sound like a katakana word, with similarities; none for any other word."""
        sound = _katakana_sound(word)
        if not sound:
            return
        if same := self._by_sound.get(sound):
            nearest = extract(
                phonetic.spelt_out(word), same, scorer=Indel.distance, processor=None, limit=_MOST_SOUNDING
            )
            yield from ((other, _SAME_SOUND) for other, _, _ in nearest)
        elif len(sound) > phonetic.SHORTEST_SKELETON:
            near = self._sounds_by_start.get(sound[:2], ())
            for other, _, _ in extract(
                sound, near, scorer=OSA.distance, score_cutoff=1, limit=_MOST_CANDIDATES
            ):
                yield from ((word, _SIMILAR_SOUND) for word in self._by_sound[other])


def _ends(word: str) -> tuple[str, str]:
    return f"{word[:2]}-", f"-{word[-2:]}"


def _plausible(word: str, other: str) -> bool:
    return len(word) > 5 or word[0] == other[0]


def _katakana_sound(word: str) -> str:
    """The skeleton of a katakana word, empty if it is none or too short to tell."""
    run = SCRIPT_RUN.fullmatch(word)
    sound = phonetic.of_katakana(word) if run and run.lastgroup == "katakana" else ""
    return sound if len(sound) >= phonetic.SHORTEST_SKELETON else ""


def _sounds(word: str) -> Iterator[str]:
    """The skeletons under which a Latin word is found, its singular's too."""
    if is_japanese(word) or len(word) <= 3 or not word.isascii():
        return
    forms = {word, word.removesuffix("s")}
    sounds = {sound for form in forms for sound in phonetic.of_latin(form)}
    yield from sorted(sound for sound in sounds if len(sound) >= phonetic.SHORTEST_SKELETON)
