"""What Slack's limits hold back waits until it may go, and is not taken up in between."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.playground import Fault
from bot.playground.people import direct_id
from tests.slack.conftest import SAM, Office

LONG = 600  # seconds


async def travel(office: Office, **later: float) -> None:
    await office.slack.travel(office.slack.clock.now() + timedelta(**later))
    await office.settle()


async def replied(office: Office) -> str:
    await office.subscribe()
    post = await office.next_post()
    office.slack.fail_next("chat.postEphemeral", Fault.limited(LONG))
    await office.say(SAM, office.todays(post).examples.en.full[0], post)
    return "chat.postEphemeral"


async def mentioned(office: Office) -> str:
    office.slack.fail_next("chat.postEphemeral", Fault.limited(LONG))
    await office.say(SAM, "@scs-bot how to share subnets")
    return "chat.postEphemeral"


async def asked_directly(office: Office) -> str:
    office.slack.fail_next("chat.postMessage", Fault.limited(LONG))
    await office.slack.say(SAM, direct_id(SAM), "how to share subnets")
    await office.settle()
    return "chat.postMessage"


@pytest.mark.parametrize("owed_by", [replied, mentioned, asked_directly])
async def test_what_slack_wants_later_is_sent_then_and_not_tried_before(
    office: Office, owed_by: Callable[[Office], Awaitable[str]]
) -> None:
    method = await owed_by(office)
    asked = len(office.slack.calls(method))
    for _ in range(3):
        await travel(office, minutes=3)
    assert len(office.slack.calls(method)) == asked
    await travel(office, minutes=2)
    assert len(office.slack.calls(method)) == asked + 1


async def test_a_first_word_that_comes_later_takes_no_reaction_away_because_there_is_none(
    office: Office,
) -> None:
    await replied(office)
    await travel(office, seconds=LONG + 60)
    assert len(office.whispers(SAM)) == 1
    assert office.slack.calls("reactions.remove") == []


async def test_the_first_reaction_goes_though_the_word_on_an_edit_comes_later(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    examples = office.todays(post).examples.en
    reply = await office.say(SAM, examples.wrong[0], post)
    office.slack.fail_next("reactions.remove", Fault.limited(LONG))
    await office.slack.edit(reply, examples.full[0])
    await office.settle()
    assert list(reply.reactions) == ["white_circle"]
    await travel(office, seconds=LONG + 60)
    assert list(reply.reactions) == ["white_check_mark"]
