"""Replies, and what of them counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import func, select, update

from bot.domain.daily import Post, Reply
from bot.domain.grading import Score
from bot.storage.ledger import Ledger, names, row_of
from bot.storage.tables import posts, replies

_COUNTS = {"late": False, "withdrawn": False}
_COUNTING = [replies.c[name] == said for name, said in _COUNTS.items()]
_ARRIVAL = ("received_at", "id")


class SqlReplies(Ledger[Reply]):
    """Attempts and their scores."""

    kind = Reply
    columns = names(Reply)
    table = replies
    due = replies.c.owes_feedback_at
    natural_key = ("channel_id", "origin")

    def add(self, reply: Reply) -> Reply | None:
        added = self._add(row_of(reply) | {"points": reply.score.value})
        return None if added is None else replace(reply, id=added)

    def by_origin(self, channel_id: str, origin: str) -> Reply | None:
        return self._find_one(channel_id=channel_id, origin=origin)

    def by_id(self, reply_id: int) -> Reply | None:
        return self._find_one(id=reply_id)

    def of_person(self, post_id: int, user_id: str) -> list[Reply]:
        return self._find(*_ARRIVAL, post_id=post_id, user_id=user_id)

    def of_post(self, post_id: int) -> list[Reply]:
        return self._find(*_ARRIVAL, post_id=post_id, **_COUNTS)

    def channels_of(self, team_id: str, user_id: str) -> list[str]:
        theirs = (replies.c.team_id == team_id) & (replies.c.user_id == user_id)
        channels = select(replies.c.channel_id).where(theirs).distinct()
        return sorted(self._connection.scalars(channels))  # sorted here: engines collate differently

    def best_of_channel(
        self, team_id: str, channel_id: str, since: date | None = None
    ) -> list[tuple[str, date, int]]:
        best = (
            select(replies.c.user_id, posts.c.day, func.max(replies.c.points))
            .join_from(replies, posts)
            .where(posts.c.channel_id == channel_id, posts.c.team_id == team_id, *_COUNTING)
            .group_by(replies.c.user_id, posts.c.day)
        )
        if since is not None:
            best = best.where(posts.c.day >= since)
        return sorted((user, day, points) for user, day, points in self._connection.execute(best))

    def best_of_person(
        self, team_id: str, user_id: str, channel_id: str | None = None
    ) -> list[tuple[Post, int]]:
        theirs = (replies.c.team_id == team_id) & (replies.c.user_id == user_id)
        best = (
            select(func.max(replies.c.points).label("best"), *(posts.c[name] for name in names(Post)))
            .join_from(replies, posts)
            .where(theirs, *_COUNTING)
            .group_by(posts.c.id)
        )
        if channel_id is not None:
            best = best.where(posts.c.channel_id == channel_id)
        found = [(row.pop("best"), Post(**row)) for row in self._rows(best)]
        found.sort(key=lambda pair: (pair[1].channel_id, pair[1].day))  # here: engines collate differently
        return [(post, points) for points, post in found]

    def wordings(self, pack_id: str, scenario_id: str | None = None) -> list[tuple[str, str, Score]]:
        query = (
            select(posts.c.scenario_id, replies.c.text, replies.c.score)
            .join_from(replies, posts)
            .where(posts.c.pack_id == pack_id, replies.c.text != "", *_COUNTING)
        )
        if scenario_id is not None:
            query = query.where(posts.c.scenario_id == scenario_id)
        return [(scenario, text, score) for scenario, text, score in self._connection.execute(query)]

    def update(self, reply: Reply) -> None:
        edited = ("text", "language", "score", "version", "owes_feedback_at", "withdrawn", "late", "granted")
        changes = {name: getattr(reply, name) for name in edited}
        self._change(changes | {"points": reply.score.value}, id=reply.id)

    def take_owing(self, now: datetime, until: datetime, limit: int) -> list[Reply]:
        return self._claim(now, until, limit)

    def put_off(self, reply: Reply, until: datetime) -> bool:
        return self._owe(until, reply)

    def feedback_sent(self, reply: Reply) -> bool:
        return self._owe(None, reply)

    def hand_on(self, reply: Reply, at: datetime) -> bool:
        edited = (replies.c.id == reply.id) & (replies.c.version != reply.version)
        untouched = edited & (replies.c.owes_feedback_at == reply.owes_feedback_at)
        return (
            self._connection.execute(update(replies).where(untouched).values(owes_feedback_at=at)).rowcount
            == 1
        )

    def owe_again(self, reply: Reply, at: datetime) -> None:
        newer = (replies.c.version != reply.version) | (replies.c.points != reply.score.value)
        self._connection.execute(
            update(replies)
            .where(replies.c.id == reply.id, replies.c.text != "", newer)
            .values(owes_feedback_at=at)
        )

    def _owe(self, at: datetime | None, reply: Reply) -> bool:
        if reply.owes_feedback_at is None:
            return False
        owed = {"owes_feedback_at": reply.owes_feedback_at, "version": reply.version}
        return self._change({"owes_feedback_at": at}, id=reply.id, **owed) > 0
