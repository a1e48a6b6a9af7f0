"""A claim recognised by its own words, where nobody listed how people say it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.domain.grading.matching import Index
from bot.domain.grading.names import Names, longest
from bot.domain.grading.phrases import Kana, Latin, Name, Unit
from bot.domain.grading.ruling import Ruling
from bot.domain.reading.lexicon import FUNCTION_WORDS, word_set
from bot.domain.reading.spelling import stem
from bot.domain.reading.text import Reading, Script, Span, read_known

_EMPTY_VERBS = word_set("use using let make do give get have want need put set via")
_IDLE = FUNCTION_WORDS | _EMPTY_VERBS
_OKURIGANA = frozenset("うくぐすつぶむるえけげせてべめれしきちりみ")  # a verb, if right after a single kanji
_NAME_WEIGHT, _WORD_WEIGHT, _KNOWN_WEIGHT = 2.0, 1.0, 0.5


@dataclass(frozen=True, slots=True)
class Part:
    """One content word of a claim; `telling` if neither the question nor the answer has it."""

    unit: Unit
    weight: float
    telling: bool


@dataclass(frozen=True)
class Claim:
    """A sentence as its content words."""

    parts: tuple[Part, ...]

    @cached_property
    def _weight(self) -> float:
        return sum(part.weight for part in self.parts)

    @cached_property
    def _telling_weight(self) -> float:
        return sum(part.weight for part in self.parts if part.telling)

    def found_in(self, index: Index, rulings: Sequence[Ruling], share: float) -> tuple[Span, ...]:
        """The words in two neighbouring sentences that carry at least `share` of the claim's weight,
        and of the weight of its telling words; () if there are none. Ruled-out words do not count."""
        stands = [part for part in self.parts if index.places(part.unit)]
        if not self._is_made(stands, share):
            return ()  # most claims; what rules out needn't be asked
        placed = [
            (part, [s for s in index.places(part.unit) if not any(r.covers((s,)) for r in rulings)])
            for part in stands
        ]
        anywhere = [part for part, places in placed if places]
        if not self._is_made(anywhere, share):
            return ()  # nor in any window: of many short sentences there are many
        for window in _windows(index.reading.sentences):
            spans = {part: [s for s in places if window[0] <= s[0] < window[1]] for part, places in placed}
            met = [part for part, places in spans.items() if places]
            if self._is_made(met, share):
                return tuple(sorted({spans[part][0] for part in met}))
        return ()

    def telling(self, words: Sequence[Span], index: Index) -> tuple[Span, ...]:
        """Those of `words` that tell this claim from question and answer."""
        spans = {span for part in self.parts if part.telling for span in index.places(part.unit)}
        return tuple(span for span in words if span in spans)

    def _is_made(self, met: Sequence[Part], share: float) -> bool:
        return bool(met) and self._carried(met) >= share and self._told(met) >= share

    def _carried(self, met: Iterable[Part]) -> float:
        return sum(part.weight for part in met) / self._weight

    def _told(self, met: Iterable[Part]) -> float:
        whole = self._telling_weight
        return sum(part.weight for part in met if part.telling) / whole if whole else 0.0


def claim(text: str, names: Names, familiar: frozenset[Unit]) -> Claim:
    """The claim made by `text`; `familiar` are the words of question and answer, which tell less."""
    parts = []
    for unit in dict.fromkeys(content(read_known(text), names)):
        known = unit in familiar
        weight = _NAME_WEIGHT if isinstance(unit, Name) else _WORD_WEIGHT
        parts.append(Part(unit, weight * (_KNOWN_WEIGHT if known else 1.0), telling=not known))
    return Claim(tuple(parts))


def content(reading: Reading, names: Names) -> Iterator[Unit]:
    """The names and the words with content, in order."""
    named = longest(names.mentions(reading))
    yield from (Name(mention.terms) for mention in named)
    for word in reading.words:
        if any(mention.span[0] <= word.start < mention.span[1] for mention in named):
            continue
        if word.script is Script.LATIN:
            if word.text not in _IDLE and word.text not in names.vendors:
                yield Latin(stem(word.text), word.text)
        elif word.script is not Script.HIRAGANA and len(word.text) > 1:
            yield Kana(word.text)
        elif word.script is Script.KANJI and reading.plain[word.end : word.end + 1] in _OKURIGANA:
            yield Kana(reading.plain[word.start : word.end + 1])


def _windows(sentences: Sequence[Span]) -> Iterator[Span]:
    for index, (start, end) in enumerate(sentences):
        yield start, end
        if index + 1 < len(sentences):
            yield start, sentences[index + 1][1]
