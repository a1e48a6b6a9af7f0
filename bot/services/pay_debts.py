"""Everything that is overdue to people. A strand of its own, so that a Slack that hangs over old
feedback doesn't hold up the posts of the day."""

from __future__ import annotations

import asyncio

from bot.services.answer_mention import AnswerMention
from bot.services.give_feedback import GiveFeedback
from bot.services.tell_appeals import TellAppeals


class PayDebts:
    """One turn of the scheduler; safe in any number of processes at once."""

    def __init__(
        self, give_feedback: GiveFeedback, answer_mention: AnswerMention, tell_appeals: TellAppeals
    ) -> None:
        self._give_feedback = give_feedback
        self._answer_mention = answer_mention
        self._tell_appeals = tell_appeals

    async def __call__(self) -> None:
        """Pay what is overdue; much of one kind holds up none of the others."""
        await asyncio.gather(
            self._give_feedback.pay_all(), self._answer_mention.pay_all(), self._tell_appeals.pay_all()
        )
