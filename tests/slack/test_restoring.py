"""A backup that is put back has forgotten what was posted since; Slack has not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.bootstrap import Bot, SystemClock, build
from bot.domain.daily import PostStage
from bot.domain.library import Library
from bot.local_workspace import PlannedTimes
from bot.playground import MovableClock, Playground
from bot.slack.endpoint import PATH, Endpoint, web_app
from bot.slack.manifest import manifest
from bot.storage.backup import backup
from bot.web_server import WebServer
from tests.clock import FakeClock
from tests.slack.conftest import SAM, SUNDAY_EVENING, Office


@pytest.fixture
async def slack() -> AsyncIterator[Playground]:
    clock = MovableClock(FakeClock(SUNDAY_EVENING))
    async with Playground(
        clock, machine=SystemClock(), manifest=manifest(None), retry_after=(0, 0, 0)
    ) as slack:
        yield slack


@asynccontextmanager
async def started(slack: Playground, library: Library, url: str) -> AsyncIterator[Office]:
    """The bot as a process of its own would come up on this database."""
    async with build(library, slack.clock, url, slack.bot_token, slack.signing_secret, slack.api_url) as bot:
        slack.timeline = PlannedTimes(bot)
        server = WebServer(web_app(Endpoint(bot.app, slack.signing_secret), bot.ready), "127.0.0.1", 0)
        slack.request_url = server.url + PATH
        async with serving(server):
            yield Office(slack, bot, library)
            await bot.background.drain()


@asynccontextmanager
async def serving(server: WebServer) -> AsyncIterator[None]:
    task = asyncio.create_task(server.run())
    yield
    server.stop()
    await task


async def stage(bot: Bot) -> PostStage:
    post = await bot.database.transact(lambda work: work.posts.by_id(1))
    assert post is not None
    return post.stage


async def test_what_was_posted_after_the_backup_is_not_posted_again(
    slack: Playground, library: Library, sqlite_url: str, tmp_path: Path
) -> None:
    async with started(slack, library, sqlite_url) as office:
        await office.subscribe()
        backup(sqlite_url, tmp_path / "copy.sqlite3")
        message = await office.next_post()
    async with started(slack, library, f"sqlite:///{tmp_path}/copy.sqlite3") as office:
        await office.bot.settle()
        assert [m.ts for m in office.posts()] == [message.ts]
        assert await stage(office.bot) is PostStage.OPEN
        reply = await office.say(SAM, office.todays(message).examples.en.full[0], message)
        assert list(reply.reactions) == ["white_check_mark"]


async def test_what_was_revealed_after_the_backup_is_not_revealed_again(
    slack: Playground, library: Library, sqlite_url: str, tmp_path: Path
) -> None:
    async with started(slack, library, sqlite_url) as office:
        await office.subscribe()
        message = await office.next_post()
        await office.say(SAM, office.todays(message).examples.en.full[0], message)
        backup(sqlite_url, tmp_path / "copy.sqlite3")
        await office.next_close()
        thread = [m.ts for m in office.thread(message)]
    async with started(slack, library, f"sqlite:///{tmp_path}/copy.sqlite3") as office:
        await slack.travel(slack.clock.now().replace(minute=5))
        assert [m.ts for m in office.thread(message)] == thread
        assert await stage(office.bot) is PostStage.CLOSED
        replies = await office.bot.database.transact(lambda work: work.replies.of_post(1))
        assert len(replies) == 1
