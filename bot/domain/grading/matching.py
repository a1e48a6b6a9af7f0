"""Finding a rubric's phrases in a reply: the same words near each other, typing errors allowed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise, product

from rapidfuzz import fuzz

from bot.domain.grading.japanese import is_long_katakana, landmark, phrase_regex, stands_alone
from bot.domain.grading.names import Mention, Names
from bot.domain.grading.phrases import Elements, Kana, Latin, Name, Not, Phrase, Target, Unit
from bot.domain.grading.screening import Screen, Stemmed, is_meant
from bot.domain.reading.lexicon import FUNCTION_WORDS, NEGATIVE_WORDS
from bot.domain.reading.spelling import stem
from bot.domain.reading.text import Reading, Script, Span

_PHRASE_GAP = 2.5  # words that may stand inside a phrase: "turn it all on"
_WINDOW = 11.0  # words that may stand between two elements of a pattern
_WINDOW_MORE = 4.0  # and for each further element
_FUNCTION_WINDOW = 3.0  # where an element is met by a mere "to" or "with"
_MOST_FINDINGS = 12  # looked at for one target
_MOST = 24  # places of one word that are looked at, so that "to to to …" stays cheap
_KATAKANA_ALIKE = 84.0  # fuzz.ratio, for long katakana words only

Place = tuple[Span, ...]  # the words of one finding, in order of the text


@dataclass(frozen=True, slots=True)
class Finding:
    """One way in which the reply says what a target asks for: the places of the words that do."""

    words: Place

    @property
    def span(self) -> Span:
        return self.words[0][0], max(end for _, end in self.words)


class Index:
    """One reply, prepared for many look-ups; a `screen` of the targets to come makes them quicker, and so
    do the `mentions` of names, if they are known already."""

    def __init__(
        self,
        reading: Reading,
        names: Names,
        screen: Screen | None = None,
        mentions: list[Mention] | None = None,
    ) -> None:
        self.reading = reading
        self.mentions = names.mentions(reading) if mentions is None else mentions
        self._names = names
        # By what makes them equal: a string's hash is known, a unit's would be worked out at each look-up.
        self._found_latin: dict[tuple[str, str], list[Span]] = {}
        self._found_kana: dict[str, list[Span]] = {}
        self._found: dict[Unit, list[Span]] = {}
        self._findings: dict[Target, tuple[Finding, ...]] = {}
        self._places: dict[Stemmed, list[Span]] = defaultdict(list)
        self._by_first: dict[str, set[Stemmed]] = defaultdict(set)
        self._katakana = [
            word for word in reading.words if word.script is Script.KATAKANA and len(word.text) > 5
        ]
        self._has_cjk = any(word.script is not Script.LATIN for word in reading.words)
        self._fill()
        self._narrowed: dict[Target, Elements] = {}
        if screen:
            for unit, alike in screen.meant(self._places):
                self._found_latin[unit.stem, unit.word] = self._where(alike)
            self._narrowed = screen.narrowed(self._places, reading.plain, self.places)
            self._findings.update((target, ()) for target, left in self._narrowed.items() if not left)

    def _fill(self) -> None:
        words = [word for word in self.reading.words if word.script is Script.LATIN]
        for word in words:
            key = stem(word.text)
            self._add(key, word.text, (word.start, word.end))
            if len(key) == 3 and key.endswith("s"):
                self._add(key[:2], word.text, (word.start, word.end))
        for left, right in pairwise(words):
            if right.start - left.end == 1:
                joined = left.text + right.text
                self._add(stem(joined), joined, (left.start, right.end))

    def _add(self, key: str, word: str, span: Span) -> None:
        said = Stemmed(key, word)
        self._places[said].append(span)
        self._by_first[key[:1]].add(said)

    def find(self, target: Target) -> tuple[Finding, ...]:
        """The ways in which the reply meets the target, closest words first for each place it starts at."""
        if (found := self._findings.get(target)) is None:
            elements = self._narrowed.get(target, target.elements)
            found = self._findings[target] = tuple(islice(self._find(elements), _MOST_FINDINGS))
        return found

    def _find(self, elements: Elements) -> Iterator[Finding]:
        places = []
        for element in elements:
            places.append(self._element(element))
            if not places[-1]:
                return
        limit = _WINDOW + _WINDOW_MORE * (len(places) - 2)
        for anchor in places[0]:
            for rest in product(*(self._nearest(anchor, others) for others in places[1:])):
                words = tuple(sorted({span for place in (anchor, *rest) for span in place}))
                if len(places) == 1 or self._fits(words, limit):
                    yield Finding(words)

    def again(self, spans: Iterable[Span]) -> Iterator[Span]:
        """Everywhere that the words at these spans stand."""
        for words in {self.reading.plain[start:end] for start, end in spans}:
            at = self.reading.plain.find(words)
            while at >= 0:
                yield at, at + len(words)
                at = self.reading.plain.find(words, at + len(words))

    def places(self, unit: Unit) -> list[Span]:
        """Where one unit stands."""
        if isinstance(unit, Latin):
            key = unit.stem, unit.word
            if (found := self._found_latin.get(key)) is None:
                found = self._found_latin[key] = self._latin(unit)
        elif isinstance(unit, Kana):
            if (found := self._found_kana.get(unit.text)) is None:
                found = self._found_kana[unit.text] = self._kana(unit.text)[:_MOST] if self._has_cjk else []
        elif (found := self._found.get(unit)) is None:
            found = self._found[unit] = self._search(unit)[:_MOST]
        return found

    def _element(self, phrases: Iterable[Phrase]) -> list[Place]:
        found: set[Place] = set()
        places = self.places
        for phrase in phrases:
            for unit in phrase:
                if not places(unit):
                    break
            else:
                found.update(self._phrase(phrase))
        return sorted(found)[:_MOST]

    def _phrase(self, phrase: Phrase) -> Iterator[Place]:
        first, *rest = phrase
        for span in self.places(first):
            place: list[Span] = [span]
            for unit in rest:
                following = self._next(place[-1], unit)
                if following is None and len(phrase) == 2:
                    following = self._just_before(span, unit)
                if following is None:
                    break
                place.append(following)
            else:
                yield tuple(sorted(place))

    def _next(self, after: Span, unit: Unit) -> Span | None:
        for span in self.places(unit):
            if span[0] >= after[1]:
                return span if self._gap(after, span) <= _PHRASE_GAP else None
        return None

    def _just_before(self, before: Span, unit: Unit) -> Span | None:
        """The second word of two right before the first: "subnet sharing", "share subnets"."""
        for span in self.places(unit):
            if span[1] <= before[0] and self._gap(span, before) <= 1.0:
                return span
        return None

    def _nearest(self, anchor: Place, places: list[Place]) -> list[Place]:
        """The closest place on either side, and one in between: "turn the key off"."""
        start, end = anchor[0][0], anchor[-1][1]
        before = [place for place in places if place[-1][1] <= start]
        after = [place for place in places if place[0][0] >= end]
        within = [place for place in places if start < place[0][0] and place[-1][1] < end]
        return [*before[-1:], *within[:1], *after[:1]]

    def _fits(self, words: Place, limit: float) -> bool:
        place = self.reading.place
        own = sum(place[end] - place[start] for start, end in words)
        between = place[words[-1][1]] - place[words[0][0]] - own
        if any(self.reading.plain[start:end] in FUNCTION_WORDS for start, end in words):
            limit = _FUNCTION_WINDOW
        return between <= limit and all(a[1] <= b[0] for a, b in pairwise(words))

    def _gap(self, left: Span, right: Span) -> float:
        return self.reading.place[right[0]] - self.reading.place[left[1]]

    def _search(self, unit: Name | Not) -> list[Span]:
        match unit:
            case Name(terms, alone):
                return [m.span for m in self.mentions if m.terms & terms and not (alone and m.weak)]
            case Not():
                return sorted(
                    (word.start, word.end)
                    for word in self.reading.words
                    if word.text.replace("'", "") in NEGATIVE_WORDS
                )

    def _latin(self, unit: Latin) -> list[Span]:
        return self._where(said for said in self._by_first.get(unit.stem[:1], ()) if is_meant(said, unit))

    def _where(self, alike: Iterable[Stemmed]) -> list[Span]:
        return sorted({span for said in alike for span in self._places[said]})[:_MOST]

    def _kana(self, text: str) -> list[Span]:
        plain = self.reading.plain
        if landmark(text) not in plain:  # most phrases; no need to make a regular expression of them
            return []
        regex: re.Pattern[str] = phrase_regex(text)
        found = [m.span() for m in regex.finditer(plain) if m[0] and stands_alone(plain, *m.span())]
        if not found and is_long_katakana(text):
            found = [
                (word.start, word.end)
                for word in self._katakana
                if word.text[0] == text[0]
                and abs(len(word.text) - len(text)) <= 2
                and fuzz.ratio(word.text, text) >= _KATAKANA_ALIKE
            ]
        return found
