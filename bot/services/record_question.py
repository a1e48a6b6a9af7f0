"""Keep what was asked and whether the answer helped, so that authors see the gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.domain.daily import Question
from bot.domain.results import Answer
from bot.ports import UNMETERED, Clock, Database, Meter, UnitOfWork


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asked what where. `origin` is the message's ts, or whatever names the request uniquely;
    `thread_ts` is the thread it was asked in, None outside of threads. `in_passing` says that the
    message mentions the bot without beginning with it, `command` that it is no question: then nothing
    is looked up, and nothing counts as not found."""

    team_id: str
    channel_id: str
    origin: str
    user_id: str
    text: str
    thread_ts: str | None = None
    in_passing: bool = False
    command: bool = False


BATCH = 200
"""Questions of one transaction, so that each holds the database for some milliseconds at most."""


class RecordQuestion:
    """Stores questions whose answers are with the person already.

    A transaction waits for the disk, longer than a question takes to be answered. So whoever records takes
    along what has come in meanwhile; otherwise more and more would wait under load.
    """

    def __init__(self, database: Database, clock: Clock, meter: Meter = UNMETERED) -> None:
        self._database = database
        self._clock = clock
        self._meter = meter
        self._waiting: list[Question] = []
        self._recording = False

    async def answered(self, asked: Asked, answer: Answer) -> None:
        """Record a question and what was found; or leave that to whoever is recording now."""
        self._meter.asked(answer.verdict.value)
        question = question_of(asked, answer, self._clock.now(), owes_answer_at=None)
        self._waiting.append(question)
        if self._recording:
            return
        self._recording = True
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
                await self._database.transact(partial(_add_all, batch))
        finally:
            self._recording = False

    async def helped(self, channel_id: str, origin: str, user_id: str, helped: bool) -> None:
        """Keep whether the answer helped; pressing again changes it."""
        await self._database.transact(lambda work: work.questions.helped(channel_id, origin, user_id, helped))


def _add_all(batch: Sequence[Question], work: UnitOfWork) -> None:
    work.questions.add_all(batch)


def question_of(asked: Asked, answer: Answer, now: datetime, owes_answer_at: datetime | None) -> Question:
    """The row for a question."""
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
        owes_answer_at=owes_answer_at,
        thread_ts=asked.thread_ts,
    )
