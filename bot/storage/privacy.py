"""Everything stored about a person, to be handed over or to be forgotten.

Read off the tables themselves: a table with a column that names a person is handed over and forgotten
without being mentioned here, so that a new one can't be overlooked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic_core import to_jsonable_python
from sqlalchemy import Column, ColumnElement, Connection, Table, and_, delete, or_, select, true, update

from bot.domain.daily import PostStage
from bot.domain.grading import Outcome, Score
from bot.domain.practice import Rating
from bot.domain.privacy import NOBODY, Forgotten, Rows
from bot.storage.tables import metadata, posts, questions, replies, reviews, subscriptions

ABOUT = ("user_id",)
"""Columns with the id of the person whom the whole row is about."""

ACTED = ("created_by", "added_by", "actor_id", "decided_by")
"""Columns with the id of a person who had a hand in something: the row stays, its person doesn't."""

EMPTY: dict[Table[Any], dict[str, object]] = {
    replies: {
        "text": "",
        "score": Score(0, Outcome.NONE, ()),
        "points": 0,
        "granted": (),
        "owes_feedback_at": None,
        "withdrawn": True,
    },
    questions: {
        "text": "",
        "verdict": "forgotten",
        "top": None,
        "confidence": 0.0,
        "owes_answer_at": None,
        "thread_ts": None,
        "helped": None,
    },
    reviews: {"pack_id": "", "scenario_id": "", "rating": Rating.AGAIN, "points": 0},
}
"""Tables whose rows are emptied instead of deleted, and with what. Their natural key has to stay: without it,
a message or form of before that is delivered once more would be taken for a new one and stored again."""

EMPTIED_ONLY: dict[Table[Any], ColumnElement[bool]] = {reviews: reviews.c.origin.startswith("view:")}
"""Where it isn't all of them. A daily reply's review comes of the stored reply, which is emptied."""


class SqlPrivacy:
    """See `bot.ports.PrivacyRepository`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def everything_of(self, team_id: str, user_id: str) -> Rows:
        found = {table.name: self._rows(table, team_id, user_id) for table in _personal_tables()}
        if found[replies.name]:
            self._keep_back(found[replies.name])
        return {name: rows for name, rows in found.items() if rows}

    def forget(self, team_id: str, user_id: str) -> Forgotten:
        deleted = emptied = 0
        ownerless = self._connection.scalars(
            select(subscriptions.c.channel_id).where(_names(subscriptions, ("created_by",), team_id, user_id))
        ).all()
        # Children first, or a foreign key would hold its parent fast.
        for table in reversed(list(_personal_tables())):
            if _present(table, ABOUT):
                theirs = _names(table, ABOUT, team_id, user_id)
                if table in EMPTY:
                    emptying = {**dict.fromkeys(_present(table, ABOUT), NOBODY), **EMPTY[table]}
                    kept = and_(theirs, EMPTIED_ONLY.get(table, true()))
                    emptied += self._connection.execute(update(table).where(kept).values(emptying)).rowcount
                deleted += self._connection.execute(delete(table).where(theirs)).rowcount
            for name in _present(table, ACTED):
                acted = _names(table, (name,), team_id, user_id)
                emptied += self._connection.execute(
                    update(table).where(acted).values({name: NOBODY})
                ).rowcount
        return Forgotten(deleted, emptied, tuple(sorted(ownerless)))

    def _keep_back(self, given: list[dict[str, object]]) -> None:
        """Points that were not made keep their names to themselves while the scenario is open: the name of
        one says what the answer is."""
        closed = [stage for stage in PostStage if stage.finished]
        open_ = set(self._connection.scalars(select(posts.c.id).where(posts.c.stage.not_in(closed))))
        for row in given:
            score = row["score"]
            if row["post_id"] in open_ and isinstance(score, dict):
                row["score"] = score | {
                    "points": [point if point["hit"] else point | {"id": ""} for point in score["points"]]
                }

    def _rows(self, table: Table[Any], team_id: str, user_id: str) -> list[dict[str, object]]:
        query = select(table).where(_names(table, (*ABOUT, *ACTED), team_id, user_id))
        rows = self._connection.execute(query.order_by(*table.primary_key)).mappings()
        return [
            {name: _plain(row[name]) for name in row if _tellable(name, row[name], user_id)} for row in rows
        ]


def _personal_tables() -> Iterator[Table[Any]]:
    """Tables that name people, parents before children."""
    return (table for table in metadata.sorted_tables if _present(table, (*ABOUT, *ACTED)))


def _present(table: Table[Any], names: tuple[str, ...]) -> list[str]:
    return [name for name in names if name in table.c]


def _names(table: Table[Any], names: tuple[str, ...], team_id: str, user_id: str) -> ColumnElement[bool]:
    """That one of these columns names the person of this workspace."""
    columns: list[Column[Any]] = [table.c[name] for name in _present(table, names)]
    return and_(table.c.team_id == team_id, or_(*(column == user_id for column in columns)))


def _tellable(name: str, value: object, user_id: str) -> bool:
    """Whether a person may be told this: anything but who else had to do with the row."""
    return name not in (*ABOUT, *ACTED) or value == user_id


def _plain(value: object) -> object:
    """The value as JSON knows it; sets in order, so that the same is always written the same way."""
    if isinstance(value, frozenset):
        return sorted(to_jsonable_python(value))
    return to_jsonable_python(value)
