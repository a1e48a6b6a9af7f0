"""`scs-bot grade`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.calling import Call

SCENARIO = "recover-deleted-branch"


def test_the_outcome_comes_first_then_the_points_with_their_words(call: Call, pack: Path) -> None:
    graded = call("grade", SCENARIO, "look it up in the reflog", "--pack", pack)

    assert graded.code == 0
    assert graded.out.startswith("Partial · 50 of 100\n")
    assert (
        "✓ The reflog shows the branch's last commit. (50 of 50) · required\n  Words: “reflog”" in graded.out
    )
    assert "– A new branch is created at that commit. (0 of 35) · required" in graded.out
    assert graded.out.endswith("2 key points not detected.\n")


def test_what_the_reply_rules_out_itself_is_named(call: Call, pack: Path) -> None:
    graded = call("grade", SCENARIO, "don't use the reflog", "--pack", pack)

    assert "None detected · 0 of 100" in graded.out
    assert "Not counted: “reflog”, because of “don't”" in graded.out


def test_a_misconception_is_named_with_the_reason_it_fails(call: Call, pack: Path) -> None:
    graded = call("grade", SCENARIO, "use the reflog and pull the branch from the remote", "--pack", pack)

    assert "! Misconception: Pull the branch from the remote." in graded.out
    assert "It was never pushed" in graded.out


def test_a_reply_with_everything_misses_nothing(call: Call, pack: Path) -> None:
    reply = "git reflog, then git checkout -b with that sha, before gc runs"

    assert call("grade", SCENARIO, reply, "--pack", pack).out.endswith("Every key point detected.\n")


def test_an_empty_reply_is_graded_too(call: Call, pack: Path) -> None:
    graded = call("grade", SCENARIO, "", "--pack", pack)

    assert graded.code == 0
    assert "There was nothing to score yet." in graded.out


@pytest.mark.parametrize(
    "arguments",
    [
        ["grade", "zz", "x"],
        ["grade", "", "x"],
        ["content", "preview", "zz"],
        ["content", "phrases", "--scenario", "zz"],
    ],
)
@pytest.mark.parametrize("locale", ["en_US.UTF-8", "ja_JP.UTF-8"])
def test_an_id_that_is_like_none_is_answered_with_where_ids_are(
    call: Call, pack: Path, arguments: list[str], locale: str
) -> None:
    refused = call(*arguments, "--pack", pack, LANG=locale)

    assert (refused.code, refused.out) == (1, "")
    assert "scs-bot ask" in refused.err


def test_a_line_with_an_unknown_id_says_where_ids_are(call: Call, pack: Path) -> None:
    line = b'{"id": 1, "scenario": "zz", "text": "x"}'

    assert "scs-bot ask" in call("grade", "--batch", "-", "--pack", pack, stdin=line).err


def test_json_holds_every_reason(call: Call, pack: Path) -> None:
    record = call("grade", SCENARIO, "look it up in the reflog", "--json", "--pack", pack).json

    assert (record["scenario"], record["score"], record["outcome"]) == (SCENARIO, 50, "partial")
    assert record["points"][0] == {
        "id": "reflog",
        "hit": True,
        "required": True,
        "weight": 50,
        "near": False,
        "earned": 50,
        "evidence": ["reflog"],
        "ruled_out_by": None,
    }


def test_an_unknown_scenario_is_told_the_nearest(call: Call, pack: Path) -> None:
    graded = call("grade", "recover-branch", "x", "--pack", pack)

    assert (graded.code, graded.out) == (1, "")
    assert "Did you mean “recover-deleted-branch”?" in graded.err


def test_the_locale_decides_the_language_of_the_result(call: Call, pack: Path) -> None:
    graded = call("grade", SCENARIO, "reflog で調べる", "--pack", pack, LC_ALL="ja_JP.UTF-8")

    assert graded.out.startswith("一部正解 · 50 / 100 点")
