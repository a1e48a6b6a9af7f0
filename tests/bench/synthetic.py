"""Packs of any size, made from a real one: its scenarios' parts shuffled, and a share of their words made up.

Number i is the same whatever the size of the pack, and made when it is asked for. Made-up words follow a
law like Zipf's, so that a larger pack has more words as real text has, and longer lists of who says what.
They look like the pack's own (chains of its letters), and so lie as near to each other as real words do.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from math import log
from random import Random

from bot.domain.scenario import Bilingual, KeyPoint, Pack, Scenario

SHARE = 0.3
"""Of the words that a scenario is made of: how many are replaced."""

_KEPT = log(1 - SHARE)

_EXPONENT = 1.6
_FLATTENED = 100
"""Ranks at the head that are about equally frequent; without, one word would fill a third of all places."""

_ENGLISH = re.compile("[A-Za-z]{4,}")
_KATAKANA = re.compile("[ァ-ヺー]{3,}")
_WORD = re.compile(f"({_ENGLISH.pattern})|({_KATAKANA.pattern})|([一-鿿]{{2,}})")
_END = "\n"
_SHORTEST, _LONGEST = 4, 14
"""Letters of a made-up word."""

_TITLES = 1000

Coin = Callable[[int], str]
"""A made-up word by its rank."""


def scenarios(pack: Pack, count: int, seed: int = 0) -> Iterator[Scenario]:
    """So many scenarios, one at a time; their ids are all different, and in no order."""
    mill = _Mill(pack)
    return (mill.scenario(number, Random(seed * 1_000_003 + number)) for number in range(count))


@dataclass(frozen=True, slots=True)
class _Template:
    """A text in pieces, every second of them a word, and the coins that can replace the words."""

    pieces: tuple[str, ...]
    coins: tuple[Coin, ...]


@dataclass(frozen=True, slots=True)
class _Parts:
    """A real scenario, ready to be taken apart."""

    scenario: Scenario
    situation: Bilingual[_Template]
    answer: Bilingual[_Template]
    questions: Bilingual[tuple[_Template, ...]]
    rubric: tuple[tuple[KeyPoint, Bilingual[_Template]], ...]


class _Mill:
    def __init__(self, pack: Pack) -> None:
        texts = [text for scenario in pack.scenarios for text in _texts(scenario)]
        english = _chain(word.lower() for text in texts for word in _ENGLISH.findall(text))
        katakana = _chain(word for text in texts for word in _KATAKANA.findall(text))
        self._coins: tuple[Coin, ...] = (
            lru_cache(30_000)(english),
            lru_cache(10_000)(katakana),
            lru_cache(10_000)(_kanji()),
        )
        self._parts = tuple(map(self._apart, pack.scenarios))
        coined = dict.fromkeys(map(english, range(4 * _TITLES)))
        self._titles = list(coined)[:_TITLES]

    def scenario(self, number: int, chance: Random) -> Scenario:
        told, answered, judged, asked = chance.choices(self._parts, k=4)

        def both(texts: Bilingual[_Template]) -> Bilingual[str]:
            return Bilingual(_filled(texts.en, chance), _filled(texts.ja, chance))

        return replace(
            told.scenario,
            id=self._id(told.scenario, number),
            situation=both(told.situation),
            answer=both(answered.answer),
            questions=Bilingual(
                tuple(_filled(question, chance) for question in asked.questions.en),
                tuple(_filled(question, chance) for question in asked.questions.ja),
            ),
            rubric=tuple(replace(point, text=both(text)) for point, text in judged.rubric),
            confusable_with=(),
        )

    def _id(self, scenario: Scenario, number: int) -> str:
        """The start of a real id and two made-up words that no other number has."""
        start = scenario.id.split("-")[:2]
        group, member = divmod(number, _TITLES)
        return "-".join((*start, self._titles[(group + 31 * member) % _TITLES], self._titles[member]))

    def _apart(self, scenario: Scenario) -> _Parts:
        def both(texts: Bilingual[str]) -> Bilingual[_Template]:
            return Bilingual(self._template(texts.en), self._template(texts.ja))

        return _Parts(
            scenario,
            both(scenario.situation),
            both(scenario.answer),
            Bilingual(
                tuple(map(self._template, scenario.questions.en)),
                tuple(map(self._template, scenario.questions.ja)),
            ),
            tuple((point, both(point.text)) for point in scenario.rubric),
        )

    def _template(self, text: str) -> _Template:
        pieces: list[str] = []
        coins: list[Coin] = []
        end = 0
        for found in _WORD.finditer(text):
            pieces += text[end : found.start()], found[0]
            coins.append(self._coins[(found.lastindex or 1) - 1])
            end = found.end()
        return _Template((*pieces, text[end:]), tuple(coins))


def _filled(template: _Template, chance: Random) -> str:
    draw = chance.random
    pieces = [*template.pieces]
    at = int(log(1 - draw()) / _KEPT)
    while at < len(template.coins):
        pieces[2 * at + 1] = template.coins[at](_rank(draw()))
        at += 1 + int(log(1 - draw()) / _KEPT)
    return "".join(pieces)


def _rank(drawn: float) -> int:
    """A rank, the lower ones more often (the law of Zipf and Mandelbrot)."""
    return int(_FLATTENED * ((1 - drawn) ** (-1 / (_EXPONENT - 1)) - 1))


def _chain(words: Iterable[str]) -> Coin:
    """Coins words whose every third letter follows the two before as it does in these words."""
    after: dict[str, str] = defaultdict(str)
    for word in sorted(set(words)):
        for at, letter in enumerate(word + _END):
            after[word[max(at - 2, 0) : at]] += letter
    chance = Random()

    def coin(rank: int) -> str:
        chance.seed(rank)
        word = ""
        while len(word) < _LONGEST:
            letters = after[word[-2:]]
            letter = letters[int(chance.random() * len(letters))]
            if letter != _END:
                word += letter
            elif len(word) >= _SHORTEST:
                break
            elif letters.count(_END) == len(letters):
                word = ""
        return word

    return coin


def _kanji() -> Coin:
    """Coins pairs of the 2,965 kanji of JIS level 1, some far more frequent than others."""
    cells = (bytes((row, cell)) for row in range(0xB0, 0xD0) for cell in range(0xA1, 0xFF))
    kanji = list("".join(cell.decode("euc_jp", "ignore") for cell in cells))
    Random(0).shuffle(kanji)

    chance = Random()

    def coin(rank: int) -> str:
        chance.seed(rank)
        return "".join(kanji[int(len(kanji) * chance.random() ** 2)] for _ in range(2))

    return coin


def _texts(scenario: Scenario) -> Iterator[str]:
    yield from (*scenario.situation, *scenario.answer, *scenario.questions.en, *scenario.questions.ja)
    yield from (text for point in scenario.rubric for text in point.text)
