"""Who asks or answers very fast: what they are told, when they may go on, and that nothing is lost."""

from __future__ import annotations

from datetime import timedelta

from bot.playground import MovableClock
from bot.playground.people import DAILY, direct_id
from bot.slack.allowances import QUESTIONS, REPLIES, Allowances, Meter
from bot.slack.manifest import SHORTCUT
from tests.clock import FakeClock
from tests.slack.conftest import ANNA, MIKA, SAM, Office, everything

QUESTION = "how to share subnets"


async def used_up(office: Office, person: str) -> None:
    for _ in range(QUESTIONS.at_once):
        await office.slack.command(person, DAILY, "/scs", QUESTION)


async def test_a_person_who_asks_too_fast_is_told_when_to_go_on(office: Office) -> None:
    await used_up(office, ANNA)
    assert "AWS RAM" in everything(office.whispers(ANNA)[-1])
    await office.command(ANNA, QUESTION)
    assert "In 30 seconds you can go on" in office.whispers(ANNA)[-1].text
    office.slack.clock.advance_by(timedelta(seconds=30))
    await office.command(ANNA, QUESTION)
    assert "AWS RAM" in everything(office.whispers(ANNA)[-1])


async def test_a_japanese_reader_is_told_in_japanese(office: Office) -> None:
    await used_up(office, MIKA)
    await office.command(MIKA, QUESTION)
    assert "30 秒後に" in office.whispers(MIKA)[-1].text


async def test_nobody_waits_for_somebody_else(office: Office) -> None:
    await used_up(office, ANNA)
    await office.command(SAM, QUESTION)
    assert "AWS RAM" in everything(office.whispers(SAM)[-1])


async def test_the_words_of_the_command_are_no_questions(office: Office) -> None:
    await used_up(office, ANNA)
    await office.command(ANNA, "streak")
    assert "No streak yet" in everything(office.whispers(ANNA)[-1])


async def test_mentions_and_direct_messages_count_too_and_one_word_answers_them_all(office: Office) -> None:
    await used_up(office, ANNA)
    told = len(office.whispers(ANNA))
    for _ in range(3):
        await office.say(ANNA, f"@scs-bot {QUESTION}")
    assert ["you can go on" in message.text for message in office.whispers(ANNA)[told:]] == [True]
    await office.slack.say(ANNA, direct_id(ANNA), QUESTION)
    await office.settle()
    assert not any("AWS RAM" in everything(m) for m in office.slack.read(ANNA, direct_id(ANNA)))


async def test_the_shortcut_counts_too(office: Office) -> None:
    await used_up(office, ANNA)
    message = await office.say(SAM, QUESTION)
    await office.slack.shortcut(ANNA, SHORTCUT, message)
    await office.settle()
    assert office.slack.view(ANNA) is None
    assert "you can go on" in office.whispers(ANNA)[-1].text


async def test_a_question_that_slack_delivers_again_is_no_new_one(office: Office) -> None:
    await office.say(ANNA, f"@scs-bot {QUESTION}")
    mention = next(d for d in office.slack.deliveries if d.payload["event"]["type"] == "app_mention")
    await office.slack.deliver_again(mention, QUESTIONS.at_once)
    await office.command(ANNA, QUESTION)
    assert "AWS RAM" in everything(office.whispers(ANNA)[-1])


async def test_replies_beyond_the_allowance_are_scored_and_answered_a_little_later(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    for number in range(REPLIES.at_once + 2):
        await office.say(SAM, f"thought {number}", post)
    stored = await office.bot.database.transact(lambda work: work.replies.of_person(1, SAM))
    assert len(stored) == REPLIES.at_once + 2
    words = ["Nothing is lost" in message.text for message in office.whispers(SAM)]
    assert words.count(True) == 1
    assert len(words) == REPLIES.at_once + 1
    await office.slack.travel(office.slack.clock.now() + timedelta(minutes=5))
    assert len(office.whispers(SAM)) == REPLIES.at_once + 3


async def test_a_private_form_beyond_the_allowance_keeps_what_was_written(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    await office.slack.press(ANNA, post, "answer_privately")
    form = office.slack.view(ANNA)
    assert form is not None
    for number in range(REPLIES.at_once):
        await office.say(ANNA, f"@someone talk {number}", post)
    sent = await office.slack.submit(ANNA, form, {"reply": "share the subnets with RAM"})
    assert "Your text is still here" in next(iter(sent.errors.values()))


def test_a_request_that_was_allowed_is_allowed_again_however_many_came_meanwhile() -> None:
    meter = Meter(QUESTIONS, MovableClock(FakeClock()))
    waits = [meter.wait("T1", ANNA, str(number)) for number in range(QUESTIONS.at_once + 1)]
    assert waits == [0] * QUESTIONS.at_once + [30]
    assert meter.wait("T1", ANNA, "0") == 0


def test_people_of_two_workspaces_are_counted_apart() -> None:
    meter = Meter(QUESTIONS, MovableClock(FakeClock()))
    for number in range(QUESTIONS.at_once):
        meter.wait("T1", ANNA, str(number))
    assert meter.wait("T2", ANNA, "another") == 0


def test_an_operator_may_set_how_much_is_free_at_once() -> None:
    allowances = Allowances(MovableClock(FakeClock()), questions=2, replies=3)
    for meter, free in ((allowances.questions, 2), (allowances.replies, 3)):
        waits = [meter.wait("T1", ANNA, str(number)) for number in range(free + 1)]
        assert waits == [0] * free + [30]
