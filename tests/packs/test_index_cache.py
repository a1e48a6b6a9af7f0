"""Search indexes kept on disk: quick to fetch, never wrong, never in the way."""

from __future__ import annotations

import logging
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import pytest

from bot.domain.search import SearchIndex
from bot.packs.index_cache import KEPT_FOR, IndexCache
from bot.wordbook.loader import load_vectors
from tests.domain.search.practice_pack import SCENARIOS, pack_of

PACK = replace(pack_of(*SCENARIOS), fingerprint="one")
QUESTIONS = ("rotate the databse password", "リカバリーポイント", "best pizza", "key deletion", "")


def fetch(folder: Path) -> SearchIndex:
    return IndexCache(folder).index(PACK, load_vectors())


def only_file(folder: Path) -> Path:
    (file,) = folder.iterdir()
    return file


def answers(index: SearchIndex) -> list[object]:
    return [index.search(question) for question in QUESTIONS]


BUILT = answers(SearchIndex.build(PACK.scenarios, PACK.glossary, load_vectors()))


def test_an_index_from_disk_answers_as_a_new_one(tmp_path: Path) -> None:
    assert answers(fetch(tmp_path)) == answers(fetch(tmp_path)) == BUILT


def test_an_index_from_disk_explains_as_a_new_one(tmp_path: Path) -> None:
    fetch(tmp_path)
    explained = fetch(tmp_path).explain(QUESTIONS[0], SCENARIOS[0])
    assert explained == SearchIndex.build(PACK.scenarios, PACK.glossary, load_vectors()).explain(
        QUESTIONS[0], SCENARIOS[0]
    )


def test_an_index_is_built_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fetch(tmp_path)
    monkeypatch.setattr(SearchIndex, "build", None)
    assert answers(fetch(tmp_path)) == BUILT


def test_another_content_has_another_file(tmp_path: Path) -> None:
    fetch(tmp_path)
    IndexCache(tmp_path).index(replace(PACK, fingerprint="two"), load_vectors())
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("damage", ["cut", "flipped", "emptied", "replaced"])
def test_a_damaged_file_is_built_again_and_the_log_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, damage: str
) -> None:
    fetch(tmp_path)
    file = only_file(tmp_path)
    whole = file.read_bytes()
    middle = len(whole) // 2
    damaged = {
        "cut": whole[:middle],
        "flipped": whole[:middle] + bytes([whole[middle] ^ 0xFF]) + whole[middle + 1 :],
        "emptied": b"",
        "replaced": b"not an index",
    }
    file.write_bytes(damaged[damage])
    with caplog.at_level(logging.WARNING):
        assert answers(fetch(tmp_path)) == BUILT
    assert "damaged" in caplog.text
    caplog.clear()
    assert answers(fetch(tmp_path)) == BUILT
    assert not caplog.records


def test_processes_that_build_at_once_leave_one_whole_file(tmp_path: Path) -> None:
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
        found = list(pool.map(fetch_and_answer, [tmp_path] * 4))
    assert found == [BUILT] * 4
    assert only_file(tmp_path).suffix == ".npz"


def fetch_and_answer(folder: Path) -> list[object]:
    return answers(fetch(folder))


def test_a_folder_that_cannot_be_written_costs_only_time(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    with caplog.at_level(logging.WARNING):
        assert answers(fetch(in_the_way / "cache")) == BUILT
    assert "not kept" in caplog.text


def test_what_nobody_used_for_long_is_swept_away(tmp_path: Path) -> None:
    old = tmp_path / "old-pack.npz"
    old.touch()
    os.utime(old, (old.stat().st_mtime - KEPT_FOR - 60,) * 2)
    fetch(tmp_path)
    assert not old.exists()
