"""A Web API call's arguments, which arrive as a form, a query or JSON, in Slack's lenient ways."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TypeVar

from bot.playground.people import Json, JsonValue
from bot.playground.refusal import Refusal

T = TypeVar("T")


class Args:
    """The arguments by name; everything missing or unusable is a `Refusal(invalid_arguments)`."""

    def __init__(self, values: Json) -> None:
        self.values = {name: value for name, value in values.items() if value is not None}

    def required(self, name: str) -> str:
        """A string that has to be there."""
        value = self.values.get(name)
        if not isinstance(value, str) or not value:
            raise Refusal("invalid_arguments", [f"[ERROR] missing required field: {name}"])
        return value

    def text(self, name: str) -> str | None:
        value = self.values.get(name)
        return str(value) if value not in (None, "") else None

    def flag(self, name: str) -> bool:
        return self.values.get(name) in (True, 1, "1", "true", "True")

    def number(self, name: str, usual: int, most: int) -> int:
        """An integer from 1 to `most`; `usual` when it isn't given."""
        try:
            value = int(self.values.get(name) or usual)
        except (TypeError, ValueError):
            value = 0
        if value < 1:
            raise Refusal("invalid_limit")
        return min(value, most)

    def parsed(self, name: str) -> JsonValue:
        """An object or array, given as such or as JSON in a string. None if absent."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise Refusal("invalid_arguments", [f"[ERROR] {name} is not valid JSON"]) from None

    def message(self) -> Json:
        """The parts that make a message, only those that are given."""
        given: Json = {"text": str(self.values["text"])} if "text" in self.values else {}
        for name in ("blocks", "metadata"):
            if name in self.values:
                value = self.parsed(name)
                given[name] = [] if value == "" else value
        return given

    def page(self, found: Sequence[T], usual: int = 100, most: int = 1_000) -> tuple[list[T], str]:
        """The asked-for page of `found` and the cursor of the next (empty after the last)."""
        limit = self.number("limit", usual, most)
        cursor = self.text("cursor") or "at:0"
        if not cursor.startswith("at:") or not cursor[3:].isdigit():
            raise Refusal("invalid_cursor")
        start = int(cursor[3:])
        more = start + limit < len(found)
        return list(found[start : start + limit]), f"at:{start + limit}" if more else ""
