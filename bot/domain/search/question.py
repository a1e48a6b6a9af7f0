"""A question read against an index: the pieces of evidence in it, and what each may match."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, islice, pairwise
from typing import NamedTuple

from bot.domain.search.homophones import Homophones
from bot.domain.search.meanings import Meanings
from bot.domain.search.names import Mention, NameBook
from bot.domain.search.postings import Postings
from bot.domain.search.stop_words import ENGLISH, JAPANESE, VENDORS
from bot.domain.search.tokens import (
    KATAKANA_RUN,
    PIECE,
    SCRIPT_RUN,
    is_japanese,
    japanese_terms,
    normalise,
    pieces,
)
from bot.domain.search.vocabulary import LONGEST_WORD, Candidate, Vocabulary

LONGEST_QUESTION = 300
"""Characters read of a question, so that any input takes bounded time."""

MOST_UNITS = 40
REMEMBERED = 8_192  # words and pairs of characters; the common ones come up again and again
MOST_STRANGE = 12
"""Words that no scenario has; behind so many of them a question is not read on."""

_AMBIGUOUS_NAME = 0.5
_PART_OF_A_NAME = 0.4  # the name counts already
_KATAKANA_PAIR = 0.15  # the whole word counts already
_KANJI = 0.25
_PAIRS = {("kanji", "kanji"): 0.6, ("kanji", "hiragana"): 0.3, ("hiragana", "hiragana"): 0.1}


class Meant(NamedTuple):
    """A term of the index that a piece of a question may mean (see `Candidate`), by its number, and how rare
    it is."""

    term: str
    similarity: float
    spelling: str
    number: int
    rarity: float


class Unit(NamedTuple):
    """A piece of evidence: a word, a name or a pair of characters.

    `weight` is its importance beside rarity; `candidates` are the index terms it may mean, none
    if the index has nothing like it. `mass` is the most that it could be worth. `named` marks a name of the
    glossary, `other` a word that means something else than the words it is spelt like.
    """

    text: str
    weight: float
    candidates: tuple[Meant, ...]
    mass: float
    named: bool = False
    other: bool = False

    @property
    def meaning(self) -> str:
        """What two units may not both count for."""
        return self.candidates[0].term if self.named and self.candidates else self.text


class Question(NamedTuple):
    """What was asked: the pieces of evidence, none if there is no question in the text; and the text with
    misspelt words as the index spells them."""

    units: tuple[Unit, ...]
    text: str


class Reader:
    """Reads questions with the words and names of one index."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        names: NameBook,
        homophones: Homophones,
        postings: Postings,
        meanings: Meanings,
    ) -> None:
        """The vocabulary also has the words of glossary names that no scenario holds."""
        self._meanings = meanings
        self._vocabulary = vocabulary
        self._names = names
        self._homophones = homophones
        self._postings = postings
        self._unheard = postings.unheard
        self._unit = lru_cache(REMEMBERED)(self._word_unit)
        self._pair = lru_cache(REMEMBERED)(self._pair_unit)
        self._nearest = lru_cache(REMEMBERED)(self._nearest_word)

    def read(self, question: str) -> Question:
        """The units of a question, each once, and its text respelt."""
        shortened = " ".join(question.strip()[: 10 * LONGEST_QUESTION].split())[:LONGEST_QUESTION]
        text, familiar = self._while_familiar(normalise(shortened)[:LONGEST_QUESTION])
        heard = text if text.isascii() else self._homophones.respelt(text)
        respelt = self._respelt(heard, familiar)
        mentions = self._names.find(text)
        named = " ".join([f"{text[mention.start : mention.end]} {mention.name}" for mention in mentions])
        words = self._word_units(heard, named)
        renamed = self._name_units(respelt, self._names.find(respelt)) if respelt != text else ()
        units: dict[str | tuple[str], Unit] = {}
        for unit in chain(self._name_units(text, mentions), renamed, words):
            units.setdefault((unit.meaning,) if unit.named else unit.text, unit)
            if len(units) == MOST_UNITS:
                break
        return Question(tuple(units.values()), respelt)

    def _while_familiar(self, text: str) -> tuple[str, bool]:
        """The text as far as it is read, and whether all its words are known, those in Japanese aside."""
        if all(map(self._familiar, pieces(text))):
            return text, True
        strange = (found.start() for found in PIECE.finditer(text) if not self._familiar(found[0]))
        return text[: next(islice(strange, MOST_STRANGE, None), None)], False

    def _familiar(self, piece: str) -> bool:
        return piece in ENGLISH or self._vocabulary.knows(piece) or is_japanese(piece)

    def _name_units(self, text: str, mentions: Iterable[Mention]) -> Iterator[Unit]:
        for mention in {mention.name: mention for mention in mentions}.values():
            weight = _AMBIGUOUS_NAME if self._names.is_ambiguous(mention.name) else 1.0
            candidates = self._held(self._names.candidates(mention.name))
            yield self._weighed(text[mention.start : mention.end], weight, candidates, named=True)

    def _respelt(self, text: str, familiar: bool) -> str:
        """The text with misspelt words and loan words as the index spells them."""
        if not familiar:
            text = PIECE.sub(
                lambda piece: piece[0] if self._familiar(piece[0]) else self._nearest(piece[0]), text
            )
        if not text.isascii():
            text = KATAKANA_RUN.sub(
                lambda run: run[0] if self._vocabulary.knows(run[0]) else self._nearest_loan_word(run[0]),
                text,
            )
        return text

    def _nearest_word(self, word: str) -> str:
        nearest = next((other for other, _ in self._vocabulary.respell(word)), word)
        return word if self._meanings.is_other(word, nearest) else nearest

    def _nearest_loan_word(self, run: str) -> str:
        near = self._nearest(run)
        return self._vocabulary.compound(run) if near == run else near

    def _word_units(self, text: str, named: str) -> Iterator[Unit]:
        """The words and character pairs of a text; `named` is the text of the names in it, whose
        words weigh less, and nothing where the index lacks them."""
        if not named:
            yield from self._plain_units(text)
            return
        named_words = frozenset(pieces(named))
        for unit in self._plain_units(text):
            part = unit.text in (named if is_japanese(unit.text) else named_words)
            if not part:
                yield unit
            elif unit.candidates:
                yield self._weighed(unit.text, unit.weight * _PART_OF_A_NAME, unit.candidates)

    def _plain_units(self, text: str) -> Iterator[Unit]:
        words: list[str] = []
        for piece in pieces(text if text.isascii() else JAPANESE.sub(" ", text)):
            if is_japanese(piece):
                yield from self._japanese(piece)
            elif piece not in ENGLISH and piece not in VENDORS:
                words.append(piece[:LONGEST_WORD])
        joined = [(a + b, {a, b}) for a, b in pairwise(words) if a + b in self._vocabulary]
        parts = {part for _, both in joined for part in both}
        for word in (*words, *(whole for whole, _ in joined)):
            unit = self._unit(word)
            if unit.candidates or word not in parts:
                yield unit

    def _japanese(self, piece: str) -> Iterator[Unit]:
        words = set(KATAKANA_RUN.findall(piece))
        for term in dict.fromkeys(japanese_terms(piece)):
            if term in words:
                yield from self._loan_words(term)
            elif unit := self._pair(term):
                yield unit

    def _loan_words(self, run: str) -> Iterator[Unit]:
        """A katakana run as the word it is, or as the known words it is made of."""
        whole = self._unit(run)
        parts = () if whole.candidates else tuple(self._vocabulary.segments(run))
        yield from map(self._unit, parts) if parts else (whole,)

    def _word_unit(self, text: str) -> Unit:
        candidates = self._vocabulary.near(text)
        unit = self._weighed(text, 1.0, self._held(candidates))
        if not candidates or self._vocabulary.knows(text) or not text.isascii():
            return unit
        return unit._replace(other=all(self._meanings.is_other(text, near.spelling) for near in candidates))

    def _pair_unit(self, term: str) -> Unit | None:
        """A kanji or a pair of characters; none for katakana that no scenario holds."""
        held = self._held((Candidate(term, 1.0, term),))
        return None if not held and _is_katakana(term) else self._weighed(term, _weight(term), held)

    def _weighed(self, text: str, weight: float, held: tuple[Meant, ...], named: bool = False) -> Unit:
        rarest = max([meant.rarity for meant in held], default=self._unheard)
        return Unit(text, weight, held, weight * rarest, named)

    def _held(self, candidates: Iterable[Candidate]) -> tuple[Meant, ...]:
        return tuple(
            Meant(*candidate, *found)
            for candidate in candidates
            if (found := self._postings.term(candidate.term))
        )


def _is_katakana(term: str) -> bool:
    run = SCRIPT_RUN.match(term)
    return run is not None and run.lastgroup == "katakana"


def _weight(term: str) -> float:
    """How much a kanji or a pair of characters says."""
    if len(term) == 1:
        return _KANJI
    if _is_katakana(term):
        return _KATAKANA_PAIR
    first, second = (run.lastgroup for character in term if (run := SCRIPT_RUN.match(character)))
    return _PAIRS[str(first), str(second)]
