"""In which language a question is answered: its own, or that of who asks if it is made of names alone."""

from __future__ import annotations

import pytest

from bot.domain.scenario import Language
from bot.playground.messages import Message
from bot.playground.people import TEAM_ID, direct_id
from bot.slack.manifest import SHORTCUT
from tests.slack.conftest import ANNA, KENJI, SAM, Office, everything

NAMES = ["SSM", "WAF", "KMS", "SCP", "ＳＳＭ", "IMDSv2", "GuardDuty EKS"]


def is_japanese(message: Message) -> bool:
    text = everything(message)
    return any("\u3041" <= char <= "\u30fe" for char in text)


@pytest.mark.parametrize("name", NAMES)
async def test_a_name_is_answered_in_the_language_of_who_asks(office: Office, name: str) -> None:
    await office.command(KENJI, name)
    await office.command(ANNA, name)
    assert is_japanese(office.whispers(KENJI)[-1])
    assert not is_japanese(office.whispers(ANNA)[-1])


async def test_a_language_that_was_chosen_goes_before_slacks(office: Office) -> None:
    await office.bot.use_cases.set_language(TEAM_ID, SAM, Language.JA)
    await office.command(SAM, "GuardDuty EKS")
    assert is_japanese(office.whispers(SAM)[-1])


async def test_an_english_question_is_answered_in_english_whoever_asks(office: Office) -> None:
    await office.command(KENJI, "how to share subnets")
    assert not is_japanese(office.whispers(KENJI)[-1])


async def test_a_name_in_a_direct_message_is_answered_in_that_language_too(office: Office) -> None:
    await office.slack.say(KENJI, direct_id(KENJI), "KMS")
    await office.settle()
    assert is_japanese(office.slack.read(KENJI, direct_id(KENJI))[-1])


async def test_an_answer_stays_in_that_language_when_an_opinion_is_given(office: Office) -> None:
    await office.command(KENJI, "GuardDuty EKS")
    await office.slack.press(KENJI, office.whispers(KENJI)[-1], "helped")
    await office.settle()
    assert "ありがとうございます" in everything(office.whispers(KENJI)[-1])


async def test_a_message_of_names_is_asked_about_in_the_language_of_who_asks(office: Office) -> None:
    message = await office.say(ANNA, "GuardDuty EKS")
    await office.slack.shortcut(KENJI, SHORTCUT, message)
    await office.settle()
    form = office.slack.view(KENJI)
    assert form is not None
    assert "要点" in str(form.payload)
