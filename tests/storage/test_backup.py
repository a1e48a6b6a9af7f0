"""A backup holds all that was stored, and nothing by halves."""

from __future__ import annotations

import asyncio
import errno
import stat
import tempfile
from dataclasses import replace
from itertools import count
from pathlib import Path
from shutil import copyfile

import pytest
from sqlalchemy import make_url

from bot.domain.scenario import Language
from bot.storage import SqlDatabase
from bot.storage import backup as copying
from bot.storage.backup import backup
from bot.storage.errors import BackupElsewhere, BackupFailed, DatabaseEmpty, OldLog
from bot.storage.migrations import check, current, head
from bot.texts import say_error
from tests.postgres import NoPostgres, binaries
from tests.storage.samples import NOON, SUBSCRIPTION, posted


async def test_a_copy_made_while_the_bot_writes_holds_all_that_was_committed_before(
    sqlite_url: str, sqlite_database: SqlDatabase, tmp_path: Path
) -> None:
    written: asyncio.Queue[str] = asyncio.Queue()

    async def write() -> None:
        for number in count():
            channel = f"C{number}"
            subscription = replace(SUBSCRIPTION, channel_id=channel)
            await sqlite_database.transact(lambda work, s=subscription: work.subscriptions.save(s))  # type: ignore[misc] # mypy can't infer a lambda with a default
            written.put_nowait(channel)

    writing = asyncio.create_task(write())
    before = [await written.get() for _ in range(20)]
    await asyncio.to_thread(backup, sqlite_url, tmp_path / "copy.sqlite3")
    for _ in range(20):  # it goes on writing
        await written.get()
    writing.cancel()
    restored = SqlDatabase(f"sqlite:///{tmp_path}/copy.sqlite3")
    found = await restored.transact(
        lambda work: [c for c in before if work.subscriptions.of_channel("T1", c)]
    )
    assert found == before
    assert await restored.revision() == head()
    await restored.close()
    assert check(f"sqlite:///{tmp_path}/copy.sqlite3") == []


async def test_a_copy_beside_the_log_that_a_crash_left_is_not_opened_until_that_is_gone(
    sqlite_url: str, sqlite_database: SqlDatabase, tmp_path: Path
) -> None:
    copy, address = tmp_path / "copy.sqlite3", f"sqlite:///{tmp_path}/copy.sqlite3"
    backup(sqlite_url, copy)
    await sqlite_database.transact(lambda work: work.subscriptions.save(SUBSCRIPTION))
    beside = _crashed(sqlite_url, tmp_path / "crashed").rename(tmp_path / "copy.sqlite3-wal")
    left = beside.read_bytes()
    with pytest.raises(OldLog) as refused:
        current(address)
    assert str(beside) in say_error(Language.EN, refused.value)
    assert beside.read_bytes() == left
    beside.unlink()
    restored = SqlDatabase(address)
    place = SUBSCRIPTION.place
    assert await restored.transact(lambda work: work.subscriptions.of_channel(*place)) is None
    await restored.close()


async def test_a_copy_beside_the_log_that_a_crash_left_is_not_copied_either(
    sqlite_url: str, sqlite_database: SqlDatabase, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.sqlite3"
    backup(sqlite_url, copy)
    await sqlite_database.transact(lambda work: work.subscriptions.save(SUBSCRIPTION))
    _crashed(sqlite_url, tmp_path / "crashed").rename(tmp_path / "copy.sqlite3-wal")
    with pytest.raises(OldLog):
        backup(f"sqlite:///{copy}", tmp_path / "again.sqlite3")


async def test_what_a_crash_left_beside_its_own_database_is_not_lost(
    sqlite_url: str, sqlite_database: SqlDatabase, tmp_path: Path
) -> None:
    await sqlite_database.transact(lambda work: work.subscriptions.save(SUBSCRIPTION))
    _crashed(sqlite_url, tmp_path / "crashed")
    again = SqlDatabase(f"sqlite:///{tmp_path}/crashed")
    place = SUBSCRIPTION.place
    assert await again.transact(lambda work: work.subscriptions.of_channel(*place)) is not None
    await again.close()


def _crashed(sqlite_url: str, file: Path) -> Path:
    """Make `file` what a crash would leave of the database now; returns the log beside it."""
    for end in ("", "-wal"):
        copyfile(f"{make_url(sqlite_url).database}{end}", f"{file}{end}")
    return Path(f"{file}-wal")


def test_only_its_owner_may_read_a_copy(sqlite_url: str, tmp_path: Path) -> None:
    size = backup(sqlite_url, tmp_path / "copy.sqlite3")
    found = (tmp_path / "copy.sqlite3").stat()
    assert (stat.S_IMODE(found.st_mode), found.st_size) == (0o600, size)


def test_a_file_that_is_there_is_not_overwritten(sqlite_url: str, tmp_path: Path) -> None:
    (tmp_path / "copy.sqlite3").write_text("yesterday")
    with pytest.raises(BackupFailed):
        backup(sqlite_url, tmp_path / "copy.sqlite3")
    assert (tmp_path / "copy.sqlite3").read_text() == "yesterday"
    assert not list(tmp_path.glob("*.unfinished"))


@pytest.mark.parametrize("left", ["copy.sqlite3.unfinished", "copy.sqlite3.x1y2z3_4.unfinished-wal"])
def test_what_a_copy_that_was_cut_off_left_behind_is_in_no_copys_way(
    sqlite_url: str, tmp_path: Path, left: str
) -> None:
    (tmp_path / left).write_text("half of yesterday's")
    size = backup(sqlite_url, tmp_path / "copy.sqlite3")
    assert (tmp_path / "copy.sqlite3").stat().st_size == size
    assert not list(tmp_path.glob("*unfinished*"))


def test_of_two_copies_begun_under_one_name_there_is_one_and_it_is_whole(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied, sizes = copying._copy, []

    def while_another_begins(source: Path, target: Path) -> None:
        monkeypatch.setattr(copying, "_copy", copied)
        sizes.append(backup(sqlite_url, tmp_path / "copy.sqlite3"))
        copied(source, target)

    monkeypatch.setattr(copying, "_copy", while_another_begins)
    with pytest.raises(BackupFailed):
        backup(sqlite_url, tmp_path / "copy.sqlite3")
    assert [(tmp_path / "copy.sqlite3").stat().st_size] == sizes
    assert check(f"sqlite:///{tmp_path}/copy.sqlite3") == []


@pytest.mark.parametrize(
    ("there", "language", "told"),
    [
        ("", Language.EN, "is there already, and nothing is overwritten. Name a new file."),
        ("", Language.JA, "まだ使われていないファイル名を指定してください"),
        ("a folder/", Language.EN, "doesn't exist. Make it first, or name another one."),
        ("a folder/", Language.JA, "先にフォルダーを作成するか、別のフォルダーを指定してください"),
    ],
)
def test_who_gets_no_copy_is_told_what_to_do(
    sqlite_url: str, tmp_path: Path, there: str, language: Language, told: str
) -> None:
    (tmp_path / "copy.sqlite3").touch()
    with pytest.raises(BackupFailed) as failed:
        backup(sqlite_url, tmp_path / f"{there}copy.sqlite3")
    assert told in say_error(language, failed.value)


@pytest.mark.parametrize("language", list(Language))
def test_who_may_not_write_there_is_told_so(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    def forbidden(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(tempfile, "mkstemp", forbidden)
    with pytest.raises(BackupFailed) as failed:
        backup(sqlite_url, tmp_path / "copy.sqlite3")
    told = {Language.EN: "you may not write at", Language.JA: "書き込む権限がないため"}[language]
    assert told in say_error(language, failed.value)
    assert "Permission denied" not in say_error(language, failed.value)


def test_where_there_is_nothing_to_copy_none_is_made(tmp_path: Path) -> None:
    with pytest.raises(DatabaseEmpty):
        backup(f"sqlite:///{tmp_path}/none.sqlite3", tmp_path / "copy.sqlite3")
    assert list(tmp_path.iterdir()) == []


def test_for_postgresql_its_own_tools_are_named() -> None:
    with pytest.raises(BackupElsewhere):
        backup("postgresql://host/name", Path("copy"))


async def test_postgresql_comes_back_from_its_own_dump(
    postgres_url: str, postgres_database: SqlDatabase, tmp_path: Path
) -> None:
    """By the commands of docs/operations.md."""
    try:
        folder = binaries()
    except NoPostgres as reason:
        pytest.skip(str(reason))
    if not (folder / "pg_dump").exists():
        pytest.skip("there is a server here, but no pg_dump beside it")
    post = await posted(postgres_database)
    dump = tmp_path / "scs.dump"
    await run(folder / "pg_dump", "--format=custom", f"--file={dump}", f"--dbname={postgres_url}")
    other = make_url(postgres_url).set(database=f"{make_url(postgres_url).database}_restored")
    restored_url = other.render_as_string(hide_password=False)
    await run(folder / "psql", f"--dbname={postgres_url}", f'--command=CREATE DATABASE "{other.database}"')
    try:
        await run(folder / "pg_restore", "--no-owner", f"--dbname={restored_url}", str(dump))
        restored = SqlDatabase(restored_url)
        assert await restored.transact(lambda work: work.posts.by_id(post.id)) == post
        assert await restored.revision() == head()
        assert (await restored.backlog(NOON)).keys() == (await postgres_database.backlog(NOON)).keys()
        await restored.close()
        assert check(restored_url) == []
    finally:
        await run(folder / "psql", f"--dbname={postgres_url}", f'--command=DROP DATABASE "{other.database}"')


async def run(program: Path, *arguments: str) -> None:
    process = await asyncio.create_subprocess_exec(program, *arguments, stderr=asyncio.subprocess.PIPE)
    _, errors = await process.communicate()
    assert process.returncode == 0, errors.decode()
