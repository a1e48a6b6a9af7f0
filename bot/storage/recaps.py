"""Weekly recaps, and who was shown the way to a thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache

from sqlalchemy import Connection

from bot.domain.daily import Post, PostStage
from bot.domain.recaps import Recap
from bot.storage.ledger import Insert, Ledger, insert_into, names, row_of
from bot.storage.tables import pointers, recaps


class SqlRecaps(Ledger[Recap]):
    """The weeks of every channel."""

    kind = Recap
    columns = names(Recap)
    table = recaps
    due = recaps.c.ready_at
    natural_key = ("channel_id", "week")

    def claim(self, recap: Recap) -> Recap | None:
        added = self._add(row_of(recap))
        return None if added is None else replace(recap, id=added)

    def plan(self, recaps_: Sequence[Recap]) -> None:
        if recaps_:
            rows = [row_of(recap) for recap in recaps_]
            self._connection.execute(_planned(self._connection.dialect.name), rows)

    def of_week(self, channel_id: str, week: date) -> Recap | None:
        return self._find_one(channel_id=channel_id, week=week)

    def take_due(self, now: datetime, until: datetime, limit: int) -> list[Recap]:
        return self._claim(now, until, limit)

    def advance(self, before: Recap, after: Recap) -> bool:
        return self._advance(before, after, ("stage", "ready_at", "message_ts"))


class SqlPointers:
    """Who was shown the way to a thread."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, post: Post, user_id: str) -> bool:
        row = {"post_id": post.id, "user_id": user_id, "team_id": post.team_id}
        insert = insert_into(pointers, self._connection.dialect.name).values(row)
        unless_there = insert.on_conflict_do_nothing(index_elements=["post_id", "user_id"])
        return self._connection.scalar(unless_there.returning(pointers.c.post_id)) is not None


@cache
def _planned(dialect: str) -> Insert:
    insert = insert_into(recaps, dialect)
    due = insert.excluded.ready_at
    return insert.on_conflict_do_update(
        index_elements=SqlRecaps.natural_key,
        set_={"ready_at": due},
        where=(recaps.c.stage == PostStage.CLAIMED) & (recaps.c.ready_at > due),
    )
