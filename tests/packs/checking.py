"""The content check, run over a pack that is otherwise sound."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bot.packs.check import faults_in
from bot.packs.faults import Fault
from bot.packs.inspection import Inspection
from bot.packs.loader import read_pack
from bot.wordbook.loader import load_word_book
from tests.packs.small_pack import TODAY


def check(folder: Path, today: date = TODAY) -> Iterator[Fault]:
    """Everything that the checks find in the pack's scenarios."""
    reading = read_pack(folder)
    assert not reading.faults
    inspection = Inspection.of(reading, load_word_book(), today)
    for scenario in reading.pack.scenarios:
        yield from faults_in(inspection, scenario)


def found(folder: Path, kind: str) -> list[tuple[str, int]]:
    """Where the checks find this kind of fault: file and line."""
    return [(fault.file, fault.line) for fault in check(folder) if fault.key == f"fault.{kind}"]
