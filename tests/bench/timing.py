"""Times of two ways to do a thing, taken in turns in one run, so that what slows the machine slows both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median
from time import perf_counter
from typing import TypeVar

T = TypeVar("T")


def in_turns(
    inputs: Sequence[T], ways: Sequence[Callable[[T], object]], rounds: int = 5
) -> list[list[float]]:
    """Seconds of each way on each input: the best of `rounds`, after one that isn't counted."""
    best = [[float("inf")] * len(inputs) for _ in ways]
    for round_ in range(rounds + 1):
        for at, value in enumerate(inputs):
            for way, run in enumerate(ways):
                start = perf_counter()
                run(value)
                if round_:
                    best[way][at] = min(best[way][at], perf_counter() - start)
    return best


def percentile(seconds: Sequence[float], share: float) -> float:
    """The value below which this share of the times lies."""
    return sorted(seconds)[min(len(seconds) - 1, int(share * len(seconds)))]


def row(name: str, seconds: Sequence[float], peer: Sequence[float]) -> str:
    """A line of a table: the median as a ratio to the peer's, the 95th percentile and the worst."""
    ratio = median(seconds) / median(peer)
    return (
        f"{name:42} {ratio:8.2f} x peer   median {median(seconds) * 1e3:8.3f} ms"
        f"   p95 {percentile(seconds, 0.95) * 1e3:8.3f} ms   worst {max(seconds) * 1e3:8.3f} ms"
    )
