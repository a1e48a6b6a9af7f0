from __future__ import annotations

import json
import urllib.parse
from datetime import UTC, datetime, timedelta

from bot.domain.scenario import Language
from bot.playground.people import DAILY, RANDOM, TEAM_ID
from tests.slack.conftest import ANNA, KENJI, MIKA, SAM, Office, everything
from tests.slack.test_security import FORM, post, signed

SETUP = {
    "channel": DAILY,
    "pack": "scs",
    "language": "both",
    "time": "07:30",
    "zone": "America/New_York",
    "weekdays": ["0", "2"],
    "open_for": "4",
}


def shown(view: object) -> str:
    return str(getattr(view, "payload", view))


async def test_the_private_form_shows_its_result_in_the_same_place(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    scenario = office.todays(post)
    await office.slack.press(SAM, post, "answer_privately")
    form = office.slack.view(SAM)
    assert form is not None
    await office.slack.submit(SAM, form, {"reply": scenario.examples.en.full[0]})
    await office.settle()
    result = office.slack.view(SAM)
    assert "Full answer" in shown(result)
    assert office.thread(post) == []


async def test_the_same_private_form_sent_a_hundred_times_is_one_attempt(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    await office.slack.press(SAM, post, "answer_privately")
    form = office.slack.view(SAM)
    assert form is not None
    sent = await office.slack.submit(SAM, form, {"reply": office.todays(post).examples.en.partial[0]})
    answers = await office.slack.deliver_again(sent, 100, at_once=True)
    assert {answer.body for answer in answers} == {sent.answers[0].body}
    stored = await office.bot.database.transact(lambda work: work.replies.of_post(1))
    assert len(stored) == 1


async def test_a_private_answer_after_the_close_is_refused_with_a_reason(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    await office.slack.press(SAM, post, "answer_privately")
    form = office.slack.view(SAM)
    assert form is not None
    await office.next_close()
    sent = await office.slack.submit(SAM, form, {"reply": "share the subnets"})
    assert "closed" in sent.errors["reply"]


async def test_a_private_answer_of_blanks_is_sent_back_and_uses_up_no_attempt(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    await office.slack.press(SAM, post, "answer_privately")
    form = office.slack.view(SAM)
    assert form is not None
    sent = await office.slack.submit(SAM, form, {"reply": " \n\u3000"})
    assert "Write a few words" in sent.errors["reply"]
    assert await office.bot.database.transact(lambda work: work.replies.of_post(1)) == []


async def test_the_button_explains_when_all_attempts_are_used_up(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    for _ in range(3):
        await office.say(SAM, office.todays(post).examples.en.wrong[0], post)
    await office.slack.press(SAM, post, "answer_privately")
    await office.settle()
    assert "All 3 attempts are used up" in office.whispers(SAM)[-1].text


async def test_a_hint_helps_without_telling(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    scenario = office.todays(post)
    await office.slack.press(ANNA, post, "hint")
    await office.settle()
    told = everything(office.whispers(ANNA)[0])
    assert any(point.hint.en in told for point in scenario.rubric if point.required)


async def test_my_streak_is_a_press_away(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    await office.slack.press(KENJI, post, "my_streak")
    await office.settle()
    assert "連続記録はまだありません" in everything(office.whispers(KENJI)[0])


async def test_setup_keeps_the_order_and_shows_the_next_five_dates(office: Office) -> None:
    await office.command(MIKA, "setup")
    form = office.slack.view(MIKA)
    assert form is not None
    await office.slack.submit(MIKA, form, SETUP)
    assert shown(office.slack.view(MIKA)).count("<!date^") == 5
    kept = await office.bot.use_cases.subscribe_channel.current(TEAM_ID, DAILY)
    assert kept is not None
    assert kept.languages == (Language.JA, Language.EN)
    assert kept.timetable.zone == "America/New_York"
    assert kept.timetable.weekdays == {0, 2}
    assert kept.timetable.open_for == timedelta(hours=4)
    assert kept.ready_at == datetime(2026, 11, 2, 12, 30, tzinfo=UTC)


async def test_setup_starts_from_the_persons_own_zone_and_language(office: Office) -> None:
    await office.command(KENJI, "setup")
    form = shown(office.slack.view(KENJI))
    assert "毎日のシナリオ" in form
    assert "'initial_option': {'text': {'type': 'plain_text', 'text': 'Asia/Tokyo'" in form


async def test_setup_in_a_channel_without_the_bot_says_how_to_invite_it(office: Office) -> None:
    await office.command(MIKA, "setup")
    form = office.slack.view(MIKA)
    assert form is not None
    sent = await office.slack.submit(MIKA, form, {**SETUP, "channel": RANDOM})
    assert "招待" in sent.errors["channel"]


async def test_only_the_owner_and_admins_may_change_a_channel(office: Office) -> None:
    await office.command(ANNA, "setup")
    form = office.slack.view(ANNA)
    assert form is not None
    await office.slack.submit(ANNA, form, SETUP)
    await office.command(SAM, "setup", RANDOM)
    form = office.slack.view(SAM)
    assert form is not None
    refused = await office.slack.submit(SAM, form, {**SETUP, "time": "23:00"})
    assert "Only the person who set this channel up" in refused.errors["channel"]
    await office.command(MIKA, "setup")  # an admin
    form = office.slack.view(MIKA)
    assert form is not None
    assert (await office.slack.submit(MIKA, form, {**SETUP, "time": "10:00"})).errors == {}


async def test_the_help_of_a_mention_leads_to_the_setup_form(office: Office) -> None:
    await office.say(ANNA, "@scs-bot setup")
    await office.slack.press(ANNA, office.whispers(ANNA)[0], "open_setup")
    assert "Daily scenario" in shown(office.slack.view(ANNA))


async def test_the_home_shows_channels_and_streaks(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    await office.say(ANNA, office.todays(post).examples.en.full[0], post)
    await office.slack.open_home(ANNA)
    await office.settle()
    home = shown(office.slack.home(ANNA))
    assert f"<#{DAILY}>: a scenario is open" in home
    assert "1 day in a row" in home


async def test_the_leaderboard_ranks_points_and_shares_places(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    examples = office.todays(post).examples.en
    for person in (ANNA, SAM):
        await office.say(person, examples.full[0], post)
    await office.say(KENJI, examples.partial[0], post)
    await office.command(MIKA, "top week")
    lines = everything(office.whispers(MIKA)[-1])
    assert lines.count("1. <@") >= 2
    assert "3. <@U0KENJI001>" in lines


async def test_today_shows_the_open_scenario_in_the_persons_language(office: Office) -> None:
    await office.subscribe((Language.EN, Language.JA))
    post = await office.next_post()
    await office.command(KENJI, "今日")
    told = everything(office.whispers(KENJI)[-1])
    scenario = office.todays(post)
    assert scenario.situation.ja in told
    assert scenario.situation.en not in told


async def test_today_says_when_the_next_one_comes(office: Office) -> None:
    await office.subscribe()
    await office.command(ANNA, "today")
    assert "The next one comes <!date^" in office.whispers(ANNA)[-1].text


async def test_a_form_without_weekdays_is_told_so_at_the_weekdays(office: Office) -> None:
    await office.command(ANNA, "setup")
    form = office.slack.view(ANNA)
    assert form is not None
    delivery = await office.slack.submit(ANNA, form, SETUP)
    body = json.loads(json.dumps(delivery.payload))
    next(iter(body["view"]["state"]["values"]["weekdays"].values()))["selected_options"] = []
    encoded = urllib.parse.urlencode({"payload": json.dumps(body)}).encode()
    _, answer = await post(office, encoded, signed(office.slack.signing_secret, encoded), FORM)
    assert list(json.loads(answer)["errors"]) == ["weekdays"]
