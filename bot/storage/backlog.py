"""How much work is waiting, for whoever watches. One look at small indexes; nothing is claimed.

What is being retried has its due time moved forward all the while, so age is counted from when a piece
first fell due, and debts count as waiting for as long as they are owed.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, func, select, union_all

from bot.domain.daily import PostStage
from bot.ports import Backlog, Waiting
from bot.storage.tables import appeals, posts, questions, recaps, replies, subscriptions


def backlog(connection: Connection, now: datetime) -> Backlog:
    """Everything that waits, by kind: `channels` whose day nobody has taken, `posts` not yet sent, `closes`
    whose time is up, `recaps`, and what people are owed: `feedback`, `answers`, `notices`."""

    def waiting(table: FromClause, since: ColumnElement[Any], *which: ColumnElement[bool]) -> Waiting:
        query = select(func.count(), func.min(since)).select_from(table).where(*which)
        pieces, oldest = connection.execute(query).one()
        return Waiting(pieces, 0.0 if oldest is None else max(0.0, (now - oldest).total_seconds()))

    post, reply, question, appeal = posts.c, replies.c, questions.c, appeals.c
    unsent = post.stage.in_([PostStage.CLAIMED, PostStage.SENDING])
    up = post.stage.in_([PostStage.OPEN, PostStage.CLOSING]) & (post.closes_at <= now)
    stopped = select(post.due_at).where(post.stage == PostStage.OUTAGE, post.ready_at.is_not(None))
    disputed = select(appeal.opened_at.label("since")).where(appeal.owes_notice_at.is_not(None))
    notices = union_all(disputed, stopped).subquery()
    return {
        "channels": waiting(subscriptions, subscriptions.c.ready_at, subscriptions.c.ready_at <= now),
        "posts": waiting(posts, post.due_at, unsent),
        "closes": waiting(posts, post.closes_at, up),
        "recaps": waiting(recaps, recaps.c.ready_at, recaps.c.ready_at <= now),
        "feedback": waiting(replies, reply.received_at, reply.owes_feedback_at.is_not(None)),
        "answers": waiting(questions, question.asked_at, question.owes_answer_at.is_not(None)),
        "notices": waiting(notices, notices.c.since),
    }
