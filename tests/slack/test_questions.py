from __future__ import annotations

import json
from collections.abc import Callable
from copy import copy
from typing import Any

import pytest

from bot.domain.reading.opening import opening
from bot.playground.messages import Message
from bot.playground.people import DAILY, TEAM_ID, direct_id
from bot.playground.refusal import Refusal
from bot.slack.requests import Deliveries, asked_in
from tests.slack.conftest import ANNA, KENJI, SAM, Office, everything


async def test_a_question_is_answered_to_the_person_alone(office: Office) -> None:
    await office.command(ANNA, "how to share subnets")
    (answer,) = office.whispers(ANNA)
    ram = office.library.packs[0].scenario("ram-shared-subnets")
    assert ram.answer.en in everything(answer)


async def test_a_japanese_question_is_answered_in_japanese(office: Office) -> None:
    await office.command(SAM, "サブネットを共有したい")
    (answer,) = office.whispers(SAM)
    assert office.library.packs[0].scenario("ram-shared-subnets").answer.ja in everything(answer)


async def test_an_answer_shows_which_scenario_it_comes_from(office: Office) -> None:
    await office.command(ANNA, "how to share subnets")
    ram = office.library.packs[0].scenario("ram-shared-subnets")
    told = everything(office.whispers(ANNA)[0])
    assert ram.id in told
    assert opening(ram.situation.en, 2, 300) in told
    assert told.index(ram.situation.en[:60]) < told.index(ram.answer.en)


async def test_a_japanese_answer_shows_its_scenario_in_japanese(office: Office) -> None:
    await office.say(SAM, "@scs-bot サブネットを共有したい")
    ram = office.library.packs[0].scenario("ram-shared-subnets")
    assert opening(ram.situation.ja, 2, 300) in everything(office.whispers(SAM)[0])


async def test_a_shared_answer_shows_which_scenario_it_comes_from(office: Office) -> None:
    await office.command(ANNA, "how to share subnets")
    await office.slack.press(ANNA, office.whispers(ANNA)[0], "share")
    await office.settle()
    ram = office.library.packs[0].scenario("ram-shared-subnets")
    assert ram.situation.en[:60] in everything(office.slack.read(SAM, DAILY)[-1])


async def test_a_question_that_nothing_fits_is_declined(office: Office) -> None:
    await office.command(ANNA, "best pizza in town")
    assert "Nothing in my scenario index fits" in everything(office.whispers(ANNA)[0])


async def test_a_repeated_command_is_answered_once(office: Office) -> None:
    delivery = await office.command(ANNA, "how to share subnets")
    answers = await office.slack.deliver_again(delivery, 100, at_once=True)
    assert all(answer.status == 200 and not answer.body for answer in answers)
    assert len(office.whispers(ANNA)) == 1


async def test_a_mention_is_answered_privately_and_once(office: Office) -> None:
    await office.say(ANNA, "@scs-bot how to share subnets")
    mention = next(d for d in office.slack.deliveries if d.payload["event"]["type"] == "app_mention")
    await office.slack.deliver_again(mention, 20, at_once=True)
    await office.settle()
    assert len(office.whispers(ANNA)) == 1


async def test_a_mention_in_the_open_thread_is_a_question_not_a_reply(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    asked = await office.say(ANNA, "@scs-bot what is a resource share?", post)
    assert not asked.reactions
    assert office.whispers(ANNA)[-1].thread_ts == post.ts


async def test_a_direct_message_is_answered_in_the_conversation(office: Office) -> None:
    await office.slack.say(KENJI, direct_id(KENJI), "サブネットを共有したい")
    await office.settle()
    answer = office.slack.read(KENJI, direct_id(KENJI))[-1]
    ram = office.library.packs[0].scenario("ram-shared-subnets")
    assert ram.answer.ja in everything(answer)
    assert opening(ram.situation.ja, 2, 300) in everything(answer)


async def test_todays_answer_is_not_given_away_in_its_channel(office: Office) -> None:
    await office.subscribe()
    scenario = office.todays(await office.next_post())
    await office.command(ANNA, scenario.questions.en[0])
    told = everything(office.whispers(ANNA)[-1])
    assert "today's scenario" in told
    assert scenario.answer.en not in told


async def test_an_answer_can_be_shared_with_the_channel(office: Office) -> None:
    await office.command(ANNA, "how to share subnets")
    await office.slack.press(ANNA, office.whispers(ANNA)[0], "share")
    await office.settle()
    shared = office.slack.read(SAM, DAILY)[-1]
    assert "asked: how to share subnets" in everything(shared)


async def test_a_shared_answer_says_so_and_has_no_button_to_share_it_again(office: Office) -> None:
    await office.command(ANNA, "how to share subnets")
    await office.slack.press(ANNA, office.whispers(ANNA)[0], "share")
    await office.settle()
    (answer,) = office.whispers(ANNA)
    assert "Shared in the channel" in everything(answer)
    assert buttons(answer) & {"share", "helped"} == {"helped"}


async def test_a_shared_answer_stays_shared_when_an_opinion_is_given(office: Office) -> None:
    await office.command(ANNA, "how to share subnets")
    for button in ("share", "helped"):
        await office.slack.press(ANNA, office.whispers(ANNA)[0], button)
        await office.settle()
    (answer,) = office.whispers(ANNA)
    assert not buttons(answer) & {"share", "helped", "not_helped"}
    assert "Shared in the channel" in everything(answer)
    assert "Thank you" in everything(answer)


async def test_pressing_share_again_at_another_replica_posts_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.command(ANNA, "how to share subnets")
    answer = copy(office.whispers(ANNA)[0])  # as somebody sees it who presses twice in a hurry
    await office.slack.press(ANNA, answer, "share")
    await office.settle()
    monkeypatch.setattr(Deliveries, "first", lambda self, key: True)
    await office.slack.press(ANNA, answer, "share")
    await office.slack.deliver_again(office.slack.deliveries[-1])
    await office.settle()
    assert len([m for m in office.slack.read(SAM, DAILY) if m.by_bot]) == 1


async def test_the_same_answer_to_another_question_can_be_shared_too(office: Office) -> None:
    for _ in range(2):
        await office.command(ANNA, "how to share subnets")
        await office.slack.press(ANNA, office.whispers(ANNA)[-1], "share")
        await office.settle()
    assert len([m for m in office.slack.read(SAM, DAILY) if m.by_bot]) == 2


async def test_what_slack_did_not_take_can_be_shared_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.command(ANNA, "how to share subnets")
    with monkeypatch.context() as restricted:
        restricted.setattr(office.slack.posting, "respond", only_in_private(office.slack.posting.respond))
        await office.slack.press(ANNA, office.whispers(ANNA)[0], "share")
        await office.settle()
    assert "could not be shared" in everything(office.whispers(ANNA)[-1])
    await office.slack.press(ANNA, office.whispers(ANNA)[0], "share")
    await office.settle()
    assert len([m for m in office.slack.read(SAM, DAILY) if m.by_bot and not m.only_for]) == 1


def only_in_private(respond: Callable[[str, dict[str, Any]], None]) -> Callable[[str, dict[str, Any]], None]:
    """A channel in which not everybody may post."""

    def refusing(key: str, payload: dict[str, Any]) -> None:
        if payload.get("response_type") == "in_channel":
            raise Refusal("restricted_action")
        respond(key, payload)

    return refusing


async def test_in_a_direct_message_there_is_nobody_to_share_with(office: Office) -> None:
    await office.slack.say(ANNA, direct_id(ANNA), "how to share subnets")
    await office.settle()
    said = office.slack.read(ANNA, direct_id(ANNA))[-1]
    assert buttons(said) & {"share", "helped"} == {"helped"}
    await office.command(ANNA, "how to share subnets", direct_id(ANNA))
    assert "share" not in buttons(office.whispers(ANNA, direct_id(ANNA))[-1])


async def test_a_button_from_before_shares_nothing_in_a_direct_message(office: Office) -> None:
    await office.slack.say(ANNA, direct_id(ANNA), "how to share subnets")
    await office.settle()
    said = office.slack.read(ANNA, direct_id(ANNA))[-1]
    helped = next(each for each in elements(said) if each["action_id"] == "helped")
    helped |= {"action_id": "share", "value": json.dumps(json.loads(helped["value"])[:4])}
    before = len(office.slack.read(ANNA, direct_id(ANNA)))
    await office.slack.press(ANNA, said, "share")
    await office.settle()
    assert len(office.slack.read(ANNA, direct_id(ANNA))) == before


def elements(message: Message) -> list[dict[str, Any]]:
    return [each for block in message.blocks if block["type"] == "actions" for each in block["elements"]]


def buttons(message: Message) -> set[str]:
    return {each["action_id"] for each in elements(message)}


async def test_an_opinion_is_kept_and_thanked_for(office: Office) -> None:
    await office.command(ANNA, "how to share subnets")
    await office.slack.press(ANNA, office.whispers(ANNA)[0], "helped")
    await office.settle()
    assert "noted" in everything(office.whispers(ANNA)[-1])


async def test_an_opinion_on_a_question_that_isnt_recorded_is_not_thanked_for(office: Office) -> None:
    await office.command(ANNA, "how to share subnets")
    await office.bot.use_cases.forget_me(TEAM_ID, ANNA)
    await office.slack.press(ANNA, office.whispers(ANNA)[0], "not_helped")
    await office.settle()
    assert "isn't recorded yet" in everything(office.whispers(ANNA)[-1])


async def test_a_neighbour_is_a_press_away(office: Office) -> None:
    question = _question_with_neighbours(office)
    await office.command(ANNA, question)
    choices = [block for block in office.whispers(ANNA)[0].blocks if block["type"] == "actions"][-1]
    choice = choices["elements"][0]
    await office.slack.press(ANNA, office.whispers(ANNA)[0], choice["action_id"])
    await office.settle()
    scenario = office.library.packs[0].scenario(json.loads(choice["value"])[0])
    assert scenario.answer.en in everything(office.whispers(ANNA)[-1])


def _question_with_neighbours(office: Office) -> str:
    questions = (q for s in office.library.packs[0].scenarios for q in s.questions.en)
    return next(q for q in questions if office.bot.use_cases.answer_question(q, DAILY).closest)


async def test_an_empty_question_gets_the_help(office: Office) -> None:
    await office.command(KENJI, "")
    assert "できること" in everything(office.whispers(KENJI)[0])


async def test_a_command_without_words_gets_the_help_in_the_persons_language(office: Office) -> None:
    await office.command(KENJI, "😀")
    assert "できること" in everything(office.whispers(KENJI)[0])


async def test_a_direct_message_without_words_gets_the_help_in_the_persons_language(office: Office) -> None:
    await office.slack.say(KENJI, direct_id(KENJI), "😀")
    await office.settle()
    assert "できること" in everything(office.slack.read(KENJI, direct_id(KENJI))[-1])


async def test_no_answer_pings_anyone(office: Office) -> None:
    await office.command(ANNA, "how to share subnets with the OU using an AWS RAM resource share <!channel>")
    read = [text for block in office.whispers(ANNA)[0].blocks for text in mrkdwn(block)]
    assert any("how to share subnets" in text for text in read)
    assert not any("<!channel>" in text for text in read)


def mrkdwn(node: object) -> list[str]:
    """Every text in which Slack looks for mentions."""
    if isinstance(node, dict):
        own = [node["text"]] if node.get("type") == "mrkdwn" else []
        return own + [text for child in node.values() for text in mrkdwn(child)]
    return [text for child in node for text in mrkdwn(child)] if isinstance(node, list) else []


async def test_questions_are_answered_while_the_database_is_away(office: Office) -> None:
    await office.bot.database.close()
    await office.command(ANNA, "how to share subnets")
    assert "AWS RAM" in everything(office.whispers(ANNA)[0])


@pytest.mark.parametrize(
    ("text", "question"),
    [
        (":tada:", ""),
        (":+1::skin-tone-3: :man-bowing:", ""),
        (":wave: how to share subnets :pray:", "how to share subnets"),
        ("サブネットを共有したい:pray:", "サブネットを共有したい"),
        ("arn:aws:iam::123456789012:role/x", "arn:aws:iam::123456789012:role/x"),
        ("allow s3:GetObject: or s3:Put*", "allow s3:GetObject: or s3:Put*"),
        ("at 12:30:45 or ::1:: ", "at 12:30:45 or ::1::"),
    ],
)
def test_slacks_names_of_emoji_are_no_words_of_a_question(text: str, question: str) -> None:
    assert asked_in(text) == question


async def test_an_emoji_by_itself_gets_the_help_in_the_persons_language(office: Office) -> None:
    await office.slack.say(KENJI, direct_id(KENJI), ":tada:")
    await office.settle()
    assert "できること" in everything(office.slack.read(KENJI, direct_id(KENJI))[-1])
    assert await office.bot.database.transact(lambda work: work.questions.missed()) == []
