"""What runs beside the bot."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.bootstrap import SystemClock, build
from bot.domain.daily import Subscription
from bot.domain.library import Library
from bot.domain.scenario import Language
from bot.domain.schedule import Timetable
from bot.domain.search import Verdict
from bot.metrics import PATH
from bot.playground import MovableClock, Playground
from bot.running import SlackNotHeard, metrics_served, run_in_slack
from bot.services.record_question import Asked
from bot.settings import read_settings
from bot.slack.manifest import manifest
from bot.slack.socket_mode import SocketMode
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


async def test_a_process_that_cannot_hear_slack_ends_with_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hopeless(self: SocketMode) -> None:
        self.lost()

    monkeypatch.setattr(SocketMode, "watch", hopeless)
    clock = MovableClock(SystemClock())
    async with Playground(clock, machine=SystemClock(), manifest=manifest(None)) as slack:
        environ = {
            "SLACK_API_URL": slack.api_url,
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_APP_TOKEN": slack.app_token,
            "DATABASE_URL": f"sqlite:///{tmp_path}/bot.sqlite3",
            "PORT": "0",
        }
        with pytest.raises(SlackNotHeard):
            await run_in_slack(read_settings(environ), lambda *_: None)


def _unavailable(*_: object) -> None:
    raise DatabaseUnavailable(address="a database")
