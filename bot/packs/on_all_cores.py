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
from bot.packs.check import GRADING, QUICK, faults_in
from bot.packs.faults import Fault
from bot.packs.inspection import Inspection

WORTH_IT = 16
"""From so many scenarios on a second process saves more time than it takes."""

PORTIONS = 8
"""For each process, so that one with hard scenarios isn't waited for long."""

_shared: list[tuple[Inspection, frozenset[str]]] = []
"""What the processes inherit at their birth, so that nothing has to be sent to them."""


def every_fault(inspection: Inspection, clean: frozenset[str] = frozenset()) -> Iterator[list[Fault]]:
    """What the checks find, scenario by scenario, in the pack's order. Those whose ids are `clean` aren't
    graded again."""
    scenarios = inspection.reading.pack.scenarios
    cores = _cores()
    if cores < 2 or len(scenarios) - len(clean) < WORTH_IT:
        for scenario in scenarios:
            yield [*_quick(inspection, scenario), *_graded(inspection, clean, scenario)]
    else:
        yield from _forked(inspection, clean, scenarios, cores)


def _forked(
    inspection: Inspection, clean: frozenset[str], scenarios: Sequence[Scenario], cores: int
) -> Iterator[list[Fault]]:
    _shared.append((inspection, clean))
    gc.freeze()  # what is read already is never garbage: nobody need look through it, nor copy its pages
    # Neighbours stand next to each other in the alphabet, and share what is compiled of them.
    portion = ceil(len(scenarios) / cores / PORTIONS)
    try:
        # What is compiled stays to the end, and is a third of the work when looked through again and again.
        with ProcessPoolExecutor(cores, get_context("fork"), initializer=gc.disable) as processes:
            graded = processes.map(_graded_by_number, range(len(scenarios)), chunksize=portion)
            for scenario in scenarios:
                quick = _quick(inspection, scenario)  # here, while the others grade
                yield [*quick, *next(graded)]
    finally:
        gc.unfreeze()
        _shared.clear()


def _quick(inspection: Inspection, scenario: Scenario) -> list[Fault]:
    return faults_in(inspection, scenario, QUICK)


def _graded_by_number(number: int) -> list[Fault]:
    ((inspection, clean),) = _shared
    return _graded(inspection, clean, inspection.reading.pack.scenarios[number])


def _graded(inspection: Inspection, clean: frozenset[str], scenario: Scenario) -> list[Fault]:
    return [] if scenario.id in clean else faults_in(inspection, scenario, GRADING)


def _cores() -> int:
    """How many processes may run at once; 1 where a process can't be born with its parent's memory."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1
