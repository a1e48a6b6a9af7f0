"""Answers that commit to nothing: "A or B or C", A か B か C, "maybe A. Maybe B."."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from bot.domain.grading.ruling import Ruling
from bot.domain.reading.text import Reading, Span

_OR = re.compile(
    r"\b(?:or|alternatively|either|perhaps|maybe|possibly|(?:could|might) be)\b|\s/\s"
    r"|(?<=[ァ-ヶーa-z0-9])か(?=[、ァ-ヶ一-鿿a-z0-9]|$|[。!?])|(?<=[うくぐすつぬぶむる])か(?=[、,ァ-ヶa-z0-9一-鿿])|(?<=[一-鿿])か[、,]"
    r"|(?<=だった)か[、,.。]|または|もしくは|あるいは|それとも|それか|ないしは|どれか|いずれか|どちらか|たぶん|もしかして|かもしれ"
)
_NO_CHOICE = re.compile(
    r"\bwhether or\b|\bor not\b|\bor (?:so|else|something|similar|whatever|more|less)\b"
    r"|\bmaybe (?:also|later|even)\b"
)
_NO_PICK = re.compile(  # says of the options before or after it that none is chosen
    r"\b(?:(?:one|any) of (?:those|these|them)|not sure which|(?:one|all) by one|either way)\b"
    r"|(?:どれ|いずれ|どちら|どっち)(?:か(?!ら)|でも|かな)|(?:どれ|いずれ|どちら|どっち)(?:が|を)[^。]{0,8}(?:か|迷)"
)
_REACH = 30  # characters behind the options: "… I am not sure which"
_FEW = 2  # options; of two that are both right the choice is free
_SHORT = 2.5  # words; shorter pieces before an "or" belong to its enumeration


def hedges(reading: Reading, strays: Callable[[Span], bool]) -> Iterator[Ruling]:
    """Stretches that offer a choice in which some option strays from the answer: all of them is
    ruled out. `strays` tells whether the words in a span point elsewhere."""
    for stretch, edges in _choices(reading):
        options = [span for span in pairwise(edges) if reading.words_in(span)]
        wrong = [option for option in options if strays(option)]
        if len(options) > 1 and wrong:
            yield Ruling(stretch, _trimmed(reading.plain, wrong[-1]))
        elif len(options) > _FEW and (
            open_ := _NO_PICK.search(reading.plain, stretch[0], stretch[1] + _REACH)
        ):
            yield Ruling(stretch, open_.span())


def _choices(reading: Reading) -> Iterator[tuple[Span, list[int]]]:
    """Stretches with an "or", overlapping ones joined, and the edges of their options."""
    merged: list[tuple[Span, set[int]]] = []
    for joint in _joints(reading.plain):
        span, edges = _stretch(reading, joint)
        if merged and span[0] < merged[-1][0][1]:
            (start, end), known = merged[-1]
            merged[-1] = ((min(start, span[0]), max(end, span[1])), known | edges)
        else:
            merged.append((span, edges))
    return ((span, sorted(edges)) for span, edges in merged)


def _joints(plain: str) -> list[int]:
    idle = [found.span() for found in _NO_CHOICE.finditer(plain)]
    joints = (found.start() for found in _OR.finditer(plain))
    return [joint for joint in joints if not any(start <= joint < end for start, end in idle)]


def _stretch(reading: Reading, joint: int) -> tuple[Span, set[int]]:
    """The clause with the "or". A comma or full stop right before it brings in the clause or sentence
    before; short pieces, and what they continue, belong to the enumeration too."""
    clauses = reading.clauses
    at = next(i for i, (start, end) in enumerate(clauses) if start <= joint < end)
    edges = {*clauses[at], joint}
    first = at
    if joint - clauses[at][0] <= 1 and at:
        first = at - 1
    while first and clauses[first][0] not in {start for start, _ in reading.sentences}:
        if first < at or _length(reading, (clauses[first][0], joint)) <= _SHORT:
            first -= 1
        else:
            break
        if _length(reading, clauses[first]) > _SHORT:
            break
    last = at
    if clauses[at][1] - joint <= 2 and at + 1 < len(clauses):
        last = at + 1
    edges |= {clauses[last][1]} | {start for start, _ in clauses[first : last + 1]}
    return (clauses[first][0], clauses[last][1]), edges


def _length(reading: Reading, span: Span) -> float:
    return reading.place[span[1]] - reading.place[span[0]]


def _trimmed(plain: str, span: Span) -> Span:
    text = plain[span[0] : span[1]]
    return (
        span[0] + len(text) - len(text.lstrip(" ,、/")),
        span[0] + len(text.rstrip(" ,、/.。")),
    )
