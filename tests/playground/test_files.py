"""Uploads in two steps, and pictures that are shown."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import Playground
from bot.playground.people import DAILY

PNG = b"\x89PNG\r\n\x1a\n and so on"


async def upload(client: AsyncWebClient, content: bytes = PNG, **more: Any) -> str:  # noqa: ANN401 - any argument
    answer = await client.files_upload_v2(filename="week.png", content=content, title="week", **more)
    return str(answer["files"][0]["id"])


def picture(file_id: str) -> list[dict[str, object]]:
    return [{"type": "image", "alt_text": "a week", "slack_file": {"id": file_id}}]


async def show(client: AsyncWebClient, file_id: str) -> None:
    await client.chat_postMessage(channel=DAILY, text="a week", blocks=picture(file_id))


async def test_an_uploaded_picture_can_be_shown_and_is_served(
    slack: Playground, client: AsyncWebClient
) -> None:
    file_id = await upload(client)
    await show(client, file_id)
    async with aiohttp.ClientSession() as session, session.get(f"{slack.url}/files/{file_id}") as answer:
        assert (await answer.read(), answer.content_type) == (PNG, "image/png")


async def test_an_upload_without_a_channel_is_posted_nowhere(
    slack: Playground, client: AsyncWebClient
) -> None:
    file_id = await upload(client)
    assert slack.workspace.messages(DAILY) == []
    assert slack.workspace.files.get(file_id).shared == []


async def test_an_upload_to_a_channel_is_posted_there(slack: Playground, client: AsyncWebClient) -> None:
    file_id = await upload(client, channel=DAILY, initial_comment="here it is")
    (said,) = slack.workspace.messages(DAILY)
    assert said.text == "here it is"
    assert [each["id"] for each in said.files] == [file_id]


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"<svg/>"])
async def test_what_is_no_picture_is_not_shown(client: AsyncWebClient, content: bytes) -> None:
    file_id = await upload(client, content)
    with pytest.raises(SlackApiError, match="invalid slack file"):
        await show(client, file_id)


async def test_a_picture_nobody_uploaded_is_refused(client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError, match="invalid_blocks"):
        await show(client, "F0NOWHERE01")


async def test_an_upload_that_was_never_finished_is_no_picture(
    slack: Playground, client: AsyncWebClient
) -> None:
    begun = await client.files_getUploadURLExternal(filename="week.png", length=len(PNG))
    with pytest.raises(SlackApiError, match="file_not_found"):
        await client.files_completeUploadExternal(files=[{"id": begun["file_id"], "title": "week"}])
    with pytest.raises(SlackApiError, match="invalid_blocks"):
        await show(client, begun["file_id"])


async def test_what_arrives_must_be_as_long_as_was_said(client: AsyncWebClient) -> None:
    begun = await client.files_getUploadURLExternal(filename="week.png", length=3)
    async with aiohttp.ClientSession() as session, session.post(begun["upload_url"], data=PNG) as answer:
        assert answer.status == 404


async def test_an_empty_file_is_refused(client: AsyncWebClient) -> None:
    with pytest.raises((SlackApiError, SlackRequestError)):
        await upload(client, b"")
