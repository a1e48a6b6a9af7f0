"""What runs beside the bot."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from aiohttp import ClientSession

from bot.bootstrap import build
from bot.domain.daily import Subscription
from bot.domain.library import Library
from bot.domain.scenario import Language
from bot.domain.schedule import Timetable
from bot.domain.search import Verdict
from bot.metrics import PATH
from bot.running import metrics_served
from bot.services.record_question import Asked
from bot.storage import SqlDatabase
from bot.storage.errors import DatabaseUnavailable
from tests.clock import FakeClock

NOON = datetime(2020, 11, 2, 12, tzinfo=UTC)  # long ago by this machine's clock
DUE_LATER = Subscription(
    "T1", "C1", "scs", (Language.EN,), Timetable(time(9), "UTC"), "U1", ready_at=NOON + timedelta(hours=1)
)


async def test_what_waits_is_counted_by_the_clock_that_the_work_goes_by(
    database_url: str, library: Library
) -> None:
    async with (
        build(library, FakeClock(NOON), database_url, "xoxb-1", "secret", "http://127.0.0.1:9/") as bot,
        metrics_served(bot, "127.0.0.1", 0) as server,
        ClientSession() as web,
    ):
        await bot.database.transact(lambda work: work.subscriptions.save(DUE_LATER))
        assert server is not None
        async with web.get(server.url + PATH) as answer:
            assert 'scs_backlog{kind="channels"} 0.0' in await answer.text()


async def test_questions_that_the_database_could_not_take_are_stored_at_the_latest_at_the_end(
    database_url: str, library: Library
) -> None:
    async with build(
        library, FakeClock(NOON), database_url, "xoxb-1", "secret", "http://127.0.0.1:9/"
    ) as bot:
        record = bot.use_cases.record_question
        answer = replace(bot.use_cases.answer_question("how?", "C1"), verdict=Verdict.NOTHING)
        with pytest.MonkeyPatch.context() as away:
            away.setattr(bot.database, "_run", _unavailable)
            await record.answered(Asked("T1", "C1", "1.1", "U1", "how?"), answer)
    database = SqlDatabase(database_url)
    missed = await database.transact(lambda work: work.questions.missed())
    await database.close()
    assert [question.text for question in missed] == ["how?"]


def _unavailable(*_: object) -> None:
    raise DatabaseUnavailable(address="a database")
