from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot import scheduler
from bot.scheduler import Scheduler


@pytest.fixture(autouse=True)
def restless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Turns follow one another at once."""
    monkeypatch.setattr(scheduler, "POLL_SECONDS", 0)
    monkeypatch.setattr(scheduler, "REST_SECONDS", 0)


class Work:
    """Counts its turns; a turn waits where it is told to, and fails if it should."""

    def __init__(self) -> None:
        self.begun = self.finished = self.together = self.most_together = 0
        self.fails = False
        self.may_finish = asyncio.Event()
        self.may_finish.set()
        self.has_begun = asyncio.Event()
        self.enough = asyncio.Event()

    async def __call__(self) -> None:
        self.begun += 1
        self.has_begun.set()
        with self._counted():
            await asyncio.sleep(0)
            await self.may_finish.wait()
        if self.begun >= 5:
            self.enough.set()
        if self.fails:
            raise OSError("the database is down")
        self.finished += 1

    @contextmanager
    def _counted(self) -> Iterator[None]:
        self.together += 1
        self.most_together = max(self.most_together, self.together)
        yield
        self.together -= 1


async def test_the_work_is_done_again_and_again() -> None:
    work = Work()
    running = asyncio.create_task(Scheduler(work).run())
    await work.enough.wait()
    running.cancel()
    assert work.finished >= 5


async def test_a_turn_that_fails_is_logged_and_followed_by_another(caplog: pytest.LogCaptureFixture) -> None:
    work = Work()
    work.fails = True
    running = asyncio.create_task(Scheduler(work).run())
    with caplog.at_level(logging.ERROR, "bot.scheduler"):
        await work.enough.wait()
    running.cancel()
    assert work.begun >= 5
    assert "a turn of the scheduler failed" in caplog.text


async def test_a_failed_turn_is_followed_by_a_longer_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    rests: list[float] = []

    async def note(seconds: float) -> None:
        rests.append(seconds)
        if len(rests) == 2:
            raise asyncio.CancelledError

    outcomes = iter([OSError(), None])

    async def work() -> None:
        if error := next(outcomes):
            raise error

    monkeypatch.setattr(scheduler, "POLL_SECONDS", 2.0)
    monkeypatch.setattr(scheduler, "REST_SECONDS", 10.0)
    monkeypatch.setattr(asyncio, "sleep", note)
    with pytest.raises(asyncio.CancelledError):
        await Scheduler(work).run()
    assert rests == [10.0, 2.0]


async def test_turns_follow_one_another_and_never_overlap() -> None:
    work = Work()
    turns = Scheduler(work)
    await asyncio.gather(*(turns.turn() for _ in range(5)))
    assert (work.finished, work.most_together) == (5, 1)


async def test_a_turn_that_is_asked_for_reports_its_failure() -> None:
    work = Work()
    work.fails = True
    with pytest.raises(OSError, match="the database is down"):
        await Scheduler(work).turn()


async def test_stopping_waits_for_the_turn_under_way() -> None:
    work = Work()
    work.may_finish.clear()
    turns = Scheduler(work)
    running = asyncio.create_task(turns.run())
    await work.has_begun.wait()
    stopping = asyncio.create_task(turns.stop())
    await asyncio.sleep(0)
    assert not stopping.done()
    work.may_finish.set()
    await stopping
    assert work.finished == 1
    await running


async def test_after_stopping_no_turn_begins() -> None:
    work = Work()
    turns = Scheduler(work)
    await turns.stop()
    await turns.run()
    assert work.begun == 0


async def test_a_turn_that_waited_for_another_does_not_begin_once_it_is_stopped() -> None:
    work = Work()
    work.may_finish.clear()
    turns = Scheduler(work)
    first = asyncio.create_task(turns.turn())
    await work.has_begun.wait()
    running = asyncio.create_task(turns.run())
    await asyncio.sleep(0)
    stopping = asyncio.create_task(turns.stop())
    await asyncio.sleep(0)
    work.may_finish.set()
    await asyncio.gather(first, stopping, running)
    assert work.begun == 1
