"""The check of a pack on all cores: grading its examples is most of the work, and scenarios don't need each
other for it."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from math import ceil
from multiprocessing import get_context

from bot.domain.scenario import Scenario
from bot.packs.check import faults_in
from bot.packs.faults import Fault
from bot.packs.inspection import Inspection

WORTH_IT = 16
"""From so many scenarios on a second process saves more time than it takes."""

PORTIONS = 4
"""For each process, so that one with hard scenarios isn't waited for long."""

_shared: list[Inspection] = []
"""What the processes inherit at their birth, so that nothing has to be sent to them."""


def every_fault(inspection: Inspection) -> Iterator[list[Fault]]:
    """What the checks find, scenario by scenario, in the pack's order."""
    scenarios = inspection.reading.pack.scenarios
    cores = _cores()
    if cores < 2 or len(scenarios) < WORTH_IT:
        yield from (faults_in(inspection, scenario) for scenario in scenarios)
    else:
        yield from _forked(inspection, scenarios, cores)


def _forked(inspection: Inspection, scenarios: Sequence[Scenario], cores: int) -> Iterator[list[Fault]]:
    _shared.append(inspection)
    gc.freeze()  # what is read already is never garbage: nobody need look through it, nor copy its pages
    # Neighbours stand next to each other in the alphabet, and share what is compiled of them.
    portion = ceil(len(scenarios) / cores / PORTIONS)
    try:
        with ProcessPoolExecutor(cores, get_context("fork")) as processes:
            yield from processes.map(_faults_of, range(len(scenarios)), chunksize=portion)
    finally:
        gc.unfreeze()
        _shared.clear()


def _faults_of(number: int) -> list[Fault]:
    (inspection,) = _shared
    return faults_in(inspection, inspection.reading.pack.scenarios[number])


def _cores() -> int:
    """How many processes may run at once; 1 where a process can't be born with its parent's memory."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1
