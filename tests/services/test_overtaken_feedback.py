"""Feedback on an older wording that arrives after the newer one's, from another process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from typing import cast

import pytest

from bot.domain.daily import Answering, Post, PostStage, Reply
from bot.domain.library import Library
from bot.domain.results import Feedback
from bot.memory import FsrsMemory
from bot.ports import Messenger, OutcomeUnknown
from bot.services.give_feedback import GiveFeedback
from bot.services.score_reply import ScoreReply
from bot.services.taking import Said
from bot.storage import SqlDatabase
from tests.clock import FakeClock
from tests.storage.samples import MINUTE, NOON, posted, replied, scored

ROOT, FIRST = "1762084800.000100", f"{int(NOON.timestamp())}.000200"
GOOD, EDITED, ONCE_MORE = "We block public access for the account", "no idea", "no idea, really"


@dataclass
class Reactions:
    """What stands on one message. A call marked as slow adds its reaction when `arrives` is set."""

    shown: set[str] = field(default_factory=set)
    told: int = 0
    wordings: list[str] = field(default_factory=list)
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
        self.shown.add("full" if feedback.score.value else "none")
        self.told += 1
        self.wordings.append(feedback.reply.text)
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


@dataclass
class Replica:
    """A process that scores replies and tells of them."""

    score: ScoreReply
    give: GiveFeedback

    async def says(self, text: str) -> Feedback:
        found = await self.score.in_thread(said(text, 0))
        assert found
        return found

    async def edits(self, text: str, edit: int) -> None:
        """Store a wording, and tell of it as soon as may be."""
        await self.give.give(await self.stores(text, edit), again=True)

    async def waits(self, text: str, edit: int) -> asyncio.Task[None]:
        """Store a wording, and wait for the turn to tell of it."""
        telling = asyncio.create_task(self.give.give(await self.stores(text, edit), again=True))
        while self.give._under_way.total() < 2:  # noqa: ASYNC110 - nobody says that it has begun to wait
            await asyncio.sleep(0)
        return telling

    async def stores(self, text: str, edit: int) -> Feedback:
        found = await self.score.edited(said(text, edit))
        assert found
        return found


def said(text: str, edit: int) -> Said:
    version = f"{int(NOON.timestamp()) + edit}.000200"
    return Said("T1", "C1", ROOT, FIRST, version, "U1", text)


@pytest.fixture
async def replicas(
    database: SqlDatabase, processes: list[GiveFeedback], library: Library, clock: FakeClock
) -> list[Replica]:
    pack = library.packs[0]
    await posted(
        database,
        pack_id=pack.id,
        scenario_id=pack.scenarios[0].id,
        stage=PostStage.OPEN,
        message_ts=ROOT,
        answering=Answering.EITHER,
        rest=None,
    )
    return [Replica(ScoreReply(each._database, library, FsrsMemory(), clock), each) for each in processes]


async def begun(replica: Replica, slack: Reactions) -> asyncio.Task[None]:
    """Telling of the first wording, which takes its time."""
    found = await replica.says(GOOD)
    slack.slow = True
    telling = asyncio.create_task(replica.give.give(found))
    await slack.begun.wait()
    return telling


async def test_an_edit_elsewhere_is_told_once_the_wording_before_it_is(
    replicas: list[Replica], slack: Reactions
) -> None:
    first = await begun(replicas[0], slack)
    await replicas[1].edits(EDITED, 1)
    slack.arrives.set()
    await first
    await replicas[1].give.pay_all()
    assert (slack.wordings, slack.shown) == ([GOOD, EDITED], {"none"})


async def test_an_edit_here_is_told_as_soon_as_the_wording_before_it_is(
    replicas: list[Replica], slack: Reactions
) -> None:
    first = await begun(replicas[0], slack)
    second = await replicas[0].waits(EDITED, 1)
    slack.arrives.set()
    await asyncio.gather(first, second)
    assert (slack.wordings, slack.shown) == ([GOOD, EDITED], {"none"})


async def test_an_edit_here_that_was_stored_while_the_wording_before_it_was_told_is_due_at_once(
    replicas: list[Replica], slack: Reactions
) -> None:
    """Whoever is to tell of the edit begins only when there is nothing left to wait for."""
    first = await begun(replicas[0], slack)
    edit = await replicas[0].stores(EDITED, 1)
    slack.arrives.set()
    await first
    await replicas[0].give.give(edit, again=True)
    await replicas[0].give.pay_all()
    assert (slack.wordings, slack.shown) == ([GOOD, EDITED], {"none"})


async def test_an_edit_elsewhere_after_one_here_is_not_forgotten(
    replicas: list[Replica], slack: Reactions
) -> None:
    first = await begun(replicas[0], slack)
    second = await replicas[0].waits(EDITED, 1)
    await replicas[1].edits(ONCE_MORE, 2)
    slack.arrives.set()
    await asyncio.gather(first, second)
    await replicas[1].give.pay_all()
    assert (slack.wordings, slack.shown) == ([GOOD, ONCE_MORE], {"none"})


async def test_of_two_edits_meanwhile_only_the_last_is_told(
    replicas: list[Replica], slack: Reactions
) -> None:
    first = await begun(replicas[0], slack)
    await replicas[1].edits(EDITED, 1)
    await replicas[1].edits(ONCE_MORE, 2)
    slack.arrives.set()
    await first
    await replicas[1].give.pay_all()
    assert slack.wordings == [GOOD, ONCE_MORE]


async def test_an_edit_after_the_wording_before_it_was_told_is_told_at_once(
    replicas: list[Replica], slack: Reactions
) -> None:
    await replicas[0].give.give(await replicas[0].says(GOOD))
    await replicas[1].edits(EDITED, 1)
    assert (slack.wordings, slack.shown) == ([GOOD, EDITED], {"none"})


async def test_an_edit_is_told_last_although_the_process_with_the_wording_before_it_died(
    replicas: list[Replica], slack: Reactions, clock: FakeClock
) -> None:
    first = await begun(replicas[0], slack)
    await replicas[1].edits(EDITED, 1)
    slack.shown.add("full")  # it had left the process
    first.cancel()
    clock.advance(2 * MINUTE)
    await replicas[1].give.pay_all()
    assert (slack.wordings, slack.shown) == ([EDITED], {"none"})


async def test_what_may_come_out_yet_is_waited_for(
    replicas: list[Replica], slack: Reactions, clock: FakeClock
) -> None:
    slack.breaks = True
    first = await begun(replicas[0], slack)
    await replicas[1].edits(EDITED, 1)
    slack.arrives.set()
    await first
    await replicas[1].give.pay_all()
    assert slack.wordings == [GOOD]
    clock.advance(MINUTE / 6)
    await replicas[1].give.pay_all()
    assert slack.wordings == [GOOD, EDITED]


async def test_an_edit_after_feedback_that_may_come_out_yet_waits_no_longer_than_that(
    replicas: list[Replica], slack: Reactions, clock: FakeClock
) -> None:
    slack.slow = slack.breaks = True
    slack.arrives.set()
    await replicas[0].give.give(await replicas[0].says(GOOD))
    clock.advance(MINUTE / 30)
    await replicas[0].edits(EDITED, 1)
    await replicas[1].give.pay_all()
    assert slack.wordings == [GOOD]
    clock.advance(MINUTE / 6)
    await replicas[1].give.pay_all()
    assert slack.wordings == [GOOD, EDITED]
    clock.advance(2 * MINUTE)
    await replicas[1].give.pay_all()
    assert slack.wordings == [GOOD, EDITED]


async def test_an_edit_after_feedback_in_doubt_that_somebody_tries_again_is_told_once(
    replicas: list[Replica], slack: Reactions, clock: FakeClock
) -> None:
    slack.slow = slack.breaks = True
    slack.arrives.set()
    await replicas[0].give.give(await replicas[0].says(GOOD))
    clock.advance(MINUTE)
    slack.slow, slack.breaks = True, False
    slack.begun.clear()
    slack.arrives.clear()
    again = asyncio.create_task(replicas[1].give.pay_all())
    await slack.begun.wait()
    await replicas[0].edits(EDITED, 1)
    await replicas[0].give.pay_all()
    assert slack.wordings == [GOOD]
    slack.arrives.set()
    await again
    await replicas[0].give.pay_all()
    assert slack.wordings == [GOOD, GOOD, EDITED]


async def test_an_edit_that_overtakes_a_second_try_is_handed_on(
    replicas: list[Replica], slack: Reactions, clock: FakeClock
) -> None:
    """The sweeper has taken the debt, and looks at the reply only after the edit."""
    found = await replicas[0].says(GOOD)
    clock.advance(2 * MINUTE)
    now = clock.now()
    (taken,) = await replicas[0].give._database.claim(
        lambda work: work.replies.take_owing(now, now + MINUTE, 1)
    )
    await replicas[1].edits(EDITED, 1)
    await replicas[0].give.pay(taken)
    await replicas[0].give.pay_all()
    assert (found.reply.id, slack.wordings) == (taken.id, [EDITED])
