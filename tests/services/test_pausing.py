"""A channel stops for a while, by request or because Slack refuses, and goes on."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.daily import PostStage
from bot.domain.errors import NotInChannel, NotSetUp, NotYours
from bot.domain.pauses import BY_REQUEST
from bot.domain.streak import DayKind
from bot.local_workspace import PlannedTimes
from bot.playground import Fault
from bot.playground.people import DAILY, RANDOM, TEAM_ID
from tests.slack.conftest import ANNA, KENJI, MIKA, SAM, Office, everything

WEEK = timedelta(days=7)


async def ordered_by(office: Office, person: str) -> None:
    """The daily channel, set up by this person through the form."""
    await office.command(person, "setup")
    form = office.slack.view(person)
    assert form is not None
    sent = await office.slack.submit(
        person, form, {"zone": "Europe/London", "time": "09:00", "language": "en"}
    )
    assert sent.errors == {}


async def test_a_paused_channel_gets_nothing_until_it_is_resumed(office: Office) -> None:
    await office.subscribe()
    await office.command(MIKA, "pause")
    await office.slack.travel(office.slack.clock.now() + WEEK)
    assert office.posts() == []
    await office.command(MIKA, "resume")
    await office.next_post()
    rows = await office.bot.database.transact(lambda work: work.posts.of_channel(TEAM_ID, DAILY))
    assert [(row.day, row.stage) for row in rows] == [(date(2026, 11, 9), PostStage.OPEN)]


async def test_an_open_scenario_stays_open_while_the_channel_pauses(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    await office.command(MIKA, "pause")
    reply = await office.say(ANNA, office.todays(post).examples.en.full[0], post)
    assert list(reply.reactions) == ["white_check_mark"]
    await office.next_close()
    assert "1 person answered" in everything(office.posts()[0])


async def test_the_record_tells_who_paused_a_channel_and_who_let_it_go_on(office: Office) -> None:
    await office.subscribe()
    await office.command(MIKA, "pause")
    await office.command(MIKA, "resume")
    await office.command(MIKA, "log")
    told = everything(office.whispers(MIKA)[-1])
    assert f"<@{MIKA}> が毎日のシナリオを一時停止しました" in told
    assert f"<@{MIKA}> が毎日のシナリオを再開しました" in told


async def test_who_asks_what_is_on_while_it_is_paused_is_told_who_can_let_it_go_on(office: Office) -> None:
    await office.subscribe()
    await office.command(MIKA, "pause")
    await office.command(ANNA, "today")
    told = everything(office.whispers(ANNA)[-1])
    assert f"<@{MIKA}>, who set it up, or a workspace admin can start it again with `/scs resume`" in told


async def test_where_nobody_owns_a_paused_channel_an_admin_can_let_it_go_on(office: Office) -> None:
    await office.subscribe()
    await office.command(MIKA, "pause")
    await office.bot.use_cases.forget_me(TEAM_ID, MIKA)
    await office.command(ANNA, "today")
    assert "here. A workspace admin can start it again" in everything(office.whispers(ANNA)[-1])


async def test_where_slack_has_stopped_a_channel_it_is_told_too_who_can_change_that(office: Office) -> None:
    await office.subscribe()
    office.slack.fail_next("chat.postMessage", Fault.refused("is_archived"))
    due = await PlannedTimes(office.bot).next_post()
    assert due is not None
    await office.slack.travel(due)
    await office.command(ANNA, "today")
    told = everything(office.whispers(ANNA)[-1])
    assert "The channel is archived" in told
    assert f"Set up by <@{MIKA}>. They and workspace admins can change it." in told


async def test_a_pause_breaks_no_streak(office: Office) -> None:
    await office.subscribe()
    for _ in range(2):
        post = await office.next_post()
        await office.say(ANNA, office.todays(post).examples.en.full[0], post)
        await office.next_close()
        await office.command(MIKA, "pause")
        await office.slack.travel(office.slack.clock.now() + WEEK)
        await office.command(MIKA, "resume")
    streak = (await office.bot.use_cases.show_standing.streak(TEAM_ID, DAILY, ANNA)).streak
    assert [day.kind for day in streak.ledger] == [DayKind.ANSWERED, DayKind.ANSWERED]


async def test_resuming_after_the_time_of_day_goes_on_with_the_next_day(office: Office) -> None:
    await office.subscribe()
    await office.command(MIKA, "pause")
    await office.slack.travel(datetime(2026, 11, 2, 9, 30, tzinfo=UTC))
    resumed = await office.bot.use_cases.pause_channel.resume(TEAM_ID, DAILY, MIKA)
    assert resumed.upcoming[0] == datetime(2026, 11, 3, 9, tzinfo=UTC)


async def test_resuming_on_the_day_of_a_post_goes_on_with_the_next(office: Office) -> None:
    await office.subscribe()
    await office.next_post()
    await office.command(MIKA, "pause")
    resumed = await office.bot.use_cases.pause_channel.resume(TEAM_ID, DAILY, MIKA)
    assert resumed.upcoming[0] == datetime(2026, 11, 3, 9, tzinfo=UTC)


async def test_resuming_what_runs_and_pausing_what_rests_changes_nothing(office: Office) -> None:
    await office.subscribe()
    pausing = office.bot.use_cases.pause_channel
    before = await pausing.resume(TEAM_ID, DAILY, MIKA)
    assert await pausing.resume(TEAM_ID, DAILY, MIKA) == before
    for _ in range(2):
        await pausing.pause(TEAM_ID, DAILY, MIKA)
    assert await pausing.resume(TEAM_ID, DAILY, MIKA) == before


async def test_a_post_that_is_just_due_is_not_posted_into_a_paused_channel(office: Office) -> None:
    await office.subscribe()
    office.slack.clock.advance_to(datetime(2026, 11, 2, 9, 0, 1, tzinfo=UTC))
    await office.bot.use_cases.pause_channel.pause(TEAM_ID, DAILY, MIKA)
    await office.bot.settle()
    assert office.posts() == []


async def test_a_channel_that_slack_refused_keeps_its_reason_and_resumes(office: Office) -> None:
    await office.subscribe()
    office.slack.fail_next("chat.postMessage", Fault.refused("is_archived"))
    due = await PlannedTimes(office.bot).next_post()
    assert due is not None
    await office.slack.travel(due)
    await office.command(MIKA, "pause")
    await office.command(ANNA, "today")
    assert "The channel is archived" in office.whispers(ANNA)[-1].text
    await office.command(MIKA, "resume")
    assert await office.next_post()


async def test_a_channel_without_the_bot_is_not_resumed(office: Office) -> None:
    await office.subscribe()
    pausing = office.bot.use_cases.pause_channel
    await pausing.pause(TEAM_ID, DAILY, MIKA)
    office.slack.fail_next("conversations.history", Fault.refused("not_in_channel"))
    with pytest.raises(NotInChannel):
        await pausing.resume(TEAM_ID, DAILY, MIKA)


# Who may do it


async def test_only_the_owner_and_admins_may_pause_and_resume(office: Office) -> None:
    await ordered_by(office, ANNA)
    pausing = office.bot.use_cases.pause_channel
    for do in (pausing.pause, pausing.resume):
        with pytest.raises(NotYours):
            await do(TEAM_ID, DAILY, SAM)
        await do(TEAM_ID, DAILY, ANNA)
        await do(TEAM_ID, DAILY, MIKA)  # an admin


async def test_who_may_not_pause_is_told_who_may(office: Office) -> None:
    await ordered_by(office, ANNA)
    for words in ("pause", "resume", "setup"):
        await office.command(SAM, words)
        assert (
            f"Only <@{ANNA}>, who set this channel up, or a workspace admin" in office.whispers(SAM)[-1].text
        )
    assert office.slack.view(SAM) is None


async def test_nobody_pauses_a_channel_of_another_workspace(office: Office) -> None:
    await office.subscribe()
    with pytest.raises(NotSetUp):
        await office.bot.use_cases.pause_channel.pause("T0ELSEWHERE", DAILY, MIKA)


async def test_a_channel_without_a_scenario_has_nothing_to_pause(office: Office) -> None:
    await office.command(ANNA, "pause", RANDOM)
    assert "This channel has no daily scenario" in office.whispers(ANNA, RANDOM)[-1].text


# By button


async def test_the_answer_to_pause_has_a_button_to_resume(office: Office) -> None:
    await office.subscribe()
    await office.command(MIKA, "一時停止")
    told = office.whispers(MIKA)[-1]
    assert "一時停止しました" in told.text
    await office.slack.press(MIKA, told, "resume_channel")
    await office.settle()
    assert await PlannedTimes(office.bot).next_post() is not None


async def test_the_confirmation_has_a_button_to_pause_and_then_one_to_resume(office: Office) -> None:
    await ordered_by(office, KENJI)
    for name, runs in (("pause_channel", False), ("resume_channel", True)):
        view = office.slack.view(KENJI)
        assert view is not None
        await office.slack.press(KENJI, view, name)
        assert (await PlannedTimes(office.bot).next_post() is not None) is runs


async def test_the_form_of_a_paused_channel_says_so_and_resumes(office: Office) -> None:
    await ordered_by(office, ANNA)
    await office.command(ANNA, "pause")
    await office.command(ANNA, "setup")
    form = office.slack.view(ANNA)
    assert form is not None
    assert "Paused at present" in str(form.payload)
    await office.slack.press(ANNA, form, "resume_channel")
    assert "The next ones" in str(getattr(office.slack.view(ANNA), "payload", ""))


async def test_a_button_is_not_enough_to_pause_a_channel_of_somebody_else(office: Office) -> None:
    await ordered_by(office, ANNA)
    await office.command(SAM, "setup", RANDOM)
    form = office.slack.view(SAM)
    assert form is not None
    form.blocks.append(
        {
            "type": "actions",
            "block_id": "forged",
            "elements": [
                {
                    "type": "button",
                    "action_id": "pause_channel",
                    "value": DAILY,
                    "text": {"type": "plain_text", "text": "Pause"},
                }
            ],
        }
    )
    await office.slack.press(SAM, form, "pause_channel")
    kept = await office.bot.use_cases.subscribe_channel.current(TEAM_ID, DAILY)
    assert kept is not None
    assert kept.paused_because is None


async def test_saving_the_form_of_a_paused_channel_starts_it_again(office: Office) -> None:
    await ordered_by(office, ANNA)
    await office.command(ANNA, "pause")
    kept = await office.bot.use_cases.subscribe_channel.current(TEAM_ID, DAILY)
    assert kept is not None
    assert kept.paused_because == BY_REQUEST
    await ordered_by(office, ANNA)
    kept = await office.bot.use_cases.subscribe_channel.current(TEAM_ID, DAILY)
    assert kept is not None
    assert kept.paused_because is None
    assert kept.ready_at is not None
