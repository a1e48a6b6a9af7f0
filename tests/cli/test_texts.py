"""What the command line says stands in the catalogue."""

from __future__ import annotations

import re
from pathlib import Path

import bot.cli
from bot.domain.grading import Outcome, Remark
from bot.domain.search import Verdict
from bot.texts import catalogue

SOURCE = "".join(file.read_text("utf-8") for file in Path(bot.cli.__file__).parent.glob("*.py"))


def test_every_key_that_the_source_names_has_a_text() -> None:
    assert {key for key in re.findall(r'"(cli\.[a-z0-9.-]+)"', SOURCE) if key not in catalogue()} == set()


def test_every_outcome_remark_and_verdict_has_a_text() -> None:
    keys = [
        *(f"cli.score.{outcome}" for outcome in Outcome),
        *(f"remark.{remark}" for remark in Remark),
        *(f"cli.answer.{verdict}" for verdict in Verdict if verdict is not Verdict.ANSWER),
    ]

    assert [key for key in keys if key not in catalogue()] == []
