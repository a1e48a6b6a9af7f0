"""The Messenger port over Slack's Web API.

Calls are not retried on broken connections: a `chat.postMessage` whose connection dropped after
the request was read is out already. The use case decides what to do when the outcome is unknown.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from functools import partial
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.domain.appeals import Appeal
from bot.domain.daily import Post, Question
from bot.domain.disputes import Case
from bot.domain.grading import Outcome
from bot.domain.privacy import NOBODY, Export
from bot.domain.recaps import WeeklyRecap
from bot.domain.results import Answer, ClosedRound, DailyPost, Feedback, SubscriptionPaused
from bot.domain.search import Verdict
from bot.ports import NotNow, OutcomeUnknown, PeopleDirectory, Refused
from bot.slack.blocks.answer import answer
from bot.slack.blocks.appeals import appeal_notice, decision
from bot.slack.blocks.feedback import LATE_REACTION, REACTIONS, breakdown, reaction
from bot.slack.blocks.parts import Message
from bot.slack.blocks.post import closed_post, daily_post, reveal
from bot.slack.blocks.privacy import export_comment, export_file, export_name
from bot.slack.blocks.recap import pointer, recap
from bot.slack.client import reason_of
from bot.slack.tongue import understood
from bot.texts import say

log = logging.getLogger(__name__)

Reading = dict[str, Any]

POST_EVENT = "scs_bot_post"
REVEAL_EVENT = "scs_bot_reveal"
ANSWER_EVENT = "scs_bot_answer"
RECAP_EVENT = "scs_bot_recap"
APPEAL_EVENT = "scs_bot_appeal"
CLOCK_SKEW = timedelta(minutes=10)
EASTERNMOST = timedelta(hours=14)  # where a day begins first
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

    async def upload(self, name: str, picture: bytes) -> str:
        # Without a channel the file is ours alone, until a message of ours shows it.
        uploaded = await _asked(self._client.files_upload_v2(filename=name, content=picture, title=name))
        return str(uploaded["files"][0]["id"])

    async def post_recap(self, weekly: WeeklyRecap, picture: str | None) -> str:
        metadata = {"event_type": RECAP_EVENT, "event_payload": {"key": weekly.recap.key}}
        return await self._post(weekly.recap.channel_id, recap(weekly, picture), metadata=metadata)

    async def find_recap(self, weekly: WeeklyRecap) -> str | None:
        last = datetime.combine(weekly.week.days[-1].day, time(), UTC)
        pages = partial(
            self._client.conversations_history,
            channel=weekly.recap.channel_id,
            oldest=_oldest(last - EASTERNMOST),
            include_all_metadata=True,
            limit=PAGE,
        )
        return await _find(pages, RECAP_EVENT, weekly.recap.key)

    async def point_to_thread(self, post: Post, user_id: str) -> None:
        link = None
        with suppress(Refused):
            found = await _asked(
                self._client.chat_getPermalink(channel=post.channel_id, message_ts=post.message_ts or "")
            )
            link = str(found["permalink"])
        language = await self._people.language(post.team_id, user_id)
        await self._whisper(post.channel_id, user_id, pointer(post, link, language), None)

    async def give_feedback(self, feedback: Feedback) -> None:
        reply = feedback.reply
        if not reply.private and not feedback.misplaced:
            with suppress(Refused):  # the message may be gone; the author is told all the same
                await self._react(feedback)
        message = breakdown(await understood(feedback, self._people))
        await self._whisper(reply.channel_id, reply.user_id, message, feedback.post.message_ts)

    async def answer(self, question: Question, answer_: Answer, look_first: bool) -> None:
        if answer_.verdict is Verdict.EMPTY:  # an emoji, say: it has no language, but who sent it has one
            language = await self._people.language(question.team_id, question.user_id)
            answer_ = replace(answer_, language=language)
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

    async def tell_appeal(self, case: Case, look_first: bool) -> None:
        if case.owner:
            language = await self._people.language(case.appeal.team_id, case.owner)
            await self._notify(case.owner, appeal_notice(case, language), case.appeal, look_first)

    async def tell_decision(self, case: Case, look_first: bool) -> None:
        appeal = case.appeal
        language = await self._people.language(appeal.team_id, appeal.user_id)
        await self._notify(appeal.user_id, decision(case, language), appeal, look_first)

    async def _notify(self, user_id: str, message: Message, appeal: Appeal, look_first: bool) -> None:
        """A direct message about an appeal, with its state as the key."""
        key = f"{appeal.id}:{appeal.state}"
        if look_first:
            opened = await _asked(self._client.conversations_open(users=user_id))
            pages = partial(
                self._client.conversations_history,
                channel=opened["channel"]["id"],
                oldest=_oldest(appeal.decided_at or appeal.opened_at),
                include_all_metadata=True,
                limit=PAGE,
            )
            if await _find(pages, APPEAL_EVENT, key):
                return
        metadata = {"event_type": APPEAL_EVENT, "event_payload": {"key": key}}
        await self._post(user_id, message, metadata=metadata)

    async def tell_paused(self, paused: SubscriptionPaused) -> None:
        subscription = paused.subscription
        if subscription.created_by == NOBODY:
            return
        language = await self._people.language(subscription.team_id, subscription.created_by)
        text = say(language, "paused.notice", channel=subscription.channel_id, reason=paused.reason)
        await self._post(subscription.created_by, Message(text, []))

    async def send_export(self, export: Export) -> None:
        language = await self._people.language(export.team_id, export.user_id)
        direct = await _asked(self._client.conversations_open(users=export.user_id))
        name = export_name(export)
        await _asked(
            self._client.files_upload_v2(
                channel=direct["channel"]["id"],
                filename=name,
                title=name,
                content=export_file(export, language),
                initial_comment=export_comment(export, language),
            )
        )

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
