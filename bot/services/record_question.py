"""Keep what was asked and whether the answer helped, so that authors see the gaps."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.domain.daily import Question
from bot.domain.errors import BotError, QuestionNotRecorded
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


log = logging.getLogger(__name__)

MOST_WAITING = 20_000
"""Questions kept in memory while the database is away: some ten megabytes."""

BATCH = 200
"""Questions of one transaction, so that each holds the database for some milliseconds at most."""


class RecordQuestion:
    """Stores questions whose answers are with the person already.

    A transaction waits for the disk, longer than a question takes to be answered. So whoever records takes
    along what has come in meanwhile; otherwise more and more would wait under load. What could not be stored
    waits for the next question, or for `flush`.
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
        self._waiting.append(question_of(asked, answer, self._clock.now(), owes_answer_at=None))
        if len(self._waiting) > MOST_WAITING:
            log.error("a question is not recorded, too many wait already")
            del self._waiting[0]
        await self.flush()

    async def flush(self) -> None:
        """Store what waits, as far as the database takes it now; nothing if somebody is at it."""
        if self._recording:
            return
        self._recording = True
        try:
            while batch := self._waiting[:BATCH]:
                del self._waiting[: len(batch)]
                try:
                    await self._store(batch)
                except BaseException:
                    self._waiting[:0] = batch  # what is stored already is not stored twice: see `add_all`
                    raise
        except BotError as error:
            log.warning("questions wait to be recorded", extra={"n": len(self._waiting), "why": error.key})
        finally:
            self._recording = False

    async def _store(self, batch: Sequence[Question]) -> None:
        """Raises `DatabaseUnavailable`. A question that no transaction takes is given up, but takes no other
        along: the batch is halved until it is alone."""
        try:
            await self._database.transact(partial(_add_all, batch))
        except BotError:
            raise
        except Exception:
            if len(batch) == 1:
                log.exception("a question could not be recorded")
                return
            middle = len(batch) // 2
            await self._store(batch[:middle])
            await self._store(batch[middle:])

    async def helped(self, channel_id: str, origin: str, user_id: str, helped: bool) -> None:
        """Keep whether the answer helped; pressing again changes it. Raises `QuestionNotRecorded`, most often
        since the question waits for the database, maybe in another process."""
        kept = await self._database.transact(
            lambda work: work.questions.helped(channel_id, origin, user_id, helped)
        )
        if not kept:
            raise QuestionNotRecorded


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
