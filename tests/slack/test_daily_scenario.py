from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.daily import PostStage
from bot.domain.scenario import Language
from bot.local_workspace import PlannedTimes
from bot.playground import Fault
from bot.playground.people import DAILY, TEAM_ID
from tests.slack.conftest import ANNA, MIKA, SAM, Office, everything


async def test_the_scenario_appears_at_the_channels_local_time(office: Office) -> None:
    await office.subscribe()
    await office.slack.travel(datetime(2026, 11, 2, 8, 59, 59, tzinfo=UTC))
    assert office.posts() == []
    await office.slack.travel(datetime(2026, 11, 2, 9, 0, 1, tzinfo=UTC))
    assert len(office.posts()) == 1


async def test_nothing_in_the_post_gives_the_answer_away(office: Office) -> None:
    await office.subscribe((Language.EN, Language.JA))
    post = await office.next_post()
    scenario = office.todays(post)
    shown = everything(post)
    assert scenario.situation.ja in shown
    for secret in (*scenario.answer, *scenario.explanation, *(p.text.en for p in scenario.rubric)):
        assert secret not in shown


async def test_a_full_a_partial_and_a_wrong_reply_get_three_reactions(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    examples = office.todays(post).examples.en
    full = await office.say(ANNA, examples.full[0], post)
    partial = await office.say(SAM, examples.partial[0], post)
    wrong = await office.say(MIKA, examples.wrong[0], post)
    reactions = [list(message.reactions) for message in (full, partial, wrong)]
    assert reactions == [["white_check_mark"], ["large_yellow_circle"], ["white_circle"]]


async def test_the_breakdown_is_for_the_author_alone_and_names_no_missing_point(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    scenario = office.todays(post)
    await office.say(SAM, scenario.examples.en.partial[0], post)
    (breakdown,) = office.whispers(SAM)
    assert breakdown.thread_ts == post.ts
    told = everything(breakdown)
    score = office.library.grade("scs", scenario.id, scenario.examples.en.partial[0])
    assert score.missing
    for point in score.points:
        assert (scenario.point(point.id).text.en in told) == point.hit
    assert office.whispers(ANNA) == []


async def test_even_the_last_attempt_names_no_missing_point_while_others_still_try(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    scenario = office.todays(post)
    for _ in range(3):
        await office.say(SAM, scenario.examples.en.partial[0], post)
    missing = office.library.grade("scs", scenario.id, scenario.examples.en.partial[0]).missing
    told = everything(office.whispers(SAM)[-1])
    assert not any(scenario.point(point.id).text.en in told for point in missing)


async def test_a_fourth_attempt_is_acknowledged_but_earns_nothing(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    examples = office.todays(post).examples.en
    for _ in range(3):
        await office.say(SAM, examples.wrong[0], post)
    fourth = await office.say(SAM, examples.full[0], post)
    assert list(fourth.reactions) == ["hourglass_flowing_sand"]
    await office.next_close()
    assert "average 0" in everything(office.posts()[0])


async def test_the_close_reveals_the_answer_in_the_thread_and_the_result_on_the_post(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    scenario = office.todays(post)
    await office.say(ANNA, scenario.examples.en.full[0], post)
    await office.next_close()
    reveal = office.thread(post)[-1]
    assert scenario.answer.en in everything(reveal)
    assert "1 person answered" in everything(office.posts()[0])
    assert "1 of 1 had it" in everything(reveal)


async def test_an_edit_is_scored_anew_and_changes_the_reaction(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    examples = office.todays(post).examples.en
    reply = await office.say(SAM, examples.wrong[0], post)
    await office.slack.edit(reply, examples.full[0])
    await office.settle()
    assert list(reply.reactions) == ["white_check_mark"]


async def test_a_deleted_reply_no_longer_counts(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    reply = await office.say(SAM, office.todays(post).examples.en.full[0], post)
    await office.slack.delete(reply)
    await office.next_close()
    assert "Nobody answered" in everything(office.posts()[0])


async def test_a_reply_after_the_close_earns_nothing(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    await office.next_close()
    await office.slack.travel(office.slack.clock.now() + timedelta(hours=1))
    late = await office.say(SAM, office.todays(post).examples.en.full[0], post)
    assert list(late.reactions) == ["hourglass_flowing_sand"]
    assert "closed" in everything(office.whispers(SAM)[-1])


async def test_messages_elsewhere_are_left_alone(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    chat = await office.say(SAM, "anyone for lunch?")
    reply = await office.say(ANNA, "yes, the usual place", chat)
    assert not chat.reactions
    assert not reply.reactions
    assert office.thread(post) == []


async def test_a_second_day_makes_a_streak_of_two(office: Office) -> None:
    await office.subscribe()
    for _ in range(2):
        post = await office.next_post()
        await office.say(ANNA, office.todays(post).examples.en.full[0], post)
    await office.command(ANNA, "streak")
    assert "2 days in a row" in everything(office.whispers(ANNA)[-1])


async def test_no_scenario_repeats_before_the_pack_is_used_up(office: Office) -> None:
    await office.subscribe()
    scenarios = office.library.packs[0].scenarios
    seen = [office.todays(await office.next_post()).id for _ in scenarios]
    assert len(set(seen)) == len(scenarios)


async def test_schedulers_of_several_replicas_post_once(office: Office) -> None:
    await office.subscribe()
    due = await PlannedTimes(office.bot).next_post()
    assert due is not None
    office.slack.clock.advance_to(due)
    await asyncio.gather(*(office.bot.schedulers[0]._work() for _ in range(8)))
    assert len(office.posts()) == 1
    office.slack.clock.advance_by(timedelta(hours=9))
    await asyncio.gather(*(office.bot.schedulers[0]._work() for _ in range(8)))
    assert len([m for m in office.slack.workspace.messages(DAILY) if m.metadata]) == 2


async def test_a_post_whose_connection_broke_after_it_was_read_is_adopted_not_repeated(
    office: Office,
) -> None:
    await office.subscribe()
    office.slack.fail_next("chat.postMessage", Fault.dropped(applied=True))
    await office.next_post()
    await office.slack.travel(office.slack.clock.now() + timedelta(minutes=2))
    (post,) = office.posts()
    reply = await office.say(SAM, office.todays(post).examples.en.full[0], post)
    assert list(reply.reactions) == ["white_check_mark"]


async def test_a_post_that_never_arrived_is_sent_again(office: Office) -> None:
    await office.subscribe()
    office.slack.fail_next("chat.postMessage", Fault.dropped(applied=False))
    due = await PlannedTimes(office.bot).next_post()
    assert due is not None
    await office.slack.travel(due)
    assert office.posts() == []
    await office.slack.travel(due + timedelta(minutes=2))
    assert len(office.posts()) == 1


async def test_a_reveal_whose_connection_broke_is_adopted_not_repeated(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    office.slack.fail_next("chat.postMessage", Fault.dropped(applied=True))
    await office.next_close()
    await office.slack.travel(office.slack.clock.now() + timedelta(minutes=2))
    assert len(office.thread(post)) == 1
    assert "Closed" in everything(office.posts()[0])


async def test_a_day_missed_by_more_than_the_grace_is_an_outage(office: Office) -> None:
    await office.subscribe()
    office.slack.clock.advance_to(datetime(2026, 11, 2, 13, 1, tzinfo=UTC))
    await office.bot.settle()
    days = await office.bot.database.transact(lambda work: work.posts.of_channel(TEAM_ID, DAILY))
    assert [(day.stage, day.message_ts) for day in days] == [(PostStage.OUTAGE, None)]
    assert office.posts() == []


async def test_a_day_found_late_within_the_grace_is_posted(office: Office) -> None:
    await office.subscribe()
    office.slack.clock.advance_to(datetime(2026, 11, 2, 12, 59, tzinfo=UTC))
    await office.bot.settle()
    assert len(office.posts()) == 1


async def test_an_archived_channel_pauses_and_its_owner_is_told(office: Office) -> None:
    await office.subscribe()
    office.slack.fail_next("chat.postMessage", Fault.refused("is_archived"))
    due = await PlannedTimes(office.bot).next_post()
    assert due is not None
    await office.slack.travel(due)
    (told,) = office.slack.read(MIKA, "D0MIKA0001")
    assert "アーカイブ" in told.text
    assert await PlannedTimes(office.bot).next_post() is None


async def test_delivering_a_reply_a_hundred_times_at_once_scores_it_once(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    await office.say(SAM, office.todays(post).examples.en.full[0], post)
    reply = next(d for d in reversed(office.slack.deliveries) if d.payload["event"]["type"] == "message")
    await office.slack.deliver_again(reply, 100, at_once=True)
    await office.settle()
    assert len(office.whispers(SAM)) == 1
    stored = await office.bot.database.transact(lambda work: work.replies.of_post(1))
    assert len(stored) == 1


@pytest.mark.parametrize("said", ["42", "10 :tada:", "1 + 2 = ?"])
async def test_a_reply_without_letters_is_answered_in_its_authors_language(office: Office, said: str) -> None:
    await office.subscribe((Language.EN, Language.JA))
    post = await office.next_post()
    await office.say(MIKA, said, post)
    await office.say(SAM, said, post)
    assert "まだ要点を検出できていません" in everything(office.whispers(MIKA)[-1])
    assert "Nothing detected yet" in everything(office.whispers(SAM)[-1])


async def test_a_private_answer_without_letters_is_answered_in_its_authors_language(office: Office) -> None:
    await office.subscribe((Language.EN, Language.JA))
    post = await office.next_post()
    await office.slack.press(MIKA, post, "answer_privately")
    form = office.slack.view(MIKA)
    assert form is not None
    await office.slack.submit(MIKA, form, {"reply": "42"})
    assert "まだ要点を検出できていません" in str(office.slack.view(MIKA).payload)  # type: ignore[union-attr] # open
