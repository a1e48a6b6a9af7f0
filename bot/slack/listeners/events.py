"""Events: messages in threads, mentions, direct messages, the App Home.

A listener does one short transaction before it returns; Bolt acknowledges afterwards, and Slack
delivers again what was not acknowledged. What is to be said to people follows in the background.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.daily import Reply
from bot.ports import PeopleDirectory
from bot.services.record_question import Asked
from bot.services.score_reply import Said
from bot.slack.background import Background
from bot.slack.blocks.standing import home
from bot.slack.listeners.commands import subcommand
from bot.slack.requests import Body, written
from bot.slack.use_cases import UseCases

WRITTEN = frozenset((None, "file_share", "me_message", "thread_broadcast"))
"""Message subtypes that are a person writing; all others are notices."""


class Events:
    """Handles the Events API."""

    def __init__(
        self, use_cases: UseCases, people: PeopleDirectory, client: AsyncWebClient, background: Background
    ) -> None:
        self._use_cases = use_cases
        self._people = people
        self._client = client
        self._background = background
        self._handlers: dict[str, Callable[[Body, Body, str], Awaitable[None]]] = {
            "message": self._message,
            "app_mention": self._mention,
            "app_home_opened": self._home,
        }

    async def __call__(self, event: Body, body: Body, context: Body) -> None:
        """Handle one delivery of an event; kinds we don't know are acknowledged and no more."""
        handler = self._handlers.get(event.get("type", ""))
        if handler is not None:
            await handler(event, body, str(context.get("bot_user_id") or ""))

    async def _message(self, event: Body, body: Body, bot: str) -> None:
        subtype = event.get("subtype")
        if subtype == "message_changed":
            await self._changed(event, body, bot)
        elif subtype == "message_deleted":
            await self._use_cases.score_reply.deleted(event["channel"], str(event.get("deleted_ts")))
        elif subtype in WRITTEN and _by_a_person(event):
            await self._written(event, body, bot)

    async def _written(self, message: Body, body: Body, bot: str) -> None:
        if _in_private(message):
            await self._ask(message, body, bot)
        elif _in_a_thread(message) and not _addressed_to(bot, message):
            reply = await self._use_cases.score_reply.in_thread(_said(message, message["channel"], body))
            self._feedback(reply)

    async def _changed(self, event: Body, body: Body, bot: str) -> None:
        message = event.get("message") or {}
        if _by_a_person(message) and _in_a_thread(message) and not _addressed_to(bot, message):
            edited = (message.get("edited") or {}).get("ts") or event.get("event_ts") or event.get("ts")
            said = _said(message, event["channel"], body, version=str(edited or ""))
            self._feedback(await self._use_cases.score_reply.edited(said), again=True)

    async def _mention(self, event: Body, body: Body, bot: str) -> None:
        if _by_a_person(event):
            await self._ask(event, body, bot)

    async def _ask(self, message: Body, body: Body, bot: str) -> None:
        text = written(message.get("text") or "")
        asked = Asked(
            team_id=str(body.get("team_id") or ""),
            channel_id=message["channel"],
            origin=message["ts"],
            user_id=message["user"],
            # Commands need a slash; somebody who mentions one is shown how.
            text="" if subcommand(text) else text,
            thread_ts=message.get("thread_ts"),
            in_passing=not (_in_private(message) or _addressed_to(bot, message)),
        )
        question = await self._use_cases.answer_mention.take(asked)
        if question is not None:
            self._background.start(self._use_cases.answer_mention.pay(question))

    async def _home(self, event: Body, body: Body, bot: str) -> None:
        if event.get("tab", "home") == "home" and event.get("user"):
            self._background.start(self._publish_home(str(body.get("team_id") or ""), event["user"]))

    async def _publish_home(self, team_id: str, user_id: str) -> None:
        channels = await self._use_cases.show_today.home(team_id, user_id)
        view = home(channels, await self._people.language(team_id, user_id))
        await self._client.views_publish(user_id=user_id, view=view)

    def _feedback(self, reply: Reply | None, again: bool = False) -> None:
        if reply is not None:
            self._background.start(self._use_cases.give_feedback.pay(reply, again))


def _by_a_person(message: Body) -> bool:
    return bool(message.get("user")) and not message.get("bot_id") and message.get("subtype") in WRITTEN


def _in_private(message: Body) -> bool:
    return message.get("channel_type") == "im" or str(message.get("channel", "")).startswith("D")


def _in_a_thread(message: Body) -> bool:
    return bool(message.get("thread_ts")) and message["thread_ts"] != message.get("ts")


def _addressed_to(bot: str, message: Body) -> bool:
    """A message that begins with a mention of the bot is a question; `app_mention` brings it."""
    return bool(bot) and (message.get("text") or "").lstrip().startswith(f"<@{bot}")


def _said(message: Body, channel_id: str, body: Body, version: str = "") -> Said:
    return Said(
        team_id=str(body.get("team_id") or ""),
        channel_id=channel_id,
        thread_ts=message["thread_ts"],
        ts=message["ts"],
        version=version or message["ts"],
        user_id=message["user"],
        text=written(message.get("text") or ""),
    )
