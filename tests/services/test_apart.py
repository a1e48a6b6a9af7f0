"""Pieces of due work, some of which are slow or fail."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from itertools import islice

import pytest

from bot.services.apart import drain


class Work:
    """Pieces of work that note when they begin and end."""

    def __init__(self, pieces: int, slow: frozenset[int] = frozenset()) -> None:
        self._pieces = iter(range(pieces))
        self._slow = slow
        self.asked: list[int] = []
        self.running = 0
        self.most = 0
        self.ended: list[int] = []
        self.go_on = asyncio.Event()

    async def take(self, limit: int) -> Sequence[Awaitable[None]]:
        self.asked.append(limit)
        return [self._piece(number) for number in islice(self._pieces, limit)]

    async def _piece(self, number: int) -> None:
        self.running += 1
        self.most = max(self.most, self.running)
        try:
            await (self.go_on.wait() if number in self._slow else asyncio.sleep(0))
            if number % 7 == 6:
                raise ValueError("broken on purpose")
        finally:
            self.running -= 1
            self.ended.append(number)


async def until(condition: Callable[[], bool]) -> None:
    while not condition():  # noqa: ASYNC110 - conditions are plain
        await asyncio.sleep(0)


async def test_everything_that_is_due_is_done_and_never_too_much_at_once() -> None:
    work = Work(100)
    await drain(work.take, 8)
    assert sorted(work.ended) == list(range(100))
    assert work.most == 8


async def test_what_fails_is_logged_and_the_rest_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    await drain(Work(10).take, 3)
    assert [record.message for record in caplog.records] == ["a piece of due work failed"]


async def test_a_slow_piece_holds_up_nothing_but_its_own_place() -> None:
    work = Work(100, slow=frozenset([0, 50]))
    draining = asyncio.create_task(drain(work.take, 8))
    await until(lambda: len(work.ended) == 98)
    assert not draining.done()
    work.go_on.set()
    await draining
    assert len(work.ended) == 100


async def test_no_more_is_taken_than_can_be_begun_at_once() -> None:
    work = Work(100, slow=frozenset([0, 1, 2]))
    draining = asyncio.create_task(drain(work.take, 8))
    await until(lambda: len(work.ended) == 97)
    work.go_on.set()
    await draining
    assert work.asked[0] == 8
    assert work.most == 8
    assert min(work.asked) > 0


async def test_it_isnt_looked_for_more_at_each_single_place_that_gets_free() -> None:
    work = Work(96)
    await drain(work.take, 16)
    assert len(work.asked) <= 96 / 4 + 2


async def test_who_is_to_finish_takes_nothing_any_more_and_ends_what_it_holds() -> None:
    work, wanted = Work(100, slow=frozenset(range(100))), True
    draining = asyncio.create_task(drain(work.take, 8, lambda: wanted))
    await until(lambda: work.running == 8)
    wanted = False
    work.go_on.set()
    await draining
    assert len(work.ended) == 8
