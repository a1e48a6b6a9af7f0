"""The ways in which something is said: in a channel, to one person in it, directly, or by a reaction."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from bot.domain.daily import Question
from bot.domain.grading import Outcome
from bot.domain.results import Feedback
from bot.slack.blocks.feedback import LATE_REACTION, REACTIONS, reaction
from bot.slack.blocks.parts import Message
from bot.slack.client import WebClient
from bot.slack.marks import ANSWER_EVENT, EVERYTHING, find, marked, since
from bot.slack.outcome import asked


async def whisper(
    slack: WebClient, channel_id: str, user_id: str, message: Message, thread_ts: str | None
) -> None:
    """Say something that only one person sees."""
    await asked(
        slack.chat_postEphemeral(
            channel=channel_id, user=user_id, text=message.text, blocks=message.blocks, thread_ts=thread_ts
        )
    )


async def notify(
    slack: WebClient, user_id: str, message: Message, mark: tuple[str, str], before: datetime | None
) -> None:
    """A direct message with this event and key as its mark, unless one has been sent `before`: since then."""
    if before is not None:
        opened = await asked(slack.conversations_open(users=user_id))
        pages = partial(slack.conversations_history, channel=opened["channel"]["id"], **since(before))
        if await find(pages, *mark):
            return
    await post(slack, user_id, message, metadata=marked(*mark))


async def is_answered(slack: WebClient, question: Question) -> bool:
    """Whether our answer stands in the conversation already."""
    pages = (
        partial(slack.conversations_replies, ts=question.thread_ts, channel=question.channel_id, **EVERYTHING)
        if question.thread_ts
        else partial(slack.conversations_history, channel=question.channel_id, **since(question.asked_at))
    )
    return await find(pages, ANSWER_EVENT, question.origin) is not None


async def react(slack: WebClient, feedback: Feedback) -> None:
    """Put the outcome under the reply, in place of one that may be there from before."""
    wanted = reaction(feedback)
    at = {"channel": feedback.reply.channel_id, "timestamp": feedback.reply.origin}
    if feedback.again:
        for name in {LATE_REACTION, *(REACTIONS[outcome] for outcome in Outcome)} - {wanted}:
            await asked(slack.reactions_remove(name=name, **at))
    await asked(slack.reactions_add(name=wanted, **at))


async def post(
    slack: WebClient,
    channel: str,
    message: Message,
    thread_ts: str | None = None,
    metadata: dict[str, Any] | None = None,
) -> str:
    """Say something to everybody there; returns the message's ts."""
    response = await asked(
        slack.chat_postMessage(
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
