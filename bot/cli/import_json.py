"""What became of every line of the notes, for programs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.packs.notes import Left, Notes, Topic


def account_record(notes: Notes, written: Sequence[Path]) -> dict[str, Any]:
    """Lines read, the lines of each draft, and those that are in none, all by number."""
    drafts = [_draft_record(topic, file) for topic, file in zip(notes.topics, written, strict=True)]
    left = {why.value: [line for line, reason in notes.left.items() if reason is why] for why in Left}
    return {"lines": len(notes.lines), "drafts": drafts, "left": left}


def _draft_record(topic: Topic, file: Path) -> dict[str, Any]:
    return {
        "file": str(file),
        "lines": list(topic.lines),
        "situation": list(topic.situation_lines),
        "points": list(topic.point_lines),
    }
