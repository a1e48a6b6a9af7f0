"""What counts as an attempt, whatever order Slack delivers in."""

from __future__ import annotations

from datetime import timedelta

from bot.playground import Fault
from bot.playground.delivery import Delivery
from bot.playground.people import DAILY
from tests.slack.conftest import ANNA, SAM, Office, everything


async def score_of(office: Office, person: str) -> list[int]:
    stored = await office.bot.database.transact(lambda work: work.replies.of_person(1, person))
    return [reply.score.value for reply in stored if reply.counts]


def edits(office: Office) -> list[Delivery]:
    return [
        delivery
        for delivery in office.slack.deliveries
        if delivery.payload.get("event", {}).get("subtype") == "message_changed"
    ]


async def test_an_old_edit_that_is_delivered_again_undoes_no_newer_one(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    examples = office.todays(post).examples.en
    reply = await office.say(SAM, examples.partial[0], post)
    await office.slack.edit(reply, examples.wrong[0])
    await office.slack.edit(reply, examples.full[0])
    await office.settle()
    best = await score_of(office, SAM)
    await office.slack.deliver_again(edits(office)[0])
    await office.settle()
    await office.bot.settle()  # the second edit may have found the first one being told of
    assert await score_of(office, SAM) == best
    assert list(reply.reactions) == ["white_check_mark"]


async def test_a_question_edited_into_the_answer_after_the_close_earns_nothing(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    asked = await office.say(SAM, "@scs-bot what is this?", post)
    await office.next_close()
    await office.slack.travel(office.slack.clock.now() + timedelta(minutes=5))
    await office.slack.edit(asked, office.todays(post).answer.en)
    await office.settle()
    assert await score_of(office, SAM) == []
    assert list(asked.reactions) == ["hourglass_flowing_sand"]


async def test_a_withdrawn_attempt_stays_used_up(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    examples = office.todays(post).examples.en
    for _ in range(3):
        last = await office.say(SAM, examples.wrong[0], post)
    await office.slack.delete(last)
    fourth = await office.say(SAM, examples.full[0], post)
    assert list(fourth.reactions) == ["hourglass_flowing_sand"]


async def test_a_reply_that_mentions_the_bot_in_passing_is_a_reply_and_no_question(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    reply = await office.say(SAM, f"{office.todays(post).examples.en.full[0]} right @scs-bot?", post)
    assert list(reply.reactions) == ["white_check_mark"]
    assert len(office.whispers(SAM)) == 1


async def test_feedback_that_an_edit_has_overtaken_is_not_sent(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    examples = office.todays(post).examples.en
    office.slack.fail_next("reactions.add", Fault.limited(30))
    reply = await office.say(SAM, examples.wrong[0], post)
    await office.slack.edit(reply, examples.full[0])
    await office.settle()
    await office.slack.travel(office.slack.clock.now() + timedelta(minutes=3))
    assert list(reply.reactions) == ["white_check_mark"]
    assert "Full answer" in everything(office.whispers(SAM)[-1])


async def test_what_slack_escapes_is_read_as_the_person_wrote_it(office: Office) -> None:
    plain = office.bot.use_cases.answer_question(
        "share R&D <prod> subnets between accounts with AWS RAM", DAILY
    )
    await office.say(ANNA, "@scs-bot share R&D <prod> subnets between accounts with AWS RAM")
    assert plain.scenario is not None
    assert plain.scenario.answer.en in everything(office.whispers(ANNA)[0])


async def test_a_question_is_quoted_as_it_was_asked(office: Office) -> None:
    await office.command(ANNA, "share our R&D subnets between accounts with AWS RAM")
    assert "share our R&D subnets between accounts with AWS RAM" in everything(office.whispers(ANNA)[0])
    assert "&amp;amp;" not in str(office.whispers(ANNA)[0].blocks)


async def test_an_attempt_that_was_deleted_is_told_to_be_used_up(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    await office.slack.delete(await office.say(SAM, office.todays(post).answer.en, post))
    await office.settle()
    await office.command(SAM, "today")
    assert "used 1 of 3 attempts" in everything(office.whispers(SAM)[-1])
