"""What one text of a pack shares with another: points, situation, neighbours, questions."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.scenario import Language
from tests.packs.checking import check, found
from tests.packs.small_pack import SCENARIO, line_of, spoiled, write_pack

FILE = "scenarios/branch.yaml"

NEIGHBOUR = (
    SCENARIO.replace("id: recover-deleted-branch", "id: undo-last-commit")
    .replace("confusable_with: [undo-last-commit]", "confusable_with: [recover-deleted-branch]")
    .replace("    belongs_to: undo-last-commit\n", "")
)
"""The same scenario as another topic, whose misconception “stash” belongs nowhere."""

WRONG_THERE = "    en: Take the commits out of the stash.\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("git log -g]", 'git log -g, "new + branch"]'),  # the same words
        ("git log -g]", "git log -g, recreate a branch]"),  # words that the other's pattern takes together
        ("操作履歴]", "操作履歴, ブランチを作成]"),
        ("参照ログ, 操作履歴]", "参照ログ, 操作履歴, build a branch]"),  # of the same meaning
    ],
)
def test_words_that_earn_two_points_are_named_where_they_stand(tmp_path: Path, old: str, new: str) -> None:
    scenario = spoiled(old, new)

    assert (FILE, line_of(new, scenario)) in found(write_pack(tmp_path, scenario=scenario), "two-points")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"branch + hash|sha|commit"', '"branch + hash|sha|commit", "branch + reflog"'),  # it says both
        ("git log -g]", "git log -g, not a new branch]"),  # ruled out for the other
    ],
)
def test_words_that_say_something_of_their_own_may_hold_another_point(
    tmp_path: Path, old: str, new: str
) -> None:
    assert found(write_pack(tmp_path, scenario=spoiled(old, new)), "two-points") == []


def test_the_other_point_and_its_phrasing_are_named(tmp_path: Path) -> None:
    folder = write_pack(tmp_path, scenario=spoiled("git log -g]", "git log -g, recreate a branch]"))

    texts = [fault.text(Language.EN) for fault in check(folder)]

    told = "“recreate a branch” earns two points: it is accepted here and makes “branch-at-commit” too"
    assert any(text.startswith(told) for text in texts)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("git log -g]", "git log -g, laptop]"),
        ("git log -g]", 'git log -g, "commits + needed"]'),
        ("操作履歴]", "操作履歴, ノート PC]"),
        ("操作履歴]", '操作履歴, "クローン + ノート"]'),
    ],
)
def test_a_phrasing_that_the_situation_says_is_given_away(tmp_path: Path, old: str, new: str) -> None:
    scenario = spoiled(old, new)

    assert (FILE, line_of(new, scenario)) in found(write_pack(tmp_path, scenario=scenario), "given-away")


@pytest.mark.parametrize(
    "new",
    [
        "git log -g, laptop history]",  # only a part of it
        'git log -g, "colleague + laptop"]',  # a sentence apart
        "git log -g, removed branch]",  # by a word of the same meaning only
        "git log -g, colleague deleted a local branch an hour ago]",  # known as copied
    ],
)
def test_words_scattered_or_copied_at_length_are_not_given_away(tmp_path: Path, new: str) -> None:
    assert found(write_pack(tmp_path, scenario=spoiled("git log -g]", new)), "given-away") == []


@pytest.mark.parametrize(
    ("accept", "belongs", "told"),
    [
        ('"reflog + new branch"', "", True),  # the whole answer next door, and no word of it
        ('"reflog + new branch"', "    belongs_to: recover-deleted-branch\n", False),
        ('"reflog + new branch"', "    belongs_to: another-topic\n", False),
        ("read the reflog", "", False),  # neighbours share words
    ],
)
def test_a_wrong_answer_that_is_right_next_door_belongs_there(
    tmp_path: Path, accept: str, belongs: str, told: bool
) -> None:
    neighbour = spoiled(
        WRONG_THERE, f"{WRONG_THERE}    accept: {{en: [{accept}], ja: [スタッシュ]}}\n{belongs}", NEIGHBOUR
    )
    folder = write_pack(tmp_path, second=neighbour)

    expected = [("scenarios/second.yaml", line_of("- id: stash", neighbour))] if told else []
    assert found(folder, "belongs-next-door") == expected


def test_scenarios_that_are_no_neighbours_may_have_each_other_s_answers_wrong(tmp_path: Path) -> None:
    wrong = f'{WRONG_THERE}    accept: {{en: ["reflog + new branch"], ja: [スタッシュ]}}\n'
    stranger = spoiled("[recover-deleted-branch]", "[x]", spoiled(WRONG_THERE, wrong, NEIGHBOUR))
    scenario = spoiled("[undo-last-commit]", "[y]")

    assert found(write_pack(tmp_path, scenario=scenario, second=stranger), "belongs-next-door") == []


def test_a_question_of_another_scenario_is_named_with_its_place(tmp_path: Path) -> None:
    questions = NEIGHBOUR.replace("get back a lost branch", "Get  back a LOST branch")

    faults = [f for f in check(write_pack(tmp_path, second=questions)) if f.key == "fault.question-twice"]

    assert len(faults) == 12
    assert {fault.file for fault in faults} == {"scenarios/second.yaml"}
    assert faults[1].facts["first"] == f"{FILE}:{line_of('[I deleted a branch by mistake')}"


def test_a_question_asked_twice_in_one_scenario_is_named_too(tmp_path: Path) -> None:
    scenario = spoiled("undo branch delete", "getting back lost branches?")

    assert len(found(write_pack(tmp_path, scenario=scenario), "question-twice")) == 0
    scenario = spoiled("undo branch delete", "Get back a lost branch?")
    assert found(write_pack(tmp_path / "again", scenario=scenario), "question-twice") == [
        (FILE, line_of("[I deleted a branch", scenario))
    ]
