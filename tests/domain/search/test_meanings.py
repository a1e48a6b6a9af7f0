"""Directions of scenarios."""

from __future__ import annotations

import numpy as np
import pytest

from bot.domain.reading.meaning import unit
from bot.domain.search.meanings import Meanings, gathered
from bot.wordbook.loader import load_vectors

EAST, NORTH = (1.0, 0.0), (0.0, 1.0)


def test_few_directions_stay_as_they_are() -> None:
    few = np.array([EAST, NORTH], np.float32)
    assert gathered(few, 2) is few


def test_the_two_nearest_directions_become_the_one_between() -> None:
    near = unit(np.array([EAST, (0.8, 0.6), NORTH], np.float32))
    assert np.allclose(gathered(near, 2), unit(np.array([(1.8, 0.6), NORTH], np.float32)))


def test_a_direction_that_stands_for_several_gives_way_less() -> None:
    many = unit(np.array([EAST, EAST, EAST, NORTH], np.float32))
    assert np.allclose(gathered(many, 1), unit(np.array([(3.0, 1.0)], np.float32)))


def test_texts_without_a_known_word_are_gathered_like_others() -> None:
    assert np.allclose(gathered(np.zeros((5, 2), np.float32), 2), 0)
    assert gathered(np.zeros((0, 2), np.float32), 2).shape == (0, 2)


@pytest.mark.parametrize(("word", "other"), [("weather", "whether"), ("lunch", "launch"), ("peek", "peak")])
def test_a_word_that_means_something_else_is_no_misspelling(word: str, other: str) -> None:
    assert Meanings(load_vectors()).is_other(word, other)


@pytest.mark.parametrize(
    ("word", "other"), [("permision", "permission"), ("polcy", "policy"), ("stricter", "strict")]
)
def test_a_misspelling_or_another_form_means_the_same(word: str, other: str) -> None:
    assert not Meanings(load_vectors()).is_other(word, other)


def test_small_talk_sounds_more_like_everyday_life_than_a_question_about_systems() -> None:
    meanings = Meanings(load_vectors())
    lunch, key, nothing = (
        meanings.everyday(meanings.meaning(text)) for text in ("what is for lunch", "rotate a key", "qqzx")
    )
    assert lunch > nothing == 0.0 > key
