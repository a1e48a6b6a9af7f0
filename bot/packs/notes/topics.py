"""Which parts of the notes make a draft of a scenario: a situation and what an answer should say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum, auto
from itertools import takewhile

from rich.cells import cell_len

from bot.packs.notes.marks import is_blank
from bot.packs.notes.outline import Item, Kind, Outline, read_outline
from bot.packs.notes.plain import looks_like_markdown, sentence

LONGEST_LABEL = 48
"""Columns; what is longer says something rather than names a subject."""

_SENTENCE = re.compile(r"[.。?？!！」:：、,]$|(?:です|ます|たい|か|する|した|たら|れば)$")
_OPENS_A_LIST = re.compile(r"[?？:：]$|(?:です|ます)か。?$|たい。?$")
_ASKS = re.compile(r"[?？]$|か。?$|たい。?$")
_LABEL_OF_POINTS = re.compile(
    r"(?:answers?|key points?|points?|solutions?|why|reasons?|how|details?|notes?"
    r"|答え?|解答|回答|正解|要点|ポイント|理由|解決策|対策|対応|方法|解説|詳細|補足)\s*[:：]?$"
    r"|.{0,24}[:：]$",
    re.IGNORECASE,
)


class Left(StrEnum):
    """Why a line is in no draft."""

    BLANK = auto()
    HEADING = auto()
    RULE = auto()


@dataclass(frozen=True, slots=True)
class Topic:
    """What becomes one draft. All numbers of lines count from 1 and ascend; `lines` are all of them,
    `situation_lines` and `point_lines` those whose words were filled in; `path` are the headings above."""

    path: tuple[str, ...]
    title: str
    situation: str
    points: tuple[str, ...]
    lines: tuple[int, ...]
    situation_lines: tuple[int, ...]
    point_lines: tuple[int, ...]
    notes: str


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes, taken apart: every one of the `lines`, by number from 1, is in one topic or in `left`."""

    lines: tuple[str, ...]
    topics: tuple[Topic, ...]
    left: dict[int, Left]


def read_notes(text: str) -> Notes:
    """The topics of a text in the order of the text."""
    lines = re.split(r"\r\n|\n|\r", text.removeprefix("\ufeff"))
    if not lines[-1]:
        lines.pop()
    outline = read_outline(lines)
    finder = _Finder(outline, markdown=looks_like_markdown(text))
    return _placed(lines, outline, finder)


@dataclass(slots=True)
class _Found:
    """A topic in the making, by index: the lines of its situation, those of each point, the others."""

    path: tuple[str, ...]
    title: list[int]
    situation: list[int]
    points: list[list[int]]
    others: list[int] = field(default_factory=list)

    def all(self) -> set[int]:
        return {
            *self.title,
            *self.situation,
            *self.others,
            *(line for point in self.points for line in point),
        }


class _Finder:
    """Walks the outline and decides what is a topic, what a point of it, and what only a heading."""

    def __init__(self, outline: Outline, *, markdown: bool) -> None:
        self._bodies = outline.bodies
        self._markdown = markdown
        self.found: list[_Found] = []
        self._section(outline.root, ())

    def words(self, lines: Iterable[int]) -> str:
        """What the lines say, as one text."""
        return sentence((self._bodies[line] for line in lines), markdown=self._markdown)

    def _section(self, head: Item, path: tuple[str, ...]) -> None:
        """Everything under a heading, or under a bullet that only names a subject."""
        title = self.words(head.text)
        below = (*path, title) if title else path
        loose: list[Item] = []
        before = len(self.found)
        for paragraphs, bullets in _runs(head.children):
            self._run(head, paragraphs, bullets, below, loose)
        if loose and self._is_title(loose[0], head) and len(self.found) > before:
            del loose[0]
        if loose or head.extra:
            self._loose(head, loose, path)
        elif len(self.found) == before + 1:
            self.found[-1].title[:0] = head.text  # its only topic: the heading is the topic's name
        for child in head.children:
            if child.kind is Kind.HEADING:
                self._section(child, below)

    def _run(
        self,
        head: Item,
        paragraphs: list[Item],
        bullets: list[Item],
        path: tuple[str, ...],
        loose: list[Item],
    ) -> None:
        """Paragraphs with the bullets after them."""
        lead = paragraphs[-1] if paragraphs and bullets else None
        deep = [bullet for bullet in bullets if bullet.children]
        few = 2 * len(deep) < len(bullets)
        if lead and (few or not deep or _OPENS_A_LIST.search(self.words(lead.text))):
            told = len(paragraphs) if self._asks(lead) else 1  # a question may close several paragraphs
            loose += paragraphs[:-told]
            self._topic(paragraphs[-told:], bullets, path)
        elif lead and self._is_label(lead):
            loose += paragraphs[:-1]
            self._section(Item(Kind.HEADING, lead.text, lead.extra, bullets), path)
        else:
            for item in (*paragraphs, *bullets):
                minor = item.kind is Kind.BULLET and few and head.text and not self._asks(item)
                if not item.children or minor:
                    loose.append(item)
                elif item.kind is Kind.BULLET and self._is_subject(item):
                    self._section(item, path)
                else:
                    self._topic([item], [], path)

    def _topic(self, heads: list[Item], bullets: list[Item], path: tuple[str, ...]) -> None:
        """The heads are the situation, the bullets the points; what stands under those explains them."""
        found = _Found(path, [], [line for head in heads for line in head.text], [])
        found.others += (line for head in heads for line in head.extra)
        for bullet in [*bullets, *(child for head in heads for child in head.children)]:
            self._point(bullet, found)
        self.found.append(found)

    def _point(self, bullet: Item, found: _Found) -> None:
        if bullet.children and _LABEL_OF_POINTS.match(self.words(bullet.text)):
            found.others += [*bullet.text, *bullet.extra]
            for child in bullet.children:
                self._point(child, found)
        else:
            found.points.append(bullet.text)
            found.others += bullet.extra
            found.others += (line for child in bullet.children for line in _lines_of(child))

    def _loose(self, head: Item, loose: list[Item], path: tuple[str, ...]) -> None:
        """What stands under a heading without being a topic of its own is the heading's topic."""
        in_order = loose if head.text else sorted(loose, key=lambda item: item.kind is Kind.BULLET)
        before = takewhile(lambda item: item.kind is Kind.PARAGRAPH, in_order)
        told = [line for item in before for line in item.text]
        found = _Found(path, head.text if told else [], told or head.text, [], list(head.extra))
        for item in loose:
            if item.kind is Kind.BULLET:
                self._point(item, found)
            else:
                found.others += _lines_of(item)
        filled = set(told)
        found.others = [line for line in found.others if line not in filled]
        self.found.append(found)

    def _asks(self, item: Item) -> bool:
        return bool(_ASKS.search(self.words(item.text)))

    def _is_label(self, item: Item) -> bool:
        words = self.words(item.text)
        return len(item.text) == 1 and cell_len(words) <= LONGEST_LABEL and not _SENTENCE.search(words)

    def _is_title(self, item: Item, head: Item) -> bool:
        """Whether a paragraph is the first line of everything and names it."""
        if item.kind is not Kind.PARAGRAPH or item.extra or item.children or head.text:
            return False
        return not any(self._bodies[: item.text[0]]) and self._is_label(item)

    def _is_subject(self, item: Item) -> bool:
        """Whether a bullet names a subject whose bullets are topics themselves, each with points."""
        grown = [len(child.children) for child in item.children if child.children]
        enough = len(grown) > 1 and 2 * len(grown) > len(item.children) and sum(grown) >= 2 * len(grown)
        return enough and self._is_label(item)


def _runs(items: Sequence[Item]) -> Iterator[tuple[list[Item], list[Item]]]:
    """Paragraphs with the bullets that follow them, until the next paragraph or heading; one that is
    answered already stands alone."""
    paragraphs: list[Item] = []
    bullets: list[Item] = []
    for item in items:
        answered = item.kind is Kind.PARAGRAPH and bool(item.children)
        if answered or (bullets and item.kind is not Kind.BULLET):
            yield paragraphs, bullets
            paragraphs, bullets = [], []
        if answered:
            yield [item], []
        elif item.kind is Kind.PARAGRAPH:
            paragraphs.append(item)
        elif item.kind is Kind.BULLET:
            bullets.append(item)
    if paragraphs or bullets:
        yield paragraphs, bullets


def _lines_of(item: Item) -> Iterator[int]:
    yield from item.text
    yield from item.extra
    for child in item.children:
        yield from _lines_of(child)


def _placed(lines: Sequence[str], outline: Outline, finder: _Finder) -> Notes:
    """Every line in its place; blank lines and rules inside a topic are the topic's."""
    owner: dict[int, int] = {}
    found = sorted(finder.found, key=lambda each: min(each.all(), default=0))
    for number, each in enumerate(found):
        owner.update(dict.fromkeys(each.all(), number))
    rules = set(outline.rules)
    left: dict[int, Left] = {}
    waiting: list[int] = []
    last: int | None = None
    for at, line in enumerate(lines):
        if at not in owner and (at in rules or is_blank(line)):
            waiting.append(at)
            continue
        here = owner.get(at)
        for between in waiting:
            if here is not None and here == last:
                owner[between] = here
            else:
                left[between + 1] = Left.BLANK if is_blank(lines[between]) else Left.RULE
        waiting, last = [], here
        if here is None:
            left[at + 1] = Left.HEADING
    left |= {at + 1: Left.BLANK if is_blank(lines[at]) else Left.RULE for at in waiting}
    own: list[list[int]] = [[] for _ in found]
    for at in sorted(owner):
        own[owner[at]].append(at)
    topics = [_topic(lines, each, at, finder) for each, at in zip(found, own, strict=True)]
    return Notes(tuple(lines), tuple(topics), dict(sorted(left.items())))


def _topic(lines: Sequence[str], found: _Found, own: Sequence[int], finder: _Finder) -> Topic:
    points = {words: point for point in found.points if (words := finder.words(point))}
    situation = finder.words(found.situation)
    return Topic(
        path=found.path,
        title=finder.words(found.title),
        situation=situation,
        points=tuple(points),
        lines=tuple(at + 1 for at in own),
        situation_lines=tuple(sorted(at + 1 for at in found.situation)) if situation else (),
        point_lines=tuple(sorted({at + 1 for point in points.values() for at in point})),
        notes="\n".join(lines[at] for at in own),
    )
