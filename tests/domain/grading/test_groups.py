"""Reducing groups of rows together gives what a loop over them gives."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from bot.domain.grading.groups import Groups

Values = NDArray[np.float32]


@st.composite
def grouped(draw: st.DrawFn) -> tuple[list[int], Values]:
    """Sizes of groups, some of them empty, and as many rows of values as those need."""
    sizes = draw(st.lists(st.integers(0, 5), min_size=1, max_size=6))
    columns = draw(st.integers(1, 4))
    value = st.floats(-1, 1, width=32)
    rows = st.lists(value, min_size=sum(sizes) * columns, max_size=sum(sizes) * columns)
    return sizes, np.array(draw(rows), np.float32).reshape(sum(sizes), columns)


def looped(sizes: list[int], values: Values, reduced: Callable[[Values], Values]) -> Values:
    ends = np.cumsum(sizes)
    nothing = np.zeros(values.shape[1], np.float32)
    parts = (values[end - size : end] for end, size in zip(ends, sizes, strict=True))
    return np.stack([reduced(part) if len(part) else nothing for part in parts])


@given(grouped())
def test_the_highest_of_each_group_is_found(given: tuple[list[int], Values]) -> None:
    sizes, values = given
    assert np.array_equal(Groups(sizes).highest(values), looped(sizes, values, lambda part: part.max(axis=0)))


@given(grouped())
def test_the_lowest_of_each_group_is_found(given: tuple[list[int], Values]) -> None:
    sizes, values = given
    assert np.array_equal(Groups(sizes).lowest(values), looped(sizes, values, lambda part: part.min(axis=0)))


@given(grouped())
def test_each_group_has_its_mean(given: tuple[list[int], Values]) -> None:
    sizes, values = given
    expected = looped(sizes, values, lambda part: part.mean(axis=0))
    assert Groups(sizes).mean(values) == pytest.approx(expected, abs=1e-6)


@given(grouped(), st.integers(1, 4))
def test_the_top_of_each_group_is_the_mean_of_its_best(given: tuple[list[int], Values], count: int) -> None:
    sizes, values = given
    expected = looped(sizes, values, lambda part: np.sort(part, axis=0)[-count:].mean(axis=0))
    assert Groups(sizes).top(values, count) == pytest.approx(expected, abs=1e-6)


def test_a_single_column_may_go_without_one() -> None:
    assert Groups([2, 0, 1]).top(np.array([1, 3, 5], np.float32), 2).tolist() == [2.0, 0.0, 5.0]
