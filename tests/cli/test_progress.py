"""The progress bar: on a terminal, when the work takes long, and never elsewhere."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import progress
from bot.cli.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown_on(stream: io.StringIO, monkeypatch: pytest.MonkeyPatch, *, hidden: bool = False) -> str:
    monkeypatch.setattr(sys, "stderr", stream)
    with Progress("Checking scenarios", 3, hidden=hidden) as bar:
        for _ in range(3):
            bar.advance()
    return stream.getvalue()


@pytest.fixture
def long_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0.0)


@pytest.mark.usefixtures("long_work")
def test_long_work_on_a_terminal_shows_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Checking scenarios" in shown_on(Terminal(), monkeypatch)


def test_short_work_shows_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown_on(Terminal(), monkeypatch) == ""


@pytest.mark.usefixtures("long_work")
def test_a_file_gets_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown_on(io.StringIO(), monkeypatch) == ""


@pytest.mark.usefixtures("long_work")
def test_a_hidden_bar_stays_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown_on(Terminal(), monkeypatch, hidden=True) == ""


def test_results_go_where_they_are_sent_while_the_bar_shows_on_the_terminal(tmp_path: Path) -> None:
    asked, answered = tmp_path / "asked.jsonl", tmp_path / "answered.jsonl"
    asked.write_text('{"id": 1, "text": "how to share subnets"}\n' * 50, "utf-8")
    impatient = (
        "import sys; from bot.cli import main, progress; progress.PATIENCE = 0;"
        f"sys.exit(main(['ask', '--batch', {str(asked)!r}]))"
    )
    terminal, stderr = pty.openpty()
    with answered.open("wb") as out:
        subprocess.run([sys.executable, "-c", impatient], stdout=out, stderr=stderr, check=True)
    os.close(stderr)
    os.close(terminal)
    assert answered.read_text("utf-8").count('"answered": true') == 50
