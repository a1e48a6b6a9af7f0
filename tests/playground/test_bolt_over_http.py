from __future__ import annotations

from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncSay
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import Playground
from tests.playground.conftest import Serve

MIKA, KENJI, DAILY = "U0MIKA0001", "U0KENJI001", "C0DAILY001"


@pytest.fixture
async def bolt(app: AsyncApp, serve: Serve) -> AsyncApp:
    """A throw-away app: it answers in threads, to a command, and through a form."""

    @app.event("message")
    async def reply(event: dict[str, Any], client: AsyncWebClient) -> None:
        if "subtype" not in event:
            await client.chat_postMessage(
                channel=event["channel"], thread_ts=event["ts"], text=f"heard: {event['text']}"
            )

    @app.event("app_mention")
    async def greet(event: dict[str, Any], say: AsyncSay) -> None:
        await say(text="hello", thread_ts=event["ts"])

    @app.command("/scs")
    async def answer(ack: AsyncAck, command: dict[str, Any]) -> None:
        await ack(text=f"you asked: {command['text']}")

    @app.action("open")
    async def open_form(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)

    @app.view("form")
    async def submitted(
        ack: AsyncAck, view: dict[str, Any], client: AsyncWebClient, body: dict[str, Any]
    ) -> None:
        typed = view["state"]["values"]["answer"]["text"]["value"]
        if typed == "wrong":
            await ack(response_action="errors", errors={"answer": "try again"})
            return
        await ack()
        await client.chat_postMessage(channel=body["user"]["id"], text=f"thank you for {typed}")

    await serve(app)
    return app


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
            "element": {"type": "plain_text_input", "action_id": "text", "multiline": True},
        }
    ],
}
BUTTON = {
    "type": "actions",
    "elements": [{"type": "button", "action_id": "open", "text": {"type": "plain_text", "text": "Answer"}}],
}


async def test_what_a_person_says_reaches_the_app_and_its_reply_reaches_the_thread(
    slack: Playground, bolt: AsyncApp
) -> None:
    said = await slack.say(MIKA, DAILY, "a < b & c")
    thread = slack.read(MIKA, DAILY, said.ts)
    assert [message.text for message in thread] == ["a &lt; b &amp; c", "heard: a &lt; b &amp; c"]


async def test_a_mention_in_a_channel_arrives_as_app_mention_and_as_message(
    slack: Playground, bolt: AsyncApp
) -> None:
    said = await slack.say(MIKA, DAILY, "@scs-bot hi")
    kinds = [each.payload["event"]["type"] for each in slack.deliveries][:2]
    assert sorted(kinds) == ["app_mention", "message"]
    assert "hello" in [message.text for message in slack.read(MIKA, DAILY, said.ts)]


async def test_the_app_hears_its_own_messages_and_nothing_goes_round_in_circles(
    slack: Playground, bolt: AsyncApp
) -> None:
    await slack.say(MIKA, DAILY, "hello")
    await slack.settle()
    own = [each for each in slack.deliveries if "bot_id" in each.payload["event"]]
    assert len(own) == 1


async def test_a_commands_answer_is_seen_by_the_person_alone(slack: Playground, bolt: AsyncApp) -> None:
    delivery = await slack.command(MIKA, DAILY, "/scs", "how to share subnets")
    assert delivery.ok
    assert [message.text for message in slack.read(MIKA, DAILY)] == ["you asked: how to share subnets"]
    assert slack.read(KENJI, DAILY) == []


async def test_a_button_opens_a_form_and_its_submission_arrives(slack: Playground, bolt: AsyncApp) -> None:
    await bolt.client.chat_postMessage(channel=DAILY, text="today", blocks=[BUTTON])
    message = slack.read(KENJI, DAILY)[0]
    assert (await slack.press(KENJI, message, "open")).ok
    form = slack.view(KENJI)
    assert form
    await slack.submit(KENJI, form, {"answer": "deny it"})
    assert slack.view(KENJI) is None
    assert [message.text for message in slack.read(KENJI, "D0KENJI001")] == ["thank you for deny it"]


async def test_errors_of_a_submission_stand_at_their_inputs_and_the_form_stays(
    slack: Playground, bolt: AsyncApp
) -> None:
    await bolt.client.chat_postMessage(channel=DAILY, text="today", blocks=[BUTTON])
    await slack.press(KENJI, slack.read(KENJI, DAILY)[0], "open")
    form = slack.view(KENJI)
    assert form
    delivery = await slack.submit(KENJI, form, {"answer": "wrong"})
    assert delivery.errors == {"answer": "try again"}
    assert slack.view(KENJI) is form


async def test_slack_itself_asks_for_a_required_input_before_the_app_sees_anything(
    slack: Playground, bolt: AsyncApp
) -> None:
    await bolt.client.chat_postMessage(channel=DAILY, text="today", blocks=[BUTTON])
    await slack.press(KENJI, slack.read(KENJI, DAILY)[0], "open")
    form = slack.view(KENJI)
    assert form
    before = len(slack.deliveries)
    delivery = await slack.submit(KENJI, form, {"answer": ""})
    assert delivery.errors == {"answer": "missing"}
    assert len(slack.deliveries) == before
