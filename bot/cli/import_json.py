"""What became of every line of the notes, for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.cli.import_places import Place
from bot.packs.notes import Left, Notes, Topic


def account_record(notes: Notes, places: Sequence[Place]) -> dict[str, Any]:
    """Lines read, the lines of each draft, and those that are in none, all by number."""
    drafts = [_draft_record(topic, place) for topic, place in zip(notes.topics, places, strict=True)]
    left = {why.value: [line for line, reason in notes.left.items() if reason is why] for why in Left}
    return {"lines": len(notes.lines), "drafts": drafts, "left": left}


def _draft_record(topic: Topic, place: Place) -> dict[str, Any]:
    return {
        "file": str(place.file),
        "written": place.written,
        "lines": list(topic.lines),
        "situation": list(topic.situation_lines),
        "points": list(topic.point_lines),
        "misconceptions": list(topic.trap_lines),
    }
