"""Nothing is left of whoever wished to be forgotten, on both engines. Driven by the tables themselves: a new
one is filled, searched and expected to be clean without a word here."""

from __future__ import annotations

import json
from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import Boolean, Column, Connection, Double, Enum, Integer, String, Table, Time
from sqlalchemy.types import Date

from bot.domain.daily import PostStage
from bot.domain.grading import Outcome, PointResult, Score
from bot.domain.privacy import Forgotten
from bot.domain.scenario import Language
from bot.storage import SqlDatabase
from bot.storage.columns import (
    Days,
    Grade,
    Identifier,
    Instant,
    Languages,
    Names,
    NameSet,
    Prose,
    Seconds,
    Weekdays,
)
from bot.storage.privacy import ABOUT, ACTED
from bot.storage.tables import metadata
from bot.texts import catalogue
from tests.storage.samples import NOON, posted, replied

TEAM, PERSON, OTHER = "T1", "U0GONE0001", "U0STAYS001"
WORDS = "what I wrote"
OF_PEOPLE = frozenset((*ABOUT, *ACTED))
OF_NO_PERSON = frozenset(
    (
        "action",
        "bot_id",
        "bot_token",
        "bot_user_id",
        "channel_id",
        "digest",
        "enterprise_id",
        "message_ts",
        "oldest",
        "origin",
        "pack_id",
        "paused_because",
        "point_id",
        "refresh_token",
        "rest",
        "reveal_ts",
        "scenario_id",
        "scopes",
        "subject",
        "team_id",
        "thread_ts",
        "top",
        "verdict",
        "version",
        "zone",
    )
)
"""Plain text columns that never name a person. A new column belongs here, or where `bot.storage.privacy`
looks for people; the first test asks which."""

OF_NO_CHANNEL = frozenset(("compatibility", "installations", "oauth_states", "workspaces"))
"""Tables of what is known about workspaces or the schema, which hold one row for all people."""

SAMPLES: dict[type[Any], Any] = {
    Instant: NOON,
    Date: date(2026, 11, 2),
    Time: time(9),
    Seconds: timedelta(hours=8),
    Languages: (Language.EN,),
    Weekdays: frozenset({1}),
    Names: ("share",),
    NameSet: frozenset({"Detection"}),
    Days: frozenset({date(2026, 12, 28)}),
    Prose: WORDS,
    Grade: Score(50, Outcome.PARTIAL, (PointResult("share", 100, True, False, 50, (WORDS,)),)),
    Boolean: True,
    Double: 0.5,
    Integer: 2,
}


def plain_text(column: Column[Any]) -> bool:
    return isinstance(column.type, String) and not isinstance(column.type, Enum)


def sample(column: Column[Any], person: str, team: str, parents: dict[str, int]) -> object:
    """A value for the column, in a row of this person's."""
    if column.foreign_keys:
        (key,) = column.foreign_keys
        return parents[key.column.table.name]
    if isinstance(column.type, Enum):
        assert column.type.enum_class
        return next(iter(column.type.enum_class))
    if plain_text(column):
        known = {"team_id": team, "zone": "Asia/Tokyo"}
        return known.get(column.name, person if column.name in OF_PEOPLE else f"a {column.name}")
    return next(value for kind, value in SAMPLES.items() if isinstance(column.type, kind))


def fill(connection: Connection, person: str, team: str = TEAM, number: int = 0) -> None:
    """One row in every table, with the person in every column that can name one."""
    parents: dict[str, int] = {}
    for table in (each for each in metadata.sorted_tables if each.name not in OF_NO_CHANNEL):
        row = {
            column.name: sample(column, person, team, parents)
            for column in table.c
            if column.type is not Identifier or column.foreign_keys
        }
        for name in ("channel_id", "origin", "scenario_id"):
            if name in row:
                row[name] = f"{name}-{team}-{number}"
        key = connection.execute(table.insert().values(row)).inserted_primary_key
        if "id" in table.c:
            assert key is not None
            parents[table.name] = key[0]


async def filled(database: SqlDatabase, *people: tuple[str, str]) -> None:
    for number, (person, team) in enumerate(people):
        await database._in_thread(
            lambda connection, person=person, team=team, number=number: fill(connection, person, team, number)  # type: ignore[misc]
        )


def stored(connection: Connection) -> dict[str, list[str]]:
    """Every row as the engine holds it, by table."""
    found = {}
    for table in metadata.sorted_tables:
        rows = connection.exec_driver_sql(f'SELECT * FROM "{table.name}"').all()
        found[table.name] = [json.dumps(list(row), default=str, ensure_ascii=False) for row in rows]
    return found


async def everything(database: SqlDatabase) -> dict[str, list[str]]:
    return await database._in_thread(stored)


async def forget(database: SqlDatabase) -> Forgotten:
    return await database.transact(lambda work: work.privacy.forget(TEAM, PERSON))


def test_every_column_of_text_says_whether_it_names_a_person() -> None:
    named = {column.name for table in metadata.tables.values() for column in table.c if plain_text(column)}
    assert {
        name for name in named if name not in OF_PEOPLE | OF_NO_PERSON and name not in ("phrase", "text")
    } == set()


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: str(table.name))
def test_every_table_that_names_people_is_explained_in_the_export(table: Table[Any]) -> None:
    names_people = bool(OF_PEOPLE & set(table.c.keys()))
    assert (f"export.about.{table.name}" in catalogue()) == names_people


async def test_no_column_of_any_table_holds_a_forgotten_persons_id(database: SqlDatabase) -> None:
    await filled(database, (PERSON, TEAM))
    before = await everything(database)
    assert sum(PERSON in row for rows in before.values() for row in rows) > 5
    await forget(database)
    after = await everything(database)
    assert [name for name, rows in after.items() if any(PERSON in row for row in rows)] == []


async def test_no_row_that_was_about_them_holds_their_words(database: SqlDatabase) -> None:
    await filled(database, (PERSON, TEAM))
    await forget(database)
    about = {table.name for table in metadata.sorted_tables if set(ABOUT) & set(table.c.keys())}
    after = await everything(database)
    assert [name for name in about if any(WORDS in row for row in after[name])] == []


async def test_nobody_else_loses_anything(database: SqlDatabase) -> None:
    await filled(database, (OTHER, TEAM), (PERSON, "T2"))
    before = await everything(database)
    assert (await forget(database)).nothing
    assert await everything(database) == before
    await filled(database, (OTHER, "T3"), (OTHER, "T4"), (PERSON, TEAM))
    await forget(database)
    after = await everything(database)
    for name, rows in before.items():
        assert set(rows) <= set(after[name]), name


async def test_what_a_person_had_a_hand_in_stays_without_them(database: SqlDatabase) -> None:
    await filled(database, (PERSON, TEAM))
    done = await forget(database)
    assert done.ownerless == ("channel_id-T1-0",)
    subscription = await database.transact(
        lambda work: work.subscriptions.of_channel("T1", "channel_id-T1-0")
    )
    assert subscription is not None
    assert subscription.created_by == ""
    after = await everything(database)
    assert len(after["aliases"]) == len(after["deeds"]) == 1


async def test_who_is_forgotten_twice_is_told_that_nothing_was_left(database: SqlDatabase) -> None:
    await filled(database, (PERSON, TEAM))
    assert not (await forget(database)).nothing
    assert (await forget(database)).nothing


async def test_a_forgotten_reply_counts_for_nothing_but_is_known(database: SqlDatabase) -> None:
    await filled(database, (PERSON, TEAM))
    await forget(database)
    channel, origin = "channel_id-T1-0", "origin-T1-0"
    reply = await database.transact(lambda work: work.replies.by_origin(channel, origin))
    assert reply is not None
    assert (reply.user_id, reply.text, reply.counts, reply.owes_feedback_at) == ("", "", False, None)
    missed = await database.transact(lambda work: work.questions.missed())
    assert missed == []


async def test_the_export_holds_a_row_of_every_table_that_names_the_person(database: SqlDatabase) -> None:
    await filled(database, (PERSON, TEAM), (OTHER, "T2"))
    rows = await database.transact(lambda work: work.privacy.everything_of(TEAM, PERSON))
    naming = {table.name for table in metadata.sorted_tables if OF_PEOPLE & set(table.c.keys())}
    assert rows.keys() == naming
    assert rows["replies"][0]["text"] == WORDS
    assert rows["replies"][0]["received_at"] == "2026-11-02T12:00:00Z"
    json.dumps(rows)


async def test_the_export_tells_nothing_about_others(database: SqlDatabase) -> None:
    await filled(database, (OTHER, TEAM))
    rename = "UPDATE appeals SET decided_by = 'U0GONE0001'"
    await database._in_thread(lambda connection: connection.exec_driver_sql(rename))
    rows = await database.transact(lambda work: work.privacy.everything_of(TEAM, PERSON))
    assert list(rows) == ["appeals"]
    assert OTHER not in json.dumps(rows)


async def test_the_export_of_a_stranger_is_empty(database: SqlDatabase) -> None:
    assert await database.transact(lambda work: work.privacy.everything_of(TEAM, PERSON)) == {}


async def exported_ids(database: SqlDatabase, stage: PostStage) -> list[str]:
    points = (PointResult("use-ram", 60, True, True, 60), PointResult("privatelink", 40, True, False, 0))
    post = await posted(database, stage=stage)
    await replied(database, post, user_id=PERSON, score=Score(60, Outcome.PARTIAL, points))
    rows = await database.transact(lambda work: work.privacy.everything_of(TEAM, PERSON))
    (reply,) = rows["replies"]
    score: Any = reply["score"]
    return [point["id"] for point in score["points"]]


async def test_an_export_names_no_missing_point_of_a_scenario_that_is_open(database: SqlDatabase) -> None:
    assert await exported_ids(database, PostStage.OPEN) == ["use-ram", ""]


async def test_after_the_close_an_export_names_every_point(database: SqlDatabase) -> None:
    assert await exported_ids(database, PostStage.CLOSED) == ["use-ram", "privatelink"]
