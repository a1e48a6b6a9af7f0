from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.playground import MovableClock
from bot.playground.timeline import travel
from tests.clock import FakeClock

NINE = datetime(2026, 11, 2, 9, tzinfo=UTC)


class Plans:
    """Posts every day at 10:00 and closes eight hours later; notes when it was let run."""

    def __init__(self, clock: MovableClock) -> None:
        self.clock = clock
        self.ran: list[datetime] = []

    async def next_post(self) -> datetime | None:
        return self._next(hour=10)

    async def next_close(self) -> datetime | None:
        return self._next(hour=18)

    async def settle(self) -> None:
        self.ran.append(self.clock.now())

    def _next(self, hour: int) -> datetime:
        due = self.clock.now().replace(hour=hour, minute=0)
        return due if due > self.clock.now() else due + timedelta(days=1)


async def test_everything_on_the_way_happens_at_its_own_time() -> None:
    clock = MovableClock(FakeClock(NINE))
    plans = Plans(clock)
    await travel(clock, plans, NINE + timedelta(days=1, hours=2))
    assert plans.ran == [
        datetime(2026, 11, 2, 10, tzinfo=UTC),
        datetime(2026, 11, 2, 18, tzinfo=UTC),
        datetime(2026, 11, 3, 10, tzinfo=UTC),
        datetime(2026, 11, 3, 11, tzinfo=UTC),
    ]


async def test_an_instant_that_is_due_right_then_is_reached_and_run() -> None:
    clock = MovableClock(FakeClock(NINE))
    plans = Plans(clock)
    await travel(clock, plans, NINE + timedelta(hours=1))
    assert clock.now() == NINE + timedelta(hours=1)
    assert plans.ran[0] == NINE + timedelta(hours=1)


async def test_without_plans_the_clock_just_moves() -> None:
    clock = MovableClock(FakeClock(NINE))
    await travel(clock, None, NINE + timedelta(hours=1))
    assert clock.now() == NINE + timedelta(hours=1)
