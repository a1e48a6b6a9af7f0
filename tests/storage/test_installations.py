"""Installations, their encrypted tokens and the states of those under way, on both engines."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

from bot.domain.installations import Granted, Installation
from bot.domain.people import Person
from bot.ports import UnitOfWork
from bot.storage import SqlDatabase
from bot.storage.cipher import BadEncryptionKey, Cipher, NoEncryptionKeys, WrongEncryptionKey, new_key
from bot.storage.tables import metadata
from tests.storage.samples import NOON

KEY = new_key()
TOKEN, REFRESH = "xoxe.xoxb-very-secret", "xoxe-1-even-more"
HOUR = timedelta(hours=1)
PLAIN = Installation("T1", "", "UBOT", "BBOT", "chat:write", NOON)
INSTALLED = PLAIN.with_token(Granted(TOKEN, REFRESH, NOON + 12 * HOUR))
WIDE = replace(INSTALLED, team_id="", enterprise_id="E1")


@pytest.fixture
async def kept(database_url: str) -> AsyncIterator[SqlDatabase]:
    """The database of a bot that has a key."""
    database = SqlDatabase(database_url, Cipher([KEY]))
    yield database
    await database.close()


async def save(database: SqlDatabase, *installations: Installation) -> None:
    def work(unit: UnitOfWork) -> None:
        for installation in installations:
            unit.installations.save(installation)

    await database.transact(work)


async def of(database: SqlDatabase, team_id: str, enterprise_id: str = "") -> Installation | None:
    found = await database.transact(lambda work: work.installations.of_team(team_id, enterprise_id))
    return found and replace(found, id=0)


async def test_an_installation_comes_back_as_it_was_saved(kept: SqlDatabase) -> None:
    await save(kept, INSTALLED)
    assert await of(kept, "T1") == INSTALLED


async def test_installing_again_replaces_the_token(kept: SqlDatabase) -> None:
    await save(kept, INSTALLED.left(NOON), replace(INSTALLED, bot_token="xoxb-new"))
    found = await of(kept, "T1")
    assert found is not None
    assert (found.bot_token, found.delete_at) == ("xoxb-new", None)


async def test_an_organisations_installation_serves_its_workspaces(kept: SqlDatabase) -> None:
    await save(kept, WIDE)
    assert await of(kept, "T7") is None
    assert await of(kept, "T7", "E1") == WIDE
    assert await of(kept, "T7") == WIDE  # remembered, since posts know the workspace alone
    assert await of(kept, "T7", "E2") is None


async def test_a_workspaces_own_installation_goes_before_its_organisations(kept: SqlDatabase) -> None:
    own = replace(INSTALLED, enterprise_id="E1", bot_token="xoxb-own")
    await save(kept, WIDE, own)
    assert await of(kept, "T1", "E1") == own
    await save(kept, own.left(NOON))
    assert await of(kept, "T1", "E1") == WIDE


async def test_a_stolen_file_shows_no_token(sqlite_url: str) -> None:
    database = SqlDatabase(sqlite_url, Cipher([KEY]))
    await save(database, INSTALLED)
    await database.close()
    folder = Path(sqlite_url.removeprefix("sqlite:///")).parent
    stolen = b"".join(file.read_bytes() for file in folder.iterdir() if file.is_file())
    assert b"UBOT" in stolen
    assert TOKEN.encode() not in stolen
    assert REFRESH.encode() not in stolen
    assert KEY.encode() not in stolen


async def test_nothing_of_a_token_is_in_its_column(kept: SqlDatabase, database_url: str) -> None:
    await save(kept, INSTALLED)
    engine = create_engine(database_url)
    with engine.connect() as connection:
        row = str(connection.execute(text("SELECT * FROM installations")).one())
    engine.dispose()
    assert TOKEN not in row
    assert REFRESH not in row


async def test_tokens_show_in_no_repr() -> None:
    assert TOKEN not in repr(INSTALLED)
    assert TOKEN not in repr(Granted(TOKEN))


async def test_an_older_key_still_decrypts(kept: SqlDatabase, database_url: str) -> None:
    await save(kept, INSTALLED)
    newer = SqlDatabase(database_url, Cipher([new_key(), KEY]))
    assert await of(newer, "T1") == INSTALLED
    await newer.close()


@pytest.mark.parametrize(
    ("keys", "error"),
    [((), NoEncryptionKeys), ((new_key(),), WrongEncryptionKey)],
    ids=["none", "another"],
)
async def test_without_the_key_nothing_is_read(
    kept: SqlDatabase, database_url: str, keys: tuple[str, ...], error: type[Exception]
) -> None:
    await save(kept, INSTALLED)
    stranger = SqlDatabase(database_url, Cipher(keys))
    with pytest.raises(error):
        await of(stranger, "T1")
    await stranger.close()


def test_a_key_that_is_none_is_refused_by_its_place_and_not_shown() -> None:
    with pytest.raises(BadEncryptionKey) as refused:
        Cipher([KEY, "hunter2"])
    assert refused.value.facts["place"] == 2
    assert "hunter2" not in str(refused.value)


async def test_a_renewal_is_taken_by_one_worker(kept: SqlDatabase) -> None:
    await save(kept, INSTALLED, replace(WIDE, refresh_at=None))
    due, until = NOON + 10 * HOUR, NOON + 11 * HOUR

    def take(work: UnitOfWork) -> list[Installation]:
        return work.installations.take_renewals(due, until, 5)

    assert [each.team_id for each in await kept.transact(take)] == ["T1"]
    assert await kept.transact(take) == []


async def test_a_renewal_does_not_undo_a_new_installation(kept: SqlDatabase) -> None:
    await save(kept, INSTALLED)
    taken = await kept.transact(
        lambda work: work.installations.take_renewals(NOON + 10 * HOUR, NOON + 11 * HOUR, 5)
    )
    again = INSTALLED.with_token(Granted("xoxb-again", "xoxe-again", NOON + 22 * HOUR))
    await save(kept, again)
    late = taken[0].with_token(Granted("xoxb-late", "xoxe-late", NOON + 22 * HOUR))
    assert not await kept.transact(lambda work: work.installations.renew(taken[0], late))
    assert await of(kept, "T1") == again


async def test_what_is_left_is_deleted_with_everything_of_its_workspace(kept: SqlDatabase) -> None:
    await save(kept, INSTALLED.left(NOON))

    def work(unit: UnitOfWork) -> list[str]:
        unit.people.save(Person("T1", "U1", hidden=True))
        unit.people.save(Person("T2", "U2", hidden=True))
        due = unit.installations.take_leaving(NOON + 30 * 24 * HOUR, NOON + 31 * 24 * HOUR, 5)
        for each in due:
            unit.installations.erase(each)
        return sorted(unit.people.hidden("T1") | unit.people.hidden("T2"))

    assert await kept.transact(work) == ["U2"]
    assert await kept.transact(lambda unit: unit.installations.everywhere()) == []


async def test_a_workspace_that_its_organisation_still_serves_keeps_its_data(kept: SqlDatabase) -> None:
    await save(kept, WIDE, replace(INSTALLED, enterprise_id="E1").left(NOON))
    await of(kept, "T1", "E1")

    def work(unit: UnitOfWork) -> frozenset[str]:
        unit.people.save(Person("T1", "U1", hidden=True))
        for each in unit.installations.take_leaving(NOON + 40 * 24 * HOUR, NOON + 41 * 24 * HOUR, 5):
            unit.installations.erase(each)
        return unit.people.hidden("T1")

    assert await kept.transact(work) == {"U1"}


def test_every_table_says_whose_workspace_a_row_is_of(database_url: str) -> None:
    engine = create_engine(database_url)
    tables = set(inspect(engine).get_table_names()) - {"alembic_version", "compatibility", "oauth_states"}
    engine.dispose()
    assert {table.name for table in metadata.sorted_tables if "team_id" in table.c} == tables


async def test_a_state_is_taken_once_and_in_time(kept: SqlDatabase) -> None:
    def work(unit: UnitOfWork) -> list[bool]:
        unit.states.add("a", NOON, NOON + HOUR)
        unit.states.add("b", NOON, NOON + HOUR)
        taken = [unit.states.take(digest, NOON) for digest in ("a", "a", "c")]
        return [*taken, unit.states.take("b", NOON + HOUR)]

    assert await kept.transact(work) == [True, False, False, False]


async def test_what_may_happen_once_happens_first_and_again_only_when_that_has_expired(
    kept: SqlDatabase,
) -> None:
    def work(unit: UnitOfWork) -> list[bool]:
        asked = [("a", NOON), ("a", NOON), ("b", NOON), ("a", NOON + HOUR)]
        return [unit.states.first(digest, now, now + HOUR) for digest, now in asked]

    assert await kept.transact(work) == [True, False, True, True]


async def test_rekeying_makes_the_old_key_needless(kept: SqlDatabase, database_url: str) -> None:
    await save(kept, INSTALLED, WIDE.left(NOON))
    newest = new_key()
    both = SqlDatabase(database_url, Cipher([newest, KEY]))
    assert await both.transact(lambda work: work.installations.rekey()) == 1
    await both.close()
    alone = SqlDatabase(database_url, Cipher([newest]))
    assert await of(alone, "T1") == INSTALLED
    await alone.close()


async def test_what_is_kept_is_known_until_it_ends_and_may_be_kept_on(database: SqlDatabase) -> None:
    def work(unit: UnitOfWork) -> list[set[str]]:
        unit.states.keep("a", NOON, NOON + HOUR)
        unit.states.keep("a", NOON, NOON + 2 * HOUR)
        unit.states.keep("b", NOON, NOON + HOUR)
        asked = ["a", "b", "c"]
        then = [unit.states.known(asked, NOON + n * HOUR) for n in range(3)]
        unit.states.take("a", NOON)
        return [*then, unit.states.known(asked, NOON), unit.states.known([], NOON)]

    assert await database.transact(work) == [{"a", "b"}, {"a"}, set(), {"b"}, set()]
