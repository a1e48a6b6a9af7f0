"""Scoring a free-text reply against a rubric, with a reason for every point.

    grader = Grader(pack.glossary, load_word_book())
    score = grader.grade(scenario, "share the subnets with RAM")

Pure: the same scenario and text always give the same `Score`.
"""

from bot.domain.grading.grader import Grader
from bot.domain.grading.pattern import Pattern, PatternFault, parse_pattern
from bot.domain.grading.score import (
    MisconceptionFound,
    Outcome,
    PointResult,
    Remark,
    Score,
    better_of,
    grantable,
    with_granted,
)
from bot.domain.grading.talk import is_talk

__all__ = [
    "Grader",
    "MisconceptionFound",
    "Outcome",
    "Pattern",
    "PatternFault",
    "PointResult",
    "Remark",
    "Score",
    "better_of",
    "grantable",
    "is_talk",
    "parse_pattern",
    "with_granted",
]
