"""The progress bar: on a terminal, when the work takes long, and never elsewhere."""

from __future__ import annotations

import io
import sys

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
