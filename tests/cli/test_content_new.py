"""`scs-bot content new`."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.calling import Call
from tests.packs.small_pack import PACK, write_pack

HINT = "undo-last-commit"
"""The pack's only scenario names this one as close by."""


def written(pack: Path, name: str = "share-a-branch") -> dict[str, Any]:
    """The file as YAML reads it."""
    read: dict[str, Any] = yaml.safe_load((pack / "scenarios" / f"{name}.yaml").read_text("utf-8"))
    return read


def test_a_file_to_begin_with_is_written_into_the_pack(call: Call, pack: Path) -> None:
    made = call("content", "new", "share-a-branch", "--pack", pack)

    assert (made.code, made.err) == (0, "")
    assert made.out.startswith(f"{pack / 'scenarios' / 'share-a-branch.yaml'} is written.")
    assert written(pack)["draft"] is True
    assert (written(pack)["id"], written(pack)["exam"]) == ("share-a-branch", "GIT-1")


def test_the_check_that_is_named_is_the_one_of_this_pack(call: Call, tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "my drill")

    made = call("content", "new", "share-a-branch", "--pack", folder)
    in_environment = call("content", "new", "share-a-tag", SCS_PACK=str(folder))

    assert f"“scs-bot content check '{folder}'”" in made.out
    assert "“scs-bot content check”" in in_environment.out  # which looks there too


def test_of_a_draft_for_which_there_is_no_room_nothing_is_left(pack: Path) -> None:
    command = [sys.executable, "-m", "bot", "content", "new", "share-a-branch", "--pack", str(pack)]

    def fill_the_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1, 1))  # bytes that a file may have

    full = subprocess.run(command, capture_output=True, check=False, preexec_fn=fill_the_disk)

    assert (full.returncode, b"can't be written" in full.stderr) == (2, True)
    assert not (pack / "scenarios" / "share-a-branch.yaml").exists()


def test_what_is_known_of_the_topic_is_filled_in(call: Call, pack: Path) -> None:
    options = ("--title", "Sharing a branch", "--domain", "sharing work", "--task", "2.1")
    call("content", "new", "share-a-branch", "--pack", pack, *options)

    assert (written(pack)["domain"], written(pack)["task"]) == ("Sharing work", "2.1")
    assert "# Sharing a branch\n" in (pack / "scenarios" / "share-a-branch.yaml").read_text("utf-8")


def test_scenarios_that_name_it_are_its_neighbours(call: Call, pack: Path) -> None:
    call("content", "new", HINT, "--pack", pack)

    assert written(pack, HINT)["confusable_with"] == ["recover-deleted-branch"]


def test_the_check_says_that_it_is_a_draft_and_the_bot_serves_the_rest(call: Call, pack: Path) -> None:
    call("content", "new", "share-a-branch", "--pack", pack)

    checked = call("content", "check", pack)

    assert checked.code == 1
    assert "scenarios/share-a-branch.yaml:1: This is a draft: finish it and remove the line" in checked.out
    assert call("ask", "lost branch", "--pack", pack).code == 0


def test_once_the_line_is_removed_the_check_lists_what_is_missing(call: Call, pack: Path) -> None:
    call("content", "new", "share-a-branch", "--pack", pack)
    file = pack / "scenarios" / "share-a-branch.yaml"
    file.write_text("".join(file.read_text("utf-8").splitlines(keepends=True)[1:]), "utf-8")

    checked = call("content", "check", pack)

    assert "situation.en is empty. Fill it in." in checked.out
    assert "difficulty should be a whole number but is null." in checked.out
    assert "isn't known" not in checked.out


@pytest.mark.parametrize("taken", ["recover-deleted-branch", "branch"])
def test_an_id_or_a_file_that_is_there_is_refused(call: Call, pack: Path, taken: str) -> None:
    refused = call("content", "new", taken, "--pack", pack)

    assert (refused.code, refused.out) == (2, "")
    assert f"The id “{taken}” is taken by scenarios/branch.yaml" in refused.err


def test_a_draft_s_id_is_taken_as_well(call: Call, pack: Path) -> None:
    call("content", "new", "share-a-branch", "--pack", pack)

    assert call("content", "new", "share-a-branch", "--pack", pack).code == 2


@pytest.mark.parametrize("bad", ["Share", "share_it", "-", "../up", "x" * 81, "共有", "a--b", "a\n"])
def test_what_can_t_be_an_id_is_refused(call: Call, pack: Path, bad: str) -> None:
    refused = call("content", "new", "--pack", pack, "--", bad)

    assert refused.code == 2
    assert "can't be an id. Use lower-case letters" in refused.err


def test_a_domain_that_the_pack_hasn_t_is_refused_with_those_it_has(call: Call, pack: Path) -> None:
    refused = call("content", "new", "share-a-branch", "--pack", pack, "--domain", "Cooking")

    assert refused.code == 2
    assert refused.err == "The pack has no domain “Cooking”. It has: Recovering work, Sharing work.\n"


def test_a_pack_without_any_scenario_gets_its_first(call: Call, tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text(PACK, "utf-8")

    assert call("content", "new", "share-a-branch", "--pack", tmp_path).code == 0
    assert written(tmp_path)["exam"] == "GIT-1"


def test_a_folder_of_scenario_files_gets_the_file_beside_them(call: Call, tmp_path: Path) -> None:
    pack = write_pack(tmp_path, pack=None, glossary=None)
    (pack / "scenarios" / "branch.yaml").rename(pack / "branch.yaml")
    (pack / "scenarios").rmdir()

    call("content", "new", "share-a-branch", "--pack", pack, "--domain", "anything")

    assert (pack / "share-a-branch.yaml").is_file()


def test_a_pack_yaml_that_isn_t_understood_is_named(call: Call, tmp_path: Path) -> None:
    pack = write_pack(tmp_path, pack="id: Git Drill\n")

    refused = call("content", "new", "share-a-branch", "--pack", pack)

    assert refused.code == 1
    assert "pack.yaml:1: id can't be “Git Drill”." in refused.err


def test_of_several_packs_one_must_be_named(call: Call, pack: Path) -> None:
    refused = call("content", "new", "share-a-branch", SCS_PACK=f"{pack}:{pack}")

    assert (refused.code, refused.err) == (
        2,
        "SCS_PACK names several packs. Say which one with --pack DIR.\n",
    )


def test_comments_are_in_the_author_s_language(call: Call, pack: Path) -> None:
    made = call("content", "new", "share-a-branch", "--pack", pack, LANG="ja_JP.UTF-8")

    assert "を作成しました。" in made.out
    assert "# 最善の解答を" in (pack / "scenarios" / "share-a-branch.yaml").read_text("utf-8")
