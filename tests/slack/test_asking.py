"""Other doors to the index: the message shortcut, the agent view, the workflow step."""

from __future__ import annotations

from copy import copy
from typing import Any

import pytest

from bot.domain.errors import StrangeForm
from bot.domain.scenario import Language
from bot.playground import Fault
from bot.playground.people import DAILY, RANDOM, direct_id
from bot.slack.blocks.asked import Place, prompts
from bot.slack.manifest import SHORTCUT, STEP, manifest
from tests.slack.conftest import ANNA, MIKA, SAM, Office, everything

Json = dict[str, Any]


def asked(office: Office) -> tuple[str, str]:
    """A scenario's first question and its answer."""
    scenario = office.library.packs[0].scenarios[0]
    return scenario.questions.en[0], scenario.answer.en


def modal(office: Office, person: str = SAM) -> Json:
    view = office.slack.view(person)
    assert view is not None
    return view.payload


def shown(view: Json) -> str:
    return str(view["blocks"])


async def ask_about(office: Office, text: str, channel: str = RANDOM) -> None:
    message = await office.slack.say(ANNA, channel, text)
    await office.settle()
    await office.slack.shortcut(SAM, SHORTCUT, message)
    await office.settle()


async def press(office: Office, action_id: str) -> None:
    view = office.slack.view(SAM)
    assert view is not None
    await office.slack.press(SAM, view, action_id)
    await office.settle()


# The shortcut


async def test_the_shortcut_opens_the_answer_to_the_messages_words(office: Office) -> None:
    question, answer = asked(office)
    await ask_about(office, question)
    assert answer[:80] in shown(modal(office))
    assert office.slack.view(ANNA) is None


async def test_the_modal_has_room_for_the_whole_situation(office: Office) -> None:
    await ask_about(office, asked(office)[0])
    assert office.library.packs[0].scenarios[0].situation.en in shown(modal(office))


async def test_the_shortcut_speaks_the_persons_language_and_answers_in_the_messages(office: Office) -> None:
    question, answer = asked(office)
    message = await office.slack.say(ANNA, RANDOM, question)
    await office.slack.shortcut(MIKA, SHORTCUT, message)
    view = modal(office, MIKA)
    assert view["title"]["text"] == "これについて質問"
    assert answer[:80] in shown(view)


async def test_a_message_without_words_says_so(office: Office) -> None:
    await ask_about(office, "👀")
    assert "no words" in shown(modal(office))


async def test_a_message_may_be_as_long_as_slack_allows(office: Office) -> None:
    await ask_about(office, f"{asked(office)[0]} " + "and so on " * 3000)
    assert modal(office)["callback_id"] == "asked"


async def test_the_shortcut_doesnt_give_todays_answer_away_where_it_is_open(office: Office) -> None:
    await office.subscribe()
    scenario = office.todays(await office.next_post())
    await ask_about(office, scenario.questions.en[0], DAILY)
    assert scenario.answer.en[:60] not in shown(modal(office))
    assert "today's scenario" in shown(modal(office))


async def test_an_opinion_in_the_modal_is_noted(office: Office) -> None:
    await ask_about(office, asked(office)[0])
    await press(office, "asked_not_helped")
    assert "Thank you" in shown(modal(office))
    missed = await office.bot.database.transact(lambda work: work.questions.missed())
    assert [gap.text for gap in missed] == [asked(office)[0]]


async def test_a_neighbour_takes_the_answers_place(office: Office) -> None:
    await ask_about(office, asked(office)[0])
    before = shown(modal(office))
    await press(office, "asked_show_scenario_0")
    assert shown(modal(office)) != before


async def test_an_answer_is_shared_in_the_messages_thread_also_where_the_bot_is_no_member(
    office: Office,
) -> None:
    await ask_about(office, asked(office)[0])
    await press(office, "asked_share")
    said = office.slack.workspace.messages(RANDOM)[-1]
    assert said.only_for is None
    assert asked(office)[1][:80] in everything(said)
    assert "Shared" in shown(modal(office))


async def test_a_modal_shares_its_answer_once(office: Office) -> None:
    await ask_about(office, asked(office)[0])
    view = office.slack.view(SAM)
    assert view is not None
    before = copy(view)
    await press(office, "asked_share")
    assert "asked_share" not in shown(modal(office))
    await office.slack.press(SAM, before, "asked_share")
    await office.settle()
    assert len([m for m in office.slack.workspace.messages(RANDOM) if m.by_bot]) == 1


async def test_about_a_direct_message_there_is_nobody_to_share_with(office: Office) -> None:
    message = await office.slack.say(SAM, direct_id(SAM), asked(office)[0])
    await office.settle()
    await office.slack.shortcut(SAM, SHORTCUT, message)
    assert "asked_helped" in shown(modal(office))
    assert "asked_share" not in shown(modal(office))


async def test_the_shortcut_delivered_again_opens_nothing_twice(office: Office) -> None:
    await ask_about(office, asked(office)[0])
    shortcut = next(d for d in reversed(office.slack.deliveries) if d.payload.get("type") == "message_action")
    answers = await office.slack.deliver_again(shortcut)
    assert [answer.status for answer in answers] == [200]
    assert len(office.slack.calls("views.open")) == 1


async def test_an_unknown_shortcut_is_acknowledged(office: Office) -> None:
    message = await office.slack.say(ANNA, RANDOM, "hello")
    delivery = await office.slack.shortcut(SAM, "someone_elses", message)
    assert delivery.ok


def test_a_place_is_read_back_as_it_was_written() -> None:
    place = Place("C1", "1.2", "https://hooks.slack.com/actions/T1/1/x")
    assert Place.unpack(place.pack()) == place
    with pytest.raises(StrangeForm):
        Place.unpack('["C1"]')


# The agent view


async def test_opening_the_agent_view_suggests_questions_in_the_persons_language(office: Office) -> None:
    await office.slack.open_home(MIKA, tab="messages")
    await office.settle()
    suggested = office.slack.workspace.prompts[direct_id(MIKA)]
    assert suggested == prompts(office.library.packs, Language.JA)
    assert len(suggested) == 4


async def test_every_suggestion_gets_an_answer(office: Office) -> None:
    for prompt in prompts(office.library.packs, Language.EN):
        await office.slack.say(SAM, direct_id(SAM), prompt["message"])
        await office.settle()
        said = office.slack.workspace.messages(direct_id(SAM))[-1]
        assert said.by_bot
        assert "not sure" not in everything(said)


async def test_an_assistant_thread_gets_suggestions_of_its_own(office: Office) -> None:
    thread = {"user_id": SAM, "channel_id": direct_id(SAM), "thread_ts": "1.2", "context": {}}
    await office.slack.events.emit({"type": "assistant_thread_started", "assistant_thread": thread})
    changed = {"type": "assistant_thread_context_changed", "assistant_thread": thread}
    delivery = await office.slack.events.emit(changed)
    await office.settle()
    assert delivery.ok
    (call,) = office.slack.calls("assistant.threads.setSuggestedPrompts")
    assert (call.args["thread_ts"], call.ok) == ("1.2", True)


async def test_a_question_in_an_assistant_thread_is_answered_there(office: Office) -> None:
    opened = await office.slack.say(SAM, direct_id(SAM), "help")
    await office.settle()
    await office.slack.say(SAM, direct_id(SAM), asked(office)[0], opened.ts)
    await office.settle()
    said = office.slack.workspace.messages(direct_id(SAM))[-1]
    assert said.thread_ts == opened.ts
    assert asked(office)[1][:80] in everything(said)


async def test_suggestions_that_slack_refuses_disturb_nobody(office: Office) -> None:
    office.slack.fail_next("assistant.threads.setSuggestedPrompts", Fault.refused("not_allowed"))
    await office.slack.open_home(MIKA, tab="messages")
    await office.settle()


# The workflow step


async def test_a_workflow_gets_answer_scenario_and_confidence(office: Office) -> None:
    question, answer = asked(office)
    execution = await office.slack.run_step(STEP, {"question": question})
    assert execution.outputs is not None
    situation, _, told = execution.outputs["answer"].partition("\n\n")
    assert told == answer
    assert office.library.packs[0].scenarios[0].situation.en[:60] in situation
    assert execution.outputs["scenario"] == office.library.packs[0].scenarios[0].id
    assert 0 < execution.outputs["confidence"] <= 1


async def test_what_fits_nothing_names_no_scenario(office: Office) -> None:
    execution = await office.slack.run_step(STEP, {"question": "which wine goes with fish"})
    assert execution.outputs is not None
    assert execution.outputs["scenario"] == ""


@pytest.mark.parametrize("inputs", [{}, {"question": ""}, {"question": None}])
async def test_a_step_without_a_question_fails_with_a_reason(office: Office, inputs: Json) -> None:
    execution = await office.slack.run_step(STEP, inputs)
    assert execution.error is not None
    assert "Question" in execution.error


async def test_a_workflow_doesnt_give_away_what_is_open_in_any_channel(office: Office) -> None:
    await office.subscribe()
    scenario = office.todays(await office.next_post())
    execution = await office.slack.run_step(STEP, {"question": scenario.questions.en[0]})
    assert execution.outputs is not None
    assert (execution.outputs["scenario"], "today's" in execution.outputs["answer"]) == ("", True)


async def test_a_step_that_slack_doesnt_take_now_is_completed_by_the_events_next_delivery(
    office: Office,
) -> None:
    office.slack.fail_next("functions.completeSuccess", Fault.broken())
    execution = await office.slack.run_step(STEP, {"question": asked(office)[0]})
    await office.settle()
    assert execution.outputs is not None


async def test_a_step_that_has_ended_is_let_be(office: Office) -> None:
    await office.slack.run_step(STEP, {"question": asked(office)[0]})
    answers = await office.slack.deliver_again(office.slack.deliveries[-1])
    assert [answer.status for answer in answers] == [200]


def test_the_manifest_offers_the_doors() -> None:
    made = manifest(None)
    assert [each["callback_id"] for each in made["features"]["shortcuts"]] == [SHORTCUT]
    assert set(made["functions"][STEP]["output_parameters"]) == {"answer", "scenario", "confidence"}
    assert made["settings"]["org_deploy_enabled"] is True
    assert len(made["features"]["agent_view"]["agent_description"]) <= 300
