"""Messages of ours carry a key in their metadata, by which a later try knows them again in the channel."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.outcome import asked

POST_EVENT = "scs_bot_post"
REVEAL_EVENT = "scs_bot_reveal"
ANSWER_EVENT = "scs_bot_answer"
RECAP_EVENT = "scs_bot_recap"
APPEAL_EVENT = "scs_bot_appeal"
PAUSED_EVENT = "scs_bot_paused"
CLOCK_SKEW = timedelta(minutes=10)
PAGE = 200  # messages at a time: https://docs.slack.dev/apis/web-api/pagination recommends no more


def marked(event_type: str, key: str, team_id: str = "") -> dict[str, Any]:
    """The metadata of a message with this key. In a channel that workspaces share `team_id` tells their
    messages apart; it is no part of the key, which the version before knows."""
    team = {"team": team_id} if team_id else {}
    return {"event_type": event_type, "event_payload": {"key": key, **team}}


def since(instant: datetime) -> dict[str, Any]:
    """The arguments that ask a history for everything from an instant on, metadata included."""
    return {"oldest": f"{(instant - CLOCK_SKEW).timestamp():.6f}", **EVERYTHING}


EVERYTHING: dict[str, Any] = {"include_all_metadata": True, "limit": PAGE}


async def find(
    ask: Callable[..., Awaitable[AsyncSlackResponse]], event_type: str, *keys: str, team_id: str = ""
) -> str | None:
    """The message with one of these keys, on whichever page: others may have written much since."""
    cursor: str | None = None
    while True:
        response = await asked(ask(cursor=cursor))
        for message in response.get("messages") or []:
            metadata = message.get("metadata") or {}
            if metadata.get("event_type") != event_type:
                continue
            carried = metadata["event_payload"]
            if carried.get("key") in keys and carried.get("team", team_id) == team_id:
                return str(message["ts"])
        cursor = (response.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return None
