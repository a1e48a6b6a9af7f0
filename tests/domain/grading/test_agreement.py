"""How well scores agree with labels, over replies of many kinds.

Replies and labels come from a language model; no person has checked them. They were made with the grader, in
the same commits (2026-11-23), and seen while it was tuned: they guard against going back, and say nothing of
replies that it has never met. The held replies of `tests/bench` are for that.

A line of `replies/*.txt` is `kind|key points made, or -|score if not their sum|reply`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.domain.grading import Grader, Score
from bot.domain.scenario import Scenario

REPLIES = Path(__file__).parent / "replies"


@dataclass(frozen=True)
class Labelled:
    kind: str
    made: frozenset[str]
    gold: int
    score: Score


def labelled(grader: Grader, scenarios: dict[str, Scenario]) -> Iterator[Labelled]:
    for path in sorted(REPLIES.glob("*.txt")):
        scenario = scenarios[path.stem]
        weights = {point.id: point.weight for point in scenario.rubric}
        for line in path.read_text("utf-8").splitlines():
            kind, made, gold, reply = line.split("|", 3)
            points = frozenset(made.split(",")) - {"-"}
            value = int(gold) if gold else sum(weights[point] for point in points)
            yield Labelled(kind, points, value, grader.grade(scenario, reply))


def quadratic_weighted_kappa(pairs: list[tuple[int, int]]) -> float:
    """Cohen's weighted kappa (1968) over five levels of twenty points."""
    levels = [(min(4, gold // 20), min(4, value // 20)) for gold, value in pairs]
    observed = sum((gold - value) ** 2 for gold, value in levels) / len(levels)
    expected = sum((gold - value) ** 2 for gold, _ in levels for _, value in levels) / len(levels) ** 2
    return 1 - observed / expected


def test_scores_agree_with_the_labels(grader: Grader, scenarios: dict[str, Scenario]) -> None:
    replies = [reply for reply in labelled(grader, scenarios) if not reply.kind.startswith("attack")]
    pairs = [(reply.gold, reply.score.value) for reply in replies]
    assert quadratic_weighted_kappa(pairs) >= 0.90
    assert sum(abs(gold - value) for gold, value in pairs) / len(pairs) <= 8


def test_key_points_are_found_and_not_invented(grader: Grader, scenarios: dict[str, Scenario]) -> None:
    clear = [
        (reply.made, {point.id for point in reply.score.points if point.hit})
        for reply in labelled(grader, scenarios)
        if not reply.kind.startswith(("attack", "hedge", "contradict"))
    ]
    agreed = sum(len(made & found) for made, found in clear)
    assert agreed / sum(len(found) for _, found in clear) >= 0.95
    # Above it before rejections were learnt from short sentences, which makes short replies a little harder.
    assert agreed / sum(len(made) for made, _ in clear) >= 0.88


def test_no_attack_pays(grader: Grader, scenarios: dict[str, Scenario]) -> None:
    limits = {"attack-list": 10, "attack-doc": 10, "attack-inject": 0, "attack-copy": 0, "attack-many": 79}
    for reply in labelled(grader, scenarios):
        assert reply.score.value <= limits.get(reply.kind, 100), reply
