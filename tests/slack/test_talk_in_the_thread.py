"""What is no attempt, though it stands in the thread: talk, while the scenario is open and after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.daily import Answering, Reply
from bot.playground.delivery import Delivery
from bot.playground.messages import Message
from bot.playground.people import DAILY, TEAM_ID
from bot.ports import UnitOfWork
from tests.slack.conftest import ANNA, SAM, Office, everything

CHATTER = ["👍", ":tada: :fire:", "+1", "thanks for posting!", "lol", "Thank you!!", "ありがとうございます！"]


async def stored(office: Office, person: str = SAM) -> list[Reply]:
    return await office.bot.database.transact(lambda work: work.replies.of_person(1, person))


async def opened(office: Office) -> Message:
    await office.subscribe()
    return await office.next_post()


async def closed(office: Office) -> Message:
    thread = await opened(office)
    await office.next_close()
    await later(office)
    return thread


async def later(office: Office) -> None:
    await office.slack.travel(office.slack.clock.now() + timedelta(hours=1))


def written(office: Office) -> list[Delivery]:
    """The deliveries of new messages, not those of edits."""
    events = [(each, each.payload.get("event", {})) for each in office.slack.deliveries]
    return [each for each, event in events if event.get("type") == "message" and "subtype" not in event]


# While it is open


@pytest.mark.parametrize("text", CHATTER)
async def test_chatter_uses_up_no_attempt_and_is_not_stored(office: Office, text: str) -> None:
    thread = await opened(office)
    said = await office.say(SAM, text, thread)
    assert await stored(office) == []
    assert not said.reactions
    assert office.whispers(SAM) == []


async def test_after_much_chatter_an_answer_still_counts(office: Office) -> None:
    thread = await opened(office)
    for text in CHATTER:
        await office.say(SAM, text, thread)
    answer = await office.say(SAM, office.todays(thread).examples.en.full[0], thread)
    assert list(answer.reactions) == ["white_check_mark"]
    assert "Attempt 1 of 3" in everything(office.whispers(SAM)[-1])


@pytest.mark.parametrize("text", ["I don't know", "わかりません"])
async def test_who_gives_up_has_used_an_attempt_and_gets_the_hint(office: Office, text: str) -> None:
    thread = await opened(office)
    await office.say(SAM, text, thread)
    assert [reply.counts for reply in await stored(office)] == [True]
    assert "Hint" in everything(office.whispers(SAM)[-1]) or "ヒント" in everything(office.whispers(SAM)[-1])


async def test_a_wrong_answer_is_an_attempt(office: Office) -> None:
    thread = await opened(office)
    said = await office.say(SAM, office.todays(thread).examples.en.wrong[0], thread)
    assert list(said.reactions) == ["white_circle"]
    assert len(await stored(office)) == 1


async def test_chatter_that_is_edited_into_an_answer_counts(office: Office) -> None:
    thread = await opened(office)
    said = await office.say(SAM, "👍", thread)
    await office.slack.edit(said, office.todays(thread).examples.en.full[0])
    await office.settle()
    assert list(said.reactions) == ["white_check_mark"]
    assert [reply.counts for reply in await stored(office)] == [True]


async def test_chatter_delivered_again_after_it_became_an_answer_changes_nothing(office: Office) -> None:
    thread = await opened(office)
    said = await office.say(SAM, "👍", thread)
    await office.slack.edit(said, office.todays(thread).examples.en.full[0])
    await office.settle()
    before = await stored(office)
    await office.slack.deliver_again(written(office)[-1])
    await office.settle()
    assert await stored(office) == before
    assert len(office.whispers(SAM)) == 1


async def test_an_answer_that_is_edited_into_chatter_stays_used_and_scores_nothing(office: Office) -> None:
    thread = await opened(office)
    said = await office.say(SAM, office.todays(thread).examples.en.full[0], thread)
    await office.slack.edit(said, "👍")
    await office.settle()
    assert [reply.score.value for reply in await stored(office)] == [0]


async def test_chatter_where_answers_are_private_is_shown_no_way(office: Office) -> None:
    await office.subscribe()

    def answer_privately(work: UnitOfWork) -> None:
        subscription = work.subscriptions.of_channel(TEAM_ID, DAILY)
        assert subscription
        work.subscriptions.save(replace(subscription, answering=Answering.PRIVATELY))

    await office.bot.database.transact(answer_privately)
    thread = await office.next_post()
    await office.say(SAM, "👍", thread)
    assert office.whispers(SAM) == []
    await office.say(SAM, office.todays(thread).examples.en.full[0], thread)
    assert len(office.whispers(SAM)) == 1


async def test_chatter_in_the_private_form_is_handed_back(office: Office) -> None:
    thread = await opened(office)
    await office.slack.press(SAM, thread, "answer_privately")
    form = office.slack.view(SAM)
    assert form is not None
    sent = await office.slack.submit(SAM, form, {"reply": "👍"})
    await office.settle()
    assert await stored(office) == []
    assert "nothing to score" in str(sent.errors) + str(office.slack.view(SAM))


# After the close


async def test_after_the_close_talk_is_left_alone(office: Office) -> None:
    thread = await opened(office)
    await office.say(SAM, office.todays(thread).examples.en.partial[0], thread)
    told = len(office.whispers(SAM))
    await office.next_close()
    await later(office)
    for text in ("I would not have thought of the second point", "well, that was a tricky one", "👍"):
        said = await office.say(SAM, text, thread)
        assert not said.reactions
    assert len(office.whispers(SAM)) == told
    assert len(await stored(office)) == 1


async def test_the_first_word_after_the_close_of_who_has_not_answered_is_told_that_it_closed(
    office: Office,
) -> None:
    thread = await closed(office)
    said = await office.say(SAM, office.todays(thread).examples.en.wrong[0], thread)
    assert list(said.reactions) == ["hourglass_flowing_sand"]
    assert "closed" in everything(office.whispers(SAM)[-1])


async def test_an_answer_after_the_close_is_told_so_also_to_who_has_answered_before(office: Office) -> None:
    thread = await opened(office)
    await office.say(SAM, office.todays(thread).examples.en.wrong[0], thread)
    await office.next_close()
    await later(office)
    said = await office.say(SAM, office.todays(thread).examples.en.full[0], thread)
    assert list(said.reactions) == ["hourglass_flowing_sand"]


async def test_a_person_is_told_once_that_a_scenario_has_closed(office: Office) -> None:
    thread = await closed(office)
    full = office.todays(thread).examples.en.full[0]
    await office.say(SAM, full, thread)
    second = await office.say(SAM, full, thread)
    assert not second.reactions
    assert len(office.whispers(SAM)) == 1
    assert len(await stored(office)) == 1
    other = await office.say(ANNA, full, thread)
    assert list(other.reactions) == ["hourglass_flowing_sand"]


async def test_of_talk_after_the_close_no_text_is_stored(office: Office) -> None:
    thread = await closed(office)
    await office.say(SAM, office.todays(thread).examples.en.wrong[0], thread)
    assert [reply.text for reply in await stored(office)] == [""]


async def test_who_was_told_that_attempts_are_used_up_is_told_no_more_after_the_close(office: Office) -> None:
    thread = await opened(office)
    examples = office.todays(thread).examples.en
    for _ in range(4):
        await office.say(SAM, examples.wrong[0], thread)
    told = len(office.whispers(SAM))
    await office.next_close()
    await later(office)
    said = await office.say(SAM, examples.full[0], thread)
    assert not said.reactions
    assert len(office.whispers(SAM)) == told
