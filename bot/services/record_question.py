"""Keep what was asked: so that mentions get their answer whatever happens, and authors see the gaps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.daily import Question
from bot.domain.results import Answer
from bot.ports import Clock, Database, Messenger, NotNow, OutcomeUnknown, Refused
from bot.services.answer_question import AnswerQuestion

RETRY_AFTER = timedelta(seconds=60)
BATCH = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asked what where. `origin` is the message's ts, or whatever names the request uniquely;
    `thread_ts` is the thread it was asked in, None outside of threads."""

    team_id: str
    channel_id: str
    origin: str
    user_id: str
    text: str
    thread_ts: str | None = None


class RecordQuestion:
    """Stores questions, and answers those that came as events.

    A slash command is answered in its own response and recorded afterwards. A mention or a direct
    message is recorded first, acknowledged, then answered; whatever stays unanswered is tried
    again by the scheduler.
    """

    def __init__(
        self, database: Database, messenger: Messenger, answer: AnswerQuestion, clock: Clock
    ) -> None:
        self._database = database
        self._messenger = messenger
        self._answer = answer
        self._clock = clock

    async def answered(self, asked: Asked, answer: Answer) -> None:
        """Record a question whose answer is already with the person."""
        question = _question(asked, answer, self._clock.now(), owed=False)
        await self._database.transact(lambda work: work.questions.add(question))

    async def take(self, asked: Asked) -> Question | None:
        """Record a question that is still to be answered; None if it is known already."""
        question = _question(asked, self._answer(asked.text, asked.channel_id), self._clock.now(), owed=True)
        return await self._database.transact(lambda work: work.questions.add(question))

    async def pay(self, question: Question) -> None:
        """Answer a recorded question, in the thread or channel where it was asked."""
        try:
            await self._messenger.answer(question, self._answer(question.text, question.channel_id))
        except (NotNow, OutcomeUnknown):
            return  # its owes_answer_at comes round again
        except Refused:
            pass  # it can never be delivered, so nothing is owed any more
        await self._database.transact(lambda work: work.questions.answered(question))

    async def pay_all(self) -> None:
        """Answer every question whose answer is overdue."""
        now = self._clock.now()
        owing = await self._database.transact(
            lambda work: work.questions.take_owing(now, now + RETRY_AFTER, BATCH)
        )
        for question in owing:
            await self.pay(question)

    async def helped(self, channel_id: str, origin: str, user_id: str, helped: bool) -> None:
        """Keep whether the answer helped; pressing again changes it."""
        await self._database.transact(lambda work: work.questions.helped(channel_id, origin, user_id, helped))


def _question(asked: Asked, answer: Answer, now: datetime, owed: bool) -> Question:
    return Question(
        team_id=asked.team_id,
        channel_id=asked.channel_id,
        origin=asked.origin,
        user_id=asked.user_id,
        text=asked.text,
        language=answer.language,
        verdict=answer.verdict.value,
        top=answer.matches[0].scenario_id if answer.matches else None,
        confidence=answer.confidence,
        asked_at=now,
        owes_answer_at=now + RETRY_AFTER if owed else None,
        thread_ts=asked.thread_ts,
    )
