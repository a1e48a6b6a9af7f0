"""Reading again what one answered and why it scored so, and disputing it: ephemeral messages don't last."""

from __future__ import annotations

import json
import urllib.parse

from bot.domain.appeals import Appeal
from bot.domain.scenario import Language
from bot.playground.delivery import Delivery
from bot.playground.messages import Message
from bot.playground.people import TEAM_ID, direct_id
from bot.playground.views import View
from tests.slack.conftest import ANNA, MIKA, SAM, Office, _texts, everything
from tests.slack.test_home import opened as home_opened
from tests.slack.test_security import FORM, post, signed


def shown(view: View) -> str:
    return " ".join(_texts(view.payload))


def button_in(where: Message | View, action_id: str) -> bool:
    return action_id in str(where.blocks)


async def my_attempts(office: Office, person: str, where: Message | View | None = None) -> View:
    """What the button under `/scs today`, or the one elsewhere, opens."""
    if where is None:
        await office.command(person, "today")
        where = office.whispers(person)[-1]
    await office.slack.press(person, where, "my_attempts")
    await office.settle()
    view = office.slack.view(person)
    assert view is not None
    return view


async def half_right(office: Office, person: str = SAM) -> tuple[Message, str]:
    """An open scenario with somebody's partial answer, and what the answer said."""
    await office.subscribe()
    thread = await office.next_post()
    said = office.todays(thread).examples.en.partial[0]
    await office.say(person, said, thread)
    return thread, said


async def appeals(office: Office) -> list[Appeal]:
    return await office.bot.database.transact(lambda work: work.appeals.of_post(1))


async def test_an_attempt_is_shown_again_with_its_score_and_what_earned_it(office: Office) -> None:
    thread, said = await half_right(office)
    scenario = office.todays(thread)
    score = office.library.grade("scs", scenario.id, said)
    told = shown(await my_attempts(office, SAM))
    assert said[:60] in told
    assert f"{score.value} of 100" in told
    made = [scenario.point(point.id).text.en for point in score.points if point.hit]
    assert made
    assert all(text in told for text in made)


async def test_nothing_that_is_missing_is_named_before_the_close(office: Office) -> None:
    thread, said = await half_right(office)
    scenario = office.todays(thread)
    told = shown(await my_attempts(office, SAM))
    for point in office.library.grade("scs", scenario.id, said).missing:
        assert scenario.point(point.id).text.en not in told
    assert scenario.answer.en not in told


async def test_after_the_close_what_was_missing_is_named(office: Office) -> None:
    thread, said = await half_right(office)
    scenario = office.todays(thread)
    await office.next_close()
    told = shown(await my_attempts(office, SAM))
    assert all(
        scenario.point(point.id).text.en in told
        for point in office.library.grade("scs", scenario.id, said).missing
    )


async def test_while_the_next_scenario_is_open_the_last_one_can_still_be_read(office: Office) -> None:
    _, said = await half_right(office)
    await office.next_close()
    await office.next_post()
    assert said[:60] in shown(await my_attempts(office, SAM))


async def test_a_score_is_disputed_from_there_after_the_close(office: Office) -> None:
    await half_right(office)
    await office.next_close()
    view = await my_attempts(office, SAM)
    await office.slack.press(SAM, view, "dispute_0")
    await office.settle()
    assert [appeal.user_id for appeal in await appeals(office)] == [SAM]
    after = office.slack.view(SAM)
    assert after is not None
    assert "Disputed." in shown(after)
    assert not button_in(after, "dispute")


async def test_the_other_attempts_stay_on_the_screen_when_one_is_disputed(office: Office) -> None:
    thread, said = await half_right(office)
    other = office.todays(thread).examples.en.wrong[0]
    await office.say(SAM, other, thread)
    await office.slack.press(SAM, await my_attempts(office, SAM), "dispute_0")
    await office.settle()
    after = office.slack.view(SAM)
    assert after is not None
    assert said[:60] in shown(after)
    assert other[:60] in shown(after)


async def test_a_private_attempt_is_shown_again_to_its_author(office: Office) -> None:
    await office.subscribe()
    thread = await office.next_post()
    said = office.todays(thread).examples.en.partial[0]
    await office.slack.press(SAM, thread, "answer_privately")
    form = office.slack.view(SAM)
    assert form is not None
    await office.slack.submit(SAM, form, {"reply": said})
    await office.settle()
    assert said[:60] in shown(await my_attempts(office, SAM))


async def test_nobody_is_shown_what_others_answered(office: Office) -> None:
    _, said = await half_right(office)
    await half_as_right(office, ANNA)
    assert said[:60] not in shown(await my_attempts(office, ANNA))


async def half_as_right(office: Office, person: str) -> None:
    thread = office.posts()[-1]
    await office.say(person, office.todays(thread).examples.en.wrong[0], thread)


async def test_a_withdrawn_attempt_shows_no_score_any_more(office: Office) -> None:
    await office.subscribe()
    thread = await office.next_post()
    said = office.todays(thread).examples.en.partial[0]
    await office.slack.delete(await office.say(SAM, said, thread))
    await office.say(SAM, office.todays(thread).examples.en.wrong[0], thread)
    told = shown(await my_attempts(office, SAM))
    assert "You deleted it" in told
    assert said[:60] not in told


async def test_who_has_not_answered_is_offered_nothing_to_read(office: Office) -> None:
    await half_right(office)
    await office.command(ANNA, "today")
    assert not button_in(office.whispers(ANNA)[-1], "my_attempts")


async def test_app_home_and_a_direct_message_lead_there_too(office: Office) -> None:
    _, said = await half_right(office)
    await office.next_close()
    assert said[:60] in shown(await my_attempts(office, SAM, await home_opened(office, SAM)))
    await office.command(SAM, "today", direct_id(SAM))
    answer = office.whispers(SAM, direct_id(SAM))[-1]
    assert said[:60] in shown(await my_attempts(office, SAM, answer))


async def test_they_are_read_in_the_language_that_the_person_chose(office: Office) -> None:
    await half_right(office)
    await office.bot.use_cases.set_language(TEAM_ID, SAM, Language.JA)
    told = shown(await my_attempts(office, SAM))
    assert "回答" in told
    assert "of 100" not in told


async def forged(office: Office, pressed: Delivery, **changes: str) -> str:
    """The press again, signed, with another value or from another workspace; what Mika sees of it."""
    body = json.loads(json.dumps(pressed.payload)) | {"trigger_id": office.slack.views.mint_trigger(MIKA)}
    body["team"]["id"] = changes.get("team", body["team"]["id"])
    body["actions"][0]["value"] = changes.get("value", body["actions"][0]["value"])
    encoded = urllib.parse.urlencode({"payload": json.dumps(body)}).encode()
    await post(office, encoded, signed(office.slack.signing_secret, encoded), FORM)
    await office.settle()
    view = office.slack.view(MIKA)
    return " ".join([shown(view) if view else "", *map(everything, office.whispers(SAM)[-1:])])


async def pressed_by_sam(office: Office) -> Delivery:
    await office.command(SAM, "today")
    return await office.slack.press(SAM, office.whispers(SAM)[-1], "my_attempts")


async def test_a_press_that_is_forged_by_another_workspace_shows_nothing(office: Office) -> None:
    _, said = await half_right(office)
    assert said[:60] not in await forged(office, await pressed_by_sam(office), team="T0ELSEWHER")


async def test_a_press_with_what_is_no_channel_is_refused(office: Office) -> None:
    await half_right(office)
    assert "doesn't work any more" in await forged(office, await pressed_by_sam(office), value="C\0")
