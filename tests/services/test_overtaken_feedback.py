"""Feedback on an older wording that arrives after the newer one's, from another process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from typing import cast

import pytest

from bot.domain.daily import Post, PostStage, Reply
from bot.domain.library import Library
from bot.domain.results import Feedback
from bot.ports import Messenger, OutcomeUnknown
from bot.services.give_feedback import GiveFeedback
from bot.storage import SqlDatabase
from tests.clock import FakeClock
from tests.storage.samples import MINUTE, NOON, posted, replied, scored

GRADED = {90: "full", 0: "none"}


@dataclass
class Reactions:
    """What stands on one message. A call marked as slow adds its reaction when `arrives` is set."""

    shown: set[str] = field(default_factory=set)
    told: int = 0
    slow: bool = False
    breaks: bool = False
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    arrives: asyncio.Event = field(default_factory=asyncio.Event)

    async def give_feedback(self, feedback: Feedback) -> None:
        slow, self.slow = self.slow, False
        if feedback.again:
            self.shown.clear()
        if slow:
            self.begun.set()
            await self.arrives.wait()
        self.shown.add(GRADED[feedback.score.value])
        self.told += 1
        if slow and self.breaks:
            raise OutcomeUnknown


@pytest.fixture
def slack() -> Reactions:
    return Reactions()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOON)


@pytest.fixture
async def processes(
    database_url: str, slack: Reactions, library: Library, clock: FakeClock
) -> AsyncIterator[list[GiveFeedback]]:
    databases = [SqlDatabase(database_url) for _ in range(2)]
    yield [GiveFeedback(each, cast("Messenger", slack), library, clock) for each in databases]
    for each in databases:
        await each.close()


@pytest.fixture
async def post(database: SqlDatabase, library: Library) -> Post:
    pack = library.packs[0]
    return await posted(
        database, pack_id=pack.id, scenario_id=pack.scenarios[0].id, stage=PostStage.OPEN, message_ts="1.1"
    )


async def edited(database: SqlDatabase, reply: Reply) -> Reply:
    after = replace(reply, score=scored(0), version="9.9", owes_feedback_at=NOON + MINUTE)
    await database.transact(lambda work: work.replies.update(after))
    return after


async def given_by_both(
    database: SqlDatabase, post: Post, processes: list[GiveFeedback], slack: Reactions
) -> Reply:
    """The first process's words on the first wording arrive after the second's on the edit."""
    reply = await replied(database, post, score=scored(90), owes_feedback_at=NOON + MINUTE)
    slack.slow = True
    first = asyncio.create_task(processes[0].pay(reply))
    await slack.begun.wait()
    after = await edited(database, reply)
    await processes[1].pay(after)
    slack.arrives.set()
    await first
    return after


@pytest.mark.parametrize("breaks", [False, True], ids=["arrives", "arrives unheard"])
async def test_the_newer_wording_is_shown_once_more(
    database: SqlDatabase,
    post: Post,
    processes: list[GiveFeedback],
    slack: Reactions,
    clock: FakeClock,
    breaks: bool,
) -> None:
    slack.breaks = breaks
    await given_by_both(database, post, processes, slack)
    assert slack.shown == {"full", "none"}
    clock.advance(MINUTE)
    await processes[1].pay_all()
    assert slack.shown == {"none"}


async def test_and_then_it_is_owed_no_more(
    database: SqlDatabase, post: Post, processes: list[GiveFeedback], slack: Reactions, clock: FakeClock
) -> None:
    await given_by_both(database, post, processes, slack)
    for _ in range(3):
        clock.advance(MINUTE)
        await processes[0].pay_all()
    assert slack.told == 3


async def test_of_two_wordings_in_one_process_each_is_told_once(
    database: SqlDatabase, post: Post, processes: list[GiveFeedback], slack: Reactions, clock: FakeClock
) -> None:
    reply = await replied(database, post, score=scored(90), owes_feedback_at=NOON + MINUTE)
    slack.slow = True
    first = asyncio.create_task(processes[0].pay(reply))
    await slack.begun.wait()
    after = await edited(database, reply)
    second = asyncio.create_task(processes[0].pay(after))
    await asyncio.sleep(0.05)
    slack.arrives.set()
    await asyncio.gather(first, second)
    clock.advance(2 * MINUTE)
    await processes[0].pay_all()
    assert (slack.shown, slack.told) == ({"none"}, 2)


async def test_a_deleted_reply_is_told_nothing_more(
    database: SqlDatabase, post: Post, processes: list[GiveFeedback], slack: Reactions, clock: FakeClock
) -> None:
    after = await given_by_both(database, post, processes, slack)
    gone = replace(after, text="", withdrawn=True, owes_feedback_at=None)
    await database.transact(lambda work: work.replies.update(gone))
    clock.advance(MINUTE)
    await processes[0].pay_all()
    assert slack.told == 2
