"""What a person answered in a channel, with the breakdown of each attempt: what they were told at the time
is gone from Slack once they reload."""

from __future__ import annotations

from bot.domain.daily import Post, PostStage
from bot.domain.errors import UnknownPack, UnknownScenario
from bot.domain.library import Library
from bot.domain.results import Feedback, MyAttempts
from bot.ports import Database, UnitOfWork
from bot.services.give_feedback import feedback_among


class ShowAttempts:
    """Reads a person's own attempts: at what is open, and at the last closed scenario that they answered."""

    def __init__(self, database: Database, library: Library) -> None:
        self._database = database
        self._library = library

    async def __call__(self, team_id: str, channel_id: str, user_id: str) -> MyAttempts:
        """The attempts in the channel, the open scenario's first; nothing of anybody else's."""

        def read(work: UnitOfWork) -> MyAttempts:
            rounds = (
                self._round(work, post, user_id) for post in _readable(work, team_id, channel_id, user_id)
            )
            return MyAttempts(channel_id, tuple(each for each in rounds if each))

        return await self._database.transact(read)

    def _round(self, work: UnitOfWork, post: Post, user_id: str) -> tuple[Feedback, ...]:
        try:
            scenario = self._library.pack(post.pack_id).scenario(post.scenario_id)
        except (UnknownPack, UnknownScenario):  # what it was scored by is gone
            return ()
        appeals = {appeal.reply_id: appeal.state for appeal in work.appeals.of_post(post.id)}
        theirs = work.replies.of_person(post.id, user_id)
        return tuple(
            feedback_among(theirs, reply, post, scenario, appeals.get(reply.id))
            for reply in theirs
            if not reply.late
        )


def has_attempts(work: UnitOfWork, team_id: str, channel_id: str, user_id: str) -> bool:
    """Whether there is anything for the person to read again."""
    return bool(work.replies.best_of_person(team_id, user_id, channel_id))


def _readable(work: UnitOfWork, team_id: str, channel_id: str, user_id: str) -> list[Post]:
    answered = [post for post, _ in work.replies.best_of_person(team_id, user_id, channel_id)]
    still_open = [post for post in answered if post.stage is PostStage.OPEN]
    over = [post for post in answered if post.stage is not PostStage.OPEN]
    return [*still_open, *over[-1:]]
