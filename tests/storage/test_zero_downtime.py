"""Every migration leaves what the version before it needs: docs/operations.md, "Upgrading".

While replicas are replaced one by one, the code of the previous version works on the new schema. So its
statements are tried there: rows with the old columns only are written, read and changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData, Table, create_engine, insert, inspect, select, update
from sqlalchemy.types import JSON, Boolean, Date, DateTime, Float, Integer, Time, TypeEngine

from bot.storage import migrations
from bot.storage.address import parse

CONTRACTING: dict[str, str] = {
    "0005": "rows are named by workspace and channel since 0004; a start leaves it to `db upgrade --contract`"
}
"""Revisions that take something away, and why the version before doesn't need it any more: a release
between them has stopped using it."""

HISTORY = list(
    pairwise(reversed([s.revision for s in ScriptDirectory.walk_revisions(migrations._scripts())]))
)
EXPANDING = [(older, newer) for older, newer in HISTORY if newer not in CONTRACTING]
HISTORYS = ("alembic_version", "compatibility")
SAMPLES: dict[type[TypeEngine[Any]], Any] = {
    Boolean: True,
    Integer: 1,
    Float: 0.5,
    JSON: [],
    DateTime: datetime(2026, 11, 2, 9, tzinfo=UTC),
    Date: date(2026, 11, 2),
    Time: time(9),
}


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any schema."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/empty.sqlite3"
        return
    databases = request.getfixturevalue("postgres_databases")
    url = databases.create(template="template0")
    yield url
    databases.drop(url)


def opened(url: str) -> Engine:
    return create_engine(parse(url))


def tables(engine: Engine) -> dict[str, Table]:
    found = MetaData()
    found.reflect(engine)
    return {table.name: table for table in found.sorted_tables if table.name not in HISTORYS}


def sample(table: Table) -> dict[str, Any]:
    """A row with a value in every column."""

    def value(type_: TypeEngine[Any]) -> Any:  # noqa: ANN401 # of whatever the column holds
        return next((v for kind, v in SAMPLES.items() if isinstance(type_, kind)), "x")

    return {column.name: value(column.type) for column in table.columns}


def test_the_history_is_known() -> None:
    assert HISTORY[0] == ("0001", "0002")
    assert HISTORY[-1][1] == migrations.head()
    assert set(CONTRACTING) <= {newer for _, newer in HISTORY}


@pytest.mark.parametrize(("older", "newer"), EXPANDING)
def test_the_version_before_can_write_read_and_change_its_rows(empty: str, older: str, newer: str) -> None:
    migrations.upgrade(empty, older)
    engine = opened(empty)
    before = tables(engine)
    engine.dispose()
    migrations.upgrade(empty, newer)
    engine = opened(empty)
    with engine.begin() as connection:
        for table in before.values():
            row = sample(table)
            connection.execute(insert(table).values(row))
            (found,) = connection.execute(select(table)).mappings()
            assert dict(found).keys() == row.keys()
            connection.execute(update(table).values(row))
    engine.dispose()


@pytest.mark.parametrize(("older", "newer"), EXPANDING)
def test_nothing_that_the_version_before_may_write_is_forbidden(empty: str, older: str, newer: str) -> None:
    migrations.upgrade(empty, older)
    engine = opened(empty)
    before = tables(engine)
    unique_before = {name: _unique(engine, name) for name in before}
    engine.dispose()
    migrations.upgrade(empty, newer)
    engine = opened(empty)
    after = tables(engine)
    for name, table in before.items():
        for column in table.columns:
            now = after[name].columns[column.name]
            assert now.nullable or not column.nullable, f"{name}.{column.name} may no longer be null"
            assert str(now.type) == str(column.type), f"{name}.{column.name} has another type"
        for key in _unique(engine, name):  # a longer key than one that there was forbids nothing new
            assert any(set(known) <= set(key) for known in unique_before[name]), (
                f"{name} has a new unique key"
            )
    engine.dispose()


def _unique(engine: Engine, table: str) -> set[tuple[str, ...]]:
    found = inspect(engine)
    primary = tuple(found.get_pk_constraint(table)["constrained_columns"])
    constraints = [tuple(c["column_names"]) for c in found.get_unique_constraints(table)]
    indexes = [tuple(str(c) for c in i["column_names"]) for i in found.get_indexes(table) if i.get("unique")]
    return {*constraints, *indexes, primary}


def test_what_takes_something_away_says_so() -> None:
    contracting = [script.revision for script in migrations._history() if migrations._contracts(script)]
    assert contracting == sorted(CONTRACTING)


@pytest.mark.parametrize(("older", "newer"), EXPANDING)
def test_rows_of_the_version_before_are_still_there_after_the_upgrade(
    empty: str, older: str, newer: str
) -> None:
    migrations.upgrade(empty, older)
    engine = opened(empty)
    before = tables(engine)
    with engine.begin() as connection:
        for table in before.values():
            connection.execute(insert(table).values(sample(table)))
    engine.dispose()
    migrations.upgrade(empty, newer)
    engine = opened(empty)
    with engine.begin() as connection:
        for table in before.values():
            assert len(connection.execute(select(table)).all()) == 1
    engine.dispose()
