"""What the messenger says, and what it makes of Slack's ways to fail."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.bootstrap import SystemClock
from bot.domain.daily import Post, Question, Subscription
from bot.domain.library import Library
from bot.domain.results import Answer, ClosedRound, DailyPost, PointShare, SubscriptionPaused
from bot.domain.scenario import Language
from bot.domain.search import Verdict
from bot.playground import Fault, MovableClock, Playground
from bot.playground.people import DAILY, RANDOM, TEAM_ID
from bot.ports import NotNow, OutcomeUnknown, Refused
from bot.slack import client as client_room
from bot.slack.client import Clients, always
from bot.slack.manifest import manifest
from bot.slack.messenger import SlackMessenger
from bot.slack.outcome import AMBIGUOUS, FOR_GOOD
from bot.slack.people import SlackPeople
from tests.clock import FakeClock
from tests.slack.conftest import ANNA, MIKA, SAM
from tests.slack.worst import POST, SUBSCRIPTION, feedback

NINE = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.fixture
async def slack() -> AsyncIterator[Playground]:
    clock = MovableClock(FakeClock(NINE))
    async with Playground(
        clock, machine=SystemClock(), manifest=manifest(None), retry_after=(0, 0, 0)
    ) as playground:
        yield playground


@pytest.fixture
async def messenger(slack: Playground) -> AsyncIterator[SlackMessenger]:
    clients = Clients(always(slack.bot_token), slack.api_url)
    yield SlackMessenger(clients, SlackPeople(clients))
    await clients.close()


@pytest.fixture
def daily(library: Library) -> DailyPost:
    pack = library.packs[0]
    return DailyPost(posted(), pack, pack.scenarios[0])


def posted(**changes: Any) -> Post:  # noqa: ANN401 - any field of a post
    return replace(POST, channel_id=DAILY, due_at=NINE, message_ts=None, **changes)


def stopped(subscription: Subscription) -> SubscriptionPaused:
    return SubscriptionPaused(subscription, "is_archived", posted())


def closed(daily: DailyPost, ts: str) -> ClosedRound:
    shares = tuple(PointShare(point.id, 1) for point in daily.scenario.rubric)
    post = replace(daily.post, message_ts=ts)
    return ClosedRound(post, daily.pack, daily.scenario, 2, 1, 70, shares, ())


# What is said


async def test_a_scenario_is_posted_with_its_key_and_found_again(
    slack: Playground, messenger: SlackMessenger, daily: DailyPost
) -> None:
    assert await messenger.find_post(daily) is None
    ts = await messenger.post_scenario(daily)
    (message,) = slack.workspace.messages(DAILY)
    assert message.ts == ts
    carried = {"key": f"{DAILY}:2026-11-02", "team": daily.post.team_id}
    assert message.metadata == {"event_type": "scs_bot_post", "event_payload": carried}
    assert await messenger.find_post(daily) == ts


async def test_the_post_of_another_day_is_not_taken_for_todays(
    messenger: SlackMessenger, daily: DailyPost
) -> None:
    yesterdays = replace(daily, post=replace(daily.post, day=daily.post.day.replace(day=1)))
    await messenger.post_scenario(yesterdays)
    assert await messenger.find_post(daily) is None


async def test_the_reveal_is_in_the_thread_and_is_found_again(
    slack: Playground, messenger: SlackMessenger, daily: DailyPost
) -> None:
    round_ = closed(daily, await messenger.post_scenario(daily))
    slack.clock.advance_to(round_.post.closes_at)
    assert await messenger.find_reveal(round_) is None
    ts = await messenger.reveal(round_)
    assert slack.workspace.message(DAILY, ts).thread_ts == round_.post.message_ts
    assert await messenger.find_reveal(round_) == ts


async def test_marking_a_post_as_closed_keeps_it_findable_and_may_be_repeated(
    slack: Playground, messenger: SlackMessenger, daily: DailyPost
) -> None:
    ts = await messenger.post_scenario(daily)
    for _ in range(2):
        await messenger.mark_closed(closed(daily, ts))
    (message,) = slack.workspace.messages(DAILY)
    assert "2 people answered" in str(message.blocks)
    assert await messenger.find_post(daily) == ts


async def test_feedback_is_a_reaction_for_all_and_a_breakdown_for_one(
    slack: Playground, messenger: SlackMessenger, daily: DailyPost
) -> None:
    ts = await messenger.post_scenario(daily)
    said = await slack.say(SAM, DAILY, "share the subnets", ts)
    given = feedback("because", Language.EN)
    reply = replace(given.reply, channel_id=DAILY, origin=said.ts, user_id=SAM)
    await messenger.give_feedback(replace(given, reply=reply, post=replace(given.post, message_ts=ts)))
    assert list(said.reactions) == ["white_circle"]
    whispers = [each for each in slack.workspace.messages(DAILY) if each.only_for]
    assert [(each.only_for, each.thread_ts) for each in whispers] == [(SAM, ts)]


async def test_feedback_on_a_message_that_is_gone_still_reaches_its_author(
    slack: Playground, messenger: SlackMessenger, daily: DailyPost
) -> None:
    ts = await messenger.post_scenario(daily)
    given = feedback("because", Language.EN)
    reply = replace(given.reply, channel_id=DAILY, origin="1.000001", user_id=SAM)
    await messenger.give_feedback(replace(given, reply=reply, post=replace(given.post, message_ts=ts)))
    assert [each.only_for for each in slack.workspace.messages(DAILY) if each.only_for] == [SAM]


async def test_feedback_on_a_private_answer_shows_no_reaction(
    slack: Playground, messenger: SlackMessenger, daily: DailyPost
) -> None:
    ts = await messenger.post_scenario(daily)
    given = feedback("because", Language.EN)
    reply = replace(given.reply, channel_id=DAILY, origin="view:V1", user_id=SAM)
    await messenger.give_feedback(replace(given, reply=reply, post=replace(given.post, message_ts=ts)))
    assert slack.calls("reactions.add") == []


async def test_a_question_in_a_channel_is_answered_to_the_asker_alone(
    slack: Playground, messenger: SlackMessenger, library: Library
) -> None:
    await messenger.answer(question(DAILY), nothing(library), look_first=False)
    (message,) = slack.workspace.messages(DAILY)
    assert message.only_for == ANNA


async def test_a_question_in_a_direct_message_is_answered_to_stay(
    slack: Playground, messenger: SlackMessenger, library: Library
) -> None:
    await messenger.answer(question("D0ANNA0001"), nothing(library), look_first=False)
    (message,) = slack.workspace.messages("D0ANNA0001")
    assert message.only_for is None


def question(channel: str) -> Question:
    return Question("T1", channel, "1.2", ANNA, "pizza?", Language.EN, "nothing", None, 0.0, NINE)


def nothing(library: Library) -> Answer:
    return Answer(Verdict.NOTHING, Language.EN, 0.0, "pizza?", library.packs[0])


async def test_the_owner_is_told_of_a_pause_in_their_language(
    slack: Playground, messenger: SlackMessenger
) -> None:
    await messenger.tell_paused(stopped(replace(SUBSCRIPTION, created_by=MIKA)), look_first=False)
    (told,) = slack.workspace.messages("D0MIKA0001")
    assert "アーカイブ" in told.text
    assert "停止しました" in told.text


@pytest.mark.parametrize(
    "fault", [Fault.dropped(applied=False), Fault.broken(503), Fault.refused("user_not_found")]
)
async def test_an_owner_whose_language_cant_be_learned_is_told_in_english(
    slack: Playground, messenger: SlackMessenger, fault: Fault
) -> None:
    slack.fail_next("users.info", fault, times=2)  # aiohttp repeats a GET whose connection broke
    await messenger.tell_paused(stopped(replace(SUBSCRIPTION, created_by=MIKA)), look_first=False)
    (told,) = slack.workspace.messages("D0MIKA0001")
    assert "has stopped" in told.text


async def test_no_call_lets_slack_find_mentions_or_unfold_links(
    slack: Playground, messenger: SlackMessenger, daily: DailyPost, library: Library
) -> None:
    round_ = closed(daily, await messenger.post_scenario(daily))
    await messenger.reveal(round_)
    await messenger.mark_closed(round_)
    await messenger.answer(question("D0ANNA0001"), nothing(library), look_first=False)
    await messenger.answer(question(DAILY), nothing(library), look_first=False)
    await messenger.tell_paused(stopped(SUBSCRIPTION), look_first=False)
    assert not any({"link_names", "parse"} & call.args.keys() for call in slack.calls())
    flags = [
        (call.args["unfurl_links"], call.args["unfurl_media"]) for call in slack.calls("chat.postMessage")
    ]
    assert len(flags) == 4
    assert {str(flag).lower() for pair in flags for flag in pair} <= {"false", "0"}
    assert list(slack.posting.advice) == []


# Whether it could be said


async def test_the_bot_can_post_where_it_was_invited(messenger: SlackMessenger) -> None:
    assert await messenger.can_post(TEAM_ID, DAILY)


@pytest.mark.parametrize("channel", [RANDOM, "C0NOSUCH01"])
async def test_the_bot_cannot_post_where_it_is_not(messenger: SlackMessenger, channel: str) -> None:
    assert not await messenger.can_post(TEAM_ID, channel)


async def test_a_channel_that_cant_be_asked_about_gets_the_benefit_of_the_doubt(
    slack: Playground, messenger: SlackMessenger
) -> None:
    slack.fail_next("conversations.history", Fault.dropped(applied=False), times=2)  # a GET, as above
    assert await messenger.can_post(TEAM_ID, DAILY)


# The ways to fail


@pytest.mark.parametrize("reason", sorted(FOR_GOOD))
async def test_some_refusals_are_for_good(
    slack: Playground, messenger: SlackMessenger, daily: DailyPost, reason: str
) -> None:
    slack.fail_next("chat.postMessage", Fault.refused(reason))
    with pytest.raises(Refused) as refused:
        await messenger.post_scenario(daily)
    assert (refused.value.reason, refused.value.for_good) == (reason, True)


@pytest.mark.parametrize("reason", ["invalid_blocks", "msg_too_long", "no_text", "an_error_of_tomorrow"])
async def test_other_refusals_concern_this_message_alone(
    slack: Playground, messenger: SlackMessenger, daily: DailyPost, reason: str
) -> None:
    slack.fail_next("chat.postMessage", Fault.refused(reason))
    with pytest.raises(Refused) as refused:
        await messenger.post_scenario(daily)
    assert (refused.value.reason, refused.value.for_good) == (reason, False)


@pytest.mark.parametrize("reason", sorted(AMBIGUOUS))
async def test_after_some_errors_nobody_can_tell_whether_the_message_is_out(
    slack: Playground, messenger: SlackMessenger, daily: DailyPost, reason: str
) -> None:
    slack.fail_next("chat.postMessage", Fault.refused(reason))
    with pytest.raises(OutcomeUnknown):
        await messenger.post_scenario(daily)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_after_a_broken_answer_nobody_can_tell_either(
    slack: Playground, messenger: SlackMessenger, daily: DailyPost, status: int
) -> None:
    slack.fail_next("chat.postMessage", Fault.broken(status))
    with pytest.raises(OutcomeUnknown):
        await messenger.post_scenario(daily)


@pytest.mark.parametrize("applied", [True, False])
@pytest.mark.parametrize("warm", [True, False])
async def test_a_broken_connection_is_not_tried_again(
    slack: Playground, messenger: SlackMessenger, daily: DailyPost, applied: bool, warm: bool
) -> None:
    if warm:  # a connection that is kept from an earlier call
        await messenger.can_post(TEAM_ID, DAILY)
    slack.fail_next("chat.postMessage", Fault.dropped(applied=applied))
    with pytest.raises(OutcomeUnknown):
        await messenger.post_scenario(daily)
    assert len(slack.calls("chat.postMessage")) == 1
    assert len(slack.workspace.messages(DAILY)) == applied


async def test_an_answer_that_takes_too_long_is_not_waited_for(
    slack: Playground, daily: DailyPost, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_room, "TIMEOUT_SECONDS", 0.1)
    clients = Clients(always(slack.bot_token), slack.api_url)
    slack.fail_next("chat.postMessage", Fault.slow(0.5))
    with pytest.raises(OutcomeUnknown):
        await SlackMessenger(clients, SlackPeople(clients)).post_scenario(daily)
    await clients.close()
    assert len(slack.workspace.messages(DAILY)) == 1


async def test_nothing_is_out_when_slack_cannot_be_reached(daily: DailyPost) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]  # free again below
    clients = Clients(always("xoxb-1"), f"http://127.0.0.1:{port}/api/")
    with pytest.raises(NotNow):
        await SlackMessenger(clients, SlackPeople(clients)).post_scenario(daily)
    await clients.close()


async def test_a_body_that_is_no_json_leaves_the_outcome_unknown(daily: DailyPost) -> None:
    """A proxy's page in place of Slack's answer."""

    async def page(request: web.Request) -> web.Response:
        kind = "application/json" if "cut" in request.path else "text/html"
        return web.Response(text="<html>", content_type=kind, status=200)

    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", page)
    async with TestServer(app) as server:
        for place in ("/html/", "/cut/"):
            clients = Clients(always("xoxb-1"), str(server.make_url(place)))
            with pytest.raises(OutcomeUnknown):
                await SlackMessenger(clients, SlackPeople(clients)).post_scenario(daily)
            await clients.close()


async def test_a_limited_call_is_put_off_by_as_long_as_slack_asks_and_not_slept_through(
    slack: Playground, messenger: SlackMessenger, daily: DailyPost
) -> None:
    slack.fail_next("chat.postMessage", Fault.limited(7))
    with pytest.raises(NotNow) as later:
        await messenger.post_scenario(daily)
    assert later.value.retry_after == 7
    assert len(slack.calls("chat.postMessage")) == 1


async def test_a_limit_without_a_status_is_put_off_too(
    slack: Playground, messenger: SlackMessenger, daily: DailyPost
) -> None:
    slack.fail_next("chat.postMessage", Fault.refused("ratelimited"))
    with pytest.raises(NotNow) as later:
        await messenger.post_scenario(daily)
    assert later.value.retry_after == 30


async def test_a_post_is_found_behind_a_hundred_newer_messages(
    slack: Playground, messenger: SlackMessenger, daily: DailyPost
) -> None:
    ts = await messenger.post_scenario(daily)
    for n in range(101):
        await slack.say(SAM, DAILY, f"chat {n}")
    assert await messenger.find_post(daily) == ts
