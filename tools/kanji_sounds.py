"""Make `bot/wordbook/sounds.txt`: readings, each with the kanji that have it.

    python -m venv /tmp/tools && /tmp/tools/bin/pip install -e . janome
    /tmp/tools/bin/python -m tools.kanji_sounds

Learnt from the nouns of IPADIC, which janome carries: a word's reading is shared out among its kanji, again
and again, as the readings that these have in other words make likely (expectation maximisation). A reading
stays that a kanji has in a twentieth of its words; one that no other kanji has is no use here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from math import prod
from pathlib import Path

from janome import sysdic

BOOK = Path(__file__).parents[1] / "bot" / "wordbook" / "sounds.txt"
ROUNDS = 8
LONGEST_READING = 4
LEAST_SHARE, LEAST_WORDS, LEAST_WORDS_CUT = 0.05, 0.8, 2.0
"""A reading cut short before another consonant (がっ of 学) needs more words: it is easily seen by chance."""

KINDS = ("一般", "サ変接続", "形容動詞語幹", "副詞可能", "接尾")
_WORD = re.compile("[々㐀-䶿一-鿿]{2,3}")
_NEVER_FIRST = frozenset("ゃゅょぁぃぅぇぉっん")
_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}

Readings = dict[str, dict[str, float]]


def main() -> None:
    """Learn and write."""
    by_reading: dict[str, list[str]] = defaultdict(list)
    for kanji, counts in learnt(sorted(set(words()))).items():
        for reading, count in counts.items():
            least = LEAST_WORDS_CUT if reading.endswith("っ") else LEAST_WORDS
            if count >= max(least, LEAST_SHARE * sum(counts.values())):
                by_reading[reading].append(kanji)
    shared = {reading: sorted(kanji) for reading, kanji in by_reading.items() if len(kanji) > 1}
    BOOK.write_text(
        "".join(f"{reading}\t{''.join(shared[reading])}\n" for reading in sorted(shared)), "utf-8"
    )
    print(f"{len(shared)} readings of {len(set().union(*shared.values()))} kanji")


def words() -> Iterator[tuple[str, str]]:
    """Nouns of two or three kanji and how they are read, in hiragana."""
    for entry in sysdic.entries().values():
        surface, kind, reading = entry[0], entry[4].split(","), entry[8]
        if kind[0] == "名詞" and kind[1] in KINDS and _WORD.fullmatch(surface) and reading != "*":
            yield surface, reading.translate(_HIRAGANA)


def learnt(read: list[tuple[str, str]]) -> Readings:
    """In how many words each kanji has each reading."""
    chances: Mapping[str, Mapping[str, float]] = {}
    counts: Readings = {}
    for _ in range(ROUNDS):
        counts = defaultdict(lambda: defaultdict(float))
        for word, reading in read:
            shares = list(cut(reading, len(word)))
            likely = [
                prod(chance(chances, *pair) for pair in zip(word, parts, strict=True)) for parts in shares
            ]
            for parts, weight in zip(shares, likely, strict=True):
                for kanji, part in zip(word, parts, strict=True):
                    counts[kanji][part] += weight / sum(likely)
        chances = {
            kanji: {part: count / (sum(found.values()) + 1) for part, count in found.items()}
            for kanji, found in counts.items()
        }
    return counts


def chance(chances: Mapping[str, Mapping[str, float]], kanji: str, part: str) -> float:
    """How likely this kanji is read so; all the same before anything is known."""
    return chances[kanji].get(part, 1e-4) if chances else 1.0


def cut(reading: str, kanji: int) -> Iterator[tuple[str, ...]]:
    """The ways to share a reading out among so many kanji."""
    if kanji == 1:
        if 0 < len(reading) <= LONGEST_READING:
            yield (reading,)
        return
    for end in range(1, min(LONGEST_READING, len(reading) - kanji + 1) + 1):
        if reading[end] not in _NEVER_FIRST:
            yield from ((reading[:end], *rest) for rest in cut(reading[end:], kanji - 1))


if __name__ == "__main__":
    main()
