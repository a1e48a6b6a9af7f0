from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from tools.audit import COMMAND, Run, audit

SOUND = {"name": "aiohttp", "version": "3.14.5", "vulns": []}
HOLE = {"id": "PYSEC-2026-1", "fix_versions": ["3.14.6"], "aliases": [], "description": ""}


def reporting(*dependencies: object, err: str = "") -> Run:
    out = json.dumps({"dependencies": dependencies, "fixes": []}) if dependencies else ""

    def run(command: Sequence[str]) -> tuple[str, str]:
        return out, err

    return run


def test_dependencies_without_a_known_hole_pass(capsys: pytest.CaptureFixture[str]) -> None:
    assert audit(reporting(SOUND)) == 0
    assert capsys.readouterr().err == ""


def test_a_known_hole_fails_and_names_the_version_without_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert audit(reporting(SOUND, {**SOUND, "vulns": [HOLE]})) == 1
    assert "aiohttp 3.14.5: PYSEC-2026-1, mended in 3.14.6" in capsys.readouterr().err


def test_what_could_not_be_looked_up_is_said_aloud(capsys: pytest.CaptureFixture[str]) -> None:
    assert audit(reporting(SOUND, {"name": "yarl", "skip_reason": "not found"})) == 0
    assert "NOT AUDITED" in capsys.readouterr().err


def test_a_service_out_of_reach_is_said_aloud_and_stops_nobody(capsys: pytest.CaptureFixture[str]) -> None:
    assert audit(reporting(err="Failed to resolve 'advisories.example'")) == 0
    assert "NOT AUDITED" in capsys.readouterr().err


def test_a_service_that_hangs_is_given_up(capsys: pytest.CaptureFixture[str]) -> None:
    def hang(command: Sequence[str]) -> tuple[str, str]:
        raise TimeoutError

    assert audit(hang) == 0
    assert "no answer within 30 s" in capsys.readouterr().err


def test_a_hole_counts_also_where_others_could_not_be_looked_up() -> None:
    assert audit(reporting({**SOUND, "vulns": [HOLE]}, {"name": "yarl", "skip_reason": "not found"})) == 1


def test_the_lock_file_is_read_with_its_hashes_and_nothing_is_installed() -> None:
    assert {"--require-hashes", "--disable-pip", "requirements-runtime.lock"} <= set(COMMAND)
