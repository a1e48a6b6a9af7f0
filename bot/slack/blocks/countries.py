"""The countries of the set-up form."""

from __future__ import annotations

from collections.abc import Iterable
from unicodedata import combining, lookup, name, normalize

from bot.domain.scenario import Language
from bot.slack.blocks.parts import Block, option
from bot.texts import catalogue, say

GROUP = 100  # options in a group
USUAL = {Language.JA: "JP"}
"""Where most people who speak the language are. English has no such country."""

VOWELS = {"A": "ア", "I": "イ", "U": "ウ", "E": "エ", "O": "オ"}
"""How the names of kana end in Unicode, and what a long vowel behind them stands for."""


def country_groups(language: Language, codes: Iterable[str]) -> list[Block]:
    """The countries as groups of options, the usual one first and then by their names; the values are the
    codes."""
    named = sorted(((country(language, code), code) for code in codes), key=_place)
    usual = [pair for pair in named if pair[1] == USUAL.get(language)]
    others = [pair for pair in named if pair not in usual]
    groups = [others[start : start + GROUP] for start in range(0, len(others), GROUP)]
    return [
        {
            "label": {"type": "plain_text", "text": _label(group)},
            "options": [option(called, code) for called, code in group],
        }
        for group in ([usual] if usual else []) + groups
    ]


def _place(named: tuple[str, str]) -> tuple[str, tuple[str, str]]:
    """Where a name comes in a list: Å beside A, and kana as dictionaries have them, ガ beside カ and カー as
    カア. Kanji come last, for nothing here tells how they are read."""
    letters: list[str] = []
    for char in normalize("NFKD", named[0].casefold()):
        if char == "ー" and letters:
            letters.append(VOWELS.get(name(letters[-1])[-1], char))
        elif not combining(char):
            small = name(char, "").startswith("KATAKANA LETTER SMALL ")
            letters.append(lookup(name(char).replace("SMALL ", "")) if small else char)
    return "".join(letters), named


def _label(group: list[tuple[str, str]]) -> str:
    first, last = group[0][0], group[-1][0]
    return (first if first == last else f"{first} – {last}")[:75]


def country(language: Language, code: str) -> str:
    """The country's name; the code of one that is newer than our list."""
    key = f"country.{code.lower()}"
    return say(language, key) if key in catalogue() else code
