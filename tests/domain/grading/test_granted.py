"""Points granted on appeal, and scores that are made anew."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.grading import (
    Grader,
    MisconceptionFound,
    Outcome,
    PointResult,
    Remark,
    Score,
    better_of,
    grantable,
    with_granted,
)
from bot.domain.grading.score import outcome_of
from bot.domain.phrasings import with_phrasings
from bot.domain.scenario import Language, Scenario
from bot.services.decide_appeal import scored_again
from tests.domain.grading.test_grader_properties import SENTENCES, anything, scenario_ids

RANKS = list(Outcome)
IDS = ("a", "b", "c", "d")
granted_ids = st.frozensets(st.sampled_from(IDS)).map(tuple)
each = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def scores(draw: st.DrawFn) -> Score:
    """Any score that the grader could give, and a few that it could not."""
    weights = draw(st.sampled_from([(40, 30, 20, 10), (25, 25, 25, 25), (97, 1, 1, 1)]))
    points = []
    for name, weight in zip(IDS, weights, strict=True):
        share = draw(st.sampled_from(["hit", "near", "ruled", "none"]))
        earned = {"hit": weight, "near": weight // 2}.get(share, 0)
        ruled = "not" if share == "ruled" else None
        required = draw(st.booleans())
        points.append(
            PointResult(name, weight, required, share == "hit", earned, (), ruled, near=share == "near")
        )
    left = sum(point.earned for point in points)
    traps = []
    for number in range(draw(st.integers(0, 2))):
        price = draw(st.integers(0, min(20, left)))
        left -= price
        traps.append(MisconceptionFound(f"trap-{number}", ("words",), price))
    withheld = draw(st.integers(0, left))
    remarks = tuple(draw(st.lists(st.sampled_from(Remark), unique=True, max_size=3)))
    value = left - withheld
    return Score(value, outcome_of(value, tuple(points)), tuple(points), tuple(traps), remarks, withheld)


def loses_nothing(before: Score, after: Score) -> bool:
    return after.value >= before.value and RANKS.index(after.outcome) <= RANKS.index(before.outcome)


@each
@given(scores(), granted_ids)
def test_a_grant_never_lowers_a_score_and_its_parts_add_up(score: Score, granted: tuple[str, ...]) -> None:
    given_ = with_granted(score, granted)
    earned = sum(point.earned for point in given_.points)
    prices = sum(found.price for found in given_.misconceptions)
    assert given_.value == earned - prices - given_.withheld
    assert 0 <= given_.value <= 100
    assert given_.withheld >= 0
    assert all(found.price >= 0 for found in given_.misconceptions)
    assert given_.outcome is outcome_of(given_.value, given_.points)
    assert loses_nothing(score, given_)


@each
@given(scores(), granted_ids)
def test_to_grant_twice_is_to_grant_once(score: Score, granted: tuple[str, ...]) -> None:
    once = with_granted(score, granted)
    assert with_granted(once, granted) == once


@each
@given(scores(), granted_ids)
def test_what_is_granted_counts_in_full(score: Score, granted: tuple[str, ...]) -> None:
    given_ = with_granted(score, granted)
    assert all(point.hit and point.granted for point in given_.points if point.id in granted)
    assert given_.value >= sum(point.weight for point in given_.points if point.id in granted)


@each
@given(scores())
def test_whoever_is_granted_all_that_can_be_lacks_nothing(score: Score) -> None:
    given_ = with_granted(score, [point.id for point in grantable(score)])
    assert given_.missing == ()
    assert given_.value == 100 or score.missing


@each
@given(scores(), scores())
def test_of_two_scores_the_one_that_loses_nothing_stays(old: Score, new: Score) -> None:
    kept = better_of(old, new)
    assert kept in (old, new)
    assert loses_nothing(old, kept)


@each
@given(scores(), scores(), granted_ids)
def test_to_score_again_lowers_nobody_and_ends_after_one_time(
    old: Score, new: Score, granted: tuple[str, ...]
) -> None:
    again = scored_again(old, new, granted)
    assert loses_nothing(old, again)
    assert scored_again(again, new, granted) == again


@each
@given(scenario_ids, anything, st.sampled_from(SENTENCES), st.integers(0, 5))
def test_a_phrasing_that_somebody_else_was_granted_costs_nobody_anything(
    grader: Grader, scenarios: dict[str, Scenario], scenario_id: str, reply: str, phrase: str, at: int
) -> None:
    scenario = scenarios[scenario_id]
    old = grader.grade(scenario, reply)
    point = scenario.rubric[at % len(scenario.rubric)]
    rubric = grader.compiled(
        with_phrasings(scenario, [(point.id, language, phrase.replace("|", " ")) for language in Language])
    )
    assert loses_nothing(old, scored_again(old, grader.grade_by(rubric, reply), ()))


def test_ids_of_no_point_are_passed_over() -> None:
    score = Score(0, Outcome.NONE, (PointResult("a", 100, True, hit=False, earned=0),))
    assert with_granted(score, ["gone"]) == score


def test_a_reply_that_only_a_guard_cut_short_may_be_given_what_it_made() -> None:
    made = PointResult("a", 100, True, hit=True, earned=100)
    cut = Score(20, Outcome.NONE, (made,), remarks=(Remark.HEDGED,), withheld=80)
    assert grantable(cut) == (made,)
    given_ = with_granted(cut, ["a"])
    assert (given_.value, given_.withheld, given_.outcome) == (100, 0, Outcome.FULL)


def test_a_score_with_everything_has_nothing_to_be_granted() -> None:
    full = Score(100, Outcome.FULL, (PointResult("a", 100, True, hit=True, earned=100),))
    assert grantable(full) == ()


def test_side_points_are_no_longer_beside_the_point_once_the_heart_is_granted() -> None:
    points = (
        PointResult("heart", 70, True, hit=False, earned=0),
        PointResult("side", 30, False, hit=False, earned=0, evidence=("words",)),
    )
    beside = Score(0, Outcome.NONE, points, remarks=(Remark.BESIDE,))
    assert with_granted(beside, ["heart"]).remarks == ()
    assert with_granted(beside, ["side"]).remarks == (Remark.BESIDE,)


@pytest.mark.parametrize("reply", ["Share the subnets with RAM.", "RAM でサブネットを共有します。"])
def test_grading_by_a_compiled_scenario_is_grading(
    grader: Grader, scenarios: dict[str, Scenario], reply: str
) -> None:
    scenario = scenarios["ram-shared-subnets"]
    assert grader.grade_by(grader.compiled(scenario), reply) == grader.grade(scenario, reply)
