"""A simulated year comes out as counted by hand."""

from __future__ import annotations

from pathlib import Path

from tests.simulation.year import live_and_compare


async def test_a_year_comes_out_as_counted_by_hand(tmp_path: Path) -> None:
    happened = await live_and_compare(2026, tmp_path)
    # The year was worth living: every kind of day occurs.
    kinds = {"answered", "missed", "frozen", "outage", "holiday", "vacation"}
    assert not kinds - {kind for kind, times in happened.items() if times}
