"""Small scenarios of several topics, each with a rubric as an author would write it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.domain.glossary import Glossary, Term
from bot.domain.grading import Grader, Score
from bot.domain.scenario import Bilingual, Examples, KeyPoint, Misconception, Scenario
from bot.wordbook.loader import load_word_book

HERE = Path(__file__).parent
Grade = Callable[[str, str], Score]


def _both(entry: dict[str, Any], prefix: str = "") -> Bilingual[str]:
    return Bilingual(entry[f"{prefix}en"], entry[f"{prefix}ja"])


def _phrases(entry: dict[str, Any]) -> Bilingual[tuple[str, ...]]:
    accept = entry.get("accept", {})
    return Bilingual(tuple(map(str, accept.get("en", ()))), tuple(map(str, accept.get("ja", ()))))


def _examples(entry: dict[str, Any]) -> Examples:
    return Examples(*(tuple(entry.get(outcome, ())) for outcome in ("full", "partial", "wrong")))


def build_scenario(entry: dict[str, Any]) -> Scenario:
    return Scenario(
        id=entry["id"],
        exam="SCS-C03",
        domain="Detection",
        task="1.1",
        difficulty=1,
        services=tuple(entry["services"]),
        confusable_with=(),
        situation=_both(entry["situation"]),
        answer=_both(entry["answer"]),
        questions=Bilingual((), ()),
        rubric=tuple(
            KeyPoint(p["id"], p["weight"], p.get("required", False), _both(p), _phrases(p), _both(p["hint"]))
            for p in entry["rubric"]
        ),
        misconceptions=tuple(
            Misconception(m["id"], _both(m), _both(m, "why_"), _phrases(m), m.get("belongs_to"))
            for m in entry["misconceptions"]
        ),
        examples=Bilingual(*(_examples(entry.get("examples", {}).get(lang, {})) for lang in ("en", "ja"))),
        explanation=Bilingual("", ""),
        sources=(),
    )


@cache
def load_scenarios() -> dict[str, Scenario]:
    entries = (
        yaml.safe_load(path.read_text("utf-8")) for path in sorted((HERE / "scenarios").glob("*.yaml"))
    )
    return {scenario.id: scenario for scenario in map(build_scenario, entries)}


@cache
def load_glossary() -> Glossary:
    entries = yaml.safe_load((HERE / "glossary.yaml").read_text("utf-8"))
    return Glossary(
        tuple(
            Term(
                entry["term"],
                entry["kind"],
                tuple(entry.get("acronyms", ())),
                tuple(entry.get("ja", ())),
                tuple(entry.get("aliases", ())),
                frozenset(entry.get("ambiguous", ())),
            )
            for entry in entries
        )
    )


@cache
def the_grader() -> Grader:
    return Grader(load_glossary(), load_word_book())


@pytest.fixture(scope="session")
def grader() -> Grader:
    return the_grader()


@pytest.fixture(scope="session")
def scenarios() -> dict[str, Scenario]:
    return load_scenarios()


@pytest.fixture(scope="session")
def grade() -> Grade:
    """`grade("ram-shared-subnets", "use RAM")`."""
    return lambda scenario_id, reply: the_grader().grade(load_scenarios()[scenario_id], reply)
