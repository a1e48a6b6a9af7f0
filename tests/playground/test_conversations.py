from __future__ import annotations

from collections.abc import Awaitable

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import Playground

MIKA, BOT = "U0MIKA0001", "U0SCSBOT01"
DAILY, RANDOM = "C0DAILY001", "C0RANDOM01"


async def refused(call: Awaitable[object]) -> str:
    """The error Slack names."""
    with pytest.raises(SlackApiError) as error:
        await call
    return str(error.value.response["error"])


async def test_history_is_newest_first_in_pages_without_replies(client: AsyncWebClient) -> None:
    sent = [await client.chat_postMessage(channel=DAILY, text=str(number)) for number in range(5)]
    await client.chat_postMessage(channel=DAILY, text="reply", thread_ts=sent[0]["ts"])
    page = await client.conversations_history(channel=DAILY, limit=3)
    assert [each["text"] for each in page["messages"]] == ["4", "3", "2"]
    cursor = page["response_metadata"]["next_cursor"]
    rest = await client.conversations_history(channel=DAILY, limit=3, cursor=cursor)
    assert [each["text"] for each in rest["messages"]] == ["1", "0"]
    assert (page["has_more"], rest["has_more"]) == (True, False)


async def test_history_has_open_ends_unless_told_inclusive(client: AsyncWebClient) -> None:
    sent = [await client.chat_postMessage(channel=DAILY, text=str(number)) for number in range(3)]
    first, last = sent[0]["ts"], sent[2]["ts"]
    inner = await client.conversations_history(channel=DAILY, oldest=first, latest=last)
    assert [each["text"] for each in inner["messages"]] == ["1"]
    whole = await client.conversations_history(channel=DAILY, oldest=first, latest=last, inclusive=True)
    assert [each["text"] for each in whole["messages"]] == ["2", "1", "0"]


async def test_metadata_comes_only_when_asked_for(client: AsyncWebClient) -> None:
    metadata = {"event_type": "post", "event_payload": {"key": "C1:2026-11-23"}}
    await client.chat_postMessage(channel=DAILY, text="x", metadata=metadata)
    plain = await client.conversations_history(channel=DAILY)
    full = await client.conversations_history(channel=DAILY, include_all_metadata=True)
    assert "metadata" not in plain["messages"][0]
    assert full["messages"][0]["metadata"] == metadata


async def test_replies_begin_with_their_parent(client: AsyncWebClient) -> None:
    parent = await client.chat_postMessage(channel=DAILY, text="parent")
    for text in ("1", "2"):
        await client.chat_postMessage(channel=DAILY, text=text, thread_ts=parent["ts"])
    thread = (await client.conversations_replies(channel=DAILY, ts=parent["ts"]))["messages"]
    assert [each["text"] for each in thread] == ["parent", "1", "2"]
    assert (thread[0]["reply_count"], thread[0]["reply_users"]) == (2, [BOT])


async def test_a_thread_nobody_began_is_not_found(client: AsyncWebClient) -> None:
    call = client.conversations_replies(channel=DAILY, ts="1.000000")
    assert await refused(call) == "thread_not_found"


async def test_a_channel_without_the_bot_tells_it_nothing(client: AsyncWebClient) -> None:
    assert await refused(client.conversations_history(channel=RANDOM)) == "not_in_channel"


async def test_channels_are_listed_by_kind_and_page(client: AsyncWebClient) -> None:
    public = await client.conversations_list(limit=1)
    assert [each["id"] for each in public["channels"]] == [DAILY]
    rest = await client.conversations_list(limit=1, cursor=public["response_metadata"]["next_cursor"])
    assert [each["id"] for each in rest["channels"]] == [RANDOM]
    assert len((await client.conversations_list(types="im"))["channels"]) == 4


async def test_the_bot_finds_the_channels_it_is_in(client: AsyncWebClient) -> None:
    assert [each["id"] for each in (await client.users_conversations())["channels"]] == [DAILY]
    await client.conversations_join(channel=RANDOM)
    assert [each["id"] for each in (await client.users_conversations())["channels"]] == [DAILY, RANDOM]
    assert BOT in (await client.conversations_members(channel=RANDOM))["members"]


async def test_a_direct_conversation_is_opened_by_person(client: AsyncWebClient) -> None:
    assert (await client.conversations_open(users=MIKA))["channel"]["id"] == "D0MIKA0001"
    assert await refused(client.conversations_open(users="U0NOBODY01")) == "user_not_found"


async def test_a_persons_locale_comes_when_asked_for(client: AsyncWebClient) -> None:
    mika = (await client.users_info(user=MIKA, include_locale=True))["user"]
    assert (mika["locale"], mika["tz"], mika["is_admin"]) == ("ja-JP", "Asia/Tokyo", True)
    assert "locale" not in (await client.users_info(user=MIKA))["user"]


async def test_a_persons_offset_is_that_of_the_workspaces_time(client: AsyncWebClient) -> None:
    assert (await client.users_info(user=MIKA))["user"]["tz_offset"] == 32_400


async def test_a_reaction_is_added_once_and_removed_once(slack: Playground, client: AsyncWebClient) -> None:
    said = await slack.say(MIKA, DAILY, "done")
    await client.reactions_add(channel=DAILY, timestamp=said.ts, name="tada")
    again = client.reactions_add(channel=DAILY, timestamp=said.ts, name="tada")
    assert await refused(again) == "already_reacted"
    message = (await client.reactions_get(channel=DAILY, timestamp=said.ts))["message"]
    assert message["reactions"] == [{"name": "tada", "users": [BOT], "count": 1}]
    await client.reactions_remove(channel=DAILY, timestamp=said.ts, name="tada")
    again = client.reactions_remove(channel=DAILY, timestamp=said.ts, name="tada")
    assert await refused(again) == "no_reaction"


async def test_an_emoji_nobody_has_is_refused(slack: Playground, client: AsyncWebClient) -> None:
    said = await slack.say(MIKA, DAILY, "done")
    call = client.reactions_add(channel=DAILY, timestamp=said.ts, name="no_such_emoji")
    assert await refused(call) == "invalid_name"
