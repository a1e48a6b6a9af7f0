"""What a file must keep that its schema can't say: sums, references, names used twice.

Works on the tree as read, before it is known to be well-formed, so that one spelling mistake doesn't
hide the rest. Whatever has the wrong shape is passed over here: the schema speaks about it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

from bot.packs.faults import Fault, Location, clip
from bot.packs.yaml_tree import Tree

T = TypeVar("T")

EACH = "*"
"""Stands for every item of a list in a path."""

ROUNDING = 0.5
"""Weights need not be whole numbers, so their sum may miss 100 by a little."""


def values(tree: Tree, kind: type[T], *path: str) -> Iterator[tuple[Location, T]]:
    """Everything of this type at the path, with its location: `values(tree, str, "rubric", EACH, "id")`."""

    def walk(value: object, location: Location, rest: tuple[str, ...]) -> Iterator[tuple[Location, T]]:
        if not rest:
            if isinstance(value, kind) and not (kind is int and isinstance(value, bool)):
                yield location, value
        elif rest[0] == EACH:
            for index, item in enumerate(value if isinstance(value, list) else ()):
                yield from walk(item, (*location, index), rest[1:])
        elif isinstance(value, dict) and rest[0] in value:
            yield from walk(value[rest[0]], (*location, rest[0]), rest[1:])

    return walk(tree.value, (), path)


def scenario_faults(tree: Tree) -> Iterator[Fault]:
    """What doesn't hold together within one scenario."""
    yield from _weights(tree)
    yield from _required(tree)
    yield from doubled(tree, "rubric", EACH, "id")
    yield from doubled(tree, "misconceptions", EACH, "id")
    yield from _supports(tree)


def pack_faults(tree: Tree) -> Iterator[Fault]:
    """What doesn't hold together within pack.yaml."""
    yield from doubled(tree, "domains", EACH, "name", "en")
    weights = [weight for kind in (int, float) for _, weight in values(tree, kind, "domains", EACH, "weight")]
    if weights and len(weights) == count(tree, "domains") and abs(sum(weights) - 100) > ROUNDING:
        yield tree.fault(("domains",), "fault.domain-weights", total=clip(f"{sum(weights):g}"))


def doubled(tree: Tree, *path: str) -> Iterator[Fault]:
    """A fault for every text at the path that has been there before in the file."""
    first: dict[str, int] = {}
    for location, name in values(tree, str, *path):
        if name in first:
            yield tree.fault(location, "fault.doubled", name=clip(name), first=first[name])
        else:
            first[name] = tree.line(location)


def doubled_ids(scenarios: Mapping[str, Tree]) -> Iterator[Fault]:
    """A fault for every scenario id that another file of the pack has taken; `scenarios` by file."""
    first: dict[str, str] = {}
    for file, tree in scenarios.items():
        for location, scenario_id in values(tree, str, "id"):
            if scenario_id in first:
                yield tree.fault(location, "fault.id-taken", id=clip(scenario_id), file=first[scenario_id])
            else:
                first[scenario_id] = f"{file}:{tree.line(location)}"


def _weights(tree: Tree) -> Iterator[Fault]:
    weights = [weight for _, weight in values(tree, int, "rubric", EACH, "weight")]
    if weights and len(weights) == count(tree, "rubric") and sum(weights) != 100:
        yield tree.fault(("rubric",), "fault.weights", total=clip(sum(weights)))


def _required(tree: Tree) -> Iterator[Fault]:
    if count(tree, "rubric") and not any(r for _, r in values(tree, bool, "rubric", EACH, "required")):
        yield tree.fault(("rubric",), "fault.no-required")


def _supports(tree: Tree) -> Iterator[Fault]:
    points = {point for _, point in values(tree, str, "rubric", EACH, "id")}
    for location, point in values(tree, str, "sources", EACH, "supports", EACH):
        if points and point not in points:
            there = clip(", ".join(sorted(points)))
            yield tree.fault(location, "fault.no-such-point", point=clip(point), points=there)


def count(tree: Tree, *path: str) -> int:
    """How many items the list at the path has; 0 if there is none."""
    return sum(1 for _ in values(tree, object, *path, EACH))
