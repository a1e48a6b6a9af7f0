"""What was written in time counts, however late it is delivered, and the channel sees it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from datetime import timedelta

import pytest

from bot.domain.daily import PostStage
from bot.playground import Fault
from bot.playground.delivery import Delivery
from bot.playground.messages import Message
from bot.playground.people import DAILY, TEAM_ID
from bot.ports import UnitOfWork
from tests.slack.conftest import ANNA, MIKA, SAM, Office, everything

NOWHERE = "http://127.0.0.1:9/slack/events"


async def undelivered(office: Office, gesture: Awaitable[object]) -> Delivery:
    """Do this in Slack while the bot can't be reached."""
    url, office.slack.request_url = office.slack.request_url, NOWHERE
    await gesture
    await office.slack.settle()
    office.slack.request_url = url
    return office.slack.deliveries[-1]


async def delivered(office: Office, delivery: Delivery) -> None:
    await office.slack.deliver_again(delivery)
    await office.settle()


async def next_turn(office: Office) -> None:
    await office.slack.travel(office.slack.clock.now() + timedelta(minutes=2))


async def opened(office: Office) -> Message:
    await office.subscribe()
    return await office.next_post()


def result(office: Office) -> str:
    return everything(office.posts()[0])


def revealed(office: Office, post: Message) -> str:
    return everything(next(each for each in office.thread(post, MIKA) if each.metadata))


async def best_of(office: Office, person: str) -> list[int]:
    def read(work: UnitOfWork) -> list[int]:
        return [points for user, _, points in work.replies.best_of_channel(TEAM_ID, DAILY) if user == person]

    return await office.bot.database.transact(read)


async def test_an_answer_in_time_that_is_delivered_after_the_close_changes_the_result(office: Office) -> None:
    post = await opened(office)
    say = office.slack.say(SAM, DAILY, office.todays(post).answer.en, post.ts)
    late = await undelivered(office, say)
    await office.next_close()
    assert "Nobody answered" in result(office)
    await delivered(office, late)
    await next_turn(office)
    assert "1 person answered, average 100" in result(office)
    assert await best_of(office, SAM) == [100]


async def test_the_answer_in_the_thread_gets_the_shares_of_an_answer_that_was_delivered_late(
    office: Office,
) -> None:
    post = await opened(office)
    late = await undelivered(office, office.slack.say(SAM, DAILY, office.todays(post).answer.en, post.ts))
    await office.next_close()
    assert "1 of 1" not in revealed(office, post)
    await delivered(office, late)
    await next_turn(office)
    assert "1 of 1" in revealed(office, post)


async def test_a_corrected_answer_notifies_nobody(office: Office) -> None:
    post = await opened(office)
    late = await undelivered(office, office.slack.say(SAM, DAILY, office.todays(post).answer.en, post.ts))
    await office.next_close()
    said = len(office.slack.calls("chat.postMessage"))
    await delivered(office, late)
    for _ in range(2):
        await next_turn(office)
    assert len(office.slack.calls("chat.postMessage")) == said
    assert len(office.slack.calls("chat.update")) == 3  # the close; then the answer and the result, once


async def test_an_answer_that_came_between_the_reveal_and_the_result_is_in_both(office: Office) -> None:
    post = await opened(office)
    late = await undelivered(office, office.slack.say(SAM, DAILY, office.todays(post).answer.en, post.ts))
    office.slack.fail_next("chat.update", Fault.limited(30))
    await office.next_close()
    await delivered(office, late)
    for _ in range(2):
        await next_turn(office)
    assert "1 person answered" in result(office)
    assert "1 of 1" in revealed(office, post)


async def test_an_edit_in_time_that_is_delivered_after_the_close_is_scored_and_changes_the_result(
    office: Office,
) -> None:
    post = await opened(office)
    reply = await office.say(SAM, office.todays(post).examples.en.wrong[0], post)
    late = await undelivered(office, office.slack.edit(reply, office.todays(post).answer.en))
    await office.next_close()
    assert "average 100" not in result(office)
    await delivered(office, late)
    await next_turn(office)
    assert "average 100" in result(office)
    assert list(reply.reactions) == ["white_check_mark"]


async def test_an_edit_after_the_close_is_not_scored(office: Office) -> None:
    post = await opened(office)
    reply = await office.say(SAM, office.todays(post).examples.en.wrong[0], post)
    await office.next_close()
    before = await best_of(office, SAM)
    await next_turn(office)
    await office.slack.edit(reply, office.todays(post).answer.en)
    await office.settle()
    assert await best_of(office, SAM) == before


async def test_a_deletion_in_time_that_is_delivered_after_the_close_withdraws(office: Office) -> None:
    post = await opened(office)
    reply = await office.say(SAM, office.todays(post).answer.en, post)
    late = await undelivered(office, office.slack.delete(reply))
    await office.next_close()
    await delivered(office, late)
    await next_turn(office)
    assert "Nobody answered" in result(office)


async def test_a_deletion_that_overtakes_its_message_withdraws_it_too(office: Office) -> None:
    post = await opened(office)
    words = office.todays(post).answer.en
    url, office.slack.request_url = office.slack.request_url, NOWHERE
    reply = await office.slack.say(SAM, DAILY, words, post.ts)
    await office.slack.delete(reply)
    await office.slack.settle()
    office.slack.request_url = url
    said, gone = office.slack.deliveries[-2], office.slack.deliveries[-1]
    overtaking = asyncio.create_task(office.slack.deliver_again(gone))
    await asyncio.sleep(0.2)  # it is there first, and waits
    await office.slack.deliver_again(said)
    await overtaking
    await office.settle()
    kept = await office.bot.database.transact(lambda work: work.replies.by_origin(DAILY, reply.ts))
    assert kept is not None and kept.withdrawn and kept.text == ""


async def test_a_deletion_after_the_close_withdraws_nothing(office: Office) -> None:
    post = await opened(office)
    reply = await office.say(SAM, office.todays(post).answer.en, post)
    await office.next_close()
    await next_turn(office)
    await office.slack.delete(reply)
    await office.settle()
    assert await best_of(office, SAM) == [100]


@pytest.mark.parametrize("times", [1, 2], ids=["the answer", "and the result"])
@pytest.mark.parametrize("fault", [Fault.limited(30), Fault.dropped(applied=True)], ids=["later", "unknown"])
async def test_a_result_that_could_not_be_shown_is_shown_later(
    office: Office, fault: Fault, times: int
) -> None:
    post = await opened(office)
    late = await undelivered(office, office.slack.say(SAM, DAILY, office.todays(post).answer.en, post.ts))
    await office.next_close()
    office.slack.fail_next("chat.update", fault, times=times)
    await delivered(office, late)
    for _ in range(3):
        await next_turn(office)
    assert "1 person answered" in result(office)
    assert "1 of 1" in revealed(office, post)


async def test_a_result_that_slack_refuses_is_not_owed_for_ever(office: Office) -> None:
    post = await opened(office)
    late = await undelivered(office, office.slack.say(SAM, DAILY, office.todays(post).answer.en, post.ts))
    await office.next_close()
    office.slack.fail_next("chat.update", Fault.refused("message_not_found"), times=2)
    await delivered(office, late)
    await next_turn(office)
    stored = await office.bot.database.transact(lambda work: work.posts.by_id(1))
    assert stored
    assert (stored.stage, stored.ready_at) == (PostStage.CLOSED, None)


async def test_a_result_is_shown_though_the_answer_in_the_thread_is_gone(office: Office) -> None:
    post = await opened(office)
    late = await undelivered(office, office.slack.say(SAM, DAILY, office.todays(post).answer.en, post.ts))
    await office.next_close()
    office.slack.fail_next("chat.update", Fault.refused("message_not_found"))
    await delivered(office, late)
    await next_turn(office)
    assert "1 person answered" in result(office)


async def test_what_is_late_changes_no_result(office: Office) -> None:
    post = await opened(office)
    await office.next_close()
    await next_turn(office)
    await office.say(ANNA, office.todays(post).answer.en, post)
    await next_turn(office)
    assert "Nobody answered" in result(office)
