"""What `grade` found, for programs."""

from __future__ import annotations

from typing import Any

from bot.domain.grading import Score


def score_record(score: Score) -> dict[str, Any]:
    """The score, the outcome, which points were made and which misconceptions were found."""
    return {
        "score": score.value,
        "outcome": score.outcome,
        "points": [{"id": point.id, "hit": point.hit} for point in score.points],
        "misconceptions": [found.id for found in score.misconceptions],
    }


def explained_score_record(score: Score) -> dict[str, Any]:
    """The same with the reason for every part of it."""
    points = [
        {
            "id": point.id,
            "hit": point.hit,
            "required": point.required,
            "weight": point.weight,
            "near": point.near,
            "earned": point.earned,
            "evidence": list(point.evidence),
            "ruled_out_by": point.ruled_out_by,
        }
        for point in score.points
    ]
    misconceptions = [
        {"id": found.id, "evidence": list(found.evidence), "price": found.price}
        for found in score.misconceptions
    ]
    reasons = {"withheld": score.withheld, "remarks": list(score.remarks)}
    return {**score_record(score), "points": points, "misconceptions": misconceptions, **reasons}
