"""SECURITY.md is a claim for each attack; here every claim has a test, and every test exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "SECURITY.md", ROOT / "SECURITY.ja.md"]
NAMED = re.compile(r"`(test_\w+)`")


def attacks(page: Path) -> dict[str, list[str]]:
    """The tests that a page names for each attack."""
    rows = [line.split("|") for line in page.read_text("utf-8").splitlines() if line.startswith("| ")][1:]
    return {row[1].strip(): NAMED.findall(row[3]) for row in rows}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_attack_has_a_test_and_every_test_that_is_named_exists(page: Path) -> None:
    texts = [file.read_text("utf-8") for file in (ROOT / "tests").rglob("test_*.py")]
    known = {name for text in texts for name in re.findall(r"def (test_\w+)", text)}
    assert attacks(page)
    assert [attack for attack, tests in attacks(page).items() if not tests] == []
    assert {name for tests in attacks(page).values() for name in tests} <= known


def test_both_languages_name_the_same_tests() -> None:
    assert list(attacks(PAGES[0]).values()) == list(attacks(PAGES[1]).values())


def test_the_image_runs_as_a_user_without_rights() -> None:
    lines = (ROOT / "Dockerfile").read_text("utf-8").splitlines()
    user = [line.split()[1] for line in lines if line.startswith("USER ")][-1]
    assert user not in ("root", "0", "0:0")
    assert any("--require-hashes" in line for line in lines)
