"""What people wrote where no phrasing matched, for programs: whole texts and nothing about people."""

from __future__ import annotations

from typing import Any

from bot.domain.scenario import Language
from bot.services.list_unmatched import UnmatchedPoint, UnmatchedScenario


def unmatched_record(found: UnmatchedScenario, language: Language) -> dict[str, Any]:
    """A scenario, its points and the texts under them."""
    points = [_point_record(missed, language) for missed in found.points]
    return {"scenario": found.scenario.id, "replies": found.replies, "points": points}


def _point_record(missed: UnmatchedPoint, language: Language) -> dict[str, Any]:
    return {
        "id": missed.point.id,
        "claim": missed.point.text[language],
        "missed": missed.missed,
        "texts": [{"text": wording.text, "times": wording.times} for wording in missed.wordings],
    }
