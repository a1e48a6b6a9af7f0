"""A table as values: what the repositories have in common.

Columns bear the names of their value's fields, so rows and values turn into each other by name. One
text of SQL serves both engines: SQLite has no row locks and its compiler leaves `FOR UPDATE SKIP
LOCKED` out, which is right, since each of its transactions holds the only lock there is.
"""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from sqlalchemy import Column, ColumnElement, Connection, Table, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from _typeshed import DataclassInstance  # a name that only type checkers have

V = TypeVar("V", bound="DataclassInstance")


def row_of(value: DataclassInstance) -> dict[str, Any]:
    """The value's fields by name, without the id, which is the table's to give."""
    return {field.name: getattr(value, field.name) for field in fields(value) if field.name != "id"}


class Ledger(Generic[V]):
    """Rows of `table` as values of type `kind`; `due` is the column that says when a row owes something."""

    kind: type[V]
    table: ClassVar[Table[Any]]
    due: ClassVar[Column[datetime | None]]
    natural_key: ClassVar[tuple[str, ...]]

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def _columns(self) -> list[Column[Any]]:
        return [self.table.c[field.name] for field in fields(self.kind)]

    def _value(self, row: dict[str, Any]) -> V:
        return self.kind(**row)

    def _insert(self) -> postgresql.Insert | sqlite.Insert:
        dialect = sqlite if self._connection.dialect.name == "sqlite" else postgresql
        insert: postgresql.Insert | sqlite.Insert = dialect.insert(self.table)
        return insert

    def _add(self, row: dict[str, Any]) -> int | None:
        """Insert and return the new id, None if the natural key is taken: the engine decides races."""
        insert = self._insert().values(row).on_conflict_do_nothing(index_elements=self.natural_key)
        added: int | None = self._connection.scalar(insert.returning(self.table.c.id))
        return added

    def _find(self, *conditions: ColumnElement[bool], order: tuple[Column[Any], ...] = ()) -> list[V]:
        query = select(*self._columns()).where(*conditions).order_by(*order)
        return [self._value(dict(row)) for row in self._connection.execute(query).mappings()]

    def _find_one(self, *conditions: ColumnElement[bool]) -> V | None:
        return next(iter(self._find(*conditions)), None)

    def _change(self, condition: ColumnElement[bool], **columns: object) -> None:
        self._connection.execute(update(self.table).where(condition).values(columns))

    def _lock_due(self, now: datetime, limit: int) -> list[dict[str, Any]]:
        """Rows that fall due by `now`, earliest first; those that another worker holds are left out."""
        query = select(*self._columns()).where(self.due <= now).order_by(self.due, *self.table.primary_key)
        locked = query.limit(limit).with_for_update(skip_locked=True)
        return [dict(row) for row in self._connection.execute(locked).mappings()]

    def _claim(self, now: datetime, until: datetime, limit: int) -> list[V]:
        """Lock what is due and move it to `until` in one transaction: no other worker gets it before then.

        Two statements and not one UPDATE with a subquery: that loses the order, and PostgreSQL's
        planner may run such a subquery more than once and so take more rows than `limit`.
        """
        rows = self._lock_due(now, limit)
        if rows:
            ids = [row["id"] for row in rows]
            self._change(self.table.c.id.in_(ids), **{self.due.name: until})
        return [self._value(row | {self.due.name: until}) for row in rows]

    def _earliest_due(self) -> datetime | None:
        return self._connection.scalar(select(func.min(self.due)))
