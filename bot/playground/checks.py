"""Small checks of JSON values, put together into the table of limits in `block_shapes`.

A check looks at a value at a JSON pointer and yields what is wrong in Slack's own words, such as
`[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

Check = Callable[[Any, str], Iterator[str]]


def fault(words: str, at: str) -> str:
    """One line of `response_metadata.messages`."""
    return f"[ERROR] {words} [json-pointer:{at}]"


def text(most: int, least: int = 1) -> Check:
    """A string of `least` to `most` characters (code points)."""

    def check(value: object, at: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield fault("must be a string", at)
        elif len(value) < least:
            yield fault(f"must be more than {least - 1} characters", at)
        elif len(value) > most:
            yield fault(f"must be less than {most + 1} characters", at)

    return check


def pattern(regex: str, words: str) -> Check:
    """A string that matches as a whole."""
    compiled = re.compile(regex)

    def check(value: object, at: str) -> Iterator[str]:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            yield fault(words, at)

    return check


def choice(*allowed: object) -> Check:
    """One of a few values."""

    def check(value: object, at: str) -> Iterator[str]:
        if value not in allowed:
            yield fault(f"must be one of: {', '.join(map(str, allowed))}", at)

    return check


def boolean(value: object, at: str) -> Iterator[str]:
    """True or false."""
    if not isinstance(value, bool):
        yield fault("must be a boolean", at)


def whole(least: int, most: int) -> Check:
    """An integer from `least` to `most`."""

    def check(value: object, at: str) -> Iterator[str]:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            yield fault(f"must be an integer from {least} to {most}", at)

    return check


def items(item: Check, most: int, least: int = 1) -> Check:
    """An array of `least` to `most` items, each of which passes."""

    def check(value: object, at: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield fault("must be an array", at)
            return
        if len(value) < least:
            yield fault(f"no less than {least} items allowed", at)
        if len(value) > most:
            yield fault(f"no more than {most} items allowed", at)
        for place, each in enumerate(value):
            yield from item(each, f"{at}/{place}")

    return check


def record(required: Mapping[str, Check], optional: Mapping[str, Check]) -> Check:
    """An object with these fields and no others."""
    known = {**required, **optional}

    def check(value: object, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield fault("must be an object", at)
            return
        for name in required:
            if name not in value:
                yield fault(f"missing required field: {name}", at)
        for name, each in value.items():
            if name in known:
                yield from known[name](each, f"{at}/{name}")
            else:
                yield fault(f"invalid additional property: {name}", at)

    return check


def tagged(shapes: Mapping[str, Check]) -> Check:
    """An object whose `type` says which shape it has."""

    def check(value: object, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield fault("must be an object", at)
        elif "type" not in value:
            yield fault("missing required field: type", at)
        elif value["type"] not in shapes:
            yield fault(f"unsupported type: {value['type']}", f"{at}/type")
        else:
            yield from shapes[value["type"]](value, at)

    return check


def one_of(names: Iterable[str], check: Check) -> Check:
    """The object passes and has at least one of these fields."""
    wanted = list(names)

    def both(value: object, at: str) -> Iterator[str]:
        if isinstance(value, dict) and not any(value.get(name) for name in wanted):
            yield fault(f"missing required field: {' or '.join(wanted)}", at)
        yield from check(value, at)

    return both


def also(check: Check, further: Check) -> Check:
    """Both checks; the further one only once the first is content."""

    def both(value: object, at: str) -> Iterator[str]:
        faults = list(check(value, at))
        yield from faults or further(value, at)

    return both
