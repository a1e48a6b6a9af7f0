"""The Web API client, without retries of its own."""

from __future__ import annotations

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

TIMEOUT_SECONDS = 10


def open_client(token: str, base_url: str) -> AsyncWebClient:
    """A client on a session of its own, to be closed with `close_client`; needs a running loop.

    By default slack_sdk repeats calls whose connection broke, which sends a message twice if it was
    read before the break. It could also sleep through a 429, but then whoever called holds its post
    longer than others believe it alive. What is owed is in the database and comes round again.
    """
    return AsyncWebClient(
        token=token,
        base_url=base_url,
        timeout=TIMEOUT_SECONDS,
        session=aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT_SECONDS), trust_env=True),
        retry_handlers=[],
    )


async def close_client(client: AsyncWebClient) -> None:
    """Close the client's session."""
    if client.session is not None:
        await client.session.close()


def reason_of(error: SlackApiError) -> str:
    """Slack's error code; empty if the answer was not Slack's JSON but, say, a gateway's page."""
    data = getattr(error.response, "data", None)
    return str(data.get("error") or "") if isinstance(data, dict) else ""
