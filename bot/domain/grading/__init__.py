"""Scoring a free-text reply against a rubric, with a reason for every point.

    grader = Grader(pack.glossary)
    score = grader.grade(scenario, "share the subnets with RAM")

Pure: the same scenario and text always give the same `Score`.
"""

from bot.domain.grading.score import MisconceptionFound, Outcome, PointResult, Remark, Score

__all__ = ["MisconceptionFound", "Outcome", "PointResult", "Remark", "Score"]
