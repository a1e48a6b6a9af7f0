"""`scs-bot content check` and `scs-bot content schema`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.packs.schema import json_schemas
from tests.cli.calling import Call
from tests.packs.small_pack import line_of, spoiled, write_pack

FILE = "scenarios/branch.yaml"


def test_a_sound_pack_passes(call: Call, pack: Path) -> None:
    checked = call("content", "check", pack)

    assert (checked.code, checked.out) == (0, "1 scenario checked: 0 faults.\n")


def test_faults_of_reading_and_of_grading_are_listed_together(call: Call, tmp_path: Path) -> None:
    second = spoiled("id: recover-deleted-branch", "id: Second")
    folder = write_pack(tmp_path, second=second, scenario=spoiled("check git reflog]", "buy a new laptop]"))

    checked = call("content", "check", "--pack", folder)

    first, other, summary = checked.out.splitlines()
    assert checked.code == 1
    assert first.startswith(f"{folder / FILE}:{line_of('check git reflog')}: “buy a new laptop” should score")
    assert other.startswith(f"{folder / 'scenarios/second.yaml'}:1: id can't be “Second”.")
    assert summary == (
        "Of 2 scenario files 1 checked to the end; the others can be once they are mended: 2 faults."
    )


@pytest.mark.parametrize(
    ("name", "text"), [("pack.yaml", "x: ["), ("pack.yaml", "id: -"), ("glossary.jsonl", "{")]
)
def test_a_pack_that_is_begun_is_told_all_its_faults_at_once(
    call: Call, tmp_path: Path, name: str, text: str
) -> None:
    (tmp_path / name).write_text(text, "utf-8")

    checked = call("content", "check", tmp_path)

    assert checked.code == 1
    assert f"{tmp_path}: No scenario in this folder." in checked.out
    assert f"{tmp_path / name}:" in checked.out


def test_places_are_shown_from_where_the_author_stands(
    call: Call, pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (pack / FILE).write_text(spoiled("weight: 50", "weight: 40"), "utf-8")
    monkeypatch.chdir(pack.parent)

    assert call("content", "check", pack).out.startswith(f"drill/{FILE}:{line_of('rubric:')}: ")


def test_json_lists_faults_for_programs(call: Call, pack: Path) -> None:
    (pack / FILE).write_text(spoiled("weight: 50", "weight: 40"), "utf-8")

    checked = call("content", "check", pack, "--json")

    assert checked.code == 1
    assert checked.json["faults"] == [
        {
            "file": FILE,
            "line": line_of("rubric:"),
            "fault": "weights",
            "text": "The weights of the rubric add up to 90. Make it 100.",
        }
    ]


def test_json_counts_the_files_and_the_scenarios_that_are_sound(call: Call, tmp_path: Path) -> None:
    folder = write_pack(tmp_path, second=spoiled("id: recover-deleted-branch", "id: Second"))

    checked = call("content", "check", folder, "--json")

    assert (checked.json["files"], checked.json["scenarios"]) == (2, 1)


def test_faults_are_told_in_the_reader_s_language(call: Call, pack: Path) -> None:
    (pack / FILE).write_text(spoiled("weight: 50", "weight: 40"), "utf-8")

    checked = call("content", "check", pack, LANG="ja_JP.UTF-8")

    assert "rubric の配点の合計が 90 です。" in checked.out
    assert "問題は 1 件です。" in checked.out


def test_an_empty_folder_is_told_what_it_needs(call: Call, tmp_path: Path) -> None:
    checked = call("content", "check", tmp_path)

    assert checked.code == 1
    assert checked.out.startswith(f"{tmp_path}: No scenario in this folder.")


def test_a_missing_folder_is_wrong_usage(call: Call, tmp_path: Path) -> None:
    checked = call("content", "check", tmp_path / "nowhere")

    assert (checked.code, checked.out) == (2, "")
    assert "There is no folder" in checked.err


@pytest.mark.parametrize("command", [("ask", "lost branch"), ("grade", "recover-deleted-branch", "x")])
def test_other_commands_refuse_a_faulty_pack_and_name_its_faults(
    call: Call, pack: Path, command: tuple[str, ...]
) -> None:
    (pack / FILE).write_text(spoiled("weight: 50", "weight: 40"), "utf-8")

    called = call(*command, "--pack", pack)

    assert (called.code, called.out) == (1, "")
    assert f"{FILE}:{line_of('rubric:')}: The weights" in called.err
    assert f"scs-bot content check {pack}" in called.err


def test_the_schema_is_printed(call: Call) -> None:
    assert call("content", "schema").json == json_schemas()["scenario.schema.json"]


def test_all_schemas_are_written_into_a_folder(call: Call, tmp_path: Path) -> None:
    written = call("content", "schema", "--write", tmp_path / "schema")

    assert written.out.split() == [str(tmp_path / "schema" / name) for name in json_schemas()]
    assert {
        name: json.loads((tmp_path / "schema" / name).read_text("utf-8")) for name in json_schemas()
    } == json_schemas()
