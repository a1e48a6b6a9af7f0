"""Text taken over from the question, and text said twice, earns nothing: it is set aside before
anything is looked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

from bot.domain.reading.text import Reading, Script, Span, joined, read

Shingle: TypeAlias = tuple[str, ...]

# Words in a row that no one writes by chance; a Japanese run of one script is less than a word.
_SHINGLE = 6
_JAPANESE_SHINGLE = 8
# Pairs of neighbours shared with a situation. Labelled replies share up to 22 % of English words and 67 %
# of Japanese characters; copies with words left out or changed share from 67 and 82 %.
_FEWEST_PAIRS, _PAIRS_ALIKE = 14, 0.5
_FEWEST_PAIRS_JA, _PAIRS_ALIKE_JA = 30, 0.8
_FEWEST_NEW = 8  # pairs from which a sentence may be the writer's own, …
_NEW, _NEW_JA = 0.4, 0.7  # … if it shares fewer than these
_QUOTED = 0.6  # of a text's words in a row, from which a reply quotes it
_CHANGED = 2  # words between stretches of it that may have been changed
_SHORTEST = 12  # shingles; who writes all of a shorter text may have thought of it himself


class Wording:
    """The wording of a situation, or of another text, as shingles (Broder 1997) of both sizes."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._shingles: set[Shingle] = set()
        self._pairs: set[str] = set()
        self._texts: list[frozenset[Shingle]] = []
        for text in texts:
            reading = read(text)
            words = [word.text for word in reading.words]
            self._pairs.update(_pairs(reading, (0, len(reading.plain))))
            for size in (_SHINGLE, _JAPANESE_SHINGLE):
                self._shingles.update(tuple(words[i : i + size]) for i in range(len(words) - size + 1))
            self._texts.append(frozenset(shingle for shingle, _ in _shingles(reading)))

    def is_copied_whole(self, reading: Reading) -> bool:
        """Is every sentence of the reply taken from this text, word for word?"""
        return all(self.has(reading, span) for span in reading.sentences if reading.words_in(span))

    def has(self, reading: Reading, span: Span) -> bool:
        """Are the words of the span, or a single one and what stands around it, neighbours here, too?"""
        pairs = _pairs(reading, span)
        if not pairs:
            start, end = span
            start = max((word.start for word in reading.words if word.end <= start), default=start)
            end = next((word.end for word in reading.words if word.start >= end), end)
            pairs = _pairs(reading, (start, end))
        return self._pairs.issuperset(pairs)

    def quoted(self, reading: Reading) -> list[Span]:
        """The stretches of the reply that are taken over word for word, if they are most of a text; a word
        changed or left out here and there belongs to them."""
        found = [(shingle, span) for shingle, span in _shingles(reading) if shingle in self._shingles]
        said = {shingle for shingle, _ in found}
        long = (text for text in self._texts if len(text) >= _SHORTEST)
        if not any(len(text & said) >= _QUOTED * len(text) for text in long):
            return []
        quoted: list[Span] = []
        for span in joined(sorted(span for _, span in found)):
            if quoted and len(reading.words_in((quoted[-1][1], span[0]))) <= _CHANGED:
                quoted[-1] = (quoted[-1][0], span[1])
            else:
                quoted.append(span)
        return quoted

    def copied(self, reading: Reading) -> list[Span]:
        """The stretches of the reply that are taken over from this text. Beside sentences of the writer's
        own, others may share most pairs by its terms alone ("ホームリージョン"), so there only those count as
        copied that have words in a row, too."""
        sentences, word_for_word = reading.sentences, list(self._word_for_word(reading))
        old = [span for span in sentences if not self._is_new(reading, span)]
        if len(old) < len(sentences):
            old = [span for span in old if any(_overlap(span, run) for run in word_for_word)]
        if self._is_trimmed([pair for span in old for pair in _pairs(reading, span)]):
            return joined(sorted((*word_for_word, *old)))
        trimmed = (span for span in old if self._is_trimmed(_pairs(reading, span)))
        return joined(sorted((*word_for_word, *trimmed)))

    def _is_trimmed(self, pairs: Sequence[str]) -> bool:
        """This text with words left out or changed here and there."""
        english = _is_english(pairs)
        fewest, alike = (_FEWEST_PAIRS, _PAIRS_ALIKE) if english else (_FEWEST_PAIRS_JA, _PAIRS_ALIKE_JA)
        return len(pairs) >= fewest and sum(pair in self._pairs for pair in pairs) >= alike * len(pairs)

    def _is_new(self, reading: Reading, span: Span) -> bool:
        """A sentence of some length with words of its own."""
        pairs = _pairs(reading, span)
        most = _NEW if _is_english(pairs) else _NEW_JA
        return len(pairs) >= _FEWEST_NEW and sum(pair in self._pairs for pair in pairs) < most * len(pairs)

    def _word_for_word(self, reading: Reading) -> Iterator[Span]:
        return (span for shingle, span in _shingles(reading) if shingle in self._shingles)


def _shingles(reading: Reading) -> Iterator[tuple[Shingle, Span]]:
    """Words in a row, with where they stand."""
    words = reading.words
    texts = tuple(word.text for word in words)
    japanese = [word.script is not Script.LATIN for word in words]
    for at in range(len(words) - _SHINGLE + 1):
        size = _JAPANESE_SHINGLE if True in japanese[at : at + _SHINGLE] else _SHINGLE
        if at + size <= len(words):
            yield texts[at : at + size], (words[at].start, words[at + size - 1].end)


def _is_english(pairs: Sequence[str]) -> bool:
    return sum(pair.isascii() for pair in pairs) > len(pairs) / 2


def _pairs(reading: Reading, span: Span) -> list[str]:
    """Neighbours: words of English, characters of Japanese."""
    words = reading.words_in(span)
    pairs = [f"{a.text} {b.text}" for a, b in pairwise(words) if a.script is b.script is Script.LATIN]
    runs = (word.text for word in words if word.script is not Script.LATIN)
    return pairs + [a + b for run in runs for a, b in pairwise(run)]


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def repeated(reading: Reading) -> list[Span]:
    """What the reply says again word for word: all of it several times over, and whole sentences.

    Said again next to something else, words could come near each other that were not before.
    """
    words = [word.text for word in reading.words]
    period = _period(words)
    end = reading.words[period].start if period < len(words) else len(reading.plain)
    seen: set[tuple[str, ...]] = set()
    again: list[Span] = []
    for start, stop in reading.sentences:
        sentence = (start, min(stop, end))
        said = tuple(word.text for word in reading.words_in(sentence))
        if said and said in seen:
            again.append(sentence)
        seen.add(said)
    return [*again, (end, len(reading.plain))] if end < len(reading.plain) else again


def _period(words: Sequence[str]) -> int:
    """The length of the shortest piece that `words` repeats (by the prefix function of Knuth, Morris
    and Pratt); all of it if nothing is repeated."""
    border = [0] * len(words)
    for index in range(1, len(words)):
        length = border[index - 1]
        while length and words[index] != words[length]:
            length = border[length - 1]
        border[index] = length + (words[index] == words[length])
    period = len(words) - (border[-1] if border else 0)
    return period if period and len(words) % period == 0 else len(words)
