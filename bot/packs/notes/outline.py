"""Which line of the notes belongs under which."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum, auto

from rich.cells import cell_len

from bot.packs.notes.asides import Aside, read_asides, read_objects
from bot.packs.notes.html import is_html, read_html_marks
from bot.packs.notes.marks import Mark, is_blank, is_question, is_rule, read_marks

DEEPEST = 40
"""Levels of bullets; what is nested deeper counts as this deep."""

WRAPPED_FROM = 40
"""Columns: a line this long may have been broken where the page ended, a shorter one is whole."""

STOPS = ".。!！?？:："
"""What a line ends with that goes on nowhere."""

_ENDS = tuple(".。!！")
_HEAD_LINE = re.compile(r"[\w-]+\s*:|\s|- |#")


class Kind(StrEnum):
    """What an item is."""

    HEADING = auto()
    PARAGRAPH = auto()
    BULLET = auto()


@dataclass(slots=True, eq=False)
class Item:
    """A heading with its section, a paragraph, or a bullet with those under it. Lines are given by index:
    `text` are those of its own text, `extra` are further ones that belong to it (code, tables, more
    paragraphs)."""

    kind: Kind
    text: list[int] = field(default_factory=list)
    extra: list[int] = field(default_factory=list)
    children: list[Item] = field(default_factory=list)
    rank: int = 0


@dataclass(slots=True)
class Outline:
    """The notes as a tree; `root` is a heading without text. `bodies` are the lines without their marks,
    `rules` the lines that only draw a line or belong to the file's head, `furniture` those that only a page
    shows, such as pictures."""

    root: Item
    bodies: list[str]
    rules: list[int]
    furniture: frozenset[int]


def read_outline(lines: Sequence[str]) -> Outline:
    """The tree of the lines. Every line that isn't blank stands in one item or among the rules."""
    return _Reader(lines).read()


class _Reader:
    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._marks = read_html_marks(lines) if is_html(lines) else read_marks(lines)
        self._root = Item(Kind.HEADING)
        self._sections = [self._root]
        self._open: list[tuple[int, str, Item]] = []  # bullets: indentation, style, item
        self._nested: dict[int, tuple[int, str]] = {}  # the first bullet under an item, by the item's id
        self._current = self._root
        self._apart = True  # whether a blank line or another kind of thing came last
        self._signs: list[str] = []
        self._rules: list[int] = []
        self._bodies = [mark.body for mark in self._marks]
        self._start = self._head()
        self._objects = frozenset(read_objects(lines, self._start))
        self._asides = read_asides(lines, self._start, self._objects)
        self._next_indents = _indents_below(self._marks) if self._has_only_indentation() else None

    def read(self) -> Outline:
        for at in range(self._start, len(self._lines)):
            self._line(at)
        furniture = frozenset(at for at, aside in self._asides.items() if aside is Aside.FURNITURE)
        return Outline(self._root, self._bodies, self._rules, furniture)

    def _head(self) -> int:
        """Markdown for a site may begin with settings between two lines of `---`."""
        if not self._lines or self._lines[0].strip("\ufeff ") != "---":
            return 0
        for at in range(1, len(self._lines)):
            if self._lines[at].rstrip() == "---":
                self._rules += range(at + 1)
                return at + 1
            if not _HEAD_LINE.match(self._lines[at] or " "):
                return 0
        return 0

    def _line(self, at: int) -> None:
        line, mark = self._lines[at], self._marks[at]
        if aside := self._asides.get(at):
            self._aside(at, aside)
        elif is_blank(line):
            self._apart = True
        elif is_rule(line):
            self._rule(at)
        elif mark.rank and not (self._open and mark.indent > self._open[0][0]):
            self._heading(at, mark)
        elif mark.style or (self._next_indents and (mark.indent or self._next_indents[at])):
            self._bullet(at, mark)
        else:
            self._plain(at, mark)

    def _aside(self, at: int, aside: Aside) -> None:
        self._current.extra.append(at)
        if aside is Aside.CODE:
            self._apart = False
        elif aside is Aside.FURNITURE:
            self._apart = True

    def _rule(self, at: int) -> None:
        above = self._current
        underlines = self._lines[at].strip()[0] in "=-＝─━" and not self._apart
        if underlines and above.kind is Kind.PARAGRAPH and len(above.text) == 1 and not above.extra:
            self._sections[-1].children.pop()
            rank = 1 if self._lines[at].strip()[0] in "=＝" else 2
            self._open_section(Item(Kind.HEADING, above.text, [], [], rank))
        self._rules.append(at)
        self._open.clear()
        self._apart = True

    def _heading(self, at: int, mark: Mark) -> None:
        rank = mark.rank
        if mark.sign != "#":
            if mark.sign not in self._signs:
                self._signs.append(mark.sign)
            rank += self._signs.index(mark.sign)
        self._open_section(Item(Kind.HEADING, [at], [], [], rank))

    def _open_section(self, heading: Item) -> None:
        while len(self._sections) > 1 and self._sections[-1].rank >= heading.rank:
            self._sections.pop()
        self._sections[-1].children.append(heading)
        self._sections.append(heading)
        self._open.clear()
        self._current, self._apart = heading, True

    def _bullet(self, at: int, mark: Mark) -> None:
        indent = mark.indent
        if mark.below:
            indent = self._below(indent)
        while self._open and not self._contains(self._open[-1], indent, mark.style):
            self._open.pop()
        del self._open[DEEPEST:]
        above = self._open[-1][2] if self._open else self._owner(mark)
        item = Item(Kind.BULLET, [at])
        self._nested.setdefault(id(above), (indent, mark.style))
        above.children.append(item)
        self._open.append((indent, mark.style, item))
        self._current, self._apart = item, False

    def _owner(self, mark: Mark) -> Item:
        """What a bullet under no other bullet belongs to: the question before it, if it is an answer."""
        section = self._sections[-1]
        if mark.below and section.children and section.children[-1].kind is Kind.PARAGRAPH:
            return section.children[-1]
        return section

    def _below(self, indent: int) -> int:
        """The indentation of an answer: deeper than what it answers, wherever it stands."""
        if not self._open:
            return indent
        above, style, _ = self._open[-1]
        return max(indent, above if style == "answer" else above + 1)

    def _contains(self, opened: tuple[int, str, Item], indent: int, style: str) -> bool:
        """Whether a bullet goes under this one: it is indented further, or no further but marked in another
        way than this one and all above, from its first child on (what is copied from a page may lose its
        indentation but keep its marks)."""
        above, other, item = opened
        if indent != above:
            return indent > above
        if self._apart or other == style or not style or not other:
            return False
        first = self._nested.get(id(item), (indent, style))
        return first == (indent, style) and all(used != style for at, used, _ in self._open if at == indent)

    def _plain(self, at: int, mark: Mark) -> None:
        item = self._continued(at, mark)
        if item is None:
            paragraph = Item(Kind.PARAGRAPH, [at])
            self._open.clear()
            self._sections[-1].children.append(paragraph)
            self._current = paragraph
        elif item is self._current and not item.extra and (not self._apart or not self._worded(item)):
            item.text.append(at)
        else:
            item.extra.append(at)
        self._apart = False

    def _continued(self, at: int, mark: Mark) -> Item | None:
        """The item that this unmarked line goes on with, if any."""
        if not self._open:
            on = self._current.kind is Kind.PARAGRAPH and not self._apart
            return self._current if on else None
        last = self._open[-1][2]
        if not self._worded(last):
            return last  # a bullet on a line of its own, its text on the next
        inside = [item for indent, _, item in self._open if mark.indent > indent]
        if inside:
            return inside[-1]
        if is_question(mark.body):
            return None
        above = self._lines[at - 1].strip()
        wrapped = cell_len(above) >= WRAPPED_FROM and above[-1] not in STOPS
        goes_on = wrapped or self._is_sentence_between_bullets(at, mark) or self._is_above_deeper(at)
        return last if goes_on and mark.indent == self._open[-1][0] and not self._apart else None

    def _is_sentence_between_bullets(self, at: int, mark: Mark) -> bool:
        """Whether a whole sentence parts two bullets of a list that has no other reason to end here."""
        below = self._marks[at + 1] if at + 1 < len(self._marks) else mark
        same = (below.indent, below.style) == self._open[-1][:2]
        return same and bool(below.style) and mark.body[-1:] in _ENDS

    def _is_above_deeper(self, at: int) -> bool:
        """Whether a line parts a number from the bullets indented under it."""
        indent, style, item = self._open[-1]
        below = self._marks[at + 1] if at + 1 < len(self._marks) else self._marks[at]
        return style[:1] in ("1", "(") and not item.children and bool(below.style) and below.indent > indent

    def _worded(self, item: Item) -> bool:
        return any(self._bodies[line] for line in item.text)

    def _has_only_indentation(self) -> bool:
        """Whether the notes are nested by indentation alone, without a single bullet."""
        marks = [mark for mark in self._marks if (mark.body or mark.style) and not mark.rank]
        bulleted = any(mark.style and not mark.below for mark in marks)
        coded = any(aside is Aside.CODE for at, aside in self._asides.items() if at not in self._objects)
        return not bulleted and not coded and any(mark.indent for mark in marks)


def _indents_below(marks: Sequence[Mark]) -> list[int]:
    """For each line, the indentation of the next one that isn't blank."""
    below, indents = 0, [0] * len(marks)
    for at in reversed(range(len(marks))):
        indents[at] = below
        below = marks[at].indent if marks[at].body or marks[at].style else below
    return indents
