"""The schema's history, on both engines."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from bot.storage import DatabaseTooNew, SqlDatabase, migrations
from bot.storage.errors import DatabaseBehind, DatabaseEmpty, DatabaseUnusable, ForeignDatabase
from bot.storage.migrations import check, current, expanded, head, require_newest, upgrade
from tests.storage.samples import posted, replied

ROOT = Path(__file__).parents[2]
REVISIONS = [script.revision for script in migrations._scripts().walk_revisions()]
UPGRADE = "import sys; from bot.storage.migrations import upgrade; upgrade(sys.argv[1])"

CHANGE = """
posts.c.scenario_id.nullable = True
posts.append_column(Column("read_at", Instant))
posts.append_column(Column("spoken", _code(Language)))
Table("notes", metadata, Column("id", Identifier, Identity(), primary_key=True), Column("text", Prose))
"""
REVISE = """
import sys
from bot.storage import migrations
migrations.write_revision("sqlite:///scratch.sqlite3", "Add notes")
migrations.upgrade(sys.argv[1])
assert migrations.check(sys.argv[1]) == []
"""


def is_current(address: str) -> bool:
    """Whether the database has exactly the tables that this version expects."""
    return current(address) == head()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without a single table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/empty.sqlite3"
    else:
        databases = request.getfixturevalue("postgres_databases")
        url = databases.create(template="template0")
        yield url
        databases.drop(url)


def run(address: str, statement: str) -> None:
    with migrations._connection(address) as connection:
        connection.execute(text(statement))


def run_python(code: str, address: str, folder: Path) -> None:
    """Run this with the program that lies in the folder."""
    environment = {"PYTHONPATH": str(folder)}
    subprocess.run([sys.executable, "-c", code, address], check=True, cwd=folder, env=environment)


def tables(address: str) -> list[str]:
    with migrations._connection(address) as connection:
        return inspect(connection).get_table_names()


def test_an_empty_database_is_brought_to_the_newest_revision(empty_url: str) -> None:
    assert current(empty_url) is None
    assert not is_current(empty_url)
    upgrade(empty_url)
    assert current(empty_url) == head()
    assert is_current(empty_url)


def test_the_migrations_make_the_tables_that_the_program_expects(empty_url: str) -> None:
    upgrade(empty_url)
    assert check(empty_url) == []


@pytest.mark.parametrize("revision", REVISIONS)
def test_every_earlier_revision_is_brought_to_the_newest(empty_url: str, revision: str) -> None:
    upgrade(empty_url, revision)
    assert current(empty_url) == revision
    upgrade(empty_url)
    assert current(empty_url) == max(revision, expanded())
    upgrade(empty_url, head())
    assert is_current(empty_url)
    assert check(empty_url) == []


def test_the_history_has_one_end() -> None:
    assert migrations._scripts().get_heads() == [head()]


@pytest.mark.parametrize(
    "tampering",
    [
        "DROP INDEX ix_posts_ready_at",
        "ALTER TABLE questions DROP COLUMN helped",
        "ALTER TABLE posts ADD COLUMN note VARCHAR",
        "DROP TABLE questions",
    ],
)
def test_a_database_that_differs_is_found_out(database_url: str, tampering: str) -> None:
    run(database_url, tampering)
    assert len(check(database_url)) >= 1


def test_upgrading_again_changes_nothing(database_url: str) -> None:
    upgrade(database_url)
    assert is_current(database_url)


def test_replicas_that_start_together_upgrade_once(empty_url: str) -> None:
    starts = [subprocess.Popen([sys.executable, "-c", UPGRADE, empty_url], cwd=ROOT) for _ in range(3)]
    assert [start.wait(timeout=60) for start in starts] == [0, 0, 0]
    assert is_current(empty_url)


def test_a_migration_that_fails_leaves_nothing_behind(empty_url: str) -> None:
    run(empty_url, "CREATE TABLE ix_questions_owes_answer_at (id INTEGER)")  # the name of an index of ours
    with pytest.raises(Exception, match="already"):
        upgrade(empty_url)
    assert tables(empty_url) == ["ix_questions_owes_answer_at"]
    assert current(empty_url) is None


def test_a_database_with_somebody_elses_tables_is_left_alone(empty_url: str) -> None:
    run(empty_url, "CREATE TABLE posts (id INTEGER)")
    for ask in (upgrade, current):
        with pytest.raises(ForeignDatabase):
            ask(empty_url)
    assert tables(empty_url) == ["posts"]


def test_whoever_starts_the_bot_is_told_why_the_database_cant_be_used() -> None:
    with pytest.raises(DatabaseUnusable) as caught:
        upgrade("postgresql://bot:4-secret@127.0.0.1:1/bot")
    assert "4-secret" not in str(caught.value.facts)
    assert caught.value.facts["why"]


def test_a_later_version_is_named_to_whoever_asks_where_the_database_stands(database_url: str) -> None:
    run(database_url, "UPDATE alembic_version SET version_num = '9999'")
    run(database_url, "UPDATE compatibility SET oldest = '9999'")
    assert current(database_url) == "9999"
    with pytest.raises(DatabaseTooNew):
        current(database_url, known_only=True)


def test_a_version_starts_on_a_later_schema_that_it_can_work_with(database_url: str) -> None:
    """A rollback after a release that only added something."""
    run(database_url, "UPDATE alembic_version SET version_num = '9999'")
    upgrade(database_url)
    require_newest(database_url)
    assert current(database_url, known_only=True) == "9999"


@pytest.mark.parametrize(
    "unknown",
    ["UPDATE compatibility SET oldest = '9998'", "DELETE FROM compatibility", "DROP TABLE compatibility"],
)
def test_a_version_is_refused_by_a_schema_that_has_taken_away_what_it_needs(
    database_url: str, unknown: str
) -> None:
    run(database_url, "UPDATE alembic_version SET version_num = '9999'")
    run(database_url, unknown)
    for ask in (upgrade, require_newest):
        with pytest.raises(DatabaseTooNew) as caught:
            ask(database_url)
        assert caught.value.facts == {"found": "9999", "known": head()}


def test_an_old_database_keeps_what_the_version_before_needs(
    empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until somebody says that no replica of that version runs any more."""
    monkeypatch.setattr(migrations, "_contracts", lambda script: script.revision == head())
    upgrade(empty_url, REVISIONS[2])
    upgrade(empty_url)
    assert current(empty_url) == migrations.expanded() == REVISIONS[1]
    assert migrations.outgrown() == {None, *REVISIONS[2:]}
    require_newest(empty_url)
    upgrade(empty_url, head())
    assert is_current(empty_url)
    upgrade(empty_url)  # the next start goes back nowhere
    assert is_current(empty_url)


def test_a_new_database_has_nothing_to_keep(empty_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrations, "_contracts", lambda script: script.revision == head())
    upgrade(empty_url)
    assert is_current(empty_url)


def test_what_only_earlier_versions_need_goes_once_a_later_revision_adds_something(
    empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "_contracts", lambda script: script.revision == REVISIONS[1])
    upgrade(empty_url, REVISIONS[2])
    upgrade(empty_url)
    assert is_current(empty_url)


def test_the_database_says_which_revision_a_version_must_know(
    empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "_contracts", lambda script: script.revision == "0002")
    upgrade(empty_url)
    with migrations._connection(empty_url) as connection:
        assert list(connection.execute(text("SELECT oldest FROM compatibility"))) == [("0002",)]


def test_whoever_only_reads_is_told_that_there_is_nothing_yet(empty_url: str) -> None:
    with pytest.raises(DatabaseEmpty):
        require_newest(empty_url)
    assert current(empty_url) is None


def test_whoever_only_reads_makes_no_file(tmp_path: Path) -> None:
    with pytest.raises(DatabaseEmpty):
        require_newest(f"sqlite:///{tmp_path}/none.sqlite3")
    assert list(tmp_path.iterdir()) == []


def test_whoever_only_reads_upgrades_nothing(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    require_newest(database_url)
    stands = head()
    monkeypatch.setattr(migrations, "expanded", lambda: "9999")
    with pytest.raises(DatabaseBehind) as caught:
        require_newest(database_url)
    assert (caught.value.facts["found"], caught.value.facts["known"]) == (stands, "9999")
    assert current(database_url) == stands


def test_the_folder_of_a_sqlite_file_is_made(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/a/b/scs-bot.sqlite3"
    upgrade(address)
    assert is_current(address)


def test_a_folder_that_cannot_be_made_is_told_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DatabaseUnusable) as caught:
        upgrade(f"sqlite:///{tmp_path}/file/a/scs-bot.sqlite3")
    assert "Not a directory" in str(caught.value.facts["why"])


async def test_a_change_of_the_tables_is_drafted_as_a_revision_that_keeps_the_rows(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "bot", tmp_path / "bot")
    shutil.copytree(ROOT / "migrations", tmp_path / "migrations")
    with (tmp_path / "bot/storage/tables.py").open("a") as tables:
        tables.write(CHANGE)
    address = f"sqlite:///{tmp_path}/scs-bot.sqlite3"
    upgrade(address)
    database = SqlDatabase(address)
    reply = await replied(database, await posted(database))
    run_python(REVISE, address, tmp_path)
    number = f"{int(head()) + 1:04}"
    draft = (tmp_path / f"migrations/versions/r{number}_add_notes.py").read_text()
    assert "sa.Column('read_at', sa.DateTime(timezone=True), nullable=True)" in draft
    assert await database.transact(lambda work: work.replies.by_id(reply.id)) == reply
    await database.close()


def test_an_installed_package_finds_its_migrations(tmp_path: Path) -> None:
    """A wheel holds them as `bot/migrations`; a percent sign in a path means nothing special."""
    installed = tmp_path / "100%s"
    shutil.copytree(ROOT / "bot", installed / "bot")
    shutil.copytree(ROOT / "migrations", installed / "bot" / "migrations")
    address = f"sqlite:///{tmp_path}/scs-bot.sqlite3"
    run_python(UPGRADE, address, installed)
    assert is_current(address)
