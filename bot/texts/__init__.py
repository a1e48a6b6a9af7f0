"""Every text a person sees, in Japanese and English, side by side in the YAML files of this room.

    say(Language.JA, "streak.days", n=3)

An entry is `key: {en: …, ja: …}`. A text is filled in by `str.format` with keyword facts. Where
English counts, its text is `{one: …, other: …}` and the fact `n` decides (CLDR's rule for English).
Japanese has a single form, unless one is a case of its own: of one attempt none is the best.
Texts are plain: whoever shows them escapes them for their screen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TypedDict

import yaml

from bot.domain.errors import BotError
from bot.domain.scenario import Language


class Entry(TypedDict):
    """A text in both languages; it may have a form for one and one for other numbers."""

    en: str | dict[str, str]
    ja: str | dict[str, str]


@cache
def catalogue() -> Mapping[str, Entry]:
    """All entries by key; a key that stands in two files is refused with `ValueError`."""
    entries: dict[str, Entry] = {}
    for file in sorted(files(__name__).iterdir(), key=lambda file: file.name):
        if file.name.endswith(".yaml"):
            read: dict[str, Entry] = yaml.load(file.read_text("utf-8"), yaml.CSafeLoader) or {}
            if doubled := entries.keys() & read.keys():
                raise ValueError(f"{file.name} says again what another file says: {sorted(doubled)}")
            entries.update(read)
    return entries


def say(language: Language, key: str, **facts: str | int | float) -> str:
    """The text for `key`, filled in. `KeyError` for an unknown key or a fact that is missing."""
    text: str | dict[str, str] = catalogue()[key][language.value]
    if isinstance(text, dict):
        text = text["one" if facts["n"] == 1 else "other"]
    return text.format(**facts)


def say_day(language: Language, day: date, *, year: bool = False) -> str:
    """A day as people write it: 2026-11-30, and 11月30日 or, with the year, 2026年11月30日."""
    if language is Language.EN:
        return day.isoformat()
    return f"{day.year}年{day.month}月{day.day}日" if year else f"{day.month}月{day.day}日"


def say_error(
    language: Language,
    error: BotError,
    shown: Callable[[str], str] = str,
    nothing_near: str = "error.nothing-near",
) -> str:
    """What went wrong and what to do about it. `shown` makes a fact fit for the screen; `nothing_near` is
    the text for who meant something that is like nothing there is."""
    facts = {name: shown(fact) if isinstance(fact, str) else fact for name, fact in error.facts.items()}
    if "nearest" in facts:
        facts["nearest"] = say(language, "error.nearest" if facts["nearest"] else nothing_near, **facts)
    if error.parts:
        faults = (say(language, part.key, **part.facts) for part in error.parts)
        facts["faults"] = say(language, "error.and").join(faults)
    return say(language, error.key, **facts)
