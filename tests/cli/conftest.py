"""A small sound pack, and a way to call the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.calling import Call, caller
from tests.packs.small_pack import write_pack


@pytest.fixture
def call(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    monkeypatch.setenv("COLUMNS", "80")
    return caller(capfd, monkeypatch)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return write_pack(tmp_path / "drill")
