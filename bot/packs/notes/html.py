"""Notes that are a page's HTML: what each line begins with, as the tags say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape

from bot.packs.notes.marks import Mark

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)\b[^<>]*>")
_OPENS_LINE = re.compile(
    r"\s*</?(?:ul|ol|li|p|h[1-6]|div|section|pre|table|tr|td|body|html|head|main)\b", re.IGNORECASE
)
_WITHIN = re.compile(r"</?(?:b|i|u|em|strong|code|span|a|font|mark|sub|sup|kbd)\b[^<>]*>", re.IGNORECASE)
_START = re.compile(rf"(?:\s*{_TAG.pattern})*")
_LISTS = {"ul", "ol"}
_INDENT = 2


def is_html(lines: Sequence[str]) -> bool:
    """Whether most of the lines begin with a page's tags, some of them with bullets or paragraphs."""
    worded = [line for line in lines if line.strip()]
    tagged = [line for line in worded if _OPENS_LINE.match(line)]
    return len(tagged) > 2 and 2 * len(tagged) > len(worded)


def read_html_marks(lines: Sequence[str]) -> list[Mark]:
    """What each line begins with: a bullet's indentation is how many lists it stands in."""
    marks: list[Mark] = []
    depth = 0
    for line in lines:
        names = _names(line)
        before = _names(line[: len(line) - len(_START.sub("", line, count=1))])
        words = " ".join(unescape(_TAG.sub(" ", _WITHIN.sub("", line))).split())
        rank = next((int(name[1]) for _, name in names if re.fullmatch(r"h[1-6]", name)), 0)
        level = depth + _deeper(before)
        if rank:
            marks.append(Mark(0, words, rank=rank, sign="#"))
        elif (False, "li") in before:
            marks.append(Mark(_INDENT * max(level - 1, 0), words, style="-"))
        else:
            marks.append(Mark(_INDENT * level, words))
        depth = max(0, depth + _deeper(names))
    return marks


def _names(text: str) -> list[tuple[bool, str]]:
    """Its tags in order: whether they close, and what."""
    return [(bool(close), name.lower()) for close, name in _TAG.findall(text)]


def _deeper(tags: Sequence[tuple[bool, str]]) -> int:
    """How many lists the tags open, less those they close."""
    return sum(-1 if close else 1 for close, name in tags if name in _LISTS)
