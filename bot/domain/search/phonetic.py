"""A bridge of sound between katakana and Latin spelling: ガードデューティ and GuardDuty.

Both are reduced to a skeleton of consonants, with the distinctions dropped that Japanese does not
make (l and r, v and b, m and n before a consonant, z and s). Vowels differ too much to keep.
"""

from __future__ import annotations

import re
import unicodedata

SHORTEST_SKELETON = 3
"""Below three consonants unrelated words sound the same."""

_KANA = {
    "": "アイウエオヤユヨワヲァィゥェォャュョヮッーヽヾヰヱ",
    "k": "カキクケコヵヶ",
    "g": "ガギグゲゴ",
    "s": "サシスセソザジズゼゾヂヅ",
    "t": "タチテト",
    "ts": "ツ",
    "d": "ダデド",
    "n": "ナニヌネノマミムメモン",
    "h": "ハヒヘホ",
    "f": "フ",
    "b": "バビブベボヴ",
    "p": "パピプペポ",
    "r": "ラリルレロ",
}
_CONSONANT_OF = str.maketrans({kana: sound for sound, row in _KANA.items() for kana in row})

_SPELLINGS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(spelling), sound)
    for spelling, sound in (
        ("[st]+ion", "Sn"),
        ("ture", "t"),
        ("sh", "S"),
        ("tch", "t"),
        ("ph", "f"),
        ("ck", "k"),
        ("gh|wh", ""),
        ("dg(?=[eiy])", "S"),
        ("gg", "G"),
        ("x", "kS"),
        ("qu?", "k"),
        ("c(?=[eiy])", "S"),
        ("(?<=[aeiou])re$", ""),
        ("(?<=[aeiouy])r(?![aeiouy])", ""),
    )
)
_SOFT = ((re.compile("ch"), "t"), (re.compile("th"), "S"), (re.compile("g(?=[eiy])"), "S"))
_HARD = ((re.compile("ch"), "k"), (re.compile("th"), "t"))
_PLAIN = str.maketrans({"S": "s", "G": "g", "c": "k", "l": "r", "v": "b", "m": "n", "z": "s", "j": "s"})
_SILENT = re.compile("[aeiouwy]|[^a-z]")
_DOUBLED = re.compile(r"(.)\1+")


def of_katakana(run: str) -> str:
    """The consonants of a katakana run, doubled ones once."""
    return _DOUBLED.sub(r"\1", run.translate(_CONSONANT_OF))


def spelt_out(run: str) -> str:
    """A katakana run in Latin letters, as Unicode names its characters: アカウント is akaunto. Rough, but
    it has the vowels that a skeleton has not."""
    names = (unicodedata.name(kana, "").split() for kana in run if kana != "ー")
    return "".join(name[-1].lower() for name in names if name)


def of_latin(word: str) -> frozenset[str]:
    """The consonants of a lower-case word as Japanese would borrow it: g, ch and th have two
    readings each (region and target, patch and cache, thread and Athena)."""
    for spelling, sound in _SPELLINGS:
        word = spelling.sub(sound, word)
    return frozenset(_read(word, choice) for choice in (_SOFT, _HARD))


def _read(word: str, choice: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    for spelling, sound in choice:
        word = spelling.sub(sound, word)
    return _DOUBLED.sub(r"\1", _SILENT.sub("", word.translate(_PLAIN)))
