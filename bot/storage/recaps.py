"""Weekly recaps, and who was shown the way to a thread."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache

from sqlalchemy import Connection

from bot.domain.daily import Post, PostStage
from bot.domain.recaps import Recap
from bot.storage.ledger import Insert, StagedLedger, insert_into, names, row_of
from bot.storage.tables import pointers, recaps


class SqlRecaps(StagedLedger[Recap]):
    """The weeks of every channel."""

    kind = Recap
    columns = names(Recap)
    table = recaps
    due = recaps.c.ready_at
    natural_key = ("channel_id", "week", "team_id")
    progress = ("stage", "ready_at", "message_ts")

    def plan(self, recaps_: Sequence[Recap]) -> None:
        if recaps_:
            rows = [row_of(recap) for recap in recaps_]
            self._connection.execute(_planned(self._connection.dialect.name), rows)

    def of_week(self, team_id: str, channel_id: str, week: date) -> Recap | None:
        return self._find_one(channel_id=channel_id, week=week, team_id=team_id)


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
