"""The same bot, fed through a websocket instead of by HTTP requests."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.bootstrap import SystemClock, build
from bot.domain.library import Library
from bot.local_workspace import PlannedTimes
from bot.playground import MovableClock, Playground
from bot.slack.manifest import manifest
from bot.slack.socket_mode import SocketMode
from tests.clock import FakeClock
from tests.slack.conftest import ANNA, SAM, SUNDAY_EVENING, Office, everything


@pytest.fixture
async def office(database_url: str, library: Library) -> AsyncIterator[Office]:
    """The workspace of the other tests; this bot has called it and has no address of its own."""
    clock = MovableClock(FakeClock(SUNDAY_EVENING))
    slack = Playground(clock, machine=SystemClock(), manifest=manifest(None), retry_after=(0, 0, 0))
    async with (
        slack,
        build(library, clock, database_url, slack.bot_token, slack.signing_secret, slack.api_url) as bot,
    ):
        slack.timeline = PlannedTimes(bot)
        connection = SocketMode(bot.app, slack.app_token, bot.clients.nobodys(), bot.metrics)
        await connection.connect()
        await slack.sockets.connected()
        yield Office(slack, bot, library)
        await connection.close()


async def test_a_reply_in_the_thread_is_scored(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    reply = await office.say(SAM, office.todays(post).examples.en.full[0], post)
    assert list(reply.reactions) == ["white_check_mark"]
    assert "Full answer" in everything(office.whispers(SAM)[0])


async def test_a_slash_command_is_answered_with_its_acknowledgement(office: Office) -> None:
    scenario = office.library.packs[0].scenarios[0]
    asked = await office.command(ANNA, scenario.questions.en[0])
    assert asked.ok
    assert scenario.answer.en in everything(office.whispers(ANNA)[0])


async def test_a_form_opens_and_its_submission_is_answered_in_place(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    await office.slack.press(SAM, post, "answer_privately")
    form = office.slack.view(SAM)
    assert form is not None
    await office.slack.submit(SAM, form, {"reply": office.todays(post).examples.en.full[0]})
    result = office.slack.view(SAM)
    assert result is not None
    assert "Full answer" in str(result.payload)


async def test_the_home_is_filled(office: Office) -> None:
    await office.slack.open_home(ANNA)
    await office.settle()
    assert office.slack.home(ANNA) is not None


async def test_a_reply_that_is_delivered_again_changes_nothing(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    await office.say(SAM, office.todays(post).examples.en.full[0], post)
    delivery = next(d for d in reversed(office.slack.deliveries) if d.payload["event"]["type"] == "message")
    answers = await office.slack.deliver_again(delivery, 20, at_once=True)
    await office.settle()
    assert all(answer.ok for answer in answers)
    assert len(office.whispers(SAM)) == 1
    stored = await office.bot.database.transact(lambda work: work.replies.of_post(1))
    assert len(stored) == 1


async def test_a_connection_that_slack_renews_is_taken_up_again(office: Office) -> None:
    await office.slack.sockets.disconnect()
    await office.slack.sockets.connected()
    asked = await office.command(ANNA, "help")
    assert asked.ok
