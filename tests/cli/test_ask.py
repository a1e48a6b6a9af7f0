"""`scs-bot ask`."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.cli.calling import Call
from tests.packs.small_pack import SCENARIO, write_pack


def test_the_answer_is_printed_with_everything_that_supports_it(call: Call, pack: Path) -> None:
    asked = call("ask", "I deleted a branch by mistake", "--pack", pack)

    assert (asked.code, asked.err) == (0, "")
    assert "recover-deleted-branch · Recovering work · difficulty 2" in asked.out
    assert "A colleague deleted a local branch an hour ago" in asked.out
    assert "Look up the last commit of the branch in the reflog" in asked.out
    assert "• The reflog shows the branch's last commit." in asked.out
    assert "• git-reflog (Git documentation) (read 2026-03-01)" in asked.out
    assert "https://git-scm.com/docs/git-reflog" in asked.out
    assert "Last reviewed 2026-03-02." in asked.out


def test_a_question_needs_no_quotes(call: Call, pack: Path) -> None:
    assert "recover-deleted-branch" in call("ask", "get", "back", "a", "lost", "branch", "--pack", pack).out


def test_the_answer_is_in_the_language_of_the_question(call: Call, pack: Path) -> None:
    asked = call("ask", "消えたブランチを戻したい", "--pack", pack)

    assert "要点" in asked.out
    assert "• reflog でブランチの最後のコミットを調べる。" in asked.out
    assert "最終レビュー: 2026-03-02" in asked.out


def test_the_language_of_the_answer_can_be_chosen(call: Call, pack: Path) -> None:
    asked = call("ask", "消えたブランチを戻したい", "--lang", "en", "--pack", pack)

    assert "Look up the last commit of the branch" in asked.out


def test_a_question_that_fits_nothing_is_told_so(call: Call, pack: Path) -> None:
    asked = call("ask", "best pizza in Naples", "--pack", pack)

    assert (asked.code, asked.out.splitlines()[0]) == (0, "Nothing in this pack fits.")


def test_an_empty_question_is_told_what_to_write(call: Call, pack: Path) -> None:
    assert "Say what you want to do" in call("ask", "", "--pack", pack).out


@pytest.mark.parametrize("blank", ["", "   ", "???", "！？"])
def test_a_question_without_a_letter_is_answered_in_the_language_of_the_terminal(
    call: Call, pack: Path, blank: str
) -> None:
    assert "質問を読み取れませんでした" in call("ask", blank, "--pack", pack, LC_ALL="ja_JP.UTF-8").out
    assert "There is no question" in call("ask", blank, "--pack", pack, LC_ALL="en_US.UTF-8").out


def test_a_name_alone_is_answered_in_the_language_of_the_terminal(call: Call, pack: Path) -> None:
    assert "近いものは次のとおりです" in call("ask", "reflog", "--pack", pack, LC_ALL="ja_JP.UTF-8").out
    assert "Not sure" in call("ask", "reflog", "--pack", pack, LC_ALL="en_US.UTF-8").out


def test_neighbours_are_named_beside_an_answer(call: Call, tmp_path: Path) -> None:
    near = SCENARIO.replace("recover-deleted-branch", "near").replace("I deleted a branch by mistake", "wipe")
    folder = write_pack(tmp_path, second=near)

    asked = call("ask", "I deleted a branch by mistake", "--pack", folder)

    assert "Close by\n  • near — A colleague deleted a local branch an hour ago" in asked.out


def test_json_holds_the_answer_for_programs(call: Call, pack: Path) -> None:
    asked = call("ask", "ブランチを間違えて消した", "--json", "--pack", pack)

    record = asked.json
    assert record["answered"] is True
    assert record["language"] == "ja"
    assert record["matches"][0]["scenario"] == record["answer"]["scenario"] == "recover-deleted-branch"
    assert record["answer"]["situation"].startswith("同僚が")
    assert record["answer"]["points"][0] == {
        "id": "reflog",
        "text": "reflog でブランチの最後のコミットを調べる。",
    }
    assert "ブランチを間違えて消した" in asked.out  # readable as it stands, not as \u escapes


def test_json_without_an_answer_says_null(call: Call, pack: Path) -> None:
    record = call("ask", "best pizza in Naples", "--json", "--pack", pack).json

    assert (record["answered"], record["answer"]) == (False, None)


def test_explain_shows_the_words_that_led_there(call: Call, pack: Path) -> None:
    text = call("ask", "undo branch delete", "--explain", "--pack", pack).out
    words = call("ask", "undo branch delete", "--explain", "--json", "--pack", pack).json["matches"][0][
        "words"
    ]

    assert "Why (confidence" in text
    assert {"undo", "branch"} <= {word["word"] for word in words}


def test_explain_names_the_parts_of_a_scenario_in_the_reader_s_language(call: Call, pack: Path) -> None:
    text = call("ask", "消えたブランチを戻したい", "--explain", "--pack", pack).out

    assert "質問例 0." in text
    assert not any(f"{field} 0." in text for field in ("title", "questions", "names", "key points"))


@pytest.mark.parametrize("width", [40, 80])
def test_lines_are_no_wider_than_the_terminal(
    call: Call, pack: Path, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))

    english = call("ask", "get back a lost branch", "--pack", pack).out
    japanese = call("ask", "消えたブランチを戻したい", "--pack", pack).out

    assert max(map(cell_len, english.splitlines())) <= width
    assert max(map(cell_len, japanese.splitlines())) <= width


def test_output_that_is_not_a_terminal_has_no_colour(call: Call, pack: Path) -> None:
    assert "\x1b" not in call("ask", "get back a lost branch", "--pack", pack).out


def test_the_environment_may_name_the_pack(call: Call, pack: Path) -> None:
    assert "recover-deleted-branch" in call("ask", "get back a lost branch", SCS_PACK=str(pack)).out


def test_without_a_pack_the_shipped_one_answers(call: Call) -> None:
    assert "ram-shared-subnets" in call("ask", "how to share subnets").out
