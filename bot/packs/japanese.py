"""How Japanese is written in a pack: the signs and spaces that the authors' guide asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator

_JAPANESE = "ぁ-ゖァ-ヺー㐀-鿿々〆"
_RULES = {
    "fault.ja-space": re.compile(f"[A-Za-z0-9][{_JAPANESE}]|[{_JAPANESE}][A-Za-z0-9]"),
    "fault.ja-stray-space": re.compile(
        rf"[{_JAPANESE}]\s+[{_JAPANESE}]|[、。（）「」]\s+\S|\S\s+[、。（）「」]"
    ),
    "fault.ja-wide": re.compile("[Ａ-Ｚａ-ｚ０-９\u3000]+"),
    "fault.ja-narrow-kana": re.compile("[ｦ-ﾟ]+"),
    # A mark after Japanese that ends something; in s3.リージョン.amazonaws.com the dots belong to the name.
    "fault.ja-marks": re.compile(
        rf"[{_JAPANESE}][,.;:?!](?![A-Za-z0-9])|[{_JAPANESE}]\s?\(|\((?=[{_JAPANESE}])"
        rf"|[{_JAPANESE}]\)|\)(?=\s?[{_JAPANESE}])"
    ),
}
_AROUND = 8
"""Characters shown on either side."""


def slips(text: str) -> Iterator[tuple[str, str]]:
    """What isn't written as it should be: the fault's key and the words around it, once for each rule."""
    for key, rule in _RULES.items():
        if found := rule.search(text):
            yield key, text[max(0, found.start() - _AROUND) : found.end() + _AROUND].strip()
