"""Store a post's next step, unless another worker has taken the post over."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.daily import Post
from bot.ports import Database

LOOK_AGAIN = timedelta(seconds=10)
"""After a call with an unknown outcome; until then Slack has finished what it may have begun."""


class TakenOver(Exception):
    """Another worker has moved the post on, so it is no longer ours."""


async def move_on(database: Database, before: Post, after: Post) -> Post:
    """`after`, stored; raises `TakenOver`."""
    if not await database.claim(lambda work: work.posts.advance(before, after)):
        raise TakenOver(before.key)
    return after
