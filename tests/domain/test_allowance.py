from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.domain.allowance import NOTHING, Allowance

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
THREE = Allowance(at_once=3, every=timedelta(seconds=30))


def after(uses: int, now: datetime = NOW, used_until: datetime | None = None) -> datetime | None:
    for _ in range(uses):
        used_until = THREE.used(used_until, now)
    return used_until


def test_after_a_rest_as_many_are_free_as_the_allowance_says() -> None:
    assert [THREE.wait(after(uses), NOW) == NOTHING for uses in range(5)] == [True, True, True, False, False]


def test_the_wait_ends_when_the_next_one_is_free() -> None:
    assert THREE.wait(after(3), NOW) == timedelta(seconds=30)
    assert THREE.wait(after(3), NOW + timedelta(seconds=30)) == NOTHING


def test_one_is_free_again_every_so_often_and_all_after_long_enough() -> None:
    later = NOW + timedelta(seconds=90)
    assert THREE.wait(after(2, later, after(3)), later) == NOTHING
    assert THREE.wait(after(3, later, after(3)), later) > NOTHING


def test_a_clock_that_was_put_back_makes_nobody_wait_for_what_they_did_not_do() -> None:
    assert THREE.wait(None, NOW - timedelta(days=1)) == NOTHING
