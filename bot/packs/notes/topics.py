"""Which parts of the notes make a draft of a scenario: a situation and what an answer should say."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum, auto
from itertools import takewhile

from bot.packs.notes.links import is_anchor, is_source
from bot.packs.notes.marks import is_blank
from bot.packs.notes.outline import Item, Kind, Outline, read_outline
from bot.packs.notes.plain import looks_like_markdown, sentence
from bot.packs.notes.questions import with_their_answers
from bot.packs.notes.titles import Titles

_OPENS_A_LIST = re.compile(r"[?？:：]$|(?:です|ます)か。?$|たい。?$")
_ASKS = re.compile(r"[?？]$|か。?$|たい。?$")
_LABEL_OF_POINTS = re.compile(
    r"(?:answers?|key points?|points?|solutions?|why|reasons?|how|details?|notes?"
    r"|答え?|解答|回答|正解|要点|ポイント|理由|解決策|対策|対応|方法|解説|詳細|補足)\s*[:：]?$",
    re.IGNORECASE,
)
_LABEL_OF_TRAPS = re.compile(
    r"(?:(?:common|frequent|typical|usual) )?(?:mistake|misconception|pitfall|trap|wrong answer)s?\s*[:：]\s*"
    r"|(?:よくある|ありがちな)?(?:間違い|間違え|誤り|誤答|誤解|勘違い|思い違い|ひっかけ|引っかけ)\s*[:：]\s*",
    re.IGNORECASE,
)
_LABEL = re.compile(r".{0,24}[:：]$")
_CONTENTS = re.compile(r"(?:目次|もくじ|(?:table of )?contents|toc)\s*[:：]?$", re.IGNORECASE)


class Left(StrEnum):
    """Why a line is in no draft."""

    BLANK = auto()
    HEADING = auto()
    RULE = auto()
    CONTENTS = auto()


@dataclass(frozen=True, slots=True)
class Topic:
    """What becomes one draft. All numbers of lines count from 1 and ascend; `lines` are all of them,
    `situation_lines`, `point_lines` and `trap_lines` those whose words were filled in; `path` are the
    headings above, `traps` what the notes call mistakes."""

    path: tuple[str, ...]
    title: str
    situation: str
    points: tuple[str, ...]
    lines: tuple[int, ...]
    situation_lines: tuple[int, ...]
    point_lines: tuple[int, ...]
    notes: str
    traps: tuple[str, ...] = ()
    trap_lines: tuple[int, ...] = ()


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
    """A topic in the making, by index: the lines of its situation, those of each point and each trap, the
    others."""

    path: tuple[str, ...]
    title: list[int]
    situation: list[int]
    points: list[list[int]]
    others: list[int] = field(default_factory=list)
    traps: list[list[int]] = field(default_factory=list)

    def all(self) -> set[int]:
        return {
            *self.title,
            *self.situation,
            *self.others,
            *(line for point in (*self.points, *self.traps) for line in point),
        }


class _Finder:
    """Walks the outline and decides what is a topic, what a point of it, and what only a heading."""

    def __init__(self, outline: Outline, *, markdown: bool) -> None:
        self._bodies = outline.bodies
        self._furniture = outline.furniture
        self._markdown = markdown
        self._titles = Titles(outline, self.words, markdown=markdown)
        self._said: dict[tuple[int, ...], str] = {}
        self.found: list[_Found] = []
        self.contents: set[int] = set()
        self._section(outline.root, ())

    def words(self, lines: Iterable[int]) -> str:
        """What the lines say, as one text."""
        asked = tuple(lines)
        if asked not in self._said:
            self._said[asked] = sentence((self._bodies[line] for line in asked), markdown=self._markdown)
        return self._said[asked]

    def _section(self, head: Item, path: tuple[str, ...]) -> None:
        """Everything under a heading, or under a bullet that only names a subject."""
        title = self.words(head.text)
        below = (*path, title) if title and not _CONTENTS.match(title) else path
        loose: list[Item] = []
        before = len(self.found)
        children = with_their_answers(self._titles.under(head), self._bodies)
        for paragraphs, bullets in _runs(children):
            contents = self._contents(head, paragraphs, bullets)
            self.contents.update(line for bullet in contents for line in _lines_of(bullet))
            rest = [bullet for bullet in bullets if bullet not in contents]
            lead = paragraphs[-1] if paragraphs and not paragraphs[-1].extra else None
            named = contents and not rest and lead and self._titles.is_label(lead)
            self._run(head, paragraphs[:-1] if named else paragraphs, rest, below, loose)
        self._close(head, loose, self.found[before:])
        shown = self._furniture.issuperset(head.extra)
        if loose or not shown:
            self._loose(head, loose, path)
        elif len(self.found) == before + 1:
            self.found[-1].title[:0] = head.text  # its only topic: the heading is the topic's name
        for child in children:
            if child.kind is Kind.HEADING:
                self._section(child, below)
        if head.extra and shown and not loose:
            self._furnish(head, path, self.found[before:])

    def _close(self, head: Item, loose: list[Item], found: list[_Found]) -> None:
        """A paragraph behind a list belongs to its topic if it says where to read on, or if the topic is the
        only one under its heading."""
        ended = sorted(((max(each.all(), default=-1), each) for each in found), key=lambda pair: pair[0])
        left: list[Item] = []
        for item in loose:
            before = bisect_left(ended, min(_lines_of(item)), key=lambda pair: pair[0])
            source = is_source("".join(self._bodies[line] for line in item.text))
            closes = source or (head.text and len(found) == 1)
            if before and closes and item.kind is Kind.PARAGRAPH:
                ended[before - 1][1].others += _lines_of(item)
            else:
                left.append(item)
        loose[:] = left

    def _furnish(self, head: Item, path: tuple[str, ...], found: list[_Found]) -> None:
        """Pictures and the like right under a heading belong to the first topic there."""
        if found:
            min(found, key=lambda each: min(each.all(), default=0)).others += head.extra
        else:
            self._loose(head, [], path)

    def _contents(self, head: Item, paragraphs: list[Item], bullets: list[Item]) -> set[Item]:
        """Those of the bullets that are a table of contents: links into the page, or all if called so."""
        if _CONTENTS.match(self.words(paragraphs[-1].text if paragraphs else head.text)):
            return set(bullets)
        linked = {
            bullet for bullet in bullets if all(is_anchor(self._bodies[line]) for line in _lines_of(bullet))
        }
        return linked if sum(1 for bullet in linked for _ in _lines_of(bullet)) > 1 else set()

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
        deep = [
            each for each in bullets if each.children and not _LABEL_OF_TRAPS.match(self.words(each.text))
        ]
        single = all(len(bullet.children) == 1 for bullet in deep)
        few = 2 * len(deep) < len(bullets) + single
        if lead and (few or not deep or _OPENS_A_LIST.search(self.words(lead.text))):
            told = len(paragraphs) if self._asks(lead) else 1  # a question may close several paragraphs
            loose += paragraphs[:-told]
            self._topic(paragraphs[-told:], bullets, path)
        elif lead and self._titles.is_label(lead):
            loose += paragraphs[:-1]
            self._section(Item(Kind.HEADING, lead.text, lead.extra, bullets), path)
        else:
            for item in (*paragraphs, *bullets):
                grown = sum(bool(child.children) for child in item.children)
                plain = item.kind is Kind.BULLET and grown < 2 and not self._asks(item)
                minor = plain and few and head.text
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
        below = [*bullets, *(child for head in heads for child in head.children)]
        for bullet in below:
            self._point(bullet, found, alone=len(below) == 1)
        self.found.append(found)

    def _point(self, bullet: Item, found: _Found, *, alone: bool) -> None:
        words = self.words(bullet.text)
        trap = _LABEL_OF_TRAPS.match(words)
        label = not words or _LABEL_OF_POINTS.match(words) or (alone and _LABEL.match(words))
        if bullet.children and trap and trap.end() == len(words):
            found.others += [*bullet.text, *bullet.extra]
            for child in bullet.children:
                found.traps.append(child.text)
                found.others += set(_lines_of(child)).difference(child.text)
            return
        if bullet.children and label:
            found.others += [*bullet.text, *bullet.extra]
            for child in bullet.children:
                self._point(child, found, alone=len(bullet.children) == 1)
            return
        if trap and trap.end() < len(words):
            found.traps.append(bullet.text)
        elif not bullet.children and is_source("".join(self._bodies[line] for line in bullet.text)):
            found.others += bullet.text
        else:
            found.points.append(bullet.text)
        found.others += bullet.extra
        found.others += (line for child in bullet.children for line in _lines_of(child))

    def _loose(self, head: Item, loose: list[Item], path: tuple[str, ...]) -> None:
        """What stands under a heading without being a topic of its own is the heading's topic."""
        if not head.text and len(loose) == 1:
            self._topic(loose, [], path)
            self.found[-1].others += head.extra
            return
        in_order = loose if head.text else sorted(loose, key=lambda item: item.kind is Kind.BULLET)
        before = takewhile(lambda item: item.kind is Kind.PARAGRAPH, in_order)
        told = [line for item in before for line in item.text]
        found = _Found(path, head.text if told else [], told or head.text, [], list(head.extra))
        bullets = [item for item in loose if item.kind is Kind.BULLET]
        for item in loose:
            if item.kind is Kind.BULLET:
                self._point(item, found, alone=len(bullets) == 1)
            else:
                found.others += _lines_of(item)
        filled = set(told)
        found.others = [line for line in found.others if line not in filled]
        self.found.append(found)

    def _asks(self, item: Item) -> bool:
        return bool(_ASKS.search(self.words(item.text)))

    def _is_subject(self, item: Item) -> bool:
        """Whether a bullet names a subject whose bullets are topics themselves, each with points."""
        grown = [len(child.children) for child in item.children if child.children]
        enough = len(grown) > 1 and 2 * len(grown) > len(item.children) and sum(grown) >= 2 * len(grown)
        return enough and self._titles.is_label(item)


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
            left[at + 1] = Left.CONTENTS if at in finder.contents else Left.HEADING
    left |= {at + 1: Left.BLANK if is_blank(lines[at]) else Left.RULE for at in waiting}
    own: list[list[int]] = [[] for _ in found]
    for at in sorted(owner):
        own[owner[at]].append(at)
    topics = [_topic(lines, each, at, finder) for each, at in zip(found, own, strict=True)]
    return Notes(tuple(lines), tuple(topics), dict(sorted(left.items())))


def _topic(lines: Sequence[str], found: _Found, own: Sequence[int], finder: _Finder) -> Topic:
    points = {words: point for point in found.points if (words := finder.words(point))}
    traps = {
        words[label.end() :] if (label := _LABEL_OF_TRAPS.match(words)) else words: trap
        for trap in found.traps
        if (words := finder.words(trap))
    }
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
        traps=tuple(traps),
        trap_lines=tuple(sorted({at + 1 for trap in traps.values() for at in trap})),
    )
