from __future__ import annotations

import json
from datetime import timedelta

from bot.domain.practice import Card
from bot.domain.scenario import Scenario
from bot.playground import Fault
from bot.playground.people import DAILY, TEAM_ID, direct_id
from bot.playground.views import View
from tests.slack.conftest import ANNA, KENJI, SAM, Office, _plain, _texts, everything

DAY = timedelta(days=1)


async def opened(office: Office, person: str = SAM, channel: str = DAILY) -> View:
    await office.command(person, "practice", channel)
    view = office.slack.view(person)
    assert view is not None
    return view


def words(view: View | None) -> str:
    assert view is not None
    return _plain(" ".join(_texts(view.payload)))


def asked(office: Office, view: View) -> Scenario:
    """The scenario that the form asks for."""
    return office.library.packs[0].scenario(json.loads(view.payload["private_metadata"])[1])


def field(view: View) -> str:
    return next(str(block["block_id"]) for block in view.blocks if block["type"] == "input")


async def answered(office: Office, person: str, view: View, text: str) -> View:
    await office.slack.submit(person, view, {field(view): text})
    await office.settle()
    shown = office.slack.view(person)
    assert shown is not None
    return shown


async def keep(office: Office, card: Card) -> None:
    await office.bot.database.transact(lambda work: work.cards.save(card))


async def reviews(office: Office, person: str) -> list[tuple[str, str, int]]:
    found = await office.bot.database.transact(lambda work: work.reviews.of_person(TEAM_ID, person))
    return [(review.origin, review.scenario_id, review.rating) for review in found]


async def test_practice_opens_a_form_with_a_scenario_and_nothing_of_its_answer(office: Office) -> None:
    view = await opened(office)
    scenario = asked(office, view)
    assert scenario.situation.en in words(view)
    assert scenario.answer.en not in words(view)


async def test_practice_works_in_a_direct_message_and_in_the_persons_language(office: Office) -> None:
    view = await opened(office, KENJI, direct_id(KENJI))
    assert asked(office, view).situation.ja in words(view)


async def test_an_answer_shows_score_model_answer_and_the_day_it_comes_up_again(office: Office) -> None:
    view = await opened(office)
    scenario = asked(office, view)
    result = await answered(office, SAM, view, scenario.examples.en.full[0])
    assert "Full answer" in words(result)
    assert scenario.answer.en in words(result)
    assert "Comes up again <!date^" in words(result)
    assert office.slack.workspace.messages(DAILY) == [
        m for m in office.slack.workspace.messages(DAILY) if m.only_for
    ]


async def test_what_is_missing_is_named_since_nobody_else_is_trying(office: Office) -> None:
    view = await opened(office)
    scenario = asked(office, view)
    result = await answered(office, SAM, view, "I don't know")
    assert all(point.text.en in words(result) for point in scenario.rubric)


async def test_next_asks_for_another_scenario_in_the_same_window_with_an_empty_field(office: Office) -> None:
    first = await opened(office)
    one, field_of_one = asked(office, first), field(first)
    result = await answered(office, SAM, first, one.examples.en.partial[0])
    await office.slack.press(SAM, result, "practice_next")
    second = office.slack.view(SAM)
    assert second is not None
    assert second.id == first.id
    assert asked(office, second) != one
    assert field(second) != field_of_one
    two = asked(office, second)
    await answered(office, SAM, second, two.examples.en.full[0])
    assert [scenario for _, scenario, _ in await reviews(office, SAM)] == [one.id, two.id]


async def test_the_same_form_sent_a_hundred_times_is_one_review(office: Office) -> None:
    view = await opened(office)
    sent = await office.slack.submit(SAM, view, {field(view): asked(office, view).examples.en.full[0]})
    answers = await office.slack.deliver_again(sent, 100, at_once=True)
    assert {answer.body for answer in answers} == {sent.answers[0].body}
    assert len(await reviews(office, SAM)) == 1


async def test_what_was_forgotten_comes_up_again_when_it_is_due(office: Office) -> None:
    view = await opened(office)
    scenario = asked(office, view)
    await answered(office, SAM, view, "I don't know")
    assert asked(office, await opened(office)) != scenario
    office.slack.clock.advance_by(DAY)
    again = await opened(office)
    assert asked(office, again) == scenario
    assert "You last answered this" in words(again)


async def test_two_people_practise_apart(office: Office) -> None:
    view = await opened(office)
    await answered(office, SAM, view, "I don't know")
    assert await reviews(office, ANNA) == []


async def test_what_is_open_in_a_channel_is_not_offered_before_it_closes(office: Office) -> None:
    await office.subscribe()
    todays = office.todays(await office.next_post())
    later = office.slack.clock.now() + 9 * DAY
    for scenario in office.library.packs[0].scenarios:
        if scenario != todays:
            await keep(office, Card(TEAM_ID, SAM, "scs", scenario.id, later, state=2))
    assert "Nothing to practise right now" in words(await opened(office))
    await office.next_close()
    assert asked(office, await opened(office)) == todays


async def test_a_scenario_posted_while_its_form_was_open_keeps_its_answer(office: Office) -> None:
    view = await opened(office)
    scenario = asked(office, view)
    await office.subscribe()
    await office.next_post()
    # As if it had been chosen: the choice of the channel is its own.
    await office.bot.database._in_thread(
        lambda connection: connection.exec_driver_sql(f"UPDATE posts SET scenario_id = '{scenario.id}'")
    )
    sent = await office.slack.submit(SAM, view, {field(view): scenario.examples.en.full[0]})
    assert "just been posted in a channel" in sent.errors[field(view)]
    assert await reviews(office, SAM) == []


async def test_a_daily_reply_becomes_a_review_at_the_close_by_the_best_attempt(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    scenario = office.todays(post)
    await office.say(SAM, scenario.examples.en.full[0], post)
    await office.say(SAM, scenario.examples.en.wrong[0], post)
    assert await reviews(office, SAM) == []
    await office.next_close()
    [(origin, scenario_id, rating)] = await reviews(office, SAM)
    assert (origin, scenario_id) == ("post:1", scenario.id)
    assert rating >= 3
    assert await reviews(office, ANNA) == []


async def test_a_daily_reply_comes_up_in_practice_once_it_is_due(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    scenario = office.todays(post)
    await office.say(SAM, "I don't know", post)
    await office.next_close()
    office.slack.clock.advance_by(DAY)
    assert asked(office, await opened(office)) == scenario


async def test_when_everything_is_known_practice_says_when_the_next_comes_up(office: Office) -> None:
    due = office.slack.clock.now() + 9 * DAY
    for scenario in office.library.packs[0].scenarios:
        await keep(office, Card(TEAM_ID, SAM, "scs", scenario.id, due, state=2))
    assert f"The next scenario comes up <!date^{int(due.timestamp())}^" in words(await opened(office))


async def test_ready_says_that_a_few_answers_are_too_few(office: Office) -> None:
    view = await opened(office)
    await answered(office, SAM, view, "I don't know")
    await office.command(SAM, "ready")
    told = everything(office.whispers(SAM)[-1])
    assert "1 answer so far is too few" in told
    assert told.count("too few answers (1)") + told.count("too few answers (0)") == len(
        office.library.packs[0].domains
    )


async def test_ready_shows_recall_of_the_whole_and_of_what_was_met(office: Office) -> None:
    view = await opened(office)
    for _ in range(10):
        view = await answered(office, SAM, view, asked(office, view).examples.en.full[0])
        await office.slack.press(SAM, view, "practice_next")
        current = office.slack.view(SAM)
        assert current is not None
        view = current
    await office.command(SAM, "ready")
    told = everything(office.whispers(SAM)[-1])
    assert "of the whole, weighted as the exam is; *100 %* of what you have met" in told
    assert "*100 %* of the whole" not in told


async def test_ready_is_told_in_the_persons_language_to_them_alone(office: Office) -> None:
    await office.command(KENJI, "準備度")
    assert "全体の推定はできません" in everything(office.whispers(KENJI)[-1])
    assert office.whispers(SAM) == []


async def test_a_next_that_fails_is_explained_on_top_of_the_result(office: Office) -> None:
    view = await opened(office)
    result = await answered(office, SAM, view, "I don't know")
    office.slack.fail_next("views.update", Fault.refused("internal_error"))
    await office.slack.press(SAM, result, "practice_next")
    await office.settle()
    assert "Something went wrong on our side" in words(office.slack.view(SAM))


async def test_a_practice_answer_of_blanks_is_sent_back(office: Office) -> None:
    form = await opened(office)
    sent = await office.slack.submit(SAM, form, {field(form): "  "})
    assert "Write a few words" in sent.errors[field(form)]
