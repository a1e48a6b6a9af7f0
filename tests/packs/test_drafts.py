"""Drafts stand in a pack without being served, and the check says where they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.scenario import Bilingual, Language
from bot.packs.draft import Draft, draft_yaml
from bot.packs.loader import FaultyPack, load_pack, read_pack
from bot.packs.schema import ScenarioFile
from bot.packs.yaml_tree import read_tree
from tests.packs.small_pack import SCENARIO, spoiled, write_pack

SECOND = "scenarios/second.yaml"
DRAFT = "draft: true\n" + spoiled("id: recover-deleted-branch", "id: second")


def test_a_pack_loads_without_its_drafts(tmp_path: Path) -> None:
    pack = load_pack(write_pack(tmp_path, second=DRAFT))

    assert [scenario.id for scenario in pack.scenarios] == ["recover-deleted-branch"]


def test_a_draft_is_named_with_its_line_and_nothing_else_is_said_of_it(tmp_path: Path) -> None:
    reading = read_pack(write_pack(tmp_path, second="id: second\ndraft: true\nsituation:\n  en: ''\n"))

    assert reading.faults == ()
    assert [(fault.place, fault.key) for fault in reading.drafts] == [(f"{SECOND}:2", "fault.draft")]


@pytest.mark.parametrize("said", ["draft: false\n", ""])
def test_without_the_line_a_draft_is_a_scenario(tmp_path: Path, said: str) -> None:
    pack = load_pack(write_pack(tmp_path, second=DRAFT.replace("draft: true\n", said)))

    assert [scenario.id for scenario in pack.scenarios] == ["recover-deleted-branch", "second"]


def test_a_draft_that_is_broken_for_the_moment_keeps_nobody_from_serving_the_rest(tmp_path: Path) -> None:
    folder = write_pack(tmp_path, second='draft: true\nid: second\nsituation:\n  en: "open\n')

    assert [scenario.id for scenario in load_pack(folder).scenarios] == ["recover-deleted-branch"]
    keys = [fault.key for fault in read_pack(folder).drafts]
    assert sorted(keys) == ["fault.draft", "fault.open-quote"]


def test_a_draft_with_an_id_that_is_taken_is_the_one_to_change_it(tmp_path: Path) -> None:
    folder = write_pack(tmp_path)
    (folder / "scenarios" / "a.yaml").write_text("draft: true\n" + SCENARIO, "utf-8")

    reading = read_pack(folder)

    assert reading.faults == ()
    assert {(fault.file, fault.key) for fault in reading.drafts} == {
        ("scenarios/a.yaml", "fault.draft"),
        ("scenarios/a.yaml", "fault.id-taken"),
    }


def test_a_pack_of_drafts_only_has_nothing_to_serve(tmp_path: Path) -> None:
    with pytest.raises(FaultyPack) as caught:
        load_pack(write_pack(tmp_path, scenario=DRAFT))

    assert [fault.key for fault in caught.value.faults] == ["fault.draft"]


def test_notes_may_stand_in_a_finished_scenario(tmp_path: Path) -> None:
    folder = write_pack(tmp_path, scenario=SCENARIO + "notes: |\n  - as copied\n")

    assert load_pack(folder).scenarios == load_pack(write_pack(tmp_path / "without")).scenarios


@pytest.mark.parametrize("language", Language)
def test_a_draft_s_file_has_every_key_of_the_format_in_its_order(language: Language) -> None:
    tree = read_tree("a.yaml", draft_yaml(Draft("a"), [], language))

    assert tree.faults == []
    assert isinstance(tree.value, dict)
    assert list(tree.value) == list(ScenarioFile.model_fields)


@pytest.mark.parametrize("name", ["true", "null", "2026", "1e5", "2026-11-23", "on"])
def test_an_id_that_yaml_would_take_for_something_else_stays_text(name: str) -> None:
    tree = read_tree("a.yaml", draft_yaml(Draft(name, confusable_with=(name,)), [], Language.EN))

    assert isinstance(tree.value, dict)
    assert (tree.value["id"], tree.value["confusable_with"]) == (name, [name])


def test_a_title_of_several_lines_stays_within_its_comment() -> None:
    text = draft_yaml(Draft("a", title="one\ntwo: [\u2028three"), [], Language.EN)

    assert read_tree("a.yaml", text).faults == []
    assert text.startswith("# one two: [ three\ndraft: true")


def test_points_that_are_known_are_filled_in_and_three_are_offered_at_least() -> None:
    known = [Bilingual(f"claim {number}", "") for number in range(4)]
    offered = [read_tree("", draft_yaml(Draft("a", points=known[:n]), [], Language.EN)).value for n in (1, 4)]

    claims = [[point["en"] for point in each["rubric"]] for each in offered if isinstance(each, dict)]

    assert claims == [["claim 0", "", ""], ["claim 0", "claim 1", "claim 2", "claim 3"]]
