"""The countries of the set-up form."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.scenario import Language
from bot.slack.blocks.parts import Block, option
from bot.texts import catalogue, say

GROUP = 100  # options in a group


def country_groups(language: Language, codes: Iterable[str]) -> list[Block]:
    """The countries as groups of options in the order of their names; the values are the codes."""
    named = sorted((country(language, code), code) for code in codes)
    groups = [named[start : start + GROUP] for start in range(0, len(named), GROUP)]
    return [
        {
            "label": {"type": "plain_text", "text": f"{group[0][0]} – {group[-1][0]}"[:75]},
            "options": [option(name, code) for name, code in group],
        }
        for group in groups
    ]


def country(language: Language, code: str) -> str:
    """The country's name; the code of one that is newer than our list."""
    key = f"country.{code.lower()}"
    return say(language, key) if key in catalogue() else code
