"""What became of a call to Slack, in the three ways that the use cases know."""

from __future__ import annotations

import logging
from collections.abc import Awaitable
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.ports import NotNow, OutcomeUnknown, Refused
from bot.slack.client import reason_of, retry_after

log = logging.getLogger(__name__)

Reading = dict[str, Any]

FOR_GOOD = frozenset(
    (
        "account_inactive",
        "channel_not_found",
        "invalid_auth",
        "is_archived",
        "missing_scope",
        "not_authed",
        "not_in_channel",
        "org_login_required",
        "restricted_action",
        "team_access_not_granted",
        "token_revoked",
    )
)
"""Errors of chat.postMessage that no later day will cure, by its documented list."""

AMBIGUOUS = frozenset(("fatal_error", "internal_error", "request_timeout", "service_unavailable"))
"""Errors after which, Slack says, some part of the operation may have succeeded."""

NOTHING_TO_DO = frozenset(("already_reacted", "no_reaction"))


async def asked(call: Awaitable[AsyncSlackResponse]) -> Reading:
    """Slack's response. Raises `Refused`, `NotNow` or `OutcomeUnknown`.

    Calls are not retried on broken connections: a `chat.postMessage` whose connection dropped after
    the request was read is out already. The use case decides what to do when the outcome is unknown.
    """
    try:
        return (await call).data  # type: ignore[return-value] # bytes only for methods that download
    except SlackApiError as error:
        reason, status = reason_of(error), getattr(error.response, "status_code", 0)
        if reason in NOTHING_TO_DO:
            return {}
        if reason == "token_expired":  # rotation is behind: a newer token will do, and soon
            raise NotNow(reason) from error
        if status == 429 or reason in ("ratelimited", "rate_limited"):
            raise NotNow(reason, retry_after(error)) from error
        if not reason or reason in AMBIGUOUS or status >= 500:
            raise OutcomeUnknown(reason or "not Slack's answer") from error
        log.warning("Slack refused a call", extra={"url": error.response.api_url, "why": reason})
        raise Refused(reason, for_good=reason in FOR_GOOD) from error
    except aiohttp.ClientConnectorError as error:
        raise NotNow("no_connection") from error
    except (aiohttp.ClientError, TimeoutError, SlackClientError, OSError) as error:
        raise OutcomeUnknown(type(error).__name__) from error
