"""Show people who answered the open scenario in the channel where answers are scored."""

from __future__ import annotations

import logging

from bot.domain.daily import Post
from bot.domain.errors import UnknownPack, UnknownScenario
from bot.domain.grading import Outcome
from bot.domain.library import Library
from bot.ports import Database, Messenger, NotNow, OutcomeUnknown, Refused, UnitOfWork
from bot.services.marks import Marks, about
from bot.services.open_rounds import OpenRounds

log = logging.getLogger(__name__)


class PointToThread:
    """Tells a person once for each scenario, and only who clearly answered it. Whoever has replied where
    replies are scored knows the way."""

    def __init__(
        self, database: Database, messenger: Messenger, library: Library, open_rounds: OpenRounds
    ) -> None:
        self._database = database
        self._messenger = messenger
        self._library = library
        self._open_rounds = open_rounds

    async def answered(self, channel_id: str, user_id: str, text: str) -> Post | None:
        """The open post that a message in the channel answers, if its author is to be told now. From then
        on they count as told: better never than twice."""
        # Remembered, so that a channel's talk costs the database nothing while no scenario is open.
        posts = self._open_rounds.in_channel(channel_id)
        if not posts:
            return None
        marks = Marks(self._library)
        return await self._database.transact(lambda work: _answered(work, posts, user_id, text, marks))

    async def tell(self, post: Post, user_id: str) -> None:
        """Say where that post takes answers, to this person alone."""
        try:
            await self._messenger.point_to_thread(post, user_id)
        except (NotNow, OutcomeUnknown, Refused) as why:
            log.info("nobody was shown the thread", extra={"post": post.key, "why": str(why)})


def _answered(work: UnitOfWork, posts: list[Post], user_id: str, text: str, marks: Marks) -> Post | None:
    for post in posts:
        if work.replies.of_person(post.id, user_id):
            continue
        if _is_answer(work, post, text, marks) and work.pointers.add(post, user_id):
            return post
    return None


def _is_answer(work: UnitOfWork, post: Post, text: str, marks: Marks) -> bool:
    try:
        score = marks.of(work, about(post), text)
    except (UnknownPack, UnknownScenario):  # gone from its pack: there is nothing to answer any more
        return False
    return score.outcome is not Outcome.NONE
