"""The Messenger port over Slack's Web API.

Calls are not retried on broken connections: a `chat.postMessage` whose connection dropped after
the request was read is out already. The use case decides what to do when the outcome is unknown.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.domain.daily import Question
from bot.domain.grading import Outcome
from bot.domain.results import Answer, ClosedRound, DailyPost, Feedback, SubscriptionPaused
from bot.ports import NotNow, OutcomeUnknown, PeopleDirectory, Refused
from bot.slack.blocks.answer import answer
from bot.slack.blocks.feedback import LATE_REACTION, REACTIONS, breakdown, reaction
from bot.slack.blocks.parts import Message
from bot.slack.blocks.post import closed_post, daily_post, reveal
from bot.slack.client import reason_of
from bot.texts import say

log = logging.getLogger(__name__)

Reading = dict[str, Any]

POST_EVENT = "scs_bot_post"
REVEAL_EVENT = "scs_bot_reveal"
ANSWER_EVENT = "scs_bot_answer"
CLOCK_SKEW = timedelta(minutes=10)
PAGE = 200  # messages at a time: https://docs.slack.dev/apis/web-api/pagination recommends no more

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
        "token_expired",
        "token_revoked",
    )
)
"""Errors of chat.postMessage that no later day will cure, by its documented list."""

AMBIGUOUS = frozenset(("fatal_error", "internal_error", "request_timeout", "service_unavailable"))
"""Errors after which, Slack says, some part of the operation may have succeeded."""

NOTHING_TO_DO = frozenset(("already_reacted", "no_reaction"))


class SlackMessenger:
    """Says things in Slack; see `bot.ports.Messenger`."""

    def __init__(self, client: AsyncWebClient, people: PeopleDirectory) -> None:
        self._client = client
        self._people = people

    async def post_scenario(self, post: DailyPost) -> str:
        metadata = {"event_type": POST_EVENT, "event_payload": {"key": post.post.key}}
        return await self._post(post.post.channel_id, daily_post(post), metadata=metadata)

    async def find_post(self, post: DailyPost) -> str | None:
        pages = partial(
            self._client.conversations_history,
            channel=post.post.channel_id,
            oldest=_oldest(post.post.due_at),
            include_all_metadata=True,
            limit=PAGE,
        )
        return await _find(pages, POST_EVENT, post.post.key)

    async def reveal(self, closed: ClosedRound) -> str:
        metadata = {"event_type": REVEAL_EVENT, "event_payload": {"key": closed.post.key}}
        return await self._post(
            closed.post.channel_id, reveal(closed), thread_ts=closed.post.message_ts, metadata=metadata
        )

    async def find_reveal(self, closed: ClosedRound) -> str | None:
        pages = partial(
            self._client.conversations_replies,
            channel=closed.post.channel_id,
            ts=closed.post.message_ts or "",
            oldest=_oldest(closed.post.closes_at),
            include_all_metadata=True,
            limit=PAGE,
        )
        return await _find(pages, REVEAL_EVENT, closed.post.key)

    async def mark_closed(self, closed: ClosedRound) -> None:
        message = closed_post(closed)
        await _asked(
            self._client.chat_update(
                channel=closed.post.channel_id,
                ts=closed.post.message_ts or "",
                text=message.text,
                blocks=message.blocks,
            )
        )

    async def give_feedback(self, feedback: Feedback) -> None:
        reply = feedback.reply
        if not reply.private:
            with suppress(Refused):  # the message may be gone; the author is told all the same
                await self._react(feedback)
        message = breakdown(feedback)
        await self._whisper(reply.channel_id, reply.user_id, message, feedback.post.message_ts)

    async def answer(self, question: Question, answer_: Answer, look_first: bool) -> None:
        message = answer(answer_, question.origin)
        if question.channel_id.startswith("D"):  # nobody else is there, and it should last
            if not (look_first and await self._is_answered(question)):
                metadata = {"event_type": ANSWER_EVENT, "event_payload": {"key": question.origin}}
                await self._post(question.channel_id, message, question.thread_ts, metadata)
        else:
            await self._whisper(question.channel_id, question.user_id, message, question.thread_ts)

    async def _whisper(self, channel_id: str, user_id: str, message: Message, thread_ts: str | None) -> None:
        """Say something that only one person sees."""
        await _asked(
            self._client.chat_postEphemeral(
                channel=channel_id,
                user=user_id,
                text=message.text,
                blocks=message.blocks,
                thread_ts=thread_ts,
            )
        )

    async def _is_answered(self, question: Question) -> bool:
        place: dict[str, Any] = {"channel": question.channel_id, "include_all_metadata": True, "limit": PAGE}
        pages = (
            partial(self._client.conversations_replies, ts=question.thread_ts, **place)
            if question.thread_ts
            else partial(self._client.conversations_history, oldest=_oldest(question.asked_at), **place)
        )
        return await _find(pages, ANSWER_EVENT, question.origin) is not None

    async def can_post(self, channel_id: str) -> bool:
        try:
            await _asked(self._client.conversations_history(channel=channel_id, limit=1))
        except Refused as refused:
            return refused.reason not in ("not_in_channel", "channel_not_found", "is_archived")
        except (NotNow, OutcomeUnknown):
            return True  # it can't be told now; the first post will
        return True

    async def tell_paused(self, paused: SubscriptionPaused) -> None:
        subscription = paused.subscription
        language = await self._people.language(subscription.team_id, subscription.created_by)
        text = say(language, "paused.notice", channel=subscription.channel_id, reason=paused.reason)
        await self._post(subscription.created_by, Message(text, []))

    async def _react(self, feedback: Feedback) -> None:
        wanted = reaction(feedback)
        at = {"channel": feedback.reply.channel_id, "timestamp": feedback.reply.origin}
        if feedback.again:
            for name in {LATE_REACTION, *(REACTIONS[outcome] for outcome in Outcome)} - {wanted}:
                await _asked(self._client.reactions_remove(name=name, **at))
        await _asked(self._client.reactions_add(name=wanted, **at))

    async def _post(
        self,
        channel: str,
        message: Message,
        thread_ts: str | None = None,
        metadata: dict[str, Any] | None = None,
    ) -> str:
        response = await _asked(
            self._client.chat_postMessage(
                channel=channel,
                text=message.text,
                blocks=message.blocks or None,
                unfurl_links=False,
                unfurl_media=False,
                thread_ts=thread_ts,
                metadata=metadata,
            )
        )
        return str(response["ts"])


async def _asked(call: Awaitable[AsyncSlackResponse]) -> Reading:
    """Slack's response; its ways to fail become the three that the use cases know."""
    try:
        return (await call).data  # type: ignore[return-value] # bytes only for methods that download
    except SlackApiError as error:
        reason, status = reason_of(error), getattr(error.response, "status_code", 0)
        if reason in NOTHING_TO_DO:
            return {}
        if status == 429 or reason in ("ratelimited", "rate_limited"):
            raise NotNow(reason, _retry_after(error)) from error
        if not reason or reason in AMBIGUOUS or status >= 500:
            raise OutcomeUnknown(reason or "not Slack's answer") from error
        log.warning("Slack refused a call", extra={"url": error.response.api_url, "why": reason})
        raise Refused(reason, for_good=reason in FOR_GOOD) from error
    except aiohttp.ClientConnectorError as error:
        raise NotNow("no_connection") from error
    except (aiohttp.ClientError, TimeoutError, SlackClientError, OSError) as error:
        raise OutcomeUnknown(type(error).__name__) from error


def _retry_after(error: SlackApiError) -> float:
    try:
        return float(error.response.headers.get("Retry-After", 30))
    except (TypeError, ValueError):
        return 30.0


def _oldest(instant: datetime) -> str:
    return f"{(instant - CLOCK_SKEW).timestamp():.6f}"


async def _find(ask: Callable[..., Awaitable[AsyncSlackResponse]], event_type: str, key: str) -> str | None:
    """The message with this key, on whichever page: others may have written much since."""
    cursor: str | None = None
    while True:
        response = await _asked(ask(cursor=cursor))
        for message in response.get("messages") or []:
            metadata = message.get("metadata") or {}
            if metadata.get("event_type") == event_type and metadata["event_payload"].get("key") == key:
                return str(message["ts"])
        cursor = (response.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return None
