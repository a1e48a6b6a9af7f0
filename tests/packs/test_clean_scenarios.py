"""Scenarios found clean are not graded again until something changes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.domain.scenario import Bilingual, Scenario
from bot.packs import on_all_cores
from bot.packs.check import GRADING
from bot.packs.clean_scenarios import CleanScenarios
from bot.packs.faults import Fault
from bot.packs.inspection import Inspection
from bot.packs.loader import Reading, read_pack, shipped_pack_path
from bot.wordbook.loader import load_word_book

DAY = date(2026, 11, 27)
BOOK = "a word book"
SOME = 6


@pytest.fixture
def reading() -> Reading:
    reading = read_pack(shipped_pack_path())
    object.__setattr__(reading.pack, "scenarios", reading.pack.scenarios[:SOME])
    return reading


def inspection_of(reading: Reading) -> Inspection:
    return Inspection.of(reading, load_word_book(), DAY)


def test_nothing_is_known_at_first(reading: Reading, tmp_path: Path) -> None:
    assert not CleanScenarios(tmp_path / "new", inspection_of(reading), BOOK).known()


def test_what_was_clean_is_known_the_next_time(reading: Reading, tmp_path: Path) -> None:
    ids = [scenario.id for scenario in reading.pack.scenarios]
    CleanScenarios(tmp_path / "new", inspection_of(reading), BOOK).keep(ids[1:])
    assert CleanScenarios(tmp_path / "new", inspection_of(reading), BOOK).known() == frozenset(ids[1:])


def test_another_process_knows_it_too(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib, datetime; from bot.packs.clean_scenarios import CleanScenarios;"
        "from bot.packs.inspection import Inspection; from bot.packs.loader import *;"
        "from bot.wordbook.loader import load_word_book as book;"
        "inspection = Inspection.of(read_pack(shipped_pack_path()), book(), datetime.date(2026, 11, 27));"
        "before = CleanScenarios(pathlib.Path(sys.argv[1]), inspection, book().fingerprint);"
        "print(len(before.known())); before.keep(inspection.neighbours)"
    )
    call = [sys.executable, "-c", program, str(tmp_path)]
    runs = [subprocess.run(call, check=True, capture_output=True, text=True).stdout for _ in range(2)]
    assert int(runs[0]) == 0
    assert int(runs[1]) >= 120


def test_a_changed_scenario_and_its_neighbours_are_looked_at_again(reading: Reading, tmp_path: Path) -> None:
    inspection = inspection_of(reading)
    changed = next(each for each in reading.pack.scenarios if inspection.neighbours[each.id])
    ids = frozenset(scenario.id for scenario in reading.pack.scenarios)
    CleanScenarios(tmp_path, inspection, BOOK).keep(ids)
    others = tuple(
        replace(each, situation=Bilingual(en="Another one.", ja="別の状況。")) if each is changed else each
        for each in reading.pack.scenarios
    )
    object.__setattr__(reading.pack, "scenarios", others)
    touched = {changed.id, *(each.id for each in inspection.neighbours[changed.id])}
    assert CleanScenarios(tmp_path, inspection_of(reading), BOOK).known() == ids - touched


def test_another_word_book_makes_everything_new(reading: Reading, tmp_path: Path) -> None:
    CleanScenarios(tmp_path, inspection_of(reading), BOOK).keep([reading.pack.scenarios[0].id])
    assert not CleanScenarios(tmp_path, inspection_of(reading), "another").known()


@pytest.mark.parametrize("damaged", ["{", "7", '[["a"]]', "\udcff"])
def test_a_damaged_file_is_as_good_as_none(reading: Reading, tmp_path: Path, damaged: str) -> None:
    file = tmp_path / f"clean-{reading.pack.id}.json"
    file.write_bytes(damaged.encode("utf-8", "surrogateescape"))
    assert not CleanScenarios(tmp_path, inspection_of(reading), BOOK).known()


def test_a_folder_that_cant_be_written_costs_time_only(reading: Reading, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    CleanScenarios(tmp_path / "file", inspection_of(reading), BOOK).keep([reading.pack.scenarios[0].id])
    assert not CleanScenarios(tmp_path / "file", inspection_of(reading), BOOK).known()


def test_clean_scenarios_are_still_checked_for_what_depends_on_the_day(
    reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    graded: list[str] = []

    def grading(_: Inspection, scenario: Scenario) -> Iterator[Fault]:
        graded.append(scenario.id)
        return iter(())

    monkeypatch.setattr(on_all_cores, "GRADING", (grading,))
    late = Inspection.of(reading, load_word_book(), date(2029, 1, 1))
    clean = frozenset(scenario.id for scenario in reading.pack.scenarios[1:])
    first, *others = on_all_cores.every_fault(late, clean)
    assert graded == [reading.pack.scenarios[0].id]
    assert all({fault.key for fault in found} == {"fault.stale"} for found in (first, *others))


def test_grading_checks_follow_from_nothing_but_what_the_memory_looks_at() -> None:
    assert {check.__name__ for check in GRADING} == {
        "model_answer_scores_full",
        "examples_score_as_promised",
        "phrasings_earn_one_point",
        "situation_gives_nothing_away",
        "neighbours_know_whose_answer_it_is",
    }
