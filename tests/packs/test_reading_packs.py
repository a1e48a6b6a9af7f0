"""A folder becomes a pack."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from bot.domain.scenario import Bilingual, Language
from bot.packs.loader import FaultyPack, find_packs, load_pack, shipped_pack_path
from tests.packs.small_pack import SCENARIO, spoiled, write_pack

SECOND = spoiled("id: recover-deleted-branch", "id: another-branch")


def faults_of(folder: Path) -> list[tuple[str, str]]:
    with pytest.raises(FaultyPack) as caught:
        load_pack(folder)
    return [(fault.place, fault.key) for fault in caught.value.faults]


def test_a_scenario_arrives_with_everything_its_file_says(tmp_path: Path) -> None:
    scenario = load_pack(write_pack(tmp_path)).scenario("recover-deleted-branch")

    assert scenario.task == "1.2"
    assert scenario.situation[Language.EN].startswith("A colleague deleted a local branch")
    assert scenario.questions.ja[0] == "ブランチを間違えて消した"
    assert [(point.id, point.weight, point.required) for point in scenario.rubric] == [
        ("reflog", 50, True),
        ("branch-at-commit", 35, True),
        ("before-gc", 15, False),
    ]
    assert scenario.point("reflog").accept.ja == ("reflog", "リフログ", "参照ログ", "操作履歴")
    assert scenario.misconception("stash").belongs_to == "undo-last-commit"
    assert scenario.examples.ja.wrong == ("リモートからプルする", "同僚にもう一度書いてもらう")
    assert scenario.sources[0].read == date(2026, 3, 1)
    assert scenario.reviewed == date(2026, 3, 2)


def test_a_misconception_may_bring_phrasings_of_its_own(tmp_path: Path) -> None:
    own = "    belongs_to: undo-last-commit\n    accept: {en: [git stash pop], ja: [スタッシュ]}\n"
    scenario = spoiled("    belongs_to: undo-last-commit\n", own)

    read = load_pack(write_pack(tmp_path, scenario=scenario)).scenario("recover-deleted-branch")

    assert read.misconception("stash").accept == Bilingual(("git stash pop",), ("スタッシュ",))
    assert read.misconception("pull").accept == Bilingual((), ())


def test_pack_yaml_names_the_pack_and_weighs_its_domains(tmp_path: Path) -> None:
    pack = load_pack(write_pack(tmp_path))

    assert (pack.id, pack.title.ja, pack.exam) == ("git-drill", "Git ドリル", "GIT-1")
    assert [(domain.name.en, domain.weight) for domain in pack.domains] == [
        ("Recovering work", 60),
        ("Sharing work", 40),
    ]


def test_the_glossary_is_read_line_by_line(tmp_path: Path) -> None:
    terms = list(load_pack(write_pack(tmp_path)).glossary)

    assert terms[0].names() == ("reflog", "リフログ", "参照ログ", "reference log")
    assert terms[1].ambiguous == {"GC"}


def test_without_pack_yaml_the_folder_and_the_scenarios_say_it_all(tmp_path: Path) -> None:
    third = spoiled("id: recover-deleted-branch", "id: third").replace("Recovering work", "Sharing work")
    folder = write_pack(tmp_path / "drill", pack=None, glossary=None, second=SECOND)
    (folder / "scenarios" / "third.yml").write_text(third, "utf-8")

    pack = load_pack(folder)

    assert (pack.id, pack.title.en, pack.exam) == ("drill", "drill", "GIT-1")
    assert [(d.name.ja, round(d.weight, 1)) for d in pack.domains] == [
        ("Recovering work", 66.7),
        ("Sharing work", 33.3),
    ]


def test_a_folder_of_scenario_files_is_a_pack(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(SCENARIO, "utf-8")
    (tmp_path / "two.yml").write_text(SECOND, "utf-8")
    (tmp_path / "README.md").write_text("# Drill", "utf-8")

    assert [scenario.id for scenario in load_pack(tmp_path).scenarios] == [
        "another-branch",
        "recover-deleted-branch",
    ]


def test_scenarios_may_lie_in_folders_below(tmp_path: Path) -> None:
    folder = write_pack(tmp_path)
    (folder / "scenarios" / "sharing").mkdir()
    (folder / "scenarios" / "sharing" / "other.yaml").write_text(SECOND, "utf-8")

    assert len(load_pack(folder).scenarios) == 2


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    windows = b"\xef\xbb\xbf" + SCENARIO.replace("\n", "\r\n").encode()

    pack = load_pack(write_pack(tmp_path, scenario=windows))

    assert pack.scenarios == load_pack(write_pack(tmp_path / "unix")).scenarios


def test_a_scenario_file_may_name_its_schema_for_the_editor(tmp_path: Path) -> None:
    header = "# yaml-language-server: $schema=../../schema/scenario.schema.json\n"

    assert load_pack(write_pack(tmp_path, scenario=header + SCENARIO)).scenarios


def test_the_fingerprint_is_the_same_wherever_the_pack_lies(tmp_path: Path) -> None:
    here, there = write_pack(tmp_path / "here"), write_pack(tmp_path / "there")

    assert load_pack(here).fingerprint == load_pack(there).fingerprint


@pytest.mark.parametrize("changed", ["a byte", "a name"])
def test_the_fingerprint_changes_with_every_byte_and_name(tmp_path: Path, changed: str) -> None:
    before = load_pack(write_pack(tmp_path / "pack")).fingerprint
    file = tmp_path / "pack" / "scenarios" / "branch.yaml"
    if changed == "a byte":
        file.write_text(SCENARIO + "\n", "utf-8")
    else:
        file.rename(file.with_name("renamed.yaml"))

    assert load_pack(tmp_path / "pack").fingerprint != before


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(FaultyPack) as caught:
        load_pack(tmp_path / "nowhere")

    assert caught.value.faults[0].file == str(tmp_path / "nowhere")
    assert "There is no such folder" in caught.value.report(Language.EN)


def test_an_empty_folder_is_told_what_it_needs(tmp_path: Path) -> None:
    with pytest.raises(FaultyPack) as caught:
        load_pack(tmp_path)

    assert "Put scenario files (*.yaml) into a folder “scenarios”" in caught.value.report(Language.EN)


def test_a_link_that_leads_nowhere_or_round_in_a_circle_is_a_fault(tmp_path: Path) -> None:
    scenarios = write_pack(tmp_path) / "scenarios"
    (scenarios / "circle.yaml").symlink_to("circle.yaml")
    (scenarios / "nowhere.yaml").symlink_to("missing.yaml")
    (scenarios / "round").symlink_to(scenarios, target_is_directory=True)

    assert faults_of(tmp_path) == [
        ("scenarios/circle.yaml", "fault.unreadable"),
        ("scenarios/nowhere.yaml", "fault.unreadable"),
    ]


def test_a_pipe_among_the_files_is_a_fault_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(write_pack(tmp_path) / "scenarios" / "pipe.yaml")

    assert faults_of(tmp_path) == [("scenarios/pipe.yaml", "fault.unreadable")]


def test_a_file_of_ten_megabytes_is_a_fault(tmp_path: Path) -> None:
    write_pack(tmp_path, second=b"# " + b"x" * 10_000_000)

    assert faults_of(tmp_path) == [("scenarios/second.yaml", "fault.too-large")]


def test_the_shipped_pack_is_found_first_among_the_shipped_ones() -> None:
    assert find_packs()[0] == shipped_pack_path()
