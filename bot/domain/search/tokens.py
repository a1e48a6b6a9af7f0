"""From text to terms: one reading of text for the index and for questions.

English gives lightly stemmed words. Japanese needs no analyser: it gives whole katakana runs
(loan words and product names), pairs of neighbouring characters, and single kanji.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from bot.domain.scenario import Language

_HIRAGANA = "\u3041-\u3096\u309d\u309e"
_KATAKANA = "\u30a1-\u30fa\u30fc-\u30fe"
_KANJI = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_JAPANESE = _HIRAGANA + _KATAKANA + _KANJI

IS_JAPANESE = re.compile(f"[{_JAPANESE}]")
PIECE = re.compile(f"[{_JAPANESE}]+|[^\\W_{_JAPANESE}]+")
"""A run of Japanese, or a word of any other script."""

SCRIPT_RUN = re.compile(f"(?P<katakana>[{_KATAKANA}]+)|(?P<kanji>[{_KANJI}]+)|(?P<hiragana>[{_HIRAGANA}]+)")

KATAKANA_RUN = re.compile(f"[{_KATAKANA}]+")
KANJI_RUN = re.compile(f"[{_KANJI}]{{2,}}")

# Looking behind comes second: a search goes straight to the next character that a pattern begins with.
_GAP_IN_JAPANESE = re.compile(f"[\\s・](?<=[{_JAPANESE}][\\s・])[\\s・]*(?=[{_JAPANESE}])")
_FINAL_LONG_VOWEL = re.compile(f"ー(?<=[{_KATAKANA}]{{2}}ー)ー*(?![{_KATAKANA}])")


def normalise(text: str) -> str:
    """Text without the differences that mean nothing: width, case, spacing, the middle dot, and
    the long vowel at the end of a loan word (サーバー and サーバ are both correct)."""
    if text.isascii():
        return text.casefold()
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    text = _GAP_IN_JAPANESE.sub("", text)
    return _FINAL_LONG_VOWEL.sub("", text)


def detect_language(text: str) -> Language:
    """Japanese if the text has any kana or kanji, else English."""
    return Language.JA if IS_JAPANESE.search(unicodedata.normalize("NFKC", text)) else Language.EN


def pieces(text: str) -> list[str]:
    """Words and runs of Japanese, in order. The text is normalised already."""
    return PIECE.findall(text)


def words(text: str) -> Iterator[str]:
    """The words of a normalised text as they are spelt: Japanese gives its katakana runs only."""
    for piece in pieces(text):
        if is_japanese(piece):
            yield from KATAKANA_RUN.findall(piece)
        else:
            yield piece


def is_japanese(piece: str) -> bool:
    """Whether a piece is a run of Japanese."""
    return IS_JAPANESE.match(piece) is not None


def terms(text: str) -> Iterator[str]:
    """The index terms of a normalised text, in order, repeated as they occur."""
    for piece in pieces(text):
        if is_japanese(piece):
            yield from japanese_terms(piece)
        else:
            yield stem(piece)


def japanese_terms(run: str) -> Iterator[str]:
    """Katakana words, character pairs and single kanji of a run.

    Of the pairs across scripts only kanji + hiragana is kept, the stem and inflection of a word;
    the others are a particle and its neighbour.
    """
    kanji_before = ""
    for match in SCRIPT_RUN.finditer(run):
        text = match[0]
        if match.lastgroup == "katakana":
            yield text
        elif match.lastgroup == "kanji":
            yield from text
        elif kanji_before:
            yield kanji_before + text[0]
        kanji_before = text[-1] if match.lastgroup == "kanji" else ""
        if not (match.lastgroup == "katakana" and len(text) == 2):  # then the pair is the word
            yield from (text[at : at + 2] for at in range(len(text) - 1))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A light stem: endings of number, tense and nominalisation go, derivation stays.

    Words of three characters are left alone, most of them are acronyms (DNS is no plural of DN).
    """
    if len(word) <= 3 or not word.isascii():
        return word
    for reduce in (_without_plural, _without_ending, _without_nominalisation):
        word = reduce(word)
    return word


def _without_plural(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _without_ending(word: str) -> str:
    for ending in ("ement", "ment", "ing", "ion", "ed", "e"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= 3 and re.search("[aeiouy]", rest):
            return rest[:-1] if rest[-1] == rest[-2] and rest[-1] not in "sl" else rest
    return word


def _without_nominalisation(word: str) -> str:
    if word.endswith("at") and len(word) >= 7:
        return word[:-2]
    return word[:-1] + "i" if word.endswith("y") and len(word) > 3 and word[-2] not in "aeiou" else word
