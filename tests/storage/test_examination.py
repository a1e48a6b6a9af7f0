from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from bot.storage.address import parse
from bot.storage.examination import may_be_made, room, writable


def test_a_database_of_ones_own_can_be_written_to(database_url: str) -> None:
    assert writable(database_url)


def test_a_server_that_takes_no_changes_is_found_out(postgres_url: str) -> None:
    engine = create_engine(parse(postgres_url))
    with engine.begin() as connection:
        name = make_url(postgres_url).database
        connection.execute(text(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on'))
    engine.dispose()
    assert not writable(postgres_url)


def test_a_file_that_is_no_database_is_found_out(tmp_path: Path) -> None:
    (tmp_path / "text.sqlite3").write_text("not a database" * 100)
    assert not writable(f"sqlite:///{tmp_path}/text.sqlite3")


def test_a_file_can_be_made_in_a_folder_that_is_still_to_be_made(tmp_path: Path) -> None:
    assert may_be_made(f"sqlite:///{tmp_path}/a/b/scs-bot.sqlite3")


def test_no_file_can_be_made_where_no_folder_can(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert not may_be_made(f"sqlite:///{tmp_path}/file/scs-bot.sqlite3")


def test_room_is_that_of_the_files_disk(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []

    def usage(folder: Path) -> object:
        asked.append(folder)
        return type("Usage", (), {"free": 7})

    monkeypatch.setattr(shutil, "disk_usage", usage)
    assert room(sqlite_url) == 7
    assert asked == [tmp_path.resolve()]
    assert room("postgresql://host/name") is None
