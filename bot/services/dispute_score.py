"""Dispute the score of one's own reply, once. Who decides is then owed a notice."""

from __future__ import annotations

from bot.domain.appeals import Appeal, AppealState
from bot.domain.daily import Reply
from bot.domain.disputes import Disputed, NothingToDispute, ReplyNotFound
from bot.domain.library import Library
from bot.ports import Clock, Database, UnitOfWork
from bot.services.debts import retry_at
from bot.services.give_feedback import feedback_on


class DisputeScore:
    """Opens appeals."""

    def __init__(self, database: Database, library: Library, clock: Clock) -> None:
        self._database = database
        self._library = library
        self._clock = clock

    async def __call__(self, reply_id: int, team_id: str, user_id: str, channel_id: str = "") -> Disputed:
        """Open an appeal for the author of the reply; a second time changes nothing. `channel_id` is where
        the button was pressed, empty in a form, which knows no channel.

        Raises `ReplyNotFound` or `NothingToDispute`.
        """

        def dispute(work: UnitOfWork) -> Disputed:
            reply = work.replies.by_id(reply_id)
            if reply is None or (reply.team_id, reply.user_id) != (team_id, user_id):
                raise ReplyNotFound
            if channel_id not in ("", reply.channel_id):
                raise ReplyNotFound
            feedback = feedback_on(work, self._library, reply)
            if feedback.appeal is None and not feedback.disputable:
                raise NothingToDispute
            opened = work.appeals.add(self._opened(reply)) if feedback.appeal is None else None
            return Disputed(feedback_on(work, self._library, reply), opened)

        return await self._database.transact(dispute)

    def _opened(self, reply: Reply) -> Appeal:
        now = self._clock.now()
        return Appeal(
            reply_id=reply.id,
            post_id=reply.post_id,
            team_id=reply.team_id,
            channel_id=reply.channel_id,
            user_id=reply.user_id,
            state=AppealState.OPEN,
            opened_at=now,
            owes_notice_at=retry_at(now),
        )
