"""A dispute where whoever set the channel up can't be told: it still reaches somebody who may decide."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.privacy import NOBODY
from bot.domain.scenario import Language
from bot.playground import Fault
from bot.playground.messages import Message
from bot.playground.people import DAILY, TEAM_ID
from bot.slack.blocks.appeals import DECLINE
from tests.slack.conftest import ANNA, KENJI, MIKA, SAM, Office, everything
from tests.slack.test_appeals import TROUBLE, direct, disputed, owned_by

CALLED = "A score of this scenario is disputed"


async def opened(office: Office, owner: str = NOBODY, *languages: Language) -> Message:
    """A post in a channel that nobody owns who could be told."""
    await office.subscribe(languages or (Language.EN,))
    await owned_by(office, owner)
    return await office.next_post()


async def left(office: Office, person: str) -> None:
    """The person's account is deactivated; Slack takes direct messages to it all the same."""
    people = office.slack.workspace.people
    people[person] = replace(people[person], left=True)


def calls(office: Office, post: Message) -> list[Message]:
    """What the thread says of disputes, to everybody."""
    return [m for m in office.thread(post, KENJI) if m.only_for is None and "disputed" in m.text]


async def test_the_thread_says_that_an_admin_is_wanted_and_where(office: Office) -> None:
    post = await opened(office)
    await disputed(office, SAM, post)
    (call,) = calls(office, post)
    assert CALLED in call.text
    assert "workspace admin" in call.text
    assert "/scs log" in call.text


async def test_an_admin_finds_it_there_and_decides(office: Office) -> None:
    post = await opened(office)
    await disputed(office, SAM, post)
    await office.command(MIKA, "log")
    await office.slack.press(MIKA, office.whispers(MIKA)[-1], f"{DECLINE}_1")
    await office.settle()
    assert "stays" in direct(office, SAM)[-1].text


async def test_the_same_goes_where_the_owners_account_is_gone(office: Office) -> None:
    post = await opened(office, ANNA)
    await left(office, ANNA)
    await disputed(office, SAM, post)
    assert direct(office, ANNA) == []
    assert len(calls(office, post)) == 1


async def test_the_same_goes_where_slack_takes_no_message_to_the_owner(office: Office) -> None:
    post = await opened(office, ANNA)
    office.slack.fail_next("chat.postMessage", Fault.refused("user_disabled"))
    await disputed(office, SAM, post)
    assert len(calls(office, post)) == 1


async def test_an_owner_who_can_be_told_is_told_and_the_thread_says_nothing(office: Office) -> None:
    post = await opened(office, ANNA)
    await disputed(office, SAM, post)
    assert len(direct(office, ANNA)) == 1
    assert calls(office, post) == []


async def test_nothing_in_it_leads_to_who_disputes_or_to_what_they_answered_privately(office: Office) -> None:
    post = await opened(office)
    answer = office.todays(post).examples.en.partial[0]
    await office.slack.press(SAM, post, "answer_privately")
    form = office.slack.view(SAM)
    assert form is not None
    await office.slack.submit(SAM, form, {"reply": answer})
    result = office.slack.view(SAM)
    assert result is not None
    await office.slack.press(SAM, result, "dispute")
    await office.settle()
    (call,) = calls(office, post)
    assert SAM not in str(call)
    assert answer not in everything(call)


async def test_it_is_said_in_the_channels_languages(office: Office) -> None:
    post = await opened(office, NOBODY, Language.JA, Language.EN)
    await disputed(office, SAM, post, office.todays(post).examples.en.partial[0])
    (call,) = calls(office, post)
    assert "異議" in call.text


async def test_while_one_waits_another_says_nothing_more(office: Office) -> None:
    post = await opened(office)
    for person in (SAM, KENJI):
        await disputed(office, person, post)
    assert len(calls(office, post)) == 1


async def test_a_dispute_after_one_that_was_decided_is_said_again(office: Office) -> None:
    post = await opened(office)
    await disputed(office, SAM, post)
    await office.command(MIKA, "log")
    await office.slack.press(MIKA, office.whispers(MIKA)[-1], f"{DECLINE}_1")
    await disputed(office, KENJI, post)
    assert len(calls(office, post)) == 2


@pytest.mark.parametrize(
    "fault", [Fault.limited(30), Fault.dropped(applied=True)], ids=["limited", "dropped"]
)
async def test_it_is_owed_like_every_notice_and_said_once(office: Office, fault: Fault) -> None:
    post = await opened(office)
    office.slack.fail_next("chat.postMessage", fault)
    await disputed(office, SAM, post)
    for _ in range(3):
        await office.slack.travel(office.slack.clock.now() + TROUBLE)
    assert len(calls(office, post)) == 1


async def test_who_disputes_is_told_who_decides_and_how(office: Office) -> None:
    post = await opened(office)
    await disputed(office, SAM, post)
    told = everything(office.whispers(SAM)[-1])
    assert "workspace admin" in told
    assert "/scs log" in told


async def test_an_admin_who_saves_the_form_takes_over_what_was_set_up_by_somebody_who_left(
    office: Office,
) -> None:
    await opened(office, ANNA)
    await left(office, ANNA)
    await office.slack.travel(office.slack.clock.now() + timedelta(hours=2))
    await office.subscribe()
    kept = await office.bot.use_cases.subscribe_channel.current(TEAM_ID, DAILY)
    assert kept is not None
    assert kept.created_by == MIKA
