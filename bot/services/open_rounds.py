"""Which scenarios are open where, remembered between questions.

A question is answered without the database, yet the answer of an open scenario must not be given
away in its channel. So what is open is kept here, refreshed by the scheduler.
"""

from __future__ import annotations

from bot.domain.daily import Post, PostStage
from bot.ports import Database


class OpenRounds:
    """The posts of all channels that are not closed yet, as of the last refresh."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._posts: dict[tuple[str, str], Post] = {}

    async def refresh(self) -> None:
        """Read anew what is open."""
        posts = await self._database.transact(lambda work: work.posts.unfinished())
        self._posts = {(post.channel_id, post.scenario_id): post for post in posts}

    def of(self, channel_id: str, scenario_id: str) -> Post | None:
        """The open post of this scenario in this channel."""
        return self._posts.get((channel_id, scenario_id))

    def somewhere(self, team_id: str, scenario_id: str) -> Post | None:
        """The open post of this scenario in any channel of the workspace."""
        posts = (post for post in self._posts.values() if post.scenario_id == scenario_id)
        return next((post for post in posts if post.team_id == team_id), None)

    def in_channel(self, channel_id: str) -> list[Post]:
        """The posts of this channel that take replies."""
        posts = (post for post in self._posts.values() if post.channel_id == channel_id)
        return [post for post in posts if post.stage is PostStage.OPEN]
