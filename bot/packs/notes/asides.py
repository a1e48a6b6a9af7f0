"""Lines that aren't sentences: code, tables, and what only a page shows. They keep to the notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum, auto

from bot.packs.notes.marks import is_blank, read_mark

_OPENS = re.compile(r"(`{3,}|~{3,}|\{(?:code|noformat)(?=[:}])(?=[^}]*\}$)|<pre\b(?!.*</pre>)|<!--(?!.*-->))")
_IMAGE = r"!\[[^\]]*\]\([^)]*\)"
_TAG = r"</?[A-Za-z][^<>]*>"
_FURNITURE = re.compile(
    rf"(?:(?:{_IMAGE}|\[{_IMAGE}\]\([^)]*\)|{_TAG}|<!--.*?-->)\s*)+$"
    rf"|<(?:details|summary)\b|:{{3,}}|\[\^[^\]]+\]:|\[[^\]]+\]:\s*<?https?:|@\[[a-z]+\]\("
    r"|\[\[?_?toc_?\]?\]$|\{\{.*\}\}$|<?https?://\S+$",
    re.IGNORECASE,
)
_DELIMITER = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-+:?\s*)+\|?$")
_CELL = re.compile(r"<t[rdh]\b", re.IGNORECASE)


LONGEST_OBJECT = 300
"""Lines after a brace that are looked through for its partner."""


class Aside(StrEnum):
    """What a line is that is no sentence."""

    CODE = auto()
    ROW = auto()
    FURNITURE = auto()


def read_asides(lines: Sequence[str], start: int, objects: Iterable[int]) -> dict[int, Aside]:
    """The lines, by index, from `start` on, that are no sentences; `objects` are those of `read_objects`."""
    asides = dict.fromkeys((*_blocks(lines, start), *objects), Aside.CODE)
    for at in range(start, len(lines)):
        body = lines[at].strip()
        if at in asides or not body:
            continue
        if _is_row(body):
            asides[at] = Aside.ROW
        elif _FURNITURE.match(body):
            asides[at] = Aside.FURNITURE
    rows = (at for at in _tables(lines, start) if at not in asides)
    return {**asides, **dict.fromkeys(rows, Aside.ROW)}


def _is_row(body: str) -> bool:
    return (len(body) > 1 and body[0] == "|") or bool(_CELL.match(body))


def _blocks(lines: Sequence[str], start: int) -> Iterator[int]:
    """Everything between fences, with the fences; one that is never closed opens nothing."""
    last = {sign: at for at in range(start, len(lines)) for sign in _ends(lines[at].strip())}
    at = start
    while at < len(lines):
        opened = _OPENS.match(lines[at].strip())
        end = _end(lines, at, opened[1]) if opened and at < last.get(opened[1][:2], 0) else 0
        yield from range(at, end)
        at = max(at + 1, end)


def _end(lines: Sequence[str], at: int, fence: str) -> int:
    """The line after the block that opens here; 0 if it is never closed."""
    after = range(at + 1, len(lines))
    return next((end + 1 for end in after if _closes(lines[end].strip(), fence)), 0)


def _closes(body: str, fence: str) -> bool:
    if fence[0] in "`~":
        return len(body) >= len(fence) and not body.strip(fence[0])
    return fence[:2] in _ends(body)


def read_objects(lines: Sequence[str], start: int) -> Iterator[int]:
    """A policy or another object of JSON that stands without fences: from a brace alone to its partner."""
    at = start
    while at < len(lines):
        end = _partner(lines[at : at + LONGEST_OBJECT]) if lines[at].strip() == "{" else 0
        yield from range(at, at + end)
        at += max(end, 1)


def _partner(lines: Sequence[str]) -> int:
    """How many lines it takes until every brace is closed; 0 if that never happens."""
    depth = 0
    for count, line in enumerate(lines, start=1):
        depth += line.count("{") - line.count("}")
        if depth <= 0:
            return count
    return 0


def _ends(body: str) -> Iterator[str]:
    """The first two characters of the fences that this line may close."""
    if body[:2] in ("``", "~~") and not body.strip(body[0]):
        yield body[:2]
    if body in ("{code}", "{noformat}"):
        yield body[:2]
    if "</pre>" in body:
        yield "<p"
    if "-->" in body:
        yield "<!"


def _tables(lines: Sequence[str], start: int) -> Iterator[int]:
    """Rows without bars at their sides: those around a delimiter, and lines parted by tabs one after
    another (as copied from a page or a sheet)."""
    inside = False
    for at in range(start, len(lines)):
        if _DELIMITER.match(lines[at].strip()):
            inside = True
            yield from (at - 1, at) if at > start and "|" in lines[at - 1] else (at,)
        elif inside and "|" in lines[at]:
            yield at
        else:
            inside = False
            around = _is_tabbed(_line(lines, at - 1)) or _is_tabbed(_line(lines, at + 1))
            if _is_tabbed(lines[at]) and around:
                yield at


def _line(lines: Sequence[str], at: int) -> str:
    return lines[at] if 0 <= at < len(lines) else ""


def _is_tabbed(line: str) -> bool:
    mark = read_mark(line) if "\t" in line and not is_blank(line) else None
    return mark is not None and not mark.style and not mark.rank and "\t" in mark.body
