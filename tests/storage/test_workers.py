"""Several workers and replicas on one database: everything once, and nobody waits for nothing."""

import asyncio
import threading
from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial

import pytest

from bot.domain.daily import DayTaken, Post, Subscription
from bot.ports import Beforehand, UnitOfWork
from bot.storage import DatabaseUnavailable, SqlDatabase
from tests.storage.samples import MINUTE, NOON, POST, QUESTION, REPLY, SUBSCRIPTION, asked, posted, replied

LATER = NOON + 10 * MINUTE


@pytest.fixture
async def replicas(database_url: str) -> AsyncIterator[list[SqlDatabase]]:
    """Three processes' worth of connections to one database."""
    replicas = [SqlDatabase(database_url) for _ in range(3)]
    yield replicas
    for replica in replicas:
        await replica.close()


async def test_a_reply_delivered_a_hundred_times_is_stored_once(replicas: list[SqlDatabase]) -> None:
    post = await posted(replicas[0])
    reply = replace(REPLY, post_id=post.id)
    added = await asyncio.gather(
        *(replicas[n % 3].transact(lambda work: work.replies.add(reply)) for n in range(100))
    )
    [winner] = [one for one in added if one is not None]
    assert await replicas[0].transact(lambda work: work.replies.of_person(post.id, "U1")) == [winner]


async def test_a_day_claimed_a_hundred_times_is_posted_once(replicas: list[SqlDatabase]) -> None:
    claimed = await asyncio.gather(
        *(replicas[n % 3].transact(lambda work: work.posts.claim(POST)) for n in range(100))
    )
    assert len([one for one in claimed if one is not None]) == 1


async def test_a_question_delivered_a_hundred_times_is_stored_once(replicas: list[SqlDatabase]) -> None:
    added = await asyncio.gather(
        *(replicas[n % 3].transact(lambda work: work.questions.add(QUESTION)) for n in range(100))
    )
    assert len([one for one in added if one is not None]) == 1


async def test_a_subscription_saved_by_many_at_once_is_one_of_theirs(replicas: list[SqlDatabase]) -> None:
    wanted = [replace(SUBSCRIPTION, attempts=n) for n in range(1, 21)]

    def save(subscription: Subscription, work: UnitOfWork) -> None:
        work.subscriptions.save(subscription)

    await asyncio.gather(*(replicas[n % 3].transact(partial(save, one)) for n, one in enumerate(wanted)))
    assert await replicas[0].transact(lambda work: work.subscriptions.of_channel("T1", "C1")) in wanted


async def test_workers_share_due_posts_without_doubles_or_leftovers(replicas: list[SqlDatabase]) -> None:
    def fill(work: UnitOfWork) -> None:
        for number in range(100):
            work.posts.claim(replace(POST, channel_id=f"C{number}", ready_at=NOON - number * MINUTE))

    async def drain(database: SqlDatabase) -> list[int]:
        taken: list[int] = []
        for _ in range(200):
            try:
                batch = await database.transact(lambda work: work.posts.take_due(NOON, LATER, 7))
            except DatabaseUnavailable:  # on a slow disk the others' locks may outlast its patience:
                await asyncio.sleep(0.1)  # as any worker it looks again a little later
                continue
            if not batch:
                break
            taken += [post.id for post in batch]
        return taken

    await replicas[0].transact(fill)
    shares = await asyncio.gather(*(drain(replica) for replica in replicas for _ in range(2)))
    taken = [post_id for share in shares for post_id in share]
    assert len(taken) == len(set(taken)) == 100


async def test_workers_share_owed_feedback_and_answers_without_doubles(replicas: list[SqlDatabase]) -> None:
    post = await posted(replicas[0])
    for number in range(12):
        await replied(replicas[0], post, origin=str(number), owes_feedback_at=NOON)
        await asked(replicas[0], origin=str(number), owes_answer_at=NOON)
    feedback = await asyncio.gather(
        *(replica.transact(lambda work: work.replies.take_owing(NOON, LATER, 5)) for replica in replicas)
    )
    answers = await asyncio.gather(
        *(replica.transact(lambda work: work.questions.take_owing(NOON, LATER, 5)) for replica in replicas)
    )
    for shares in (feedback, answers):
        assert sorted(one.id for share in shares for one in share) == list(range(1, 13))


async def test_a_due_channel_is_served_by_one_replica_at_a_time(replicas: list[SqlDatabase]) -> None:
    """Taking, claiming the day and moving on are one transaction, so the second finds nothing due."""

    def serve(work: UnitOfWork) -> list[Post | None]:
        due = work.subscriptions.take_due(NOON, 10)
        work.subscriptions.take_day(DayTaken(POST.day, NOON, LATER, LATER), [day.place for day in due])
        return [work.posts.claim(POST) for _ in due]

    await replicas[0].transact(lambda work: work.subscriptions.save(SUBSCRIPTION))
    served = await asyncio.gather(*(replica.transact(serve) for replica in replicas for _ in range(4)))
    assert [post for posts in served for post in posts] == [None]


async def test_postgresql_passes_over_rows_that_another_worker_holds(postgres_database: SqlDatabase) -> None:
    for channel, minutes in (("C1", 1), ("C2", 0)):
        await posted(postgres_database, channel_id=channel, ready_at=NOON - minutes * MINUTE)
    holding, let_go = threading.Event(), threading.Event()

    def hold(work: UnitOfWork) -> list[str]:
        taken = work.posts.take_due(NOON, LATER, 1)
        holding.set()
        let_go.wait()
        return [post.channel_id for post in taken]

    first = asyncio.create_task(postgres_database.transact(hold))
    await asyncio.to_thread(holding.wait)
    second = await postgres_database.transact(lambda work: work.posts.take_due(NOON, LATER, 10))
    let_go.set()
    assert [post.channel_id for post in second] == ["C2"]
    assert await first == ["C1"]


async def test_who_counts_with_a_post_in_hand_counts_alone(replicas: list[SqlDatabase]) -> None:
    """Claims and transactions alike: each counts what there is, and adds one while it is less than three."""
    post = await posted(replicas[0])

    def attempt(origin: str, work: UnitOfWork) -> None:
        assert work.posts.hold(post.id) == post
        if len(work.replies.of_person(post.id, "U1")) < 3:
            work.replies.add(replace(REPLY, post_id=post.id, origin=origin))

    runs = [replicas[n % 3].claim if n % 4 else replicas[n % 3].transact for n in range(24)]
    await asyncio.gather(*(run(partial(attempt, str(n))) for n, run in enumerate(runs)))
    assert len(await replicas[0].transact(lambda work: work.replies.of_person(post.id, "U1"))) == 3


async def test_a_transaction_sees_all_that_was_added_before_it_got_hold_of_the_post(
    replicas: list[SqlDatabase],
) -> None:
    """It looks at something before, so that its view of all is older than its hold."""
    post = await posted(replicas[0])
    looked, added = threading.Event(), threading.Event()
    runs = []

    def count(work: UnitOfWork) -> int:
        work.posts.by_id(post.id)
        runs.append(1)
        looked.set()
        if replicas[0]._engine.dialect.name == "postgresql":
            added.wait()
        work.posts.hold(post.id)
        return len(work.replies.of_post(post.id))

    def add(work: UnitOfWork) -> None:
        work.posts.hold(post.id)
        work.replies.add(replace(REPLY, post_id=post.id))

    counting = asyncio.create_task(replicas[0].transact(count))
    await asyncio.to_thread(looked.wait)
    await replicas[1].claim(add)
    added.set()
    assert await counting == len(runs) - 1


async def test_what_is_wanted_beforehand_is_done_with_no_transaction_open(database: SqlDatabase) -> None:
    open_: list[int] = []

    def work(unit: UnitOfWork) -> None:
        unit.posts.claim(POST)
        if not open_:
            raise Beforehand(lambda: open_.append(database._engine.pool.checkedout()))  # type: ignore[attr-defined] # of a QueuePool

    await database.transact(work)
    assert open_ == [0]
    assert len(await database.transact(lambda unit: unit.posts.of_channel("T1", "C1"))) == 1


async def test_what_is_worked_out_beforehand_is_so_one_at_a_time(database: SqlDatabase) -> None:
    lock = threading.Lock()
    overlaps: list[bool] = []

    def work_out() -> None:
        alone = lock.acquire(blocking=False)
        overlaps.append(not alone)
        threading.Event().wait(0.01)  # what another thread could use to begin
        if alone:
            lock.release()

    asked = (database.claim(lambda work: work.posts.of_channel("T1", "C1"), work_out) for _ in range(8))
    await asyncio.gather(*asked)
    assert overlaps == [False] * 8
