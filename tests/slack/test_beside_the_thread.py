"""Answers that come by other ways than a colleague's reply in the thread."""

from __future__ import annotations

from typing import Any

import pytest

from bot.playground import Fault
from bot.playground.messages import Message
from bot.playground.people import BOT_USER, DAILY, TEAM_ID, Person
from tests.slack.conftest import KENJI, SAM, Office, everything

Json = dict[str, Any]
STRANGER = "U0OTHER001"
OTHER_TEAM = "T0OTHER001"


async def attempts(office: Office, post: Message, person: str) -> int:
    def read(work: Any) -> int:  # noqa: ANN401 - a unit of work
        stored = work.posts.by_message(DAILY, post.ts)
        return len(work.replies.of_person(stored.id, person))

    return await office.bot.database.transact(read)


# In the channel


async def test_who_answers_in_the_channel_is_shown_the_thread(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    said = await office.say(SAM, office.todays(post).examples.en.full[0])
    (pointer,) = office.whispers(SAM)
    assert "looks like an answer" in everything(pointer)
    assert f"/archives/{DAILY}/p{post.ts.replace('.', '')}" in everything(pointer)
    assert not said.reactions
    assert await attempts(office, post, SAM) == 0


async def test_the_pointer_speaks_the_persons_language(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    await office.say(KENJI, office.todays(post).examples.ja.full[0])
    assert "回答のようです" in everything(office.whispers(KENJI)[0])


async def test_a_person_is_shown_the_thread_once_a_scenario(office: Office) -> None:
    await office.subscribe()
    for day in (1, 2):
        post = await office.next_post()
        for _ in range(2):
            await office.say(SAM, office.todays(post).examples.en.full[0])
        assert len(office.whispers(SAM)) == day
        await office.next_close()


async def test_the_same_message_delivered_again_points_once(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    await office.say(SAM, office.todays(post).examples.en.full[0])
    event = next(
        d for d in reversed(office.slack.deliveries) if d.payload.get("event", {}).get("user") == SAM
    )
    await office.slack.deliver_again(event, times=3, at_once=True)
    await office.settle()
    assert len(office.whispers(SAM)) == 1


async def test_what_is_no_answer_is_left_alone(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    await office.say(SAM, "anyone for lunch?")
    await office.say(SAM, office.todays(post).examples.en.wrong[0])
    await office.say(SAM, office.todays(post).situation.en)
    assert office.whispers(SAM) == []


async def test_who_has_replied_in_the_thread_knows_the_way(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    await office.say(SAM, office.todays(post).examples.en.full[0], post)
    before = len(office.whispers(SAM))
    await office.say(SAM, office.todays(post).examples.en.full[0])
    assert len(office.whispers(SAM)) == before


async def test_nobody_is_pointed_to_a_closed_scenario(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    await office.next_close()
    await office.say(SAM, office.todays(post).examples.en.full[0])
    assert office.whispers(SAM) == []


async def test_a_question_to_the_bot_is_no_answer_beside_the_thread(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    await office.say(SAM, f"@scs-bot {office.todays(post).examples.en.full[0]}")
    assert not any("looks like" in everything(whisper) for whisper in office.whispers(SAM))


# Replies that were sent to the channel as well


async def broadcast(office: Office, person: str, text: str, post: Message) -> Message:
    message = await office.slack.say(person, DAILY, text, post.ts, broadcast=True)
    await office.settle()
    return message


async def test_a_reply_that_was_sent_to_the_channel_as_well_is_scored_once(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    reply = await broadcast(office, SAM, office.todays(post).examples.en.full[0], post)
    assert list(reply.reactions) == ["white_check_mark"]
    assert await attempts(office, post, SAM) == 1
    assert not any("looks like" in everything(whisper) for whisper in office.whispers(SAM))


async def test_a_reply_that_is_sent_to_the_channel_afterwards_is_not_scored_again(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    reply = await office.say(SAM, office.todays(post).examples.en.full[0], post)
    told = len(office.whispers(SAM))
    before: Json = {"type": "message", "user": SAM, "ts": reply.ts, "text": reply.text}
    reply.subtype = "thread_broadcast"
    await office.slack.events.changed(reply, before)
    await office.settle()
    assert await attempts(office, post, SAM) == 1
    assert len(office.whispers(SAM)) == told


async def test_an_edited_broadcast_is_scored_anew(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    examples = office.todays(post).examples.en
    reply = await broadcast(office, SAM, examples.wrong[0], post)
    await office.slack.edit(reply, examples.full[0])
    await office.settle()
    assert list(reply.reactions) == ["white_check_mark"]
    assert await attempts(office, post, SAM) == 1


# People of other workspaces, and guests


async def from_elsewhere(office: Office, text: str, post: Message | None, kind: str = "message") -> Message:
    """A message in a shared channel as Slack Connect delivers it: the sender's workspace comes first."""
    office.slack.workspace.channels[DAILY].members.add(STRANGER)
    ts = office.slack.workspace.mint_ts()
    message = Message(DAILY, ts, STRANGER, text, thread_ts=post.ts if post else None)
    office.slack.workspace.add(message)
    event = {
        "type": kind, "user": STRANGER, "ts": ts, "text": text, "team": OTHER_TEAM,
        "user_team": OTHER_TEAM, "source_team": OTHER_TEAM, "user_profile": {"name": "kim"},
        "channel": DAILY, "channel_type": "channel", "event_ts": ts,
    }  # fmt: skip
    event |= {"thread_ts": post.ts} if post else {}
    payload = {
        "token": "x", "type": "event_callback", "team_id": OTHER_TEAM, "context_team_id": OTHER_TEAM,
        "api_app_id": "A0SCSBOT01", "event": event, "event_id": "Ev1", "event_time": 1,
        "is_ext_shared_channel": True, "authorizations": [
            {"enterprise_id": None, "team_id": TEAM_ID, "user_id": BOT_USER, "is_bot": True}
        ],
    }  # fmt: skip
    delivery = await office.slack.deliverer.deliver("events_api", payload)
    await office.settle()
    assert delivery.ok
    return message


async def test_a_reply_of_somebody_from_another_workspace_is_scored_in_ours(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    reply = await from_elsewhere(office, office.todays(post).examples.en.full[0], post)
    assert list(reply.reactions) == ["white_check_mark"]
    assert await attempts(office, post, STRANGER) == 1
    await office.next_close()
    assert "1 person answered" in everything(office.posts()[0])


async def test_somebody_about_whom_slack_tells_nothing_is_pointed_to_the_thread_too(office: Office) -> None:
    office.slack.workspace.add_person(Person(STRANGER, "kim", "Kim"))
    await office.subscribe()
    post = await office.next_post()
    await from_elsewhere(office, office.todays(post).examples.en.full[0], None)
    assert "looks like an answer" in everything(office.whispers(STRANGER)[0])


async def test_a_whole_week_with_a_stranger_ends_in_a_recap(office: Office) -> None:
    await office.subscribe(weekdays=frozenset({0}))
    post = await office.next_post()
    await from_elsewhere(office, office.todays(post).examples.en.full[0], post)
    await office.next_close()
    assert "Monday: 1 person" in everything(office.posts()[-1])


async def test_a_strangers_question_is_recorded_for_our_workspace(office: Office) -> None:
    await from_elsewhere(office, f"<@{BOT_USER}> which wine goes with fish", None, kind="app_mention")
    missed = await office.bot.database.transact(lambda work: work.questions.missed(team_id=TEAM_ID))
    assert [gap.text for gap in missed] == ["which wine goes with fish"]


# Bots other than ours

THEIR_BOT = Person("U0OTHERBOT", "theirs", "scs-bot", bot=True, team=OTHER_TEAM)
"""The bot of the workspace that shares the channel."""


async def test_what_begins_with_a_mention_of_another_bot_is_no_answer(office: Office) -> None:
    office.slack.workspace.add_person(THEIR_BOT)
    await office.subscribe()
    post = await office.next_post()
    answer = office.todays(post).examples.en.full[0]
    told = await from_elsewhere(office, f"<@{THEIR_BOT.id}> {answer}", post)
    assert not told.reactions
    assert await attempts(office, post, STRANGER) == 0


async def test_an_answer_that_is_edited_into_a_word_to_another_bot_stays_as_it_was(office: Office) -> None:
    office.slack.workspace.add_person(THEIR_BOT)
    await office.subscribe()
    post = await office.next_post()
    reply = await office.say(SAM, office.todays(post).examples.en.full[0], post)
    await office.slack.edit(reply, "@theirs streak")
    await office.settle()
    assert list(reply.reactions) == ["white_check_mark"]


@pytest.mark.parametrize("silent", [False, True], ids=["known", "slack can't be asked"])
async def test_what_begins_with_a_mention_of_a_colleague_is_an_answer(office: Office, silent: bool) -> None:
    await office.subscribe()
    post = await office.next_post()
    if silent:
        office.slack.fail_next("users.info", Fault.broken(503))
    reply = await office.say(SAM, f"@kenji {office.todays(post).examples.en.full[0]}", post)
    assert list(reply.reactions) == ["white_check_mark"]


async def test_whom_a_thread_of_other_talk_begins_with_is_not_looked_up(office: Office) -> None:
    await office.subscribe()
    await office.next_post()
    lunch = await office.say(SAM, "lunch?")
    asked = len(office.slack.calls("users.info"))
    await office.say(SAM, "@kenji at noon", lunch)
    assert len(office.slack.calls("users.info")) == asked


GUEST = Person("U0GUEST001", "gus", "Gus", guest=True)


async def test_a_guest_plays_like_everybody(office: Office) -> None:
    office.slack.workspace.add_person(GUEST)
    office.slack.workspace.channels[DAILY].members.add(GUEST.id)
    await office.subscribe()
    post = await office.next_post()
    reply = await office.say(GUEST.id, office.todays(post).answer.en, post)
    assert list(reply.reactions) == ["white_check_mark"]
    await office.command(GUEST.id, "streak")
    assert "1 day in a row" in everything(office.whispers(GUEST.id)[-1])


async def test_a_guest_sets_up_no_channel(office: Office) -> None:
    office.slack.workspace.add_person(GUEST)
    office.slack.workspace.channels[DAILY].members.add(GUEST.id)
    await office.command(GUEST.id, "setup")
    assert office.slack.view(GUEST.id) is None
    assert "Guests can answer, but not set up" in everything(office.whispers(GUEST.id)[-1])
