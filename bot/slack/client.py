"""The Web API client, with the retries that are safe."""

from __future__ import annotations

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

TIMEOUT_SECONDS = 10
RATE_LIMIT_RETRIES = 3


def open_client(token: str, base_url: str) -> AsyncWebClient:
    """A client on a session of its own, to be closed with `close_client`; needs a running loop.

    Only 429 is retried, after `Retry-After`: then Slack has done nothing yet. By default slack_sdk
    also retries broken connections, which sends a message twice if it was read before the break.
    """
    return AsyncWebClient(
        token=token,
        base_url=base_url,
        timeout=TIMEOUT_SECONDS,
        session=aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT_SECONDS), trust_env=True),
        retry_handlers=[AsyncRateLimitErrorRetryHandler(max_retry_count=RATE_LIMIT_RETRIES)],
    )


async def close_client(client: AsyncWebClient) -> None:
    """Close the client's session."""
    if client.session is not None:
        await client.session.close()


def reason_of(error: SlackApiError) -> str:
    """Slack's error code; empty if the answer was not Slack's JSON but, say, a gateway's page."""
    data = getattr(error.response, "data", None)
    return str(data.get("error") or "") if isinstance(data, dict) else ""
