"""Answer questions that came as events: recorded first, acknowledged, then answered."""

from __future__ import annotations

from collections.abc import Awaitable

from bot.domain.daily import Question
from bot.ports import UNMETERED, Clock, Database, Messenger, Meter, UnitOfWork
from bot.services.answer_question import AnswerQuestion
from bot.services.apart import drain
from bot.services.debts import pay, retry_at
from bot.services.record_question import Asked, question_of


class AnswerMention:
    """Takes mentions and direct messages, and pays the answers they are owed."""

    def __init__(
        self,
        database: Database,
        messenger: Messenger,
        answer: AnswerQuestion,
        clock: Clock,
        meter: Meter = UNMETERED,
    ) -> None:
        self._database = database
        self._messenger = messenger
        self._answer = answer
        self._clock = clock
        self._meter = meter

    async def take(self, asked: Asked) -> Question | None:
        """Record a question that is still to be answered. None if it is known already, or if it is
        a reply to a scenario that mentions the bot in passing."""
        now = self._clock.now()
        answer = self._answer("" if asked.command else asked.text, asked.channel_id)
        question = question_of(asked, answer, now, retry_at(now))

        def record(work: UnitOfWork) -> Question | None:
            if (
                asked.in_passing
                and asked.thread_ts
                and work.posts.by_message(asked.channel_id, asked.thread_ts)
            ):
                return None
            return work.questions.add(question)

        recorded = await self._database.transact(record)
        if recorded is not None:
            self._meter.asked(recorded.verdict)
        return recorded

    async def pay(self, question: Question, look_first: bool = False) -> None:
        """Answer a recorded question, in the thread or channel where it was asked. `look_first` is
        for one that came round again: its answer may be out."""
        answer = self._answer(question.text, question.channel_id)
        await pay(
            self._database,
            self._clock,
            self._messenger.answer(question, answer, look_first),
            lambda work: work.questions.answered(question),
            lambda work, until: work.questions.put_off(question, until),
            question.asked_at,
        )

    async def pay_all(self) -> None:
        """Answer every question whose answer is overdue."""

        async def take(limit: int) -> list[Awaitable[None]]:
            now = self._clock.now()
            until = retry_at(now)
            owing = await self._database.claim(lambda work: work.questions.take_owing(now, until, limit))
            return [self.pay(question, look_first=True) for question in owing]

        await drain(take)
