from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.playground import MovableClock
from tests.clock import FakeClock

NINE = datetime(2026, 11, 2, 9, tzinfo=UTC)


def test_it_runs_on_with_the_clock_it_stands_on() -> None:
    real = FakeClock(NINE)
    clock = MovableClock(real)
    clock.advance_by(timedelta(days=1))
    real.advance(timedelta(minutes=5))
    assert clock.now() == datetime(2026, 11, 3, 9, 5, tzinfo=UTC)


def test_it_moves_to_an_instant() -> None:
    clock = MovableClock(FakeClock(NINE))
    clock.advance_to(datetime(2027, 1, 1, tzinfo=UTC))
    assert clock.now() == datetime(2027, 1, 1, tzinfo=UTC)


def test_it_never_moves_back() -> None:
    with pytest.raises(ValueError, match="forward only"):
        MovableClock(FakeClock(NINE)).advance_to(NINE - timedelta(seconds=1))


def test_it_wants_a_time_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        MovableClock(FakeClock(NINE)).advance_to(datetime(2027, 1, 1))  # noqa: DTZ001 - the point of the test
