"""`scs-bot content import`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.calling import Call

NOTES = """\
# Git notes

## Sharing work
- A colleague needs your branch. What do you do?
  - Push it to the remote
  - Open a pull request
    - with a description

- 履歴を書き換えずに取り消したい
  - revert を使う

---
Last line.
"""


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    file = tmp_path / "git-notes.md"
    file.write_text(NOTES, "utf-8")
    return file


def drafts(folder: Path) -> dict[str, dict[str, Any]]:
    """The drafts in a folder by name."""
    read = {file.stem: yaml.safe_load(file.read_text("utf-8")) for file in sorted(folder.glob("*.yaml"))}
    return {name: content for name, content in read.items() if content.get("draft")}


def test_every_topic_becomes_a_draft_with_situation_and_points(call: Call, pack: Path, notes: Path) -> None:
    assert call("content", "import", notes, "--pack", pack).code == 0

    made = drafts(pack / "scenarios")
    share = made["colleague-needs-your-branch"]
    undo = made["git-notes-9"]
    assert share["situation"] == {"en": "A colleague needs your branch. What do you do?", "ja": ""}
    assert [point["en"] for point in share["rubric"]] == ["Push it to the remote", "Open a pull request", ""]
    assert (share["exam"], share["domain"]) == ("GIT-1", "Sharing work")
    assert undo["situation"] == {"en": "", "ja": "履歴を書き換えずに取り消したい"}
    assert undo["rubric"][0]["ja"] == "revert を使う"
    assert undo["notes"] == "- 履歴を書き換えずに取り消したい\n  - revert を使う"


def test_the_account_names_every_line(
    call: Call, pack: Path, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(pack)

    imported = call("content", "import", notes, "--pack", pack)

    assert imported.out.splitlines() == [
        "git-notes.md: 13 lines read",
        "  2 lines in scenarios/sharing-work.yaml",
        "    lines 3, 13 · situation 1 · points 0 · notes only 1",
        "  4 lines in scenarios/colleague-needs-your-branch.yaml",
        "    lines 4–7 · situation 1 · points 2 · notes only 1",
        "  2 lines in scenarios/git-notes-9.yaml",
        "    lines 9–10 · situation 1 · points 1 · notes only 0",
        "8 of 13 lines placed.",
        "5 lines left out:",
        "  blank: 2, 8, 11",
        "  headings: 1",
        "    1 # Git notes",
        "  dividing lines and settings of the file: 12",
        "Finish each draft and remove its line “draft: true”; “scs-bot content check”",
        "lists those that are left.",
    ]


def test_json_has_the_account_for_programs(call: Call, pack: Path, notes: Path, tmp_path: Path) -> None:
    into = tmp_path / "drafts"

    account = call("content", "import", notes, "--pack", pack, "--into", into, "--json").json

    assert (account["file"], account["lines"]) == ("git-notes.md", 13)
    assert account["drafts"][1] == {
        "file": str(into / "colleague-needs-your-branch.yaml"),
        "lines": [4, 5, 6, 7],
        "situation": [4],
        "points": [5, 6],
    }
    assert account["left"] == {"blank": [2, 8, 11], "heading": [1], "rule": [12]}


def test_drafts_may_go_into_another_folder(call: Call, pack: Path, notes: Path, tmp_path: Path) -> None:
    call("content", "import", notes, "--pack", pack, "--into", tmp_path / "new" / "drafts")

    assert len(drafts(tmp_path / "new" / "drafts")) == 3
    assert drafts(pack / "scenarios") == {}


def test_nothing_is_ever_written_over(call: Call, pack: Path, notes: Path) -> None:
    for _ in range(2):
        call("content", "import", notes, "--pack", pack)

    assert len(drafts(pack / "scenarios")) == 6
    assert "git-notes-9-2" in drafts(pack / "scenarios")


def test_the_check_refuses_the_drafts_and_the_bot_serves_the_rest(
    call: Call, pack: Path, notes: Path
) -> None:
    call("content", "import", notes, "--pack", pack)

    checked = call("content", "check", pack, "--json")

    assert [fault["fault"] for fault in checked.json["faults"]] == ["draft"] * 3
    assert call("ask", "lost branch", "--pack", pack).code == 0


@pytest.mark.parametrize("change", ["\r\n", "BOM"])
def test_windows_files_make_the_same_drafts(
    call: Call, pack: Path, notes: Path, change: str, tmp_path: Path
) -> None:
    call("content", "import", notes, "--pack", pack, "--into", tmp_path / "plain")
    windows = NOTES.replace("\n", "\r\n") if change == "\r\n" else "\ufeff" + NOTES
    notes.write_bytes(windows.encode())

    call("content", "import", notes, "--pack", pack, "--into", tmp_path / "windows")

    assert drafts(tmp_path / "windows") == drafts(tmp_path / "plain")


def test_notes_may_come_through_a_pipe(call: Call, pack: Path) -> None:
    imported = call("content", "import", "-", "--pack", pack, stdin=b"- one\n  - two\n")

    assert imported.out.startswith("standard input: 2 lines read\n")


def test_the_account_is_in_the_author_s_language(call: Call, pack: Path, notes: Path) -> None:
    imported = call("content", "import", notes, "--pack", pack, LANG="ja_JP.UTF-8")

    assert "13 行中 8 行を下書きに入れました。" in imported.out
    assert "空行: 2, 8, 11" in imported.out


def test_a_file_without_anything_to_import_is_told_so(call: Call, pack: Path, notes: Path) -> None:
    notes.write_text("# Only a heading\n\n", "utf-8")

    imported = call("content", "import", notes, "--pack", pack)

    assert imported.code == 1
    assert "There is nothing to import in it" in imported.out
    assert drafts(pack / "scenarios") == {}


def test_a_file_that_isn_t_utf_8_is_named_with_its_line(call: Call, pack: Path, notes: Path) -> None:
    notes.write_bytes("- one\n- 共有\n".encode("cp932"))

    refused = call("content", "import", notes, "--pack", pack)

    assert refused.code == 2
    assert refused.err.startswith("Line 2 of “")


def test_a_missing_file_is_wrong_usage(call: Call, pack: Path, tmp_path: Path) -> None:
    refused = call("content", "import", tmp_path / "none.md", "--pack", pack)

    assert refused.code == 2
    assert "can't be read: No such file or directory." in refused.err


def test_a_file_too_large_for_a_pack_is_refused(call: Call, pack: Path, notes: Path) -> None:
    notes.write_bytes(b"- x\n" * 100_000)

    assert "larger than 300 kB" in call("content", "import", notes, "--pack", pack).err


def test_a_folder_that_can_t_be_written_is_named(call: Call, pack: Path, notes: Path) -> None:
    refused = call("content", "import", notes, "--pack", pack, "--into", notes)

    assert refused.code == 2
    assert "can't be written" in refused.err


def test_what_a_terminal_would_obey_is_not_sent_to_it(call: Call, pack: Path, notes: Path) -> None:
    notes.write_text("# \x1b]0;owned\x07\n\n# a \x9b31m\n- one\n  - two\n- three\n  - four\n", "utf-8")

    assert not {"\x1b", "\x07", "\x9b"} & set(call("content", "import", notes, "--pack", pack).out)
