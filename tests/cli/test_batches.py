"""`--batch`: JSON lines in, JSON lines out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.calling import Call

FULL = Path("/dev/full")

QUESTION = '{"id": %s, "text": "get back a lost branch"}'


def test_questions_are_answered_in_order(call: Call, pack: Path, tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text('{"id": "b", "text": "lost branch"}\n\n{"id": 1, "text": "pizza"}\n', "utf-8")

    asked = call("ask", "--batch", file, "--pack", pack)

    first, second = asked.lines
    assert (asked.code, asked.err) == (0, "")
    assert set(first) == set(second) == {"id", "answered", "confidence", "matches"}
    assert (first["id"], first["answered"]) == ("b", True)
    assert first["matches"][0]["scenario"] == "recover-deleted-branch"
    assert (second["id"], second["answered"], second["matches"]) == (1, False, [])


def test_replies_are_scored_in_order(call: Call, pack: Path) -> None:
    texts = {"1": "look in the reflog", "2": "use the reflog and pull the branch from the remote"}
    records = [{"id": n, "scenario": "recover-deleted-branch", "text": text} for n, text in texts.items()]
    lines = "\n".join(map(json.dumps, records)).encode()

    graded = call("grade", "--batch", "-", "--pack", pack, stdin=lines)

    first, second = graded.lines
    assert first == {
        "id": "1",
        "score": 50,
        "outcome": "partial",
        "points": [
            {"id": "reflog", "hit": True},
            {"id": "branch-at-commit", "hit": False},
            {"id": "before-gc", "hit": False},
        ],
        "misconceptions": [],
    }
    assert second["misconceptions"] == ["pull"]


@pytest.mark.parametrize(
    ("broken", "complaint"),
    [
        (b"nonsense", "not a JSON object"),
        (b'{"id": 2, "text": "cut o', "not a JSON object"),
        (b"[1, 2]", "not a JSON object (list)"),
        (b"[" * 100_000, "not a JSON object"),
        (b'{"id": 2}', "“text” is missing"),
        (b'{"text": "branch"}', "“id” is missing"),
        (b'{"id": 2, "text": 5}', "“text” has the wrong type"),
        (b'{"id": true, "text": "branch"}', "“id” has the wrong type"),
        (b'{"id": 2, "text": "caf\xe9"}', "not UTF-8"),
    ],
)
def test_a_broken_line_is_named_and_the_others_are_answered(
    call: Call, pack: Path, broken: bytes, complaint: str
) -> None:
    lines = b"\n".join([(QUESTION % 1).encode(), broken, (QUESTION % 3).encode()])

    asked = call("ask", "--batch", "-", "--pack", pack, stdin=lines)

    assert asked.code == 1
    assert [line["id"] for line in asked.lines] == [1, 3]
    assert asked.err.startswith(f"Line 2: {complaint}")
    assert len(asked.err.splitlines()) == 1


def test_a_reply_to_an_unknown_scenario_is_a_broken_line(call: Call, pack: Path) -> None:
    graded = call("grade", "--batch", "-", "--pack", pack, stdin=b'{"id": 1, "scenario": "x", "text": "y"}')

    assert (graded.code, graded.out) == (1, "")
    assert graded.err.startswith("Line 1: There is no scenario called “x”.")


def test_half_a_surrogate_pair_is_only_an_odd_character(call: Call, pack: Path) -> None:
    line = b'{"id": "\\ud800", "text": "\\ud800 lost branch"}'

    assert call("ask", "--batch", "-", "--pack", pack, stdin=line).lines[0]["id"] == "\ud800"


@pytest.mark.parametrize("nothing", [b"", b"\n  \n\r\n"])
def test_an_empty_file_has_no_answers(call: Call, pack: Path, nothing: bytes) -> None:
    asked = call("ask", "--batch", "-", "--pack", pack, stdin=nothing)

    assert (asked.code, asked.out, asked.err) == (0, "", "")


def test_a_missing_file_is_wrong_usage(call: Call, pack: Path, tmp_path: Path) -> None:
    asked = call("ask", "--batch", tmp_path / "nowhere.jsonl", "--pack", pack)

    assert asked.code == 2
    assert "nowhere.jsonl” can't be read: No such file or directory." in asked.err


def test_a_thousand_lines_are_answered(call: Call, pack: Path) -> None:
    lines = "\n".join(QUESTION % number for number in range(1000)).encode()

    assert [line["id"] for line in call("ask", "--batch", "-", "--pack", pack, stdin=lines).lines] == [
        *range(1000)
    ]


def test_a_reader_that_leaves_early_is_no_reason_to_complain(pack: Path, tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(QUESTION % number for number in range(2000)), "utf-8")
    command = [sys.executable, "-m", "bot", "ask", "--batch", str(file), "--pack", str(pack)]

    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout
        assert running.stderr
        assert json.loads(running.stdout.readline())["id"] == 0
        running.stdout.close()
        complaint = running.stderr.read()

    assert (running.returncode, complaint) == (141, b"")


@pytest.mark.skipif(not FULL.exists(), reason="this system has no disk that is always full")
@pytest.mark.parametrize("form", [[], ["--json"]], ids=["page", "json"])
def test_a_full_disk_behind_the_output_is_told_in_a_line(pack: Path, form: list[str]) -> None:
    command = [sys.executable, "-m", "bot", "ask", "消えたブランチ", "--pack", str(pack), *form]

    with FULL.open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)

    assert done.stderr.decode() == "The output can't be written: No space left on device.\n"
    assert done.returncode == 1


def test_a_page_whose_reader_leaves_early_ends_like_any_other_output(pack: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "bot", "ask", "消えたブランチ", "--pack", str(pack)]

    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, check=False)

    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


def test_a_locale_without_japanese_still_gets_json_in_utf_8(pack: Path) -> None:
    command = [sys.executable, "-m", "bot", "ask", "消えたブランチ", "--json", "--pack", str(pack)]
    environ = {**os.environ, "PYTHONIOENCODING": "ascii"}  # noqa: TID251  # a process needs one

    done = subprocess.run(command, capture_output=True, check=True, env=environ)

    assert json.loads(done.stdout.decode("utf-8"))["question"] == "消えたブランチ"
