from __future__ import annotations

from datetime import timedelta
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import Playground
from tests.playground.conftest import PlainApp

MIKA, KENJI = "U0MIKA0001", "U0KENJI001"
DAILY = "C0DAILY001"


BLOCKS = [
    {
        "type": "actions",
        "block_id": "row",
        "elements": [
            {
                "type": "button",
                "action_id": "go",
                "value": "42",
                "text": {"type": "plain_text", "text": "Go"},
            },
            {
                "type": "static_select",
                "action_id": "pick",
                "options": [{"text": {"type": "plain_text", "text": "A"}, "value": "a"}],
            },
        ],
    }
]


async def pressed(slack: Playground, client: AsyncWebClient, *, ephemeral: bool = False) -> dict[str, Any]:
    """The payload of a press on a fresh message."""
    if ephemeral:
        await client.chat_postEphemeral(channel=DAILY, user=MIKA, text="x", blocks=BLOCKS)
    else:
        await client.chat_postMessage(channel=DAILY, text="x", blocks=BLOCKS)
    return (await slack.press(MIKA, slack.read(MIKA, DAILY)[-1], "go")).payload


async def answer(url: str, payload: dict[str, Any]) -> int:
    async with aiohttp.ClientSession() as session, session.post(url, json=payload) as response:
        return response.status


async def test_a_press_tells_who_where_and_what(
    slack: Playground, client: AsyncWebClient, plain_app: PlainApp
) -> None:
    payload = await pressed(slack, client)
    assert payload["user"]["id"] == MIKA
    assert payload["container"]["channel_id"] == DAILY
    assert payload["message"]["ts"] == payload["container"]["message_ts"]
    (action,) = payload["actions"]
    assert (action["action_id"], action["block_id"], action["value"]) == ("go", "row", "42")
    assert payload["state"]["values"] == {"row": {"pick": {"type": "static_select", "selected_option": None}}}


async def test_a_choice_stands_in_the_action_and_in_the_state(
    slack: Playground, client: AsyncWebClient, plain_app: PlainApp
) -> None:
    await client.chat_postMessage(channel=DAILY, text="x", blocks=BLOCKS)
    payload = (await slack.press(MIKA, slack.read(MIKA, DAILY)[0], "pick", "a")).payload
    assert payload["actions"][0]["selected_option"]["value"] == "a"
    assert payload["state"]["values"]["row"]["pick"]["selected_option"]["value"] == "a"


async def test_an_ephemeral_messages_contents_do_not_come_along(
    slack: Playground, client: AsyncWebClient, plain_app: PlainApp
) -> None:
    payload = await pressed(slack, client, ephemeral=True)
    assert payload["container"]["is_ephemeral"]
    assert "message" not in payload


async def test_a_response_url_answers_the_person_alone_by_default(
    slack: Playground, client: AsyncWebClient, plain_app: PlainApp
) -> None:
    payload = await pressed(slack, client)
    assert await answer(payload["response_url"], {"text": "psst"}) == 200
    assert [each.text for each in slack.read(MIKA, DAILY)] == ["x", "psst"]
    assert [each.text for each in slack.read(KENJI, DAILY)] == ["x"]


async def test_a_response_url_replaces_and_deletes_its_message(
    slack: Playground, client: AsyncWebClient, plain_app: PlainApp
) -> None:
    payload = await pressed(slack, client, ephemeral=True)
    await answer(payload["response_url"], {"replace_original": True, "text": "new"})
    (message,) = slack.read(MIKA, DAILY)
    assert (message.text, message.blocks) == ("new", [])
    await answer(payload["response_url"], {"delete_original": True})
    assert slack.read(MIKA, DAILY) == []


async def test_a_response_url_is_good_for_five_uses(
    slack: Playground, client: AsyncWebClient, plain_app: PlainApp
) -> None:
    url = (await pressed(slack, client))["response_url"]
    assert [await answer(url, {"text": "x"}) for _ in range(6)] == [200] * 5 + [404]


async def test_a_response_url_is_good_for_thirty_minutes(
    slack: Playground, client: AsyncWebClient, plain_app: PlainApp
) -> None:
    url = (await pressed(slack, client))["response_url"]
    slack.clock.advance_by(timedelta(minutes=30))
    assert await answer(url, {"text": "x"}) == 404


async def test_a_message_shortcut_brings_the_message(slack: Playground, plain_app: PlainApp) -> None:
    said = await slack.say(KENJI, DAILY, "how to share subnets")
    payload = (await slack.shortcut(MIKA, "ask", said)).payload
    assert (payload["type"], payload["callback_id"], payload["message"]["text"]) == (
        "message_action",
        "ask",
        "how to share subnets",
    )
