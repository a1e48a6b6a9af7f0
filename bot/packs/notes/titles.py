"""Which lines are headings by their place alone, as in notes that were copied from a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import zip_longest

from rich.cells import cell_len

from bot.packs.notes.outline import STOPS, WRAPPED_FROM, Item, Kind, Outline

LONGEST_LABEL = 48
"""Columns; what is longer says something rather than names a subject."""

LONGEST_TITLE = 100
"""Columns of a first line that names the whole."""

_SENTENCE = re.compile(r"[.。?？!！」:：、,]$|(?:です|ます|たい|か|する|した|たら|れば)$")
_NO_TITLE = re.compile(
    r"[.。?？!！,、，」]$|(?:です|ます|たい|でした|ました|ですか|ますか|ください|たら|れば)$|^https?:|^[\W\d]*$"
)
_BOLD = re.compile(r"(\*\*|__)[^*_]+\1\s*[:：]?$")


class Titles:
    """Tells headings without marks from sentences; `words` says what lines say."""

    def __init__(self, outline: Outline, words: Callable[[Iterable[int]], str], *, markdown: bool) -> None:
        self._bodies = outline.bodies
        self._unsaid = outline.furniture | set(outline.rules)
        self._words = words
        self._markdown = markdown

    def under(self, head: Item) -> list[Item]:
        """What is under a heading, where lines that are headings by their place alone are such."""
        items = [part for item, after in _pairs(head.children) for part in self._parted(item, after)]
        if items and self._names_everything(head, items):
            return [Item(Kind.HEADING, items[0].text, [], items[1:])]
        grouped: list[Item] = []
        section: Item | None = None
        for item, after in _pairs(items):
            if item.kind is Kind.HEADING:
                section = None
                grouped.append(item)
            elif self._is_title(item, after):
                section = Item(Kind.HEADING, item.text)
                grouped.append(section)
            else:
                (section.children if section else grouped).append(item)
        return grouped

    def _parted(self, item: Item, after: Item | None) -> list[Item]:
        """A paragraph right above bullets, without its last line if that names them."""
        listed = item.kind is Kind.PARAGRAPH and after is not None and after.kind is Kind.BULLET
        if not listed or len(item.text) < 2 or item.extra or item.children:
            return [item]
        *before, last = item.text
        above, name = self._bodies[before[-1]], Item(Kind.PARAGRAPH, [last])
        whole = cell_len(above) < WRAPPED_FROM or above[-1:] in STOPS
        if whole and self.is_label(name) and not self._bodies[last][:1].islower():
            return [Item(Kind.PARAGRAPH, before), name]
        return [item]

    def _names_everything(self, head: Item, items: list[Item]) -> bool:
        """Whether the first line of the notes is their title: another heading follows, and more than that."""
        first = items[0]
        if head.text or len(items) < 2 or not self._may_be_title(first, LONGEST_TITLE):
            return False
        if any(self._bodies[at] for at in range(first.text[0]) if at not in self._unsaid):
            return False
        headed = items[1].kind is Kind.HEADING or self._may_be_title(items[1])
        return headed and not all(map(self._may_be_title, items[1:]))

    def _is_title(self, item: Item, after: Item | None) -> bool:
        """Whether a line that stands alone is the heading of what comes after it. Markdown has marks for
        that; there only what is bold is taken for one."""
        if after is None or after.kind is Kind.HEADING or not self._may_be_title(item):
            return False
        (line,) = item.text
        alone = not (line and self._bodies[line - 1]) and not any(self._bodies[line + 1 : line + 2])
        if self._markdown:
            return alone and bool(_BOLD.match(self._bodies[line]))
        return alone and not self._may_be_title(after)

    def _may_be_title(self, item: Item, longest: int = LONGEST_LABEL) -> bool:
        if item.kind is not Kind.PARAGRAPH or len(item.text) != 1 or item.extra or item.children:
            return False
        words = self._words(item.text)
        return cell_len(words) <= longest and not _NO_TITLE.search(words)

    def is_label(self, item: Item) -> bool:
        """Whether a line names a subject rather than says something."""
        words = self._words(item.text)
        return len(item.text) == 1 and cell_len(words) <= LONGEST_LABEL and not _SENTENCE.search(words)


def _pairs(items: Sequence[Item]) -> Iterator[tuple[Item, Item | None]]:
    """Each with the one after it."""
    yield from zip_longest(items, items[1:])
