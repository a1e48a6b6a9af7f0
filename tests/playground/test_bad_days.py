from __future__ import annotations

from datetime import timedelta

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import Fault, Playground

MIKA, DAILY = "U0MIKA0001", "C0DAILY001"


async def post(client: AsyncWebClient, text: str, channel: str = DAILY) -> None:
    await client.chat_postMessage(channel=channel, text=text)


def texts(slack: Playground) -> list[str]:
    return [message.text for message in slack.read(MIKA, DAILY)]


async def test_a_connection_can_break_before_a_post_takes_effect(
    slack: Playground, client: AsyncWebClient
) -> None:
    slack.fail_next("chat.postMessage", Fault.dropped(applied=False))
    with pytest.raises(aiohttp.ClientError):
        await post(client, "lost")
    assert texts(slack) == []


async def test_a_connection_can_break_after_a_post_took_effect(
    slack: Playground, client: AsyncWebClient
) -> None:
    slack.fail_next("chat.postMessage", Fault.dropped(applied=True))
    with pytest.raises(aiohttp.ClientError):
        await post(client, "arrived")
    assert texts(slack) == ["arrived"]
    assert [call.answer for call in slack.calls("chat.postMessage")] == [None]


async def test_a_call_can_be_refused_to_order_and_then_works_again(
    slack: Playground, client: AsyncWebClient
) -> None:
    slack.fail_next("chat.postMessage", Fault.refused("is_archived"))
    with pytest.raises(SlackApiError, match="is_archived"):
        await post(client, "1")
    await post(client, "2")
    assert texts(slack) == ["2"]


async def test_a_call_can_be_limited_to_order(slack: Playground, client: AsyncWebClient) -> None:
    slack.fail_next("chat.postMessage", Fault.limited(7))
    with pytest.raises(SlackApiError) as limited:
        await post(client, "x")
    assert limited.value.response.status_code == 429
    assert limited.value.response.headers["Retry-After"] == "7"


async def test_slack_can_be_out_of_order_for_several_calls(slack: Playground, client: AsyncWebClient) -> None:
    slack.fail_next("chat.postMessage", Fault.broken(503), times=2)
    for _ in range(2):
        with pytest.raises(SlackApiError) as broken:
            await post(client, "x")
        assert broken.value.response.status_code == 503
    await post(client, "back")
    assert texts(slack) == ["back"]


async def test_with_limits_on_a_channel_takes_one_message_a_second(
    slack: Playground, client: AsyncWebClient
) -> None:
    slack.web_api.limits.enabled = True
    await post(client, "1")
    await post(client, "elsewhere", channel=MIKA)
    with pytest.raises(SlackApiError) as limited:
        await post(client, "2")
    assert limited.value.response.status_code == 429
    slack.clock.advance_by(timedelta(seconds=1))
    await post(client, "3")
    assert texts(slack) == ["1", "3"]


async def test_with_limits_on_a_tier_2_method_takes_twenty_calls_a_minute(
    slack: Playground, client: AsyncWebClient
) -> None:
    slack.web_api.limits.enabled = True
    for _ in range(20):
        await client.users_list()
    with pytest.raises(SlackApiError) as limited:
        await client.users_list()
    assert limited.value.response.headers["Retry-After"] == "60"


async def test_calls_are_recorded_without_tokens(slack: Playground, client: AsyncWebClient) -> None:
    await client.chat_postMessage(channel=DAILY, text="x", token=slack.bot_token)
    (call,) = slack.calls("chat.postMessage")
    assert (call.ok, call.args["text"]) == (True, "x")
    assert slack.bot_token not in str(call.args)
