"""A table as values: what the repositories have in common.

Columns bear the names of their value's fields, so rows and values turn into each other by name. One
text of SQL serves both engines: SQLite has no row locks and its compiler leaves `FOR UPDATE SKIP
LOCKED` out, which is right, since each of its transactions holds the only lock there is.

Statements are built once and kept, because building one costs more than running it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from sqlalchemy import (
    ARRAY,
    Column,
    ColumnElement,
    Connection,
    Select,
    String,
    Table,
    Update,
    any_,
    bindparam,
    func,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert, ReturningUpdate

from bot.domain.daily import Place

if TYPE_CHECKING:
    from _typeshed import DataclassInstance  # a name that only type checkers have

V = TypeVar("V")
S = TypeVar("S", bound="DataclassInstance")
T = TypeVar("T")
Row = dict[str, Any]
Insert = postgresql.Insert | sqlite.Insert


class Ledger(Generic[V]):
    """Rows of `table` as values; `due` is the column that says when a row owes something."""

    kind: type[V]
    columns: ClassVar[tuple[str, ...]]
    table: ClassVar[Table[Any]]
    due: ClassVar[Column[datetime | None]]
    natural_key: ClassVar[tuple[str, ...]]

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def _value(self, row: Row) -> V:
        return self.kind(**row)

    def _rows(self, query: Select[*tuple[Any, ...]], given: Row | None = None) -> list[Row]:
        return [dict(row) for row in self._connection.execute(query, given).mappings().all()]

    def _add(self, row: Row) -> int | None:
        """Insert and return the new id, None if the natural key is taken: the engine decides races."""
        insert = _insert_unless_there(self.table, self._connection.dialect.name)
        return self._connection.scalar(insert, row)

    def _add_all(self, rows: Sequence[Row]) -> None:
        """Insert all, but for those whose natural key is taken."""
        insert = insert_into(self.table, self._connection.dialect.name)
        self._connection.execute(insert.on_conflict_do_nothing(index_elements=self.natural_key), rows)

    def _find(self, *order: str, **equal: object) -> list[V]:
        """The values whose columns equal all of these, in this order."""
        query = select_where(self.table, self.columns, tuple(equal), order)
        return [self._value(row) for row in self._rows(query, equal)]

    def _find_one(self, **equal: object) -> V | None:
        return next(iter(self._find(**equal)), None)

    def _hold(self, **equal: object) -> V | None:
        """The value whose columns equal all of these, kept from all others until the transaction ends.

        Where transactions run side by side its row is written, as it is, and not only locked: a SERIALIZABLE
        one that began before and comes to write or hold it too then begins anew and sees what was done
        meanwhile. Of a row that was only locked it would never learn.
        """
        if self._connection.dialect.name == "sqlite":
            return self._find_one(**equal)
        rewrite = _rewrite(self.table, self.due, self.columns, tuple(equal))
        given = {f"given_{name}": value for name, value in equal.items()}
        held = self._connection.execute(rewrite, given).mappings()
        return next((self._value(dict(row)) for row in held), None)

    def _change(self, changes: Row, **equal: object) -> int:
        """Set these columns in the rows whose columns equal all of those; returns how many that are."""
        given = {f"given_{name}": value for name, value in equal.items() if value is not None}
        empty = tuple(name for name, value in equal.items() if value is None)  # in SQL nothing equals NULL
        full = tuple(name for name in equal if name not in empty)
        return self._connection.execute(_update_where(self.table, full, empty), changes | given).rowcount

    def _change_each(self, rows: list[Row]) -> None:
        """Set in the row of each one's `id` the columns that it names; all name the same."""
        given = [{f"given_{name}" if name == "id" else name: row[name] for name in row} for row in rows]
        if given:
            self._connection.execute(_update_where(self.table, ("id",)).values(_named(rows[0])), given)

    def _lock_due(self, now: datetime, limit: int) -> list[Row]:
        """Rows due by `now`, earliest first, without what another worker holds."""
        return self._rows(due_rows(self.table, self.due, self.columns), {"now": now, "limit": limit})

    def _claim(self, now: datetime, until: datetime, limit: int) -> list[V]:
        """Lock what is due and move it to `until` in one transaction: no other worker gets it before then.

        Two statements and not one UPDATE with a subquery: that loses the order, and PostgreSQL's
        planner may run such a subquery more than once and so take more rows than `limit`.
        """
        rows = self._lock_due(now, limit)
        if rows:
            taken = self._among(self.table.c.id, "ids")
            moved = update(self.table).where(taken).values({self.due: bindparam("until")})
            self._connection.execute(moved, {"ids": [row["id"] for row in rows], "until": until})
        return [self._value(row | {self.due.name: until}) for row in rows]

    def _among(self, column: Column[T], name: str) -> ColumnElement[bool]:
        """Whether the column is one of those in the parameter `name`. One text of SQL and one value however
        many they are, where the engine has arrays; a list of thousands would take longer than its query."""
        return among(column, name, self._connection.dialect.name)

    def _placed(self, team: Column[str], channel: Column[str]) -> ColumnElement[bool]:
        """Whether these are among the places in the parameters that `places_given` makes."""
        return _placed(team, channel, self._connection.dialect.name)

    def _earliest_due(self) -> datetime | None:
        return self._connection.scalar(select(func.min(self.due)))


class StagedLedger(Ledger[S]):
    """Rows whose stage says what they owe. `progress` are the columns that a step may change."""

    progress: ClassVar[tuple[str, ...]]

    def claim(self, value: S) -> S | None:
        """Insert and return it with its id; None if its natural key is taken."""
        added = self._add(row_of(value))
        return None if added is None else replace(value, id=added)

    def take_due(self, now: datetime, until: datetime, limit: int) -> list[S]:
        """Claim what is due; see `_claim`."""
        return self._claim(now, until, limit)

    def advance(self, before: S, after: S) -> bool:
        """Store the step to `after`, if the row still stands where it stood: a worker that wakes up late
        changes nothing."""
        stood = {name: getattr(before, name) for name in ("id", "stage", "ready_at")}
        return self._change({name: getattr(after, name) for name in self.progress}, **stood) == 1


def names(kind: type[DataclassInstance]) -> tuple[str, ...]:
    """The fields of a kind of value."""
    return tuple(field.name for field in fields(kind))


def row_of(value: DataclassInstance) -> Row:
    """The value's fields by name, without the id, which is the table's to give."""
    return {field.name: getattr(value, field.name) for field in fields(value) if field.name != "id"}


def insert_into(table: Table[Any], dialect: str) -> Insert:
    """An INSERT that knows `ON CONFLICT`, which SQLAlchemy has for each engine apart."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


@cache
def _insert_unless_there(table: Table[Any], dialect: str) -> ReturningInsert[int]:
    # No key is named: a key of the version before may still be there, and who loses a race may meet it first.
    return insert_into(table, dialect).on_conflict_do_nothing().returning(table.c.id)


@cache
def select_where(
    table: Table[Any], columns: tuple[str, ...], given: tuple[str, ...], order: tuple[str, ...]
) -> Select[*tuple[Any, ...]]:
    """These columns of the rows in which the `given` ones equal the parameters of their names."""
    query = select(*(table.c[name] for name in columns))
    conditions = [table.c[name] == bindparam(name) for name in given]
    return query.where(*conditions).order_by(*(table.c[name] for name in order))


@cache
def _rewrite(
    table: Table[Any], due: Column[datetime | None], columns: tuple[str, ...], given: tuple[str, ...]
) -> ReturningUpdate[*tuple[Any, ...]]:
    """Writes the rows as they are and returns these columns of them."""
    return _update_where(table, given).values({due: due}).returning(*(table.c[name] for name in columns))


@cache
def _update_where(table: Table[Any], given: tuple[str, ...], empty: tuple[str, ...] = ()) -> Update:
    equal = (table.c[name] == bindparam(f"given_{name}") for name in given)
    return update(table).where(*equal, *(table.c[name].is_(None) for name in empty))


def _named(row: Row) -> dict[str, Any]:
    return {name: bindparam(name) for name in row if name != "id"}


@cache
def among(column: Column[T], name: str, dialect: str) -> ColumnElement[bool]:
    """See `Ledger._among`."""
    if dialect == "sqlite":
        return column.in_(bindparam(name, expanding=True))
    return column == any_(bindparam(name, type_=ARRAY(column.type)))


@cache
def _placed(team: Column[str], channel: Column[str], dialect: str) -> ColumnElement[bool]:
    if dialect == "sqlite":
        return tuple_(channel, team).in_(bindparam("places", expanding=True))
    lists = (func.unnest(bindparam(name, type_=ARRAY(String))) for name in ("channels", "teams"))
    return tuple_(channel, team).in_(select(*lists))


def places_given(places: Sequence[Place], dialect: str) -> Row:
    """The parameters of `Ledger._placed`."""
    if dialect == "sqlite":
        return {"places": [(channel, team) for team, channel in places]}
    return {"channels": [channel for _, channel in places], "teams": [team for team, _ in places]}


@cache
def due_rows(
    table: Table[Any], due: Column[datetime | None], columns: tuple[str, ...]
) -> Select[*tuple[Any, ...]]:
    """Locked, without those that are locked already."""
    query = select(*(table.c[name] for name in columns)).where(due <= bindparam("now"))
    ordered = query.order_by(due, *table.primary_key).limit(bindparam("limit"))
    return ordered.with_for_update(skip_locked=True)
