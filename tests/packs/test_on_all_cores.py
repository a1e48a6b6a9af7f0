"""A pack is checked on all cores."""

from __future__ import annotations

from datetime import date

import pytest

from bot.packs import on_all_cores
from bot.packs.check import faults_in
from bot.packs.inspection import Inspection
from bot.packs.loader import read_pack, shipped_pack_path
from bot.packs.on_all_cores import every_fault
from bot.wordbook.loader import load_word_book

SCENARIOS = 6


@pytest.mark.parametrize("cores", [1, 2])
def test_the_faults_are_the_same_on_one_core_and_on_several(
    cores: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = read_pack(shipped_pack_path())
    object.__setattr__(reading.pack, "scenarios", reading.pack.scenarios[:SCENARIOS])
    # In three years everything has to be read again.
    inspection = Inspection.of(reading, load_word_book(), date(2029, 11, 27))
    monkeypatch.setattr(on_all_cores, "WORTH_IT", 2)
    monkeypatch.setattr(on_all_cores, "_cores", lambda: cores)
    found = list(every_fault(inspection))
    assert found == [faults_in(inspection, scenario) for scenario in reading.pack.scenarios]
    assert all(found)
