"""What is wrong with a pack, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from bot.domain.errors import BotError
from bot.domain.scenario import Language
from bot.texts import say

Location: TypeAlias = tuple[str | int, ...]
"""The way from the top of a file to a value in it: `("rubric", 0, "hint", "ja")`."""

LONGEST_FACT = 80


def spell(location: Location) -> str:
    """A location as people write it: `rubric[1].hint.ja`, counted from 1 as a reader counts."""
    steps = (f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in location)
    return clip("".join(steps).removeprefix("."))


def clip(value: object) -> str:
    """A value out of a file, short and printable: it may be anything and goes to a terminal."""
    text = "".join(char if char.isprintable() else " " for char in str(value))
    return text if len(text) <= LONGEST_FACT else text[: LONGEST_FACT - 1] + "…"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to put right.

    `file` is relative to the pack, with slashes; `line` counts from 1, or is 0 when the fault isn't
    in any line (a file that can't be read). `key` and `facts` are a text of the catalogue that says
    what is wrong and what to do.
    """

    file: str
    line: int
    key: str
    facts: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """`file:line`, the form that editors and terminals make clickable."""
        return f"{self.file}:{self.line}" if self.line else self.file

    def text(self, language: Language) -> str:
        """What is wrong and what to do, without the place."""
        return say(language, self.key, **self.facts)


def in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Faults by file and line, each once."""
    once = {(fault.file, fault.line, fault.key, *sorted(fault.facts.items())): fault for fault in faults}
    return tuple(sorted(once.values(), key=lambda fault: (fault.file, fault.line)))


class FaultyPack(BotError):
    """A folder that isn't a pack as it stands; `faults` are all of them, by file and line."""

    key = "error.faulty-pack"

    def __init__(self, path: str, faults: Iterable[Fault]) -> None:
        self.faults = in_order(faults)
        super().__init__(path=path, n=len(self.faults))

    def report(self, language: Language) -> str:
        """One line for each fault: `file:line: what is wrong and what to do`."""
        return "\n".join(f"{fault.place}: {fault.text(language)}" for fault in self.faults)
