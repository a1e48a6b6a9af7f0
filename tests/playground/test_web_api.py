from __future__ import annotations

from collections.abc import Awaitable

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import Playground
from bot.playground.people import Channel, Person

MIKA, KENJI, BOT = "U0MIKA0001", "U0KENJI001", "U0SCSBOT01"
DAILY, RANDOM = "C0DAILY001", "C0RANDOM01"
TOO_MANY = [{"type": "divider"}] * 51


async def refused(call: Awaitable[object]) -> str:
    """The error Slack names."""
    with pytest.raises(SlackApiError) as error:
        await call
    return str(error.value.response["error"])


# Who may call


async def test_auth_test_tells_who_the_bot_is(client: AsyncWebClient) -> None:
    said = await client.auth_test()
    assert (said["user_id"], said["team_id"], said["bot_id"]) == (BOT, "T0PLAYGRND", "B0SCSBOT01")


async def test_a_wrong_token_is_refused(slack: Playground) -> None:
    assert await refused(AsyncWebClient("xoxb-x", base_url=slack.api_url).auth_test()) == "invalid_auth"


async def test_a_call_without_a_token_is_refused(slack: Playground) -> None:
    async with aiohttp.ClientSession() as session, session.post(f"{slack.api_url}auth.test") as response:
        assert await response.json() == {"ok": False, "error": "not_authed"}


async def test_an_unknown_method_is_named_so(client: AsyncWebClient) -> None:
    assert await refused(client.api_call("chat.shout")) == "unknown_method"


async def test_the_bots_token_opens_no_socket(client: AsyncWebClient, slack: Playground) -> None:
    assert await refused(client.apps_connections_open(app_token=slack.bot_token)) == "not_allowed_token_type"


async def test_scopes_the_manifest_lacks_are_missed(slack: Playground) -> None:
    manifest = {"oauth_config": {"scopes": {"bot": ["chat:write"]}}}
    async with Playground(slack.clock, machine=slack.clock, manifest=manifest) as strict:
        client = AsyncWebClient(strict.bot_token, base_url=strict.api_url)
        await client.chat_postMessage(channel=DAILY, text="hello")
        assert await refused(client.users_info(user=MIKA)) == "missing_scope"
        assert (await client.auth_test()).headers["x-oauth-scopes"] == "chat:write"


async def test_broken_json_is_refused(slack: Playground) -> None:
    headers = {"authorization": f"Bearer {slack.bot_token}", "content-type": "application/json"}
    url = f"{slack.api_url}auth.test"
    async with aiohttp.ClientSession(headers=headers) as session:
        async with session.post(url, data="{") as response:
            assert (await response.json())["error"] == "invalid_json"
        async with session.post(url, data="[]") as response:
            assert (await response.json())["error"] == "json_not_object"


# chat


async def test_a_posted_message_comes_back_with_its_ts_and_the_ids_slack_makes_up(
    client: AsyncWebClient,
) -> None:
    said = await client.chat_postMessage(channel=DAILY, text="hello", blocks=[{"type": "divider"}])
    assert said["channel"] == DAILY
    assert said["message"]["ts"] == said["ts"]
    assert said["message"]["blocks"][0]["block_id"]


async def test_ts_grow_even_when_time_stands_still(client: AsyncWebClient) -> None:
    first = await client.chat_postMessage(channel=DAILY, text="1")
    second = await client.chat_postMessage(channel=DAILY, text="2")
    assert first["ts"] == "1793577600.000000"
    assert second["ts"] > first["ts"]


async def test_a_message_to_a_person_lands_in_their_direct_conversation(client: AsyncWebClient) -> None:
    assert (await client.chat_postMessage(channel=MIKA, text="hello"))["channel"] == "D0MIKA0001"


async def test_blocks_are_refused_with_the_place_of_the_fault(client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError) as error:
        await client.chat_postMessage(channel=DAILY, text="x", blocks=TOO_MANY)
    assert error.value.response["error"] == "invalid_blocks"
    assert error.value.response["response_metadata"]["messages"] == [
        "[ERROR] no more than 50 items allowed [json-pointer:/blocks]"
    ]


async def test_where_the_bot_may_not_write(slack: Playground, client: AsyncWebClient) -> None:
    slack.workspace.add_channel(Channel("C0OLD00001", "old", members={BOT}, archived=True))
    slack.workspace.add_channel(Channel("G0SECRET01", "secret", "group", {MIKA}))
    assert await refused(client.chat_postMessage(channel=RANDOM, text="x")) == "not_in_channel"
    assert await refused(client.chat_postMessage(channel="C0OLD00001", text="x")) == "is_archived"
    assert await refused(client.chat_postMessage(channel="G0SECRET01", text="x")) == "channel_not_found"
    assert await refused(client.chat_postMessage(channel="C0NOWHERE1", text="x")) == "channel_not_found"


async def test_a_thread_needs_a_parent(client: AsyncWebClient) -> None:
    parent = await client.chat_postMessage(channel=DAILY, text="parent")
    reply = await client.chat_postMessage(channel=DAILY, text="reply", thread_ts=parent["ts"])
    post = client.chat_postMessage
    assert await refused(post(channel=DAILY, text="x", thread_ts="1.000000")) == "thread_not_found"
    assert await refused(post(channel=DAILY, text="x", thread_ts=reply["ts"])) == "cannot_reply_to_message"


async def test_an_update_keeps_what_it_does_not_mention_and_removes_what_is_empty(
    slack: Playground, client: AsyncWebClient
) -> None:
    metadata = {"event_type": "post", "event_payload": {"key": "a"}}
    said = await client.chat_postMessage(
        channel=DAILY, text="1", blocks=[{"type": "divider"}], metadata=metadata
    )
    await client.chat_update(channel=DAILY, ts=said["ts"], text="2")
    message = slack.read(MIKA, DAILY)[0]
    assert (message.text, len(message.blocks), message.metadata) == ("2", 1, metadata)
    await client.chat_update(channel=DAILY, ts=said["ts"], text="3", blocks=[], metadata={})
    assert (message.text, message.blocks, message.metadata) == ("3", [], None)


async def test_only_ones_own_messages_are_updated_and_deleted(
    slack: Playground, client: AsyncWebClient
) -> None:
    theirs = await slack.say(MIKA, DAILY, "mine")
    assert await refused(client.chat_update(channel=DAILY, ts=theirs.ts, text="x")) == "cant_update_message"
    assert await refused(client.chat_delete(channel=DAILY, ts=theirs.ts)) == "cant_delete_message"
    assert await refused(client.chat_update(channel=DAILY, ts="1.0", text="x")) == "message_not_found"


async def test_an_ephemeral_message_is_seen_by_one_person_and_found_by_nobody(
    slack: Playground, client: AsyncWebClient
) -> None:
    said = await client.chat_postEphemeral(channel=DAILY, user=MIKA, text="psst")
    assert [each.text for each in slack.read(MIKA, DAILY)] == ["psst"]
    assert slack.read(KENJI, DAILY) == []
    assert (await client.conversations_history(channel=DAILY))["messages"] == []
    assert (
        await refused(client.chat_update(channel=DAILY, ts=said["message_ts"], text="x"))
        == "message_not_found"
    )


async def test_an_ephemeral_message_needs_its_reader_in_the_channel(
    slack: Playground, client: AsyncWebClient
) -> None:
    slack.workspace.add_person(Person("U0NEW00001", "new", "New Person"))
    call = client.chat_postEphemeral(channel=DAILY, user="U0NEW00001", text="x")
    assert await refused(call) == "user_not_in_channel"


async def test_a_deleted_parent_of_a_thread_leaves_a_tombstone(client: AsyncWebClient) -> None:
    parent = await client.chat_postMessage(channel=DAILY, text="parent")
    await client.chat_postMessage(channel=DAILY, text="reply", thread_ts=parent["ts"])
    await client.chat_delete(channel=DAILY, ts=parent["ts"])
    left = (await client.conversations_replies(channel=DAILY, ts=parent["ts"]))["messages"]
    assert [each.get("subtype") for each in left] == ["tombstone", None]


async def test_a_permalink_names_channel_and_message(client: AsyncWebClient) -> None:
    said = await client.chat_postMessage(channel=DAILY, text="x")
    link = await client.chat_getPermalink(channel=DAILY, message_ts=said["ts"])
    assert link["permalink"].endswith(f"/archives/{DAILY}/p{said['ts'].replace('.', '')}")
