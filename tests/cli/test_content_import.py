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
        "  dividing lines and front matter: 12",
        "Finish each draft and remove its line “draft: true”; “scs-bot content check .”",
        "lists those that are left.",
    ]


def test_json_has_the_account_for_programs(call: Call, pack: Path, notes: Path, tmp_path: Path) -> None:
    into = tmp_path / "drafts"

    account = call("content", "import", notes, "--pack", pack, "--into", into, "--json").json

    assert (account["file"], account["lines"]) == ("git-notes.md", 13)
    assert account["drafts"][1] == {
        "file": str(into / "colleague-needs-your-branch.yaml"),
        "written": True,
        "lines": [4, 5, 6, 7],
        "situation": [4],
        "points": [5, 6],
        "misconceptions": [],
    }
    assert account["left"] == {"blank": [2, 8, 11], "heading": [1], "rule": [12], "contents": []}


def test_drafts_may_go_into_another_folder(call: Call, pack: Path, notes: Path, tmp_path: Path) -> None:
    call("content", "import", notes, "--pack", pack, "--into", tmp_path / "new" / "drafts")

    assert len(drafts(tmp_path / "new" / "drafts")) == 3
    assert drafts(pack / "scenarios") == {}


def test_nothing_is_ever_written_over(call: Call, pack: Path, notes: Path) -> None:
    for text in (NOTES, NOTES.replace("revert を使う", "revert する")):
        notes.write_text(text, "utf-8")
        call("content", "import", notes, "--pack", pack)

    made = drafts(pack / "scenarios")
    assert len(made) == 4
    assert made["git-notes-9"]["rubric"][0]["ja"] == "revert を使う"
    assert made["git-notes-9-2"]["rubric"][0]["ja"] == "revert する"


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
    assert "There is nothing to import:" in imported.out
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


def test_notes_that_were_imported_before_are_not_written_again(
    call: Call, pack: Path, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(pack)
    call("content", "import", notes, "--pack", pack)
    before = drafts(pack / "scenarios")

    again = call("content", "import", notes, "--pack", pack)

    assert again.code == 0
    assert drafts(pack / "scenarios") == before
    assert "  4 lines already in scenarios/colleague-needs-your-branch.yaml" in again.out.splitlines()
    assert "All of it was imported before, so nothing was written." in again.out


def test_what_is_new_in_notes_imported_before_is_written_and_the_rest_is_not(
    call: Call, pack: Path, notes: Path
) -> None:
    call("content", "import", notes, "--pack", pack)
    notes.write_text(NOTES.replace("- 履歴", "- Undo a push?\n  - revert\n\n- 履歴"), "utf-8")

    again = call("content", "import", notes, "--pack", pack, "--json").json

    assert [draft["written"] for draft in again["drafts"]] == [False, False, True, False]
    assert len(drafts(pack / "scenarios")) == 4


def test_a_draft_that_was_worked_on_since_is_known_by_its_notes(call: Call, pack: Path, notes: Path) -> None:
    call("content", "import", notes, "--pack", pack)
    draft = pack / "scenarios" / "git-notes-9.yaml"
    renamed = draft.with_name("undo-a-commit.yaml")
    renamed.write_text(draft.read_text("utf-8").replace("id: git-notes-9", "id: undo-a-commit"), "utf-8")
    draft.unlink()

    again = call("content", "import", notes, "--pack", pack, "--json").json

    assert again["drafts"][2]["file"] == str(renamed)
    assert not draft.exists()


def test_notes_imported_into_another_folder_are_looked_for_there(
    call: Call, pack: Path, notes: Path, tmp_path: Path
) -> None:
    for _ in range(2):
        imported = call("content", "import", notes, "--pack", pack, "--into", tmp_path / "new", "--json")

    assert not any(draft["written"] for draft in imported.json["drafts"])
    assert len(drafts(tmp_path / "new")) == 3


def test_two_topics_in_the_same_words_are_two_drafts(call: Call, pack: Path, notes: Path) -> None:
    notes.write_text(
        "# A\n- one\n  - two\n- three\n  - four\n# B\n- one\n  - two\n- five\n  - six\n", "utf-8"
    )

    for _ in range(2):
        imported = call("content", "import", notes, "--pack", pack, "--json").json

    assert len({draft["file"] for draft in imported["drafts"]}) == len(drafts(pack / "scenarios")) == 4


def test_a_table_of_contents_is_named_in_the_account(call: Call, pack: Path, notes: Path) -> None:
    notes.write_text("- [Sharing](#sharing)\n- [Undoing](#undoing)\n\n" + NOTES, "utf-8")

    assert "  table of contents: 1–2" in call("content", "import", notes, "--pack", pack).out.splitlines()
    notes.write_text("- [別](#sharing)\n- [名](#undoing)\n\n- 他\n  - 人\n", "utf-8")
    assert "  目次: 1–2" in call("content", "import", notes, "--pack", pack, LANG="ja").out.splitlines()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_with_its_mark_is_read(
    call: Call, pack: Path, notes: Path, tmp_path: Path, encoding: str
) -> None:
    call("content", "import", notes, "--pack", pack, "--into", tmp_path / "plain")
    notes.write_bytes((NOTES if encoding == "utf-16" else "\ufeff" + NOTES).encode(encoding))

    assert call("content", "import", notes, "--pack", pack, "--into", tmp_path / "wide").code == 0

    assert drafts(tmp_path / "wide") == drafts(tmp_path / "plain")


@pytest.mark.parametrize("encoding", ["cp932", "shift_jis", "euc-jp", "iso2022_jp"])
def test_other_encodings_are_read_by_name(
    call: Call, pack: Path, notes: Path, tmp_path: Path, encoding: str
) -> None:
    call("content", "import", notes, "--pack", pack, "--into", tmp_path / "plain")
    notes.write_bytes(NOTES.encode(encoding))

    imported = call(
        "content", "import", notes, "--pack", pack, "--into", tmp_path / "old", "--encoding", encoding
    )

    assert imported.code == 0
    assert drafts(tmp_path / "old") == drafts(tmp_path / "plain")


def test_a_file_that_isn_t_utf_8_is_refused_with_what_to_do(call: Call, pack: Path, notes: Path) -> None:
    notes.write_bytes("- 共有\n".encode("cp932"))

    assert "--encoding cp932" in call("content", "import", notes, "--pack", pack).err


@pytest.mark.parametrize("encoding", ["klingon", "rot13", "base64"])
def test_an_encoding_that_isn_t_one_is_wrong_usage(
    call: Call, pack: Path, notes: Path, encoding: str
) -> None:
    refused = call("content", "import", notes, "--pack", pack, "--encoding", encoding)

    assert refused.code == 2
    assert f"no encoding “{encoding}”" in refused.err


def test_a_named_encoding_that_doesn_t_fit_is_named_with_the_line(
    call: Call, pack: Path, notes: Path
) -> None:
    refused = call("content", "import", notes, "--pack", pack, "--encoding", "ascii")

    assert refused.code == 2
    assert refused.err.startswith("Line 9 of “")


@pytest.mark.parametrize("data", [b"a\x00\n", NOTES.encode("utf-16-le"), b"PK\x03\x04\n\x00\x00"])
def test_what_is_no_text_is_refused(call: Call, pack: Path, notes: Path, data: bytes) -> None:
    notes.write_bytes(data)

    refused = call("content", "import", notes, "--pack", pack)

    assert refused.code == 2
    assert "isn't text in UTF-8" in refused.err.replace("\n", " ")
