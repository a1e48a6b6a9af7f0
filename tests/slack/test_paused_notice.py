"""That a channel stopped is owed to whoever set it up: told once, as soon as it can be."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.daily import PostStage
from bot.local_workspace import PlannedTimes
from bot.playground import Fault
from bot.playground.messages import Message
from bot.playground.people import DAILY, TEAM_ID, direct_id
from bot.slack.messenger import SlackMessenger
from tests.slack.conftest import MIKA, Office

MINUTES, DAY = timedelta(minutes=3), timedelta(days=1)
REFUSED = Fault.refused("not_in_channel")


def told(office: Office) -> list[Message]:
    """What the bot wrote to who set the channel up."""
    return list(office.slack.workspace.messages(direct_id(MIKA)))


async def stopped(office: Office, *then: Fault) -> None:
    """The daily post is refused for good, and these things go wrong with the notice."""
    await office.subscribe()
    for fault in (REFUSED, *then):
        office.slack.fail_next("chat.postMessage", fault)
    due = await PlannedTimes(office.bot).next_post()
    assert due is not None
    await office.slack.travel(due)


async def later(office: Office, by: timedelta = MINUTES, times: int = 3) -> None:
    for _ in range(times):
        await office.slack.travel(office.slack.clock.now() + by)


async def test_who_set_the_channel_up_is_told_at_once_and_once(office: Office) -> None:
    await stopped(office)
    assert len(told(office)) == 1
    await later(office)
    assert len(told(office)) == 1


@pytest.mark.parametrize(
    "fault",
    [Fault.limited(30), Fault.broken(503), Fault.dropped(applied=False)],
    ids=["limited", "broken", "dropped"],
)
async def test_a_notice_that_could_not_be_sent_is_sent_later_and_once(office: Office, fault: Fault) -> None:
    await stopped(office, fault)
    assert told(office) == []
    await later(office)
    assert len(told(office)) == 1


async def test_a_notice_that_may_be_out_is_looked_for_and_not_repeated(office: Office) -> None:
    await stopped(office, Fault.dropped(applied=True))
    await later(office)
    assert len(told(office)) == 1


async def test_what_slack_wants_later_is_not_tried_before(office: Office) -> None:
    await stopped(office, Fault.limited(600))
    asked = len(office.slack.calls("chat.postMessage"))
    await later(office)
    assert len(office.slack.calls("chat.postMessage")) == asked
    await later(office, times=1)
    assert len(told(office)) == 1


async def test_a_crash_after_the_pause_leaves_the_notice_owed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def crash(*_: object) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as patched:
        patched.setattr(SlackMessenger, "tell_paused", crash)
        await stopped(office)
    assert told(office) == []
    await later(office)
    assert len(told(office)) == 1


async def test_a_notice_that_is_refused_is_not_tried_for_ever(office: Office) -> None:
    await stopped(office, Fault.refused("user_not_found"))
    await later(office)
    assert told(office) == []
    assert await owes_nothing(office)


async def test_a_notice_that_cant_be_sent_for_a_day_is_given_up(office: Office) -> None:
    await stopped(office, *[Fault.broken(503)] * 50)
    await later(office, timedelta(hours=1), times=26)
    office.slack.web_api.faults.clear()
    await later(office)
    assert told(office) == []
    assert await owes_nothing(office)


@pytest.mark.parametrize("words", [("resume",), ("resume", "pause")])
async def test_who_has_seen_to_it_meanwhile_is_told_nothing(office: Office, words: tuple[str, ...]) -> None:
    await stopped(office, Fault.limited(60))
    for word in words:
        await office.command(MIKA, word)
    await later(office)
    assert told(office) == []
    assert await owes_nothing(office)


async def owes_nothing(office: Office) -> bool:
    """The day that was refused is an outage, and done with."""
    rows = await office.bot.database.transact(lambda work: work.posts.of_channel(TEAM_ID, DAILY))
    return [(row.stage, row.ready_at) for row in rows][:1] == [(PostStage.OUTAGE, None)]
