"""YAML with line numbers, read so that no file can do harm.

The tree is built from parser events, not by PyYAML's composer: that one recurses in C, and a deep
enough file takes the whole process down. Anchors, aliases and tags have no place in a pack; refusing
aliases also means that a small file cannot unfold into a huge one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml
from yaml.constructor import SafeConstructor
from yaml.resolver import Resolver

from bot.packs.faults import Fault, Location, clip, spell

DEEPEST = 20
"""Levels of nesting; a scenario needs five."""

_RESOLVER = Resolver()
_CONSTRUCTOR = SafeConstructor()
_TYPED = {f"tag:yaml.org,2002:{name}" for name in ("int", "float", "bool", "null")}
_PLAIN = {f"tag:yaml.org,2002:{name}" for name in ("str", "timestamp", "value", "merge")}


@dataclass(frozen=True, slots=True)
class Tree:
    """The content of a YAML file: mappings, lists and scalars, with the line of each by location.

    Dates stay text: a wrong one is then a fault with a place like any other.
    """

    file: str
    value: object = None
    lines: dict[Location, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def line(self, location: Location) -> int:
        """The line of this location, or of the nearest thing around it that is there."""
        while location and location not in self.lines:
            location = location[:-1]
        return self.lines.get(location, 1)

    def fault(self, location: Location, key: str, **facts: str | int) -> Fault:
        """A fault at a location of this file."""
        return Fault(self.file, self.line(location), key, facts)


class _Unreadable(Exception):
    """Nothing after this place can be understood."""


def read_tree(file: str, text: str) -> Tree:
    """The tree of a file's text; what can't be read stands in its `faults`."""
    return _Reader(file, text).read()


class _Reader:
    def __init__(self, file: str, text: str) -> None:
        self._text = text
        self._tree = Tree(file)

    def read(self) -> Tree:
        value: object = None
        try:
            events = yaml.parse(self._text, Loader=yaml.CSafeLoader)
            documents = 0
            for event in events:
                if isinstance(event, yaml.DocumentStartEvent):
                    documents += 1
                    if documents > 1:
                        raise self._refused(event, (), "fault.second-document")
                elif isinstance(event, yaml.NodeEvent):
                    value = self._node(event, events, ())
        except _Unreadable:
            value = None
        except yaml.YAMLError as error:
            self._tree.faults.append(_syntax_fault(self._tree.file, self._text, error))
            value = None
        return Tree(self._tree.file, value, self._tree.lines, self._tree.faults)

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], location: Location) -> object:
        self._tree.lines.setdefault(location, _line(event))
        if len(location) > DEEPEST:
            raise self._refused(event, location, "fault.too-deep")
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(events, location)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, location)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, location)
        raise self._refused(event, location, "fault.alias", name=clip(getattr(event, "anchor", "")))

    def _list(self, events: Iterator[yaml.Event], location: Location) -> list[object]:
        items: list[object] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self._node(event, events, (*location, len(items))))
        return items

    def _mapping(self, events: Iterator[yaml.Event], location: Location) -> dict[str, object]:
        entries: dict[str, object] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            if not isinstance(event, yaml.ScalarEvent):
                raise self._refused(event, location, "fault.odd-key")
            key = str(event.value)
            place = (*location, key)
            if key in entries:
                self._note(event, place, "fault.duplicate-key", name=clip(key), first=self._tree.lines[place])
                self._node(next(events), events, (*location, f"{key} again"))
            else:
                self._tree.lines[place] = _line(event)
                entries[key] = self._node(next(events), events, place)
        return entries

    def _scalar(self, event: yaml.ScalarEvent, location: Location) -> object:
        tag = event.tag or _RESOLVER.resolve(yaml.ScalarNode, event.value, event.implicit)  # type: ignore[no-untyped-call]  # no types in its stubs
        if tag in _TYPED:
            try:
                return _CONSTRUCTOR.construct_object(yaml.ScalarNode(tag, event.value))
            except ValueError:
                return event.value  # a number in no form that Python reads: text, for the schema to refuse
        if tag not in _PLAIN:
            self._note(event, location, "fault.tag", tag=clip(tag))
        return event.value

    def _note(self, event: yaml.Event, location: Location, key: str, **facts: str | int) -> None:
        self._tree.faults.append(Fault(self._tree.file, _line(event), key, {"at": spell(location), **facts}))

    def _refused(self, event: yaml.Event, location: Location, key: str, **facts: str | int) -> _Unreadable:
        self._note(event, location, key, **facts)
        return _Unreadable()


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _syntax_fault(file: str, text: str, error: yaml.YAMLError) -> Fault:
    """The parser's complaint, in words for the mistakes that nearly everybody makes."""
    if not isinstance(error, yaml.MarkedYAMLError):
        position = getattr(error, "position", 0)  # a character that YAML doesn't allow at all
        return Fault(file, text.encode().count(b"\n", 0, position) + 1, "fault.control-character")
    problem, mark = error.problem or "", error.problem_mark or error.context_mark
    number, column = (mark.line, mark.column) if mark else (0, 0)
    row = dict(enumerate(text.splitlines())).get(number, "")
    opened = error.context_mark.line + 1 if error.context_mark else number + 1
    if "\t" in row[: len(row) - len(row.lstrip())]:
        return Fault(file, number + 1, "fault.tab")
    if "mapping values are not allowed" in problem:
        return Fault(file, number + 1, "fault.colon")
    if "unexpected end of stream" in problem:
        return Fault(file, opened, "fault.open-quote")
    if "',' or" in problem:
        return Fault(file, opened, "fault.open-bracket")
    if "cannot start any token" in problem:
        return Fault(file, number + 1, "fault.odd-start", {"char": clip(row[column : column + 1])})
    return Fault(file, number + 1, "fault.syntax", {"problem": clip(problem)})
