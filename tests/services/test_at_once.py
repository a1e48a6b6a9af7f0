"""What several workers do at once to one scenario: nobody is refused, and nothing is counted wrong."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import replace
from typing import Any, cast

import pytest

from bot.domain.appeals import Alias
from bot.domain.daily import Answering, Post, PostStage, Reply
from bot.domain.errors import NoAttemptsLeft
from bot.domain.grading import Score
from bot.domain.library import Library
from bot.domain.results import Feedback
from bot.domain.scenario import Language, Scenario
from bot.memory import FsrsMemory
from bot.ports import Messenger, PeopleDirectory
from bot.services.decide_appeal import DecideAppeal, Ruling
from bot.services.dispute_score import DisputeScore
from bot.services.open_rounds import OpenRounds
from bot.services.point_to_thread import PointToThread
from bot.services.practise import Attempt, Practise
from bot.services.score_reply import ScoreReply
from bot.services.taking import Said
from bot.storage import SqlDatabase, unit_of_work
from tests.clock import FakeClock
from tests.storage.samples import MINUTE, NOON, posted

ROOT = "1762084800.000100"
NOW = NOON + 10 * MINUTE


class Admins:
    """A workspace in which everybody is an admin."""

    async def is_admin(self, team_id: str, user_id: str) -> bool:
        return True


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOW)


@pytest.fixture
async def replicas(database_url: str) -> AsyncIterator[list[SqlDatabase]]:
    """Two processes' worth of connections to one database."""
    replicas = [SqlDatabase(database_url) for _ in range(2)]
    yield replicas
    for replica in replicas:
        await replica.close()


@pytest.fixture(params=["knows what is open", "has to look"])
def workers(
    request: pytest.FixtureRequest,
    replicas: list[SqlDatabase],
    library: Library,
    clock: FakeClock,
    post: Post,
) -> list[ScoreReply]:
    rounds = [OpenRounds(replica, clock) for replica in replicas]
    if request.param == "knows what is open":
        for each in rounds:
            each.know([post])
    memory = FsrsMemory()
    return [
        ScoreReply(replica, library, memory, clock, known)
        for replica, known in zip(replicas, rounds, strict=True)
    ]


@pytest.fixture
def scenario(library: Library) -> Scenario:
    return library.packs[0].scenarios[0]


@pytest.fixture
async def post(replicas: list[SqlDatabase], library: Library, scenario: Scenario) -> Post:
    return await posted(
        replicas[0],
        pack_id=library.packs[0].id,
        scenario_id=scenario.id,
        stage=PostStage.OPEN,
        message_ts=ROOT,
        ready_at=NOON + 480 * MINUTE,
        answering=Answering.EITHER,
        attempts=3,
        rest=None,
    )


def said(number: int, text: str, user: str | None = None, edited: int = 0) -> Said:
    ts = f"{int(NOW.timestamp())}.{number:06d}"
    version = f"{int(NOW.timestamp()) + edited}.{number:06d}"
    return Said("T1", "C1", ROOT, ts, version, user or f"U{number}", text)


def private(
    worker: ScoreReply, post: Post, number: int, user: str, text: str
) -> Coroutine[Any, Any, Feedback]:
    return worker.in_private(post.id, f"V{number}", "T1", user, "C1", text)


def alias_of(post: Post, scenario: Scenario, phrase: str) -> Alias:
    point = scenario.rubric[0].id
    return Alias("T1", post.pack_id, post.scenario_id, point, Language.EN, phrase, "U1", NOW)


async def stored(database: SqlDatabase, post: Post) -> list[Reply]:
    return await database.transact(lambda work: work.replies.of_post(post.id))


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch, library: Library) -> Callable[[Callable[[], None]], None]:
    """Has something happen, once, while the next reply is graded."""
    grade = library.grade
    waiting: list[Callable[[], None]] = []

    def graded(*given: Any) -> Score:  # noqa: ANN401 - as `Library.grade`
        score = grade(*given)
        if waiting:
            waiting.pop()()
        return score

    monkeypatch.setattr(library, "grade", graded)
    return waiting.append


def apart(work: Coroutine[Any, Any, object]) -> None:
    """Run this to its end in a thread of its own, wherever the caller is."""
    thread = threading.Thread(target=lambda: asyncio.run(work))
    thread.start()
    thread.join()


@pytest.fixture
def no_second_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who loses a race is refused at once."""
    monkeypatch.setattr(unit_of_work, "_RUNS", 1)


async def test_two_workers_refuse_no_reply_to_one_post(
    workers: list[ScoreReply],
    replicas: list[SqlDatabase],
    post: Post,
    scenario: Scenario,
    no_second_run: None,
) -> None:
    text = scenario.examples.en.full[0]
    replies = await asyncio.gather(*(workers[n % 2].in_thread(said(n, text)) for n in range(40)))
    assert all(replies)
    assert len(await stored(replicas[0], post)) == 40


async def test_two_workers_refuse_no_private_form(
    workers: list[ScoreReply],
    replicas: list[SqlDatabase],
    post: Post,
    scenario: Scenario,
    no_second_run: None,
) -> None:
    text = scenario.examples.en.full[0]
    await asyncio.gather(*(private(workers[n % 2], post, n, f"U{n}", text) for n in range(20)))
    assert len(await stored(replicas[0], post)) == 20


async def test_no_more_attempts_count_than_there_are_however_many_arrive_at_once(
    workers: list[ScoreReply], replicas: list[SqlDatabase], post: Post, scenario: Scenario
) -> None:
    text = scenario.examples.en.full[0]
    messages = [workers[n % 2].in_thread(said(n, text, "U1")) for n in range(6)]
    forms = [private(workers[n % 2], post, n, "U1", text) for n in range(6)]
    ended = await asyncio.gather(*messages, *forms, return_exceptions=True)
    assert all(isinstance(end, Feedback | NoAttemptsLeft) for end in ended)
    assert len(await stored(replicas[0], post)) == 3


async def test_one_message_delivered_to_two_workers_at_once_is_one_attempt(
    workers: list[ScoreReply], replicas: list[SqlDatabase], post: Post, scenario: Scenario
) -> None:
    message = said(1, scenario.examples.en.full[0])
    replies = await asyncio.gather(*(workers[n % 2].in_thread(message) for n in range(10)))
    assert len([reply for reply in replies if reply]) == 1


async def test_one_form_sent_to_two_workers_at_once_gets_one_score(
    workers: list[ScoreReply], replicas: list[SqlDatabase], post: Post, scenario: Scenario
) -> None:
    text = scenario.examples.en.full[0]
    feedback = await asyncio.gather(*(private(workers[n % 2], post, 1, "U1", text) for n in range(10)))
    assert len({told.reply.id for told in feedback}) == 1


async def test_an_edit_that_arrives_with_its_message_is_not_lost(
    workers: list[ScoreReply], replicas: list[SqlDatabase], post: Post, scenario: Scenario
) -> None:
    examples = scenario.examples.en
    for number in range(5):
        await asyncio.gather(
            workers[0].in_thread(said(number, examples.wrong[0])),
            workers[1].edited(said(number, examples.full[0], edited=60)),
        )
    replies = await stored(replicas[0], post)
    assert {reply.text for reply in replies} == {examples.full[0]}
    assert len(replies) == 5


async def test_a_phrasing_that_is_accepted_while_a_reply_is_graded_counts_for_it(
    workers: list[ScoreReply],
    replicas: list[SqlDatabase],
    post: Post,
    scenario: Scenario,
    meanwhile: Callable[[Callable[[], None]], None],
) -> None:
    alias = alias_of(post, scenario, "zebra crossing")
    meanwhile(lambda: apart(replicas[1].transact(lambda work: work.aliases.add(alias))))
    found = await workers[0].in_thread(said(1, "We should use the zebra crossing."))
    assert found
    assert found.score.points[0].hit


async def test_a_phrasing_that_is_accepted_while_an_edit_is_graded_counts_for_it(
    workers: list[ScoreReply],
    replicas: list[SqlDatabase],
    post: Post,
    scenario: Scenario,
    meanwhile: Callable[[Callable[[], None]], None],
) -> None:
    await workers[0].in_thread(said(1, scenario.examples.en.wrong[0]))
    alias = alias_of(post, scenario, "zebra crossing")
    meanwhile(lambda: apart(replicas[1].transact(lambda work: work.aliases.add(alias))))
    found = await workers[0].edited(said(1, "We should use the zebra crossing.", edited=60))
    assert found
    assert found.score.points[0].hit


async def test_a_reply_whose_post_closes_while_it_is_graded_becomes_a_review(
    workers: list[ScoreReply],
    replicas: list[SqlDatabase],
    post: Post,
    scenario: Scenario,
    meanwhile: Callable[[Callable[[], None]], None],
) -> None:
    closed = replace(post, stage=PostStage.CLOSED, ready_at=None)
    meanwhile(lambda: apart(replicas[1].transact(lambda work: work.posts.advance(post, closed))))
    found = await workers[0].in_thread(said(1, scenario.examples.en.full[0]))
    assert found
    assert found.reply.counts
    reviews = await replicas[0].transact(lambda work: work.reviews.of_person("T1", "U1"))
    assert [review.points for review in reviews] == [found.score.value]


async def test_two_messages_of_one_person_graded_at_once_use_two_attempts(
    workers: list[ScoreReply],
    replicas: list[SqlDatabase],
    post: Post,
    scenario: Scenario,
    meanwhile: Callable[[Callable[[], None]], None],
) -> None:
    text = scenario.examples.en.full[0]
    for number in (1, 2):
        await workers[0].in_thread(said(number, text, "U1"))
    meanwhile(lambda: apart(workers[1].in_thread(said(3, text, "U1"))))
    fourth = await workers[0].in_thread(said(4, text, "U1"))
    assert fourth
    assert fourth.late


@pytest.mark.parametrize("use", ["message", "edit", "form", "practice", "talk", "appeal"])
async def test_no_transaction_is_open_while_something_is_graded(
    use: str,
    workers: list[ScoreReply],
    replicas: list[SqlDatabase],
    post: Post,
    scenario: Scenario,
    library: Library,
    clock: FakeClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    database, worker, memory = replicas[0], workers[0], FsrsMemory()
    found = await worker.in_thread(said(1, scenario.examples.en.wrong[0]))
    assert found
    grade, in_use = library.grade, []

    def graded(*given: Any) -> Score:  # noqa: ANN401 - as `Library.grade`
        in_use.append(database._engine.pool.checkedout())  # type: ignore[attr-defined] # of a QueuePool
        return grade(*given)

    monkeypatch.setattr(library, "grade", graded)
    text = scenario.examples.en.full[0]
    if use == "message":
        await worker.in_thread(said(2, text))
    elif use == "edit":
        await worker.edited(said(1, text, edited=60))
    elif use == "form":
        await private(worker, post, 1, "U2", text)
    elif use == "practice":
        other = library.packs[0].scenarios[1].id
        attempt = Attempt("T1", "U1", "view:P1", post.pack_id, other, text)
        await Practise(database, library, memory, clock).answer(attempt)
    elif use == "talk":
        rounds = OpenRounds(database, clock)
        rounds.know([post])
        await PointToThread(database, cast(Messenger, None), library, rounds).answered("C1", "U9", text)
    else:
        closed = replace(post, stage=PostStage.CLOSED, ready_at=None)
        await database.transact(lambda work: work.posts.advance(post, closed))
        disputed = await DisputeScore(database, library, clock)(found.reply.id, "T1", "U1", "C1")
        assert disputed.opened
        points = (scenario.rubric[0].id,)
        ruling = Ruling(disputed.opened.id, "T1", "U8", found.reply.version, points)
        await DecideAppeal(database, cast(PeopleDirectory, Admins()), library, memory, clock).accept(ruling)
    assert in_use
    assert not any(in_use)


async def test_a_message_that_is_delivered_again_is_not_graded_again(
    workers: list[ScoreReply],
    post: Post,
    scenario: Scenario,
    library: Library,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    message = said(1, scenario.examples.en.full[0])
    await workers[0].in_thread(message)
    monkeypatch.setattr(library, "grade", pytest.fail)
    assert await workers[0].in_thread(message) is None


async def test_what_was_accepted_and_taken_back_again_counts_no_more(
    workers: list[ScoreReply], replicas: list[SqlDatabase], post: Post, scenario: Scenario
) -> None:
    alias = alias_of(post, scenario, "zebra crossing")
    added = await replicas[1].transact(lambda work: work.aliases.add(alias))
    assert added
    text = "We should use the zebra crossing."
    scores = []
    for number in (1, 2):
        found = await workers[0].in_thread(said(number, text))
        assert found
        scores.append(found.score.points[0].hit)
        await replicas[1].transact(lambda work: work.aliases.remove(added))
    assert scores == [True, False]


@pytest.mark.parametrize("take", [ScoreReply.in_thread, ScoreReply.edited], ids=["reply", "edit"])
async def test_what_is_quicker_than_the_record_of_its_post_is_waited_for(
    workers: list[ScoreReply],
    replicas: list[SqlDatabase],
    post: Post,
    scenario: Scenario,
    take: Callable[[ScoreReply, Said], Coroutine[Any, Any, Feedback | None]],
) -> None:
    root = f"{NOW.timestamp():.6f}"
    changes = {"pack_id": post.pack_id, "scenario_id": scenario.id, "answering": Answering.EITHER}
    sending = await posted(replicas[0], channel_id="C2", stage=PostStage.SENDING, rest=None, **changes)
    message = replace(said(1, scenario.examples.en.full[0]), channel_id="C2", thread_ts=root)
    reply = asyncio.create_task(take(workers[0], replace(message, ts=f"{NOW.timestamp() + 1:.6f}")))
    await asyncio.sleep(0.02)
    opened = sending.opened(root)
    await replicas[1].transact(lambda work: work.posts.advance(sending, opened))
    assert await reply
