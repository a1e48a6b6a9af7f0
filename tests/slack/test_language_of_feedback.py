"""In which language a reply is answered: the one that its author chose, else that of the reply."""

from __future__ import annotations

import pytest

from bot.domain.scenario import Language
from bot.playground.messages import Message
from bot.playground.people import TEAM_ID
from tests.slack.conftest import KENJI, SAM, Office, everything

BOTH = (Language.EN, Language.JA)


async def opened(office: Office, languages: tuple[Language, ...] = BOTH) -> Message:
    await office.subscribe(languages)
    return await office.next_post()


async def chose(office: Office, person: str, language: Language | None) -> None:
    """As App Home does it."""
    await office.bot.use_cases.set_language(TEAM_ID, person, language)


async def told(office: Office, person: str, thread: Message, text: str = "") -> str:
    await office.say(person, text or office.todays(thread).examples.en.partial[0], thread)
    return everything(office.whispers(person)[-1])


async def test_who_chose_a_language_is_answered_in_it_whatever_they_write_in(office: Office) -> None:
    thread = await opened(office)
    await chose(office, SAM, Language.JA)
    breakdown = await told(office, SAM, thread)
    assert "/ 100 点" in breakdown
    assert "of 100" not in breakdown


async def test_the_hint_and_the_buttons_are_in_that_language_too(office: Office) -> None:
    thread = await opened(office)
    await chose(office, SAM, Language.JA)
    breakdown = await told(office, SAM, thread)
    assert "ヒント: " in breakdown
    assert any(point.hint.ja in breakdown for point in office.todays(thread).rubric)
    assert "異議を申し立てる" in breakdown


async def test_a_choice_holds_where_the_scenarios_are_in_japanese_only(office: Office) -> None:
    await office.subscribe((Language.JA,))
    thread = await office.next_post()
    scenarios = office.library.packs[0].scenarios
    scenario = next(each for each in scenarios if each.situation.ja in everything(thread))
    await chose(office, SAM, Language.EN)
    assert "of 100" in await told(office, SAM, thread, scenario.examples.ja.partial[0])


async def test_a_private_answer_and_its_dispute_are_in_that_language(office: Office) -> None:
    thread = await opened(office)
    await chose(office, SAM, Language.JA)
    await office.slack.press(SAM, thread, "answer_privately")
    form = office.slack.view(SAM)
    assert form is not None
    await office.slack.submit(SAM, form, {"reply": office.todays(thread).examples.en.partial[0]})
    result = office.slack.view(SAM)
    assert result is not None
    assert "/ 100 点" in str(result.payload)
    await office.slack.press(SAM, result, "dispute")
    await office.settle()
    after = office.slack.view(SAM)
    assert after is not None
    assert "異議を申し立て済みです" in str(after.payload)


@pytest.mark.parametrize("text", ["AWS RAM", "42"])
async def test_a_choice_that_is_given_up_holds_no_more(office: Office, text: str) -> None:
    thread = await opened(office)
    await chose(office, SAM, Language.JA)
    await chose(office, SAM, None)
    assert "of 100" in await told(office, SAM, thread, text)


async def test_who_chose_nothing_is_answered_in_the_language_of_the_reply(office: Office) -> None:
    thread = await opened(office)
    assert "of 100" in await told(office, KENJI, thread, "AWS RAM")
    assert "/ 100 点" in await told(office, KENJI, thread, "AWS RAM で共有します")


async def test_what_is_said_too_late_is_answered_in_the_language_of_the_reply(office: Office) -> None:
    thread = await opened(office)
    await office.next_close()
    assert "受付はすでに終了" in await told(office, SAM, thread, "上司に相談してから決めます")
