"""Slack's limits, kept on this side of the wire."""

from __future__ import annotations

from itertools import count

import pytest

from bot.playground import Fault
from bot.playground.people import DAILY, PEOPLE
from bot.ports import NotNow
from bot.slack.client import Clients, always
from bot.slack.outcome import asked
from bot.slack.pacing import PATIENCE_SECONDS, RATES, Pacing, Rate, unhurried
from tests.slack.conftest import Office

POST = "chat.postMessage"
CHANNELS = count()
RATE = Rate(per_minute=70, burst=10)  # then one a second


class Watch:
    """A stopwatch set by hand."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def pacing(watch: Watch) -> Pacing:
    return Pacing(watch, {POST: RATE, "chat.postEphemeral": RATE})


def sent(pacing: Pacing, times: int, method: str = POST, team: str = "T1") -> list[float]:
    """The waits of so many calls, each in a channel of its own; -1 for one that is refused."""
    waits: list[float] = []
    for _ in range(times):
        try:
            waits.append(round(pacing.take(team, method, f"C{next(CHANNELS)}"), 6))
        except NotNow:
            waits.append(-1)
    return waits


def test_a_burst_goes_out_at_once_and_what_follows_gets_one_place_after_the_other(pacing: Pacing) -> None:
    assert sent(pacing, 14) == [0] * 10 + [1, 2, 3, -1]


def test_no_minute_sees_more_calls_than_are_allowed(pacing: Pacing, watch: Watch) -> None:
    begun, going_out = watch.at, []
    while watch.at < begun + 300:
        going_out += [watch.at + wait for wait in sent(pacing, 3) if wait >= 0]
        watch.at += 0.7
    for first in going_out:
        assert sum(first <= other < first + 60 for other in going_out) <= RATE.per_minute
    assert len(going_out) > 300


def test_a_quiet_minute_makes_room_for_a_burst_again(pacing: Pacing, watch: Watch) -> None:
    sent(pacing, 14)
    watch.at += 60
    assert sent(pacing, 10) == [0] * 10


def test_a_channel_has_one_message_a_second_however_quiet_the_workspace_is(
    pacing: Pacing, watch: Watch
) -> None:
    assert [pacing.take("T1", POST, "C1") for _ in range(3)] == [0, 1, 2]
    watch.at += 10
    assert pacing.take("T1", POST, "C1") == 0


def test_workspaces_and_methods_dont_wait_for_each_other(pacing: Pacing) -> None:
    sent(pacing, 14)
    assert sent(pacing, 1, team="T2") == [0]
    assert sent(pacing, 1, method="chat.postEphemeral") == [0]


def test_what_would_wait_long_is_refused_with_times_to_come_back_one_after_the_other(pacing: Pacing) -> None:
    sent(pacing, 13)
    back = []
    for number in range(3):
        with pytest.raises(NotNow) as refused:
            pacing.take("T1", POST, f"D{number}")
        back.append(refused.value.retry_after)
    assert back == [4, 5, 6]


def test_who_comes_back_when_told_finds_a_place(pacing: Pacing, watch: Watch) -> None:
    waiting = [(watch.at, number) for number in range(200)]
    times_refused = 0
    while waiting:
        waiting.sort()
        at, number = waiting.pop(0)
        watch.at = max(watch.at, at)
        try:
            pacing.take("T1", POST, f"C{number}")
        except NotNow as refused:
            times_refused += 1
            waiting.append((watch.at + refused.retry_after, number))
    assert times_refused <= 200
    assert watch.at - 1000 <= 200


def test_a_refused_call_takes_nobodys_place(pacing: Pacing, watch: Watch) -> None:
    sent(pacing, 50)
    watch.at += 4
    assert sent(pacing, 1) == [0]


def test_slacks_word_closes_the_method_for_that_workspace_alone(pacing: Pacing, watch: Watch) -> None:
    pacing.close("T1", POST, 30)
    with pytest.raises(NotNow) as refused:
        pacing.take("T1", POST, "C1")
    assert refused.value.retry_after == 30
    assert sent(pacing, 1, method="chat.postEphemeral") == [0]
    assert sent(pacing, 1, team="T2") == [0]
    watch.at += 30
    assert sent(pacing, 1) == [0]


def test_a_shorter_word_doesnt_open_what_a_longer_one_closed(pacing: Pacing) -> None:
    pacing.close("T1", POST, 30)
    pacing.close("T1", POST, 1)
    assert sent(pacing, 1) == [-1]


def test_an_answer_finds_room_beside_a_burst_of_posts(pacing: Pacing) -> None:
    with unhurried():
        assert sent(pacing, 20).count(0) == RATE.burst // 2
    assert sent(pacing, 1) == [0]


def test_a_click_is_never_held_back_by_our_own_count() -> None:
    assert "views.open" not in RATES
    pacing = Pacing(Watch())
    assert [pacing.take("T1", "views.open") for _ in range(500)] == [0] * 500


def test_a_click_whose_method_is_closed_doesnt_wait_longer_than_its_trigger_lives(pacing: Pacing) -> None:
    pacing.close("T1", "views.open", PATIENCE_SECONDS - 0.5)
    with pytest.raises(NotNow):
        pacing.take("T1", "views.open")


async def test_a_429_closes_the_method_and_the_next_call_doesnt_go_out(office: Office) -> None:
    clients = Clients(always(office.slack.bot_token), office.slack.api_url, pacing=Pacing())
    slack = await clients.of("T1")
    office.slack.fail_next(POST, Fault.limited(90))
    try:
        for _ in range(2):
            with pytest.raises(NotNow) as refused:
                await asked(slack.chat_postMessage(channel=DAILY, text="hello"))
            assert refused.value.retry_after == pytest.approx(90, abs=5)
        assert len(office.slack.calls(POST)) == 1
        await asked(slack.chat_postEphemeral(channel=DAILY, user=PEOPLE[0].id, text="hello"))
    finally:
        await clients.close()
