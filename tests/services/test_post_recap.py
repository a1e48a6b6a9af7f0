"""The weekly recap: once a week, exactly once, with its picture if that can be had."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.domain.daily import PostStage
from bot.domain.people import Person
from bot.domain.recaps import Recap
from bot.domain.scenario import Language
from bot.playground import Fault
from bot.playground.messages import Message
from bot.playground.people import DAILY, TEAM_ID
from bot.services import post_recap
from bot.slack.marks import RECAP_EVENT
from tests.slack.conftest import ANNA, MIKA, SAM, Office, everything

MONDAY = date(2026, 11, 2)
FRIDAY_EVENING = datetime(2026, 11, 6, 17, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(post_recap, "SETTLING_SECONDS", (0, 0, 0))


def recaps(office: Office) -> list[Message]:
    return [m for m in office.posts() if (m.metadata or {})["event_type"] == RECAP_EVENT]


async def kept(office: Office, week: date = MONDAY) -> Recap | None:
    return await office.bot.database.transact(lambda work: work.recaps.of_week(TEAM_ID, DAILY, week))


async def answered_day(office: Office, **kinds: str) -> None:
    """The next scenario, answered by people as the author's examples have it, and closed."""
    post = await office.next_post()
    examples = office.todays(post).examples.en
    for person, kind in kinds.items():
        user = {"anna": ANNA, "sam": SAM, "mika": MIKA}[person]
        await office.say(user, getattr(examples, kind)[0], post)
    await office.next_close()


async def week_but_for_friday(office: Office) -> None:
    await answered_day(office, anna="full", sam="wrong")
    for _ in range(3):
        await answered_day(office)


async def test_the_recap_comes_when_the_last_scenario_of_the_week_closes(office: Office) -> None:
    await office.subscribe()
    await week_but_for_friday(office)
    await office.next_post()
    await office.slack.travel(FRIDAY_EVENING - timedelta(seconds=1))
    assert recaps(office) == []
    await office.slack.travel(FRIDAY_EVENING)
    (recap,) = recaps(office)
    told = everything(recap)
    assert "Monday: 2 people" in told
    assert "Friday: nobody took part" in told


async def test_the_recap_is_posted_once_however_often_the_scheduler_turns(office: Office) -> None:
    await office.subscribe()
    await week_but_for_friday(office)
    await answered_day(office)
    await asyncio.gather(*(scheduler.turn() for scheduler in office.bot.schedulers * 3))
    await office.slack.travel(FRIDAY_EVENING + timedelta(days=2))
    assert len(recaps(office)) == 1


async def test_each_week_has_its_own_recap(office: Office) -> None:
    await office.subscribe(weekdays=frozenset({1, 3}))
    for _ in range(4):
        await answered_day(office, anna="full")
    assert len(recaps(office)) == 2


async def test_a_week_without_a_closed_scenario_has_no_recap(office: Office) -> None:
    days_off = frozenset(MONDAY + timedelta(days=day) for day in range(5))
    await office.subscribe(skipped=days_off)
    await office.slack.travel(datetime(2026, 11, 8, 12, tzinfo=UTC))
    assert recaps(office) == []
    recap = await kept(office)
    assert recap is not None
    assert recap.stage is PostStage.OUTAGE


async def test_if_the_last_day_is_off_the_recap_comes_when_it_would_have_been_due(office: Office) -> None:
    await office.subscribe(skipped=frozenset({date(2026, 11, 6)}))
    await week_but_for_friday(office)
    await office.slack.travel(datetime(2026, 11, 6, 8, 59, tzinfo=UTC))
    assert recaps(office) == []
    await office.slack.travel(datetime(2026, 11, 6, 9, 0, 1, tzinfo=UTC))
    assert len(recaps(office)) == 1


async def change(office: Office, **changes: object) -> None:
    """Change the channel's subscription as it is kept."""

    def save(work: Any) -> None:  # noqa: ANN401 - a unit of work
        work.subscriptions.save(replace(work.subscriptions.of_channel(TEAM_ID, DAILY), **changes))

    await office.bot.database.transact(save)


async def test_a_channel_that_is_paused_still_gets_the_recap_of_the_days_it_had(office: Office) -> None:
    await office.subscribe()
    await answered_day(office, anna="full")
    await office.command(MIKA, "pause")
    for time in (FRIDAY_EVENING, FRIDAY_EVENING + timedelta(weeks=2)):
        await office.slack.travel(time)
        assert len(recaps(office)) == 1


async def test_a_pause_on_the_last_day_keeps_its_recap(office: Office) -> None:
    await office.subscribe(weekdays=frozenset({0}))
    post = await office.next_post()
    await office.say(ANNA, office.todays(post).examples.en.full[0], post)
    await office.command(MIKA, "pause")
    await office.next_close()
    await office.slack.travel(FRIDAY_EVENING)
    assert len(recaps(office)) == 1


async def test_whoever_pauses_is_told_of_the_recap(office: Office) -> None:
    await office.subscribe()
    await office.command(MIKA, "pause")
    assert "今週のまとめ" in office.whispers(MIKA)[-1].text


@pytest.mark.parametrize("reason", ["is_archived", "uninstalled"])
async def test_a_channel_that_slack_has_stopped_gets_no_recap(office: Office, reason: str) -> None:
    await office.subscribe()
    await answered_day(office)
    await change(office, ready_at=None, paused_because=reason)
    await office.slack.travel(FRIDAY_EVENING)
    assert recaps(office) == []


async def test_where_recaps_are_off_none_is_planned(office: Office) -> None:
    await office.subscribe(weekdays=frozenset({0}))
    await change(office, recaps=False)
    await answered_day(office, anna="full")
    assert await kept(office) is None
    assert recaps(office) == []


async def test_a_recap_that_was_planned_before_they_were_turned_off_is_not_posted(office: Office) -> None:
    await office.subscribe(weekdays=frozenset({0}))
    post = await office.next_post()
    await office.say(ANNA, office.todays(post).examples.en.full[0], post)
    await change(office, recaps=False)
    await office.next_close()
    await office.slack.travel(FRIDAY_EVENING)
    assert recaps(office) == []
    recap = await kept(office)
    assert recap is not None
    assert (recap.stage, recap.ready_at) == (PostStage.OUTAGE, None)


async def test_recaps_that_are_turned_on_again_begin_with_the_next_scenario(office: Office) -> None:
    await office.subscribe(weekdays=frozenset({0, 1}))
    await change(office, recaps=False)
    await answered_day(office, anna="full")
    await change(office, recaps=True)
    await answered_day(office, anna="full")
    (recap,) = recaps(office)
    assert "Monday: 1 person" in everything(recap)


async def test_the_recap_shows_an_uploaded_picture_that_its_alt_text_puts_in_words(office: Office) -> None:
    await office.subscribe((Language.EN, Language.JA), weekdays=frozenset({0}))
    await answered_day(office, anna="full")
    (recap,) = recaps(office)
    (picture,) = [block for block in recap.blocks if block["type"] == "image"]
    shown = office.slack.workspace.files.get(picture["slack_file"]["id"])
    assert shown.mimetype == "image/png"
    assert shown.shared == []
    assert "Monday: 1 person, average 100" in picture["alt_text"]
    assert "月曜日: 参加 1 人、平均 100 点" in picture["alt_text"]


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
async def test_without_a_picture_the_recap_goes_out_all_the_same(office: Office, method: str) -> None:
    await office.subscribe(weekdays=frozenset({0}))
    office.slack.fail_next(method, Fault(error="internal_error"))
    await answered_day(office, anna="full")
    (recap,) = recaps(office)
    assert [block for block in recap.blocks if block["type"] == "image"] == []
    assert "Monday: 1 person, average 100" in everything(recap)


async def test_a_recap_doesnt_wait_long_for_its_picture(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(post_recap, "UPLOAD_SECONDS", 0.05)
    await office.subscribe(weekdays=frozenset({0}))
    office.slack.fail_next("files.getUploadURLExternal", Fault.slow(0.5))
    await answered_day(office, anna="full")
    (recap,) = recaps(office)
    assert [block for block in recap.blocks if block["type"] == "image"] == []


async def friday_open(office: Office) -> datetime:
    """One scenario a week, answered; returns the instant at which it closes."""
    await office.subscribe(weekdays=frozenset({4}))
    post = await office.next_post()
    await office.say(ANNA, office.todays(post).examples.en.full[0], post)
    return FRIDAY_EVENING


def postings(office: Office) -> list[bool]:
    """For each attempt to post the recap whether it had a picture."""
    calls = office.slack.calls("chat.postMessage")
    return ["slack_file" in str(call.args["blocks"]) for call in calls if RECAP_EVENT in str(call.args)]


async def strike(office: Office, fault: Fault, times: int = 1) -> None:
    """Close Friday's scenario; then the posting of its recap goes wrong so many times."""
    closes = await friday_open(office)
    office.slack.fail_next("chat.postMessage", NO_FAULT)  # the reveal
    office.slack.fail_next("chat.postMessage", fault, times)
    await office.slack.travel(closes)


NO_FAULT = Fault.slow(0)


async def test_a_picture_that_slack_doesnt_know_yet_is_tried_again(office: Office) -> None:
    await strike(office, Fault.refused("invalid_blocks"))
    assert len(recaps(office)) == 1
    assert postings(office) == [True, True]


async def test_a_picture_that_slack_never_takes_is_left_out(office: Office) -> None:
    await strike(office, Fault.refused("invalid_blocks"), times=4)
    assert len(recaps(office)) == 1
    assert postings(office) == [True, True, True, True, False]


async def test_a_recap_whose_sending_is_in_doubt_is_looked_for_and_not_sent_twice(office: Office) -> None:
    await strike(office, Fault.dropped(applied=True))
    assert len(recaps(office)) == 1
    await office.slack.travel(FRIDAY_EVENING + timedelta(minutes=2))
    assert len(recaps(office)) == 1
    recap = await kept(office)
    assert recap is not None
    assert (recap.stage, recap.message_ts) == (PostStage.CLOSED, recaps(office)[0].ts)


async def test_a_recap_that_was_not_sent_after_all_is_sent_then(office: Office) -> None:
    await strike(office, Fault.dropped(applied=False))
    assert recaps(office) == []
    await office.slack.travel(FRIDAY_EVENING + timedelta(minutes=2))
    assert len(recaps(office)) == 1


async def test_a_limit_postpones_the_recap(office: Office) -> None:
    await strike(office, Fault.limited(30))
    assert recaps(office) == []
    recap = await kept(office)
    assert recap is not None
    assert recap.stage is PostStage.CLAIMED
    await office.slack.travel(FRIDAY_EVENING + timedelta(minutes=1))
    assert len(recaps(office)) == 1


async def test_a_recap_that_is_refused_is_given_up(office: Office) -> None:
    await strike(office, Fault.refused("restricted_action"))
    recap = await kept(office)
    assert recap is not None
    assert recap.stage is PostStage.OUTAGE


async def test_after_three_days_nobody_waits_for_a_recap_any_more(office: Office) -> None:
    await strike(office, Fault.limited(30))
    office.slack.clock.advance_to(FRIDAY_EVENING + timedelta(days=4))
    await office.bot.settle()
    assert recaps(office) == []


async def test_the_recap_names_who_improved_unless_they_are_hidden(office: Office) -> None:
    await office.subscribe(weekdays=frozenset({0, 1}))
    for kind in ("wrong", "wrong", "full", "full"):
        await answered_day(office, anna=kind)
    assert f"<@{ANNA}>" not in everything(recaps(office)[0])
    assert f"<@{ANNA}>" in everything(recaps(office)[1])


async def test_who_is_hidden_is_not_named_as_most_improved(office: Office) -> None:
    await office.subscribe(weekdays=frozenset({0, 1}))
    hidden = Person(TEAM_ID, ANNA, hidden=True)
    await office.bot.database.transact(lambda work: work.people.save(hidden))
    for kind in ("wrong", "wrong", "full", "full"):
        await answered_day(office, anna=kind)
    assert f"<@{ANNA}>" not in everything(recaps(office)[1])
    assert "Monday: 1 person" in everything(recaps(office)[1])


async def test_the_hardest_scenario_and_the_misconception_are_told(office: Office) -> None:
    await office.subscribe(weekdays=frozenset({0, 1}))
    await answered_day(office, anna="full")
    post = await office.next_post()
    scenario = office.todays(post)
    misconception = scenario.misconceptions[0]
    for person in (SAM, MIKA):
        await office.say(person, misconception.text.en, post)
    await office.next_close()
    told = everything(recaps(office)[0])
    assert scenario.questions.en[0] in told
    score = office.library.grade("scs", scenario.id, misconception.text.en)
    assert (misconception.why.en in told) == any(m.id == misconception.id for m in score.misconceptions)


async def test_a_misconception_of_one_person_alone_is_not_told(office: Office) -> None:
    await office.subscribe(weekdays=frozenset({0}))
    post = await office.next_post()
    await office.say(SAM, office.todays(post).misconceptions[0].text.en, post)
    await office.next_close()
    assert "Misconception of the week" not in everything(recaps(office)[0])


async def test_a_japanese_recap_names_its_week_by_month_and_day(office: Office) -> None:
    await office.subscribe(weekdays=frozenset({0}), languages=(Language.JA,))
    await office.next_post()
    await office.next_close()
    assert "11月2日の週のまとめ" in everything(recaps(office)[0])


async def test_a_changed_timetable_moves_the_recap(office: Office) -> None:
    await office.subscribe()
    await answered_day(office, anna="full")
    await office.subscribe(weekdays=frozenset({0, 1}))
    await answered_day(office, anna="full")
    assert len(recaps(office)) == 1
