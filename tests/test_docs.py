"""The pages at the root of the repository say what is true of the code, and nothing that isn't there."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from doctest import ELLIPSIS, OutputChecker
from pathlib import Path
from typing import Any

import pytest
import typer
from pydantic import AliasChoices

from bot.cli import build_app
from bot.settings import Settings

ROOT = Path(__file__).parent.parent
README, README_JA = ROOT / "README.md", ROOT / "README.ja.md"
GRADING = ROOT / "tests" / "bench" / "data" / "grading"
NOT_OURS = {
    ".git",
    *(line.rstrip("/") for line in (ROOT / ".gitignore").read_text().split() if line[-1] == "/"),
}
LOCKS = (ROOT / "requirements.lock", ROOT / "requirements-runtime.lock")
REGISTRIES = re.compile(
    rb"py(?:pi|thonhosted)\.org|registry\.npmjs|crates\.io|rubygems\.org|docker\.io|ghcr\.io|quay\.io"
)


def files(folder: Path) -> Iterator[Path]:
    """What is in the repository, in a checkout or a copy of one."""
    for path in folder.iterdir():
        if path.name not in NOT_OURS:
            yield from files(path) if path.is_dir() else (path,)


PAGES = sorted(path for path in files(ROOT) if path.suffix == ".md")
PAGE_NAMES = [str(page.relative_to(ROOT)) for page in PAGES]
every_page = pytest.mark.parametrize("page", PAGES, ids=PAGE_NAMES)


def visible(page: Path) -> str:
    """The text without its comments."""
    return re.sub(r"<!--.*?-->", "", page.read_text("utf-8"), flags=re.DOTALL)


def code(page: Path) -> list[str]:
    """What is in blocks and spans of code, a command a line, without shell comments."""
    text = visible(page)
    blocks = re.findall(r"^ *```\w*\n(.*?)^ *```", text, re.DOTALL | re.MULTILINE)
    spans = re.findall(r"`([^`\n]+)`", re.sub(r"^ *```.*?^ *```", "", text, flags=re.DOTALL | re.MULTILINE))
    return [line.split(" #")[0] for part in (*blocks, *spans) for line in part.splitlines()]


def variables() -> dict[str, Any]:
    """Every variable that the settings read, with its field's default."""
    found: dict[str, Any] = {}
    for field in Settings.model_fields.values():
        assert isinstance(field.validation_alias, AliasChoices)
        first, *others = field.validation_alias.choices
        found |= {str(first): field.default, **dict.fromkeys(map(str, others))}
    return found


@pytest.mark.parametrize("page", [README, README_JA], ids=["en", "ja"])
def test_every_setting_is_in_the_table_with_its_default_and_nothing_else_is(page: Path) -> None:
    section = re.split(r"^## (?:Settings|設定)$", visible(page), flags=re.MULTILINE)[1].split("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \| (?:`([^`]+)`)? *\|", section, re.MULTILINE)
    told = dict(rows)
    stated = {name: default if isinstance(default, str) else "" for name, default in variables().items()}
    assert told == stated


def test_the_image_sets_no_variable_that_the_bot_does_not_read() -> None:
    instruction = re.search(r"^ENV (.+?[^\\])$", (ROOT / "Dockerfile").read_text(), re.DOTALL | re.MULTILINE)
    assert instruction is not None
    names = set(re.findall(r"(\w+)=", instruction[1])) - {"PATH"}
    assert {name for name in names if not name.startswith("PYTHON")} <= variables().keys()


@every_page
def test_every_make_target_that_is_named_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {name for line in code(page) for name in re.findall(r"(?:^|\s)make ([a-z-]+)", line)}
    assert named <= targets


@every_page
def test_every_command_and_option_that_is_named_exists(page: Path) -> None:
    for line in code(page):
        for words in re.findall(r"(?<!/)scs-bot( [a-z-].*)", line):
            command: Any = typer.main.get_command(build_app({}))
            for word in words.split():
                if not hasattr(command, "commands"):
                    break
                assert word in {*command.commands, *_options(command)}, line
                command = command.commands.get(word, command)
            assert set(re.findall(r" (--[a-z-]+)", words)) <= _options(command), line


def _options(command: Any) -> set[str]:  # noqa: ANN401  # Typer keeps its classes to itself
    return {option for parameter in command.params for option in parameter.opts} | {"--help"}


@every_page
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    for target, anchor in re.findall(r"\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)", visible(page)):
        linked = page.parent / target if target else page
        assert linked.exists(), target
        assert not anchor or anchor in anchors(linked), anchor


def anchors(page: Path) -> set[str]:
    """What headings can be linked as; the rule is GitHub's."""
    headings = re.findall(r"^#+ (.+)$", visible(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).lower().replace(" ", "-") for heading in headings}


def test_the_examples_of_the_readme_print_what_it_says(tmp_path: Path) -> None:
    environ = {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.defpath}", "LANG": "en"}
    for block in re.findall(r"^```console\n(.*?)^```", visible(README), re.DOTALL | re.MULTILINE):
        for command, expected in re.findall(r"^\$ (.+)\n((?:[^$].*\n)*)", block, re.MULTILINE):
            ran = subprocess.run(
                ["/bin/sh", "-c", command],
                env=environ,
                cwd=tmp_path,
                capture_output=True,
                encoding="utf-8",
                timeout=60,
                check=False,
            )
            printed = OutputChecker().check_output(expected, ran.stdout, ELLIPSIS)
            assert printed, f"{command}\n{ran.stdout}{ran.stderr}"


def test_the_labelled_replies_are_as_many_as_their_page_says() -> None:
    told = re.search(
        r"^([\d,]+) replies to (\d+) scenarios "
        r"\((\d+) in the packs of this folder, and all (\d+) of the pack `scs`\)",
        visible(GRADING / "README.md"),
        re.MULTILINE,
    )
    assert told is not None
    lines = [line for path in GRADING.glob("*.jsonl") for line in path.read_text("utf-8").splitlines()]
    scenarios = {(reply["pack"], reply["scenario"]) for reply in map(json.loads, lines)}
    theirs = sum(pack == "scs" for pack, _ in scenarios)
    counts = (len(lines), len(scenarios), len(scenarios) - theirs, theirs)
    assert tuple(int(figure.replace(",", "")) for figure in told.groups()) == counts


def test_no_file_names_the_address_of_a_package_registry() -> None:
    assert [path for path in files(ROOT) if REGISTRIES.search(path.read_bytes())] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_file_holds_exact_versions_and_hashes_and_no_address(lock: Path) -> None:
    requirements = lock.read_text().replace("\\\n", "").splitlines()
    exact = re.compile(r"[a-z0-9.-]+==\S+ (?:; [^-]+)?(?: *--hash=sha256:[0-9a-f]{64})+ *")
    assert [line for line in requirements if not exact.fullmatch(line)] == []


def test_what_runs_the_bot_is_locked_as_it_is_tested() -> None:
    everything, runtime = (set(lock.read_text().splitlines()) for lock in LOCKS)
    assert runtime <= everything
