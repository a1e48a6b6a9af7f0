"""Words in katakana as people mistype them: ぽりしー, セキュリテイ, アグリゲタ, ゾーソ, アカンウト.

What is commonly confused counts for nothing: which of the two scripts, how large a kana is, the mark of a
long vowel, and kana that look or sound alike. In longer words two kana may have changed places, or one be
missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

FEWEST = 3  # kana left, or too many words are alike
_FEWEST_IN_HIRAGANA = 4  # the same without a mark of a long vowel, which grammar hasn't
_FEWEST_TO_SWAP, _FEWEST_TO_DROP = 5, 6
_LONGEST = 14  # characters
_TO_KATAKANA = {at: at + 0x60 for at in range(ord("ぁ"), ord("ゖ") + 1)}
_LARGE = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ")
_ALIKE = str.maketrans("ソツヂヅヴ", "ンシジズブ", "ー")
_WORD = re.compile("[ァ-ヶー]{3,}")
_RUN = re.compile("[ぁ-ゖァ-ヶー]+")
_HIRAGANA = re.compile("[ぁ-ゖ]")


class Katakana:
    """Words in katakana by their skeletons, short ones as they are; the first of those that share one."""

    def __init__(self, words: Iterable[str]) -> None:
        bare = {word: skeleton(word) for word in words if _WORD.fullmatch(word)}
        self._words: dict[str, str] = {}
        for word, kana in bare.items():
            self._words.setdefault(kana if len(kana) >= FEWEST else word, word)
        for word, kana in bare.items():
            for mistyped in _mistyped(kana):
                self._words.setdefault(mistyped, word)

    def meant(self, plain: str, at: int, longer_than: int) -> tuple[str, int] | None:
        """The longest word that may be meant by the kana from here on, and how many characters they are,
        if these are more than `longer_than`."""
        run = _RUN.match(plain, at, at + _LONGEST)
        if run is None:
            return None
        for length in range(len(run[0]), max(longer_than, FEWEST - 1), -1):
            kana = run[0][:length]
            could_be_grammar = "ー" not in kana and _HIRAGANA.search(kana)
            bare = skeleton(kana)
            if len(bare) < FEWEST:
                bare = kana.translate(_TO_KATAKANA)
            if len(bare) >= (_FEWEST_IN_HIRAGANA if could_be_grammar else FEWEST) and bare in self._words:
                return self._words[bare], length
        return None


def skeleton(kana: str) -> str:
    """What is left of a stretch of kana without what is commonly confused."""
    return kana.translate(_TO_KATAKANA).translate(_LARGE).translate(_ALIKE)


def _mistyped(kana: str) -> Iterator[str]:
    """The skeleton with two neighbours in the other order, or without one; never the first."""
    if len(kana) >= _FEWEST_TO_SWAP:
        yield from (kana[:at] + kana[at + 1] + kana[at] + kana[at + 2 :] for at in range(1, len(kana) - 1))
    if len(kana) >= _FEWEST_TO_DROP:
        yield from (kana[:at] + kana[at + 1 :] for at in range(1, len(kana)))
