"""The set-up form: what is chosen is kept, and what can't be is said at its field. How people answer."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot.domain.daily import Answering, Subscription
from bot.domain.errors import NothingFits
from bot.domain.scenario import Language
from bot.domain.schedule import Timetable
from bot.playground import Fault
from bot.playground.people import DAILY, RANDOM, TEAM_ID
from bot.playground.views import View
from bot.services.subscribe_channel import Order
from bot.slack.blocks.domains import chosen_domains, domain_choice
from bot.storage.tables import posts
from bot.texts import say_error
from tests.slack.conftest import ANNA, KENJI, MIKA, SAM, Office, everything
from tests.slack.worst import SUBSCRIPTION, subjects

LONDON = {"zone": "Europe/London", "time": "09:00", "language": "en"}


async def form_of(office: Office, person: str) -> View:
    await office.command(person, "setup")
    form = office.slack.view(person)
    assert form is not None
    return form


async def sent(office: Office, person: str, **values: object) -> dict[str, str]:
    """Send the form with these values; what was said at its fields."""
    form = await form_of(office, person)
    delivery = await office.slack.submit(person, form, {**LONDON, **values})
    await office.settle()
    errors: dict[str, str] = delivery.errors
    return errors


async def kept(office: Office) -> Subscription:
    subscription = await office.bot.use_cases.subscribe_channel.current(TEAM_ID, DAILY)
    assert subscription is not None
    return subscription


def element(form: View, name: str) -> dict[str, Any]:
    block = next(each for each in form.blocks if each.get("block_id") == name)
    found: dict[str, Any] = block["element"]
    return found


def a_domain(form: View) -> tuple[str, str]:
    """What stands for the first domain, and its name."""
    first = element(form, "domains")["options"][0]
    return first["value"], first["text"]["text"]


async def everything_chosen(office: Office) -> str:
    """An order with everything in it; the name of its domain."""
    value, name = a_domain(await form_of(office, ANNA))
    errors = await sent(
        office,
        ANNA,
        calendars=["JP", "GB"],
        skipped="2026-12-28..2027-01-03\n2026/11/20",
        domains=[value],
        difficulty=["1", "3"],
        answering="privately",
        attempts="2",
        pass_mark="75",
    )
    assert errors == {}
    return name


async def test_everything_that_is_chosen_is_kept(office: Office) -> None:
    name = await everything_chosen(office)
    order = await kept(office)
    assert order.timetable.calendars == ("GB", "JP")
    assert len(order.timetable.skipped) == 8
    assert date(2026, 11, 20) in order.timetable.skipped
    assert order.domains == {name}
    assert order.difficulties == {1, 3}
    assert (order.answering, order.attempts, order.pass_mark) == (Answering.PRIVATELY, 2, 75)


async def test_a_form_that_is_opened_again_and_sent_as_it_is_changes_nothing(office: Office) -> None:
    await everything_chosen(office)
    before = await kept(office)
    form = await form_of(office, ANNA)
    assert element(form, "skipped")["initial_value"] == "2026-11-20\n2026-12-28..2027-01-03"
    assert (await office.slack.submit(ANNA, form)).errors == {}
    assert await kept(office) == before


async def test_a_form_without_choices_wants_all_of_the_pack_and_no_days_off(office: Office) -> None:
    assert await sent(office, ANNA) == {}
    order = await kept(office)
    assert (order.domains, order.difficulties) == (frozenset(), frozenset())
    assert (order.timetable.calendars, order.timetable.skipped) == ((), frozenset())
    assert (order.answering, order.attempts, order.pass_mark) == (Answering.EITHER, 3, 60)


async def test_a_new_channel_has_its_recaps(office: Office) -> None:
    assert await sent(office, ANNA) == {}
    assert (await kept(office)).recaps


async def test_recaps_that_are_turned_off_stay_off_until_they_are_turned_on(office: Office) -> None:
    assert await sent(office, ANNA, recaps=[]) == {}
    assert not (await kept(office)).recaps
    form = await form_of(office, ANNA)
    assert "initial_options" not in element(form, "recaps")
    assert (await office.slack.submit(ANNA, form)).errors == {}
    assert not (await kept(office)).recaps
    assert await sent(office, ANNA, recaps=["on"]) == {}
    assert (await kept(office)).recaps


async def test_a_form_from_before_recaps_were_a_choice_keeps_them_on(office: Office) -> None:
    form = await form_of(office, ANNA)
    form.blocks[:] = [block for block in form.blocks if block.get("block_id") != "recaps"]
    assert (await office.slack.submit(ANNA, form, LONDON)).errors == {}
    assert (await kept(office)).recaps


async def test_choices_can_be_taken_back(office: Office) -> None:
    await everything_chosen(office)
    assert await sent(office, ANNA, calendars=[], skipped="", domains=[], difficulty=[]) == {}
    order = await kept(office)
    assert (order.domains, order.difficulties) == (frozenset(), frozenset())
    assert (order.timetable.calendars, order.timetable.skipped) == ((), frozenset())


@pytest.mark.parametrize(("person", "said"), [(ANNA, "Line 2 is no date"), (KENJI, "2 行目を日付として")])
async def test_a_bad_line_of_dates_is_named_at_the_dates(office: Office, person: str, said: str) -> None:
    errors = await sent(office, person, skipped="2026-12-28\nnext Friday\n2026-12-30")
    assert list(errors) == ["skipped"]
    assert said in errors["skipped"]


async def test_too_many_dates_are_named_at_the_dates(office: Office) -> None:
    errors = await sent(office, ANNA, skipped="\n".join(["2026-12-28"] * 101))
    assert "Line 101 is too much" in errors["skipped"]


@pytest.mark.parametrize(("name", "value"), [("attempts", "0"), ("attempts", "11"), ("pass_mark", "101")])
async def test_a_number_out_of_range_is_refused_at_its_field(office: Office, name: str, value: str) -> None:
    """Slack refuses it in the form; a request that was made by hand is refused by us."""
    form = await form_of(office, ANNA)
    element(form, name).pop("max_value")
    element(form, name).pop("min_value")
    refused = await office.slack.submit(ANNA, form, {**LONDON, name: value})
    assert list(refused.errors) == [name]
    assert await office.bot.use_cases.subscribe_channel.current(TEAM_ID, DAILY) is None


async def test_a_number_that_is_none_is_refused_at_its_field(office: Office) -> None:
    form = await form_of(office, ANNA)
    payload = element(form, "attempts")
    payload.update(type="plain_text_input")
    for name in ("is_decimal_allowed", "min_value", "max_value"):
        payload.pop(name)
    refused = await office.slack.submit(ANNA, form, {**LONDON, "attempts": "many"})
    assert list(refused.errors) == ["attempts"]


@pytest.mark.parametrize(("levels", "field"), [((), "domains"), ((1, 2), "difficulty")])
async def test_a_choice_that_nothing_fits_is_refused_with_a_reason(
    office: Office, levels: tuple[int, ...], field: str
) -> None:
    gone = frozenset({"unheard of"})
    order = Order(TEAM_ID, DAILY, ANNA, "scs", (Language.EN,), Timetable(time(9), "UTC"))
    with pytest.raises(NothingFits) as refused:
        await office.bot.use_cases.subscribe_channel(
            replace(order, domains=gone, difficulties=frozenset(levels))
        )
    assert refused.value.facts == {"field": field}
    assert "No scenario of this pack" in say_error(Language.EN, refused.value)


async def test_a_domain_of_another_pack_is_refused_at_the_domains(office: Office) -> None:
    form = await form_of(office, ANNA)
    element(form, "domains")["options"].append(
        {"text": {"type": "plain_text", "text": "Else"}, "value": "else"}
    )
    refused = await office.slack.submit(ANNA, form, {**LONDON, "domains": ["else"]})
    assert "belongs to another pack" in refused.errors["domains"]


async def test_a_country_that_is_not_offered_is_refused(office: Office) -> None:
    form = await form_of(office, ANNA)
    group = element(form, "calendars")["option_groups"][0]
    group["options"].append({"text": {"type": "plain_text", "text": "Nowhere"}, "value": "XX"})
    refused = await office.slack.submit(ANNA, form, {**LONDON, "calendars": ["XX"]})
    assert list(refused.errors) == ["calendars"]


async def test_the_countries_are_offered_by_their_names_in_the_persons_language(office: Office) -> None:
    for person, name in ((KENJI, "日本"), (ANNA, "Japan")):
        groups = element(await form_of(office, person), "calendars")["option_groups"]
        assert all(len(group["options"]) <= 100 for group in groups)
        offered = {each["value"]: each["text"]["text"] for group in groups for each in group["options"]}
        assert offered["JP"] == name


async def test_who_speaks_japanese_finds_japan_first_and_the_others_in_the_order_of_kana(
    office: Office,
) -> None:
    japan, *groups = element(await form_of(office, KENJI), "calendars")["option_groups"]
    assert [each["text"]["text"] for each in japan["options"]] == ["日本"]
    names = [each["text"]["text"] for group in groups for each in group["options"]]
    assert names.index("ガーナ") < names.index("カーボベルデ") < names.index("カタール")
    assert names.index("ロシア") < names.index("中国")


async def test_countries_with_accents_stand_where_people_look_for_them(office: Office) -> None:
    groups = element(await form_of(office, ANNA), "calendars")["option_groups"]
    names = [each["text"]["text"] for group in groups for each in group["options"]]
    assert names[0] == "Afghanistan"
    assert names.index("Åland Islands") < names.index("Bahamas")


async def test_the_form_stays_far_below_what_slack_takes(office: Office) -> None:
    await everything_chosen(office)
    form = await form_of(office, ANNA)
    assert len(json.dumps(form.payload, ensure_ascii=False).encode()) < 150_000


async def test_the_confirmation_names_the_days_off_between_the_next_dates(office: Office) -> None:
    await sent(office, ANNA, calendars=["JP"], skipped="2026-11-05")
    shown = str(getattr(office.slack.view(ANNA), "payload", ""))
    assert "Days off in between: 2026-11-03 (Culture Day) · 2026-11-05" in shown
    assert shown.count("<!date^") == 5


def confirmation(office: Office, person: str) -> str:
    view = office.slack.view(person)
    assert view is not None
    return "\n".join(each["text"]["text"] for each in view.blocks if "text" in each)


async def test_the_confirmation_shows_everything_that_was_set(office: Office) -> None:
    name = await everything_chosen(office)
    shown = confirmation(office, ANNA)
    assert "<#C0DAILY001> gets a scenario at 09:00 (Europe/London)" in shown
    for setting in (
        "*Pack:* AWS Certified Security - Specialty",
        "*Language of the scenarios:* English",
        "*Weekdays:* Monday, Tuesday, Wednesday, Thursday, Friday",
        "*Closes after:* 8 hours",
        "*Public holidays off:* United Kingdom, Japan",
        "*Other dates off:* 8 days",
        f"*Exam domains:* {name}",
        "*Difficulty:* ●, ●●●",
        "*How people answer:* Privately",
        "*Attempts:* 2",
        "*Pass mark:* 75",
        "*Weekly recap:* yes",
    ):
        assert setting in shown


async def test_the_confirmation_names_the_weekdays_of_the_next_dates(office: Office) -> None:
    await sent(office, ANNA)
    assert "^{date_long_pretty} {time}|2026-11-02 Monday 09:00 GMT>" in confirmation(office, ANNA)


async def test_the_confirmation_tells_how_many_scenarios_fit_and_when_they_come_again(office: Office) -> None:
    value, name = next(
        (each["value"], each["text"]["text"])
        for each in element(await form_of(office, KENJI), "domains")["options"]
        if each["text"]["text"] == "検出"
    )
    assert await sent(office, KENJI, domains=[value], difficulty=["3"]) == {}
    pack = office.library.packs[0]
    fitting = [s for s in pack.scenarios if pack.domain_name(s, Language.JA) == name and s.difficulty == 3]
    assert len(fitting) == 2  # they come on Monday and Tuesday
    assert "*条件に合うシナリオ:* 2 件" in confirmation(office, KENJI)
    assert "*同じシナリオの再出題:* 2026年11月4日から" in confirmation(office, KENJI)


async def test_what_the_channel_had_already_comes_again_the_earlier(office: Office) -> None:
    domains = element(await form_of(office, ANNA), "domains")["options"]
    value = next(each["value"] for each in domains if each["text"]["text"] == "Detection")
    chosen = {"domains": [value], "difficulty": ["3"]}
    await sent(office, ANNA, **chosen)
    await office.next_post()
    await sent(office, ANNA, **chosen)
    assert "*They come again from:* 2026-11-04" in confirmation(office, ANNA)


async def test_scenarios_that_last_for_more_than_a_year_are_only_counted(office: Office) -> None:
    await sent(office, ANNA, weekdays=["0"])
    shown = confirmation(office, ANNA)
    assert f"*Scenarios that fit:* {len(office.library.packs[0].scenarios)}" in shown
    assert "come again" not in shown


async def test_another_channel_can_be_set_up_by_anybody(office: Office) -> None:
    await sent(office, ANNA)
    await office.slack.invite(SAM, RANDOM)
    await office.command(SAM, "setup", RANDOM)
    form = office.slack.view(SAM)
    assert form is not None
    assert (await office.slack.submit(SAM, form, LONDON)).errors == {}


# Domains of several packs


def test_domains_of_several_packs_are_offered_by_pack() -> None:
    packs = [subjects("Detection", "p"), subjects("Detection", "q")]
    choice = domain_choice(packs, Language.EN, SUBSCRIPTION)
    assert choice is not None
    values = [each["value"] for group in choice["option_groups"] for each in group["options"]]
    assert len(set(values)) == 2
    assert chosen_domains(packs, "p", values[:1]) == frozenset({"Detection"})
    assert chosen_domains(packs, "p", values[1:]) is None
    assert chosen_domains(packs, "q", values[1:]) == frozenset({"Detection"})
    assert chosen_domains(packs, "p", []) == frozenset()


def test_a_pack_without_domains_offers_none() -> None:
    assert domain_choice([], Language.EN, None) is None


# How people answer


async def post_answered(office: Office, way: str) -> Any:  # noqa: ANN401 - a message of the local workspace
    assert await sent(office, MIKA, answering=way) == {}
    return await office.next_post()


async def test_a_channel_that_answers_in_the_thread_has_no_button_for_the_form(office: Office) -> None:
    post = await post_answered(office, "thread")
    assert "answer_privately" not in str(post.blocks)
    assert "Reply in this thread." in everything(post)
    reply = await office.say(SAM, office.todays(post).examples.en.full[0], post)
    assert list(reply.reactions) == ["white_check_mark"]


async def test_a_form_is_refused_in_a_channel_that_answers_in_the_thread(office: Office) -> None:
    post = await post_answered(office, "either")
    await office.slack.press(SAM, post, "answer_privately")
    form = office.slack.view(SAM)
    assert form is not None
    await answer_by(office, Answering.THREAD)
    refused = await office.slack.submit(SAM, form, {"reply": "share the subnets"})
    assert "answer in the thread" in refused.errors["reply"]
    await office.slack.press(ANNA, post, "answer_privately")
    await office.settle()
    assert "answer in the thread" in office.whispers(ANNA)[-1].text
    assert await office.bot.database.transact(lambda work: work.replies.of_post(1)) == []


async def answer_by(office: Office, way: Answering) -> None:
    """Change how the open post is answered, as if it had been posted so."""
    changed = update(posts).values(answering=way)
    await office.bot.database._in_thread(lambda connection: connection.execute(changed))


async def test_a_reply_in_the_thread_of_a_private_channel_is_pointed_to_the_button(office: Office) -> None:
    post = await post_answered(office, "privately")
    assert "Press *Answer privately*; replies in the thread are not scored." in everything(post)
    reply = await office.say(SAM, office.todays(post).examples.en.full[0], post)
    assert not reply.reactions
    (told,) = office.whispers(SAM)
    assert "In this channel answers are private" in told.text
    assert told.thread_ts == post.ts
    (row,) = await office.bot.database.transact(lambda work: work.replies.of_person(1, SAM))
    assert (row.counts, row.text, row.score.value) == (False, "", 0)


async def test_the_pointer_is_given_once_and_costs_no_attempt(office: Office) -> None:
    post = await post_answered(office, "privately")
    first = await office.say(SAM, "a first thought", post)
    await office.say(SAM, "and a second", post)
    await office.slack.edit(first, "a better first thought")
    await office.settle()
    assert len(office.whispers(SAM)) == 1
    await office.slack.press(SAM, post, "answer_privately")
    form = office.slack.view(SAM)
    assert form is not None
    await office.slack.submit(SAM, form, {"reply": office.todays(post).examples.en.full[0]})
    assert "Attempt 1 of 3" in str(getattr(office.slack.view(SAM), "payload", ""))


async def test_a_pointer_that_slack_refused_is_given_later(office: Office) -> None:
    post = await post_answered(office, "privately")
    office.slack.fail_next("chat.postEphemeral", Fault.broken(503))
    await office.say(SAM, "a first thought", post)
    assert office.whispers(SAM) == []
    await office.slack.travel(office.slack.clock.now() + timedelta(minutes=2))
    assert len(office.whispers(SAM)) == 1


async def test_talk_after_the_close_of_a_private_channel_is_left_alone(office: Office) -> None:
    post = await post_answered(office, "privately")
    await office.next_close()
    talk = await office.say(SAM, "so that was it", post)
    assert not talk.reactions
    assert office.whispers(SAM) == []
