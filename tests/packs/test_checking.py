"""The content check: promises that the grader or the search must keep."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.domain.scenario import Language
from bot.packs.check import wordings
from bot.packs.loader import read_pack, shipped_pack_path
from tests.packs.checking import check
from tests.packs.small_pack import SCENARIO, line_of, spoiled, write_pack


def test_the_sound_pack_has_no_fault(tmp_path: Path) -> None:
    assert list(check(write_pack(tmp_path))) == []


@pytest.mark.parametrize(
    ("old", "new", "at", "kind"),
    [
        # examples and the model answer
        ("check git reflog]", "buy a new laptop]", "buy a new laptop", "promised-partial"),
        ("- reference log has", "- remote has", "- remote has", "promised-full"),
        ("pull the branch from", "reflog, make a branch, not from", "reflog, make", "promised-none"),
        ("Look up the last commit of the branch in the reflog, then", "Do", "en: Do", "promised-full"),
        # questions
        ("undo branch delete", "how do I", "how do I", "question-lost"),
        # numbers
        (", where did my local branch go]", "]", "[I deleted a branch by mistake", "too-few"),
        (", ask the colleague to write it again]", "]", "wrong: [pull the branch", "too-few"),
        (", reference log, git log -g]", "]", "en: [reflog,", "few-phrasings"),
        # sources
        ("[reflog, branch-at-commit, ", "[reflog, ", "- id: branch-at-commit", "unsupported-point"),
    ],
)  # fmt: skip
def test_a_broken_promise_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, at: str, kind: str
) -> None:
    scenario = spoiled(old, new)

    found = [(fault.file, fault.line, fault.key) for fault in check(write_pack(tmp_path, scenario=scenario))]

    assert ("scenarios/branch.yaml", line_of(at, scenario), f"fault.{kind}") in found


def test_a_reply_that_misses_its_promise_is_quoted_with_its_score(tmp_path: Path) -> None:
    scenario = spoiled("check git reflog]", "go for lunch]")

    [fault] = check(write_pack(tmp_path, scenario=scenario))

    assert fault.text(Language.EN).startswith("“go for lunch” should score partial but scores none (0).")


@pytest.mark.parametrize(
    ("today", "at", "kind"),
    [
        (date(2027, 3, 2), None, None),  # twelve months to the day
        (date(2027, 3, 3), "read: 2026-03-01", "stale"),
        (date(2027, 3, 4), "reviewed: 2026-03-02", "stale"),
        (date(2026, 2, 28), "read: 2026-03-01", "future"),
        (date(2026, 3, 1), "reviewed: 2026-03-02", "future"),
    ],
)
def test_facts_are_read_again_after_twelve_months(
    tmp_path: Path, today: date, at: str | None, kind: str | None
) -> None:
    found = [(fault.line, fault.key) for fault in check(write_pack(tmp_path), today)]

    assert (line_of(at), f"fault.{kind}") in found if at else found == []


def test_a_scenario_without_examples_is_told_to_add_them(tmp_path: Path) -> None:
    start, end = SCENARIO.index("examples:"), SCENARIO.index("explanation:")

    faults = list(check(write_pack(tmp_path, scenario=SCENARIO[:start] + SCENARIO[end:])))

    assert [(fault.key, fault.facts["at"]) for fault in faults] == [
        ("fault.too-few", f"examples.{language}.{kind}")
        for kind in ("full", "partial", "wrong")
        for language in ("en", "ja")
    ]


def test_alternatives_multiply_into_wordings(tmp_path: Path) -> None:
    point = read_pack(write_pack(tmp_path)).pack.scenarios[0].point("before-gc")

    assert wordings(point, Language.EN) == 2 * 2 + 2 * 3


def test_the_shipped_pack_is_clean() -> None:
    faults = list(check(shipped_pack_path(), today=date(2026, 11, 30)))

    assert [f"{fault.place}: {fault.text(Language.EN)}" for fault in faults] == []
