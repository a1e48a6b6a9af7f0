"""That questions which come in together are all kept, also after one transaction has failed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from math import nan
from typing import TypeVar

import pytest

from bot.domain.daily import Miss
from bot.domain.errors import QuestionNotRecorded
from bot.domain.results import Answer
from bot.domain.scenario import Language
from bot.domain.search import Verdict
from bot.packs.loader import load_pack
from bot.ports import UnitOfWork
from bot.services import record_question
from bot.services.record_question import BATCH, Asked, RecordQuestion
from bot.storage import SqlDatabase
from bot.storage.errors import DatabaseUnavailable
from tests.clock import FakeClock
from tests.packs.small_pack import SOUND

T = TypeVar("T")


class Counted(SqlDatabase):
    """A database that counts transactions, and fails as many as it is told to."""

    transactions = 0
    failing = 0

    async def transact(self, work: Callable[[UnitOfWork], T]) -> T:
        self.transactions += 1
        if self.transactions <= self.failing:
            await asyncio.sleep(0)
            raise DatabaseUnavailable(address="a database")
        return await super().transact(work)


@pytest.fixture
async def database(sqlite_url: str) -> AsyncIterator[Counted]:
    database = Counted(sqlite_url)
    yield database
    await database.close()


@pytest.fixture
def answer() -> Answer:
    pack = load_pack(SOUND)
    return Answer(Verdict.NOTHING, Language.EN, 0.1, "how?", pack)


def asked(number: int) -> Asked:
    return Asked("T1", "C1", f"command:{number}", "U1", f"question {number}")


async def kept(database: SqlDatabase) -> int:
    missed = await database.transact(lambda work: work.questions.missed())
    return sum(question.times for question in missed)


async def test_questions_of_one_moment_share_transactions_and_are_all_kept(
    database: Counted, answer: Answer
) -> None:
    record = RecordQuestion(database, FakeClock())
    await asyncio.gather(*(record.answered(asked(number), answer) for number in range(BATCH + 2)))
    assert database.transactions == 3  # the first alone, then as many as one takes, then the last
    assert await kept(database) == BATCH + 2


async def test_after_a_failure_the_next_question_takes_along_what_still_waits(
    database: Counted, answer: Answer
) -> None:
    database.failing = 1
    record = RecordQuestion(database, FakeClock())
    await asyncio.gather(*(record.answered(asked(number), answer) for number in (1, 2)))
    assert await kept(database) == 0
    await record.answered(asked(3), answer)
    assert await kept(database) == 3


async def test_without_another_question_it_is_tried_again_all_the_same(
    database: Counted, answer: Answer
) -> None:
    database.failing = 2
    record = RecordQuestion(database, FakeClock())
    await asyncio.gather(*(record.answered(asked(number), answer) for number in range(BATCH + 2)))
    await record.flush()
    await record.flush()
    assert await kept(database) == BATCH + 2


async def test_a_question_that_cant_be_stored_takes_no_other_along(
    database: Counted, answer: Answer, caplog: pytest.LogCaptureFixture
) -> None:
    record = RecordQuestion(database, FakeClock())
    odd = replace(answer, confidence=nan)  # which SQLite takes for nothing, where something has to be
    given = [(1, answer), (2, answer), (3, odd), (4, answer)]
    await asyncio.gather(*(record.answered(asked(number), each) for number, each in given))
    assert await kept(database) == 3
    assert "a question could not be recorded" in caplog.text


async def test_that_an_answer_helped_is_refused_elsewhere_until_the_question_is_stored(
    database: Counted, answer: Answer
) -> None:
    database.failing = 1
    here, elsewhere = (RecordQuestion(database, FakeClock()) for _ in range(2))
    await here.answered(asked(1), answer)
    with pytest.raises(QuestionNotRecorded):
        await elsewhere.helped("C1", "command:1", "U1", helped=False)
    await here.flush()
    await elsewhere.helped("C1", "command:1", "U1", helped=False)
    (missed,) = await database.transact(lambda work: work.questions.missed())
    assert missed.miss is Miss.UNHELPFUL


async def test_what_waits_while_the_database_is_away_has_a_limit(
    database: Counted, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_question, "MOST_WAITING", 3)
    database.failing = 5
    record = RecordQuestion(database, FakeClock())
    for number in range(5):
        await record.answered(asked(number), answer)
    await record.flush()
    assert await kept(database) == 3
