"""Questions with a number, and the paragraphs after them that answer."""

from __future__ import annotations

from collections.abc import Sequence

from bot.packs.notes.marks import is_question
from bot.packs.notes.outline import Item, Kind


def with_their_answers(items: Sequence[Item], bodies: Sequence[str]) -> list[Item]:
    """The items, where paragraphs after a question that nothing answers yet, up to the next question, and
    what is marked as an answer of theirs, stand under the question."""
    told: list[Item] = []
    asked: Item | None = None
    for item in items:
        if item.kind is not Kind.PARAGRAPH:
            asked = None
        elif is_question(bodies[item.text[0]]):
            asked = None if item.children else Item(item.kind, item.text, item.extra)
        elif asked:
            asked.children += Item(item.kind, item.text, item.extra), *item.children
            continue
        told.append(asked or item)
    return told
