"""Posts, and what they owe next."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, select

from bot.domain.daily import Post, PostStage
from bot.storage.ledger import StagedLedger, names, select_where
from bot.storage.tables import posts

_UNFINISHED = [stage for stage in PostStage if not stage.finished]


class SqlPosts(StagedLedger[Post]):
    """The days of every channel."""

    kind = Post
    columns = names(Post)
    table = posts
    due = posts.c.ready_at
    natural_key = ("channel_id", "day", "team_id")
    progress = ("stage", "ready_at", "message_ts", "reveal_ts", "scenario_id")

    def by_id(self, post_id: int) -> Post | None:
        return self._find_one(id=post_id)

    def by_message(self, channel_id: str, message_ts: str) -> Post | None:
        return self._find_one(channel_id=channel_id, message_ts=message_ts)

    def hold(self, post_id: int) -> Post | None:
        return self._hold(id=post_id)

    def hold_message(self, channel_id: str, message_ts: str) -> Post | None:
        return self._hold(channel_id=channel_id, message_ts=message_ts)

    def store(self, taken: Sequence[Post]) -> None:
        progress = ("id", "stage", "ready_at", "scenario_id", "rest")
        self._change_each([{name: getattr(post, name) for name in progress} for post in taken])

    def scenarios_of(self, channel_ids: Sequence[str]) -> dict[str, list[str]]:
        theirs = self._among(posts.c.channel_id, "channels")
        query = select(posts.c.channel_id, posts.c.scenario_id).where(theirs, posts.c.scenario_id != "")
        past: dict[str, list[str]] = {}
        rows = self._connection.execute(query.order_by(posts.c.day), {"channels": list(channel_ids)})
        for channel_id, scenario_id in rows:
            past.setdefault(channel_id, []).append(scenario_id)
        return past

    def of_channel(self, team_id: str, channel_id: str) -> list[Post]:
        return self._find("day", channel_id=channel_id, team_id=team_id)

    def unfinished_since(self, post_id: int) -> list[Post]:
        query = select_where(posts, self.columns, (), ("id",)).where(posts.c.id > bindparam("newest"))
        rows = self._rows(query.where(posts.c.stage.in_(_UNFINISHED)), {"newest": post_id})
        return [Post(**row) for row in rows]

    def by_ids(self, post_ids: Sequence[int]) -> list[Post]:
        query = select_where(posts, self.columns, (), ("id",)).where(self._among(posts.c.id, "ids"))
        return [Post(**row) for row in self._rows(query, {"ids": list(post_ids)})] if post_ids else []

    def stages_of(self, post_ids: Sequence[int]) -> dict[int, PostStage]:
        query = select(posts.c.id, posts.c.stage).where(self._among(posts.c.id, "ids"))
        found = self._connection.execute(query, {"ids": list(post_ids)}) if post_ids else ()
        return {row.id: row.stage for row in found}

    def unfinished(self, channel_id: str | None = None) -> list[Post]:
        given = {} if channel_id is None else {"channel_id": channel_id}
        query = select_where(posts, self.columns, tuple(given), ("id",))
        return [Post(**row) for row in self._rows(query.where(posts.c.stage.in_(_UNFINISHED)), given)]
