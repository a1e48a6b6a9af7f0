"""What building something takes of this process's memory, and of its time.

Linux only: elsewhere the memory is not known.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Generic, TypeVar

_PROCESS = Path("/proc/self")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Footprint:
    """Resident kilobytes, as the kernel counts them, before and after, and the most there were between."""

    before: int
    after: int
    peak: int

    def __str__(self) -> str:
        megabytes = (f"{kilobytes / 1024:,.0f} MB" for kilobytes in (self.before, self.after, self.peak))
        return "{} before, {} after, {} at the peak".format(*megabytes)


class Clocked(Generic[T]):
    """Things one by one, and the seconds that making them took."""

    def __init__(self, things: Iterable[T]) -> None:
        self.seconds = 0.0
        self._things = things

    def __iter__(self) -> Iterator[T]:
        things = iter(self._things)
        while True:
            start = perf_counter()
            try:
                thing = next(things)
            except StopIteration:
                return
            finally:
                self.seconds += perf_counter() - start
            yield thing


def timed(run: Callable[[], T]) -> tuple[T, float]:
    """What it gives, and the seconds it took."""
    start = perf_counter()
    result = run()
    return result, perf_counter() - start


def footprint(build: Callable[[], T]) -> tuple[T, Footprint | None]:
    """What is built, and the memory it took."""
    gc.collect()
    if not _PROCESS.exists():
        return build(), None
    before = _kilobytes("VmRSS")
    (_PROCESS / "clear_refs").write_text("5")  # the peak counts from here
    built = build()
    gc.collect()
    return built, Footprint(before, _kilobytes("VmRSS"), _kilobytes("VmHWM"))


def _kilobytes(name: str) -> int:
    lines = (_PROCESS / "status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))
