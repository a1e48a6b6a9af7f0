from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncSay
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import MovableClock, Playground
from tests.clock import FakeClock

MIKA, DAILY = "U0MIKA0001", "C0DAILY001"


@pytest.fixture
async def bolt(slack: Playground, app: AsyncApp) -> AsyncIterator[AsyncApp]:
    """A throw-away app that has called the playground instead of waiting for it."""

    @app.event("message")
    async def reply(event: dict[str, Any], say: AsyncSay) -> None:
        await say(text=f"heard: {event['text']}", thread_ts=event["ts"])

    @app.command("/scs")
    async def answer(ack: AsyncAck, command: dict[str, Any]) -> None:
        await ack(text=f"you asked: {command['text']}")

    @app.action("open")
    async def open_form(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)
        await ack()

    @app.view("form")
    async def submitted(ack: AsyncAck) -> None:
        await ack(response_action="errors", errors={"answer": "try again"})

    handler = AsyncSocketModeHandler(app, slack.app_token)
    await handler.connect_async()  # type: ignore[no-untyped-call]  # bolt leaves it untyped
    await slack.sockets.connected()
    yield app
    await handler.close_async()  # type: ignore[no-untyped-call]  # as above


FORM = {
    "type": "modal",
    "callback_id": "form",
    "title": {"type": "plain_text", "text": "Answer"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [
        {
            "type": "input",
            "block_id": "answer",
            "label": {"type": "plain_text", "text": "What would you do?"},
            "element": {"type": "plain_text_input", "action_id": "text"},
        }
    ],
}


async def test_an_event_is_acknowledged_and_answered(slack: Playground, bolt: AsyncApp) -> None:
    said = await slack.say(MIKA, DAILY, "hello")
    assert [each.text for each in slack.read(MIKA, DAILY, said.ts)] == ["hello", "heard: hello"]
    assert slack.deliveries[0].ok


async def test_a_commands_answer_comes_with_the_acknowledgement(slack: Playground, bolt: AsyncApp) -> None:
    await slack.command(MIKA, DAILY, "/scs", "who")
    assert [each.text for each in slack.read(MIKA, DAILY)] == ["you asked: who"]


async def test_a_button_opens_a_form_and_its_submission_is_answered(
    slack: Playground, bolt: AsyncApp
) -> None:
    button = {"type": "button", "action_id": "open", "text": {"type": "plain_text", "text": "Answer"}}
    blocks = [{"type": "actions", "elements": [button]}]
    await bolt.client.chat_postMessage(channel=DAILY, text="today", blocks=blocks)
    await slack.press(MIKA, slack.read(MIKA, DAILY)[0], "open")
    form = slack.view(MIKA)
    assert form
    assert (await slack.submit(MIKA, form, {"answer": "x"})).errors == {"answer": "try again"}


async def test_an_event_nobody_acknowledges_is_sent_again() -> None:
    clock = MovableClock(FakeClock())
    async with Playground(clock, machine=clock, answer_within=0.05, retry_after=(0, 0, 0)) as slack:
        web_client = AsyncWebClient(slack.bot_token, base_url=slack.api_url)
        silent = SocketModeClient(slack.app_token, web_client=web_client)
        await silent.connect()  # type: ignore[no-untyped-call]  # slack_sdk leaves it untyped
        await slack.sockets.connected()
        await slack.say(MIKA, DAILY, "hello")
        assert [each.trouble for each in slack.deliveries[-1].answers] == ["http_timeout"] * 4
        await silent.close()  # type: ignore[no-untyped-call]  # as above


async def test_a_disconnected_app_is_reached_over_http_again(slack: Playground, bolt: AsyncApp) -> None:
    await slack.sockets.disconnect()
    assert (await slack.command(MIKA, DAILY, "/scs")).trouble == "failed"
