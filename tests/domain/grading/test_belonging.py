"""Whose words a reply uses."""

from __future__ import annotations

import numpy as np
import pytest

from bot.domain.grading.belonging import (
    NO_STRANGENESS,
    Belonging,
    Own,
    Sides,
    Strangeness,
    belonging,
    strangeness,
)
from bot.domain.grading.grader import Grader
from bot.domain.scenario import Scenario

OWN, SHARED, WRONG = range(3)  # a word of the point alone, one that the situation has too, one of a trap
SIDES = Sides(
    right=np.array([OWN, SHARED]),
    wrong=np.array([WRONG]),
    points=Own.of([[OWN, SHARED]]),
    alone=Own.of([[OWN]]),
)


def whose(*tokens: tuple[float, float, float]) -> tuple[Belonging, Strangeness]:
    """Each token is given by its likeness to the three words; all tell equally much."""
    count = len(tokens)
    alike = np.array(tokens, np.float32).reshape(-1, 3).T
    every = np.ones(count, bool)
    tells = np.ones(count, np.float32)
    (point,) = belonging(SIDES, alike, tells, every[None])
    return point, strangeness(SIDES, alike, tells, every)


def test_a_reply_in_the_points_own_words_is_all_its_own() -> None:
    point, reply = whose((1, 0, 0), (0, 1, 0))
    assert (point.nearby, point.own, point.covered) == (1.0, 1.0, 1.0)
    assert (reply.strange, reply.most_astray) == (0.0, 0.0)


def test_a_word_that_no_right_text_has_is_strange() -> None:
    point, reply = whose((1, 0, 0), (0, 0, 0))
    assert (point.strange_nearby, reply.strange, reply.strangest) == (0.5, 0.5, 0.5)


def test_a_word_nearer_to_a_wrong_answer_is_astray() -> None:
    _, reply = whose((1, 0, 0), (0.2, 0, 0.9))
    assert reply.most_astray == pytest.approx(0.7)


def test_words_that_have_nothing_to_do_with_the_scenario_are_not_counted() -> None:
    _, reply = whose((1, 0, 0), (0, 0, 0.5), (0.1, 0.1, 0.1))
    assert reply.words == 2


def test_of_no_words_nothing_is_said() -> None:
    assert whose() == (Belonging(0.0, 0.0, 0.0, 0.0), NO_STRANGENESS)


def test_the_trees_are_fitted_to_what_is_left_when_grading_has_set_things_aside(
    grader: Grader, scenarios: dict[str, Scenario]
) -> None:
    scenario = next(iter(scenarios.values()))
    reply = scenario.examples.en.full[0] if scenario.examples.en.full else scenario.answer.en
    padded = f"{scenario.situation.en}\n{reply}\nThe weather was lovely on Tuesday."
    bare, left = grader.evidence(scenario, reply), grader.evidence(scenario, padded)
    assert {name: found.matched for name, found in left.items()} == {
        name: found.matched for name, found in bare.items()
    }
    assert grader.grade(scenario, padded).value == grader.grade(scenario, reply).value
