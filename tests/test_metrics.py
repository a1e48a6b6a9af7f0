from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.metrics import PATH, Metrics, metrics_app
from bot.ports import Backlog, Waiting
from bot.web_server import WebServer


class Database:
    """One that may be away, and counts how often it is asked."""

    def __init__(self) -> None:
        self.away = False
        self.asked = 0

    async def backlog(self) -> Backlog:
        self.asked += 1
        if self.away:
            raise ConnectionError
        return {"posts": Waiting(3, 61.5)}


@asynccontextmanager
async def served(metrics: Metrics, database: Database) -> AsyncIterator[str]:
    server = WebServer(metrics_app(metrics, database.backlog), "127.0.0.1", 0)
    serving = asyncio.create_task(server.run())
    yield server.url + PATH
    server.stop()
    await serving


async def scrape(metrics: Metrics, database: Database) -> str:
    async with served(metrics, database) as url, ClientSession() as web, web.get(url) as answer:
        assert answer.status == 200
        assert answer.headers["content-type"].startswith("text/plain")
        return await answer.text()


async def test_what_waits_is_shown_with_the_age_of_the_oldest() -> None:
    shown = await scrape(Metrics(), Database())
    assert 'scs_backlog{kind="posts"} 3.0' in shown
    assert 'scs_backlog_oldest_seconds{kind="posts"} 61.5' in shown
    assert "scs_database_up 1.0" in shown


async def test_a_scrape_succeeds_while_the_database_is_away_and_shows_no_stale_backlog() -> None:
    metrics, database = Metrics(), Database()
    metrics.posted("sent", timedelta(seconds=2))
    await scrape(metrics, database)
    database.away = True
    shown = await scrape(metrics, database)
    assert "scs_database_up 0.0" in shown
    assert "scs_backlog{" not in shown
    assert 'scs_posts_total{outcome="sent"} 1.0' in shown


async def test_the_database_is_not_asked_anew_by_every_scrape() -> None:
    database = Database()
    async with served(Metrics(), database) as url, ClientSession() as web:
        for _ in range(5):
            async with web.get(url) as answer:
                await answer.read()
    assert database.asked == 1


def test_each_process_counts_for_itself() -> None:
    one, other = Metrics(), Metrics()
    one.asked("answer")
    assert other.registry.get_sample_value("scs_questions_total", {"verdict": "answer"}) is None


async def test_the_version_is_shown() -> None:
    assert "scs_build_info{" in await scrape(Metrics(), Database())


@pytest.mark.parametrize("page", ["operations.md", "operations.ja.md"])
def test_the_page_for_operators_names_every_metric_and_no_other(page: str) -> None:
    told = set(re.findall(r"`(scs_\w+)", (Path(__file__).parent.parent / "docs" / page).read_text("utf-8")))
    registry = Metrics().registry
    ours = [family for family in registry.collect() if family.name.startswith("scs_")]
    names = {f"{f.name}_total" if f.type == "counter" else f.name for f in ours}
    assert told == names
