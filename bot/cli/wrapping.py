"""Lines that end where each language may break."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import cell_len

WIDEST = 100
"""Columns; longer lines are hard to read, however wide the terminal."""

# Japanese breaks between any two characters, but not after an opening bracket nor before a closing
# one or punctuation (the core of JIS X 4051, kinsoku shori). Everything else breaks at spaces.
_WIDE = "\u3000-\u9fff\uff00-\uffef"
_OPENING = "「『（［｛【〈《"
_CLOSING = "、。，．・：；？！」』）］｝】〉》ー々…ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
_PIECE = re.compile(rf"[{_OPENING}]*(?:[{_WIDE}]|[^\s{_WIDE}]+)[{_CLOSING}]*|\s+")


def wrap(text: str, width: int) -> Iterator[str]:
    """The lines of a text, each at most `width` columns unless a single word is longer."""
    line = ""
    for piece in _PIECE.findall(" ".join(text.split())):
        if line and cell_len(line + piece.rstrip()) > width:
            yield line.rstrip()
            line = piece.lstrip()
        else:
            line += piece
    yield line.rstrip()
