"""Events: messages in threads, mentions, direct messages, the App Home.

A listener does one short transaction before it returns; Bolt acknowledges afterwards, and Slack
delivers again what was not acknowledged. What is to be said to people follows in the background.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

from bot.domain.daily import Place
from bot.domain.results import Feedback
from bot.ports import PeopleDirectory
from bot.services.record_question import Asked
from bot.services.taking import Said
from bot.slack.allowances import Allowances
from bot.slack.background import Background
from bot.slack.command_words import subcommand
from bot.slack.listeners.agent import Agent
from bot.slack.listeners.functions import Steps
from bot.slack.listeners.home import HomeScreen
from bot.slack.listeners.leaving import Leaving
from bot.slack.listeners.patience import Patience
from bot.slack.near_commands import meant_commands
from bot.slack.requests import Body, asked_in, installed_in, written
from bot.slack.use_cases import UseCases

MENTION = re.compile(r"\s*<@(\w+)")
KINDS = ("channel", "group")
"""Of channels: public and private."""

WRITTEN = frozenset((None, "file_share", "me_message", "thread_broadcast"))
"""Message subtypes that are a person writing; all others are notices."""


class Events:
    """Handles the Events API."""

    def __init__(
        self,
        use_cases: UseCases,
        people: PeopleDirectory,
        home: HomeScreen,
        agent: Agent,
        steps: Steps,
        leaving: Leaving,
        background: Background,
        allowances: Allowances,
        patience: Patience,
    ) -> None:
        self._allowances = allowances
        self._patience = patience
        self._use_cases = use_cases
        self._people = people
        self._background = background
        self._handlers: dict[str, list[Callable[[Body, Body, str], Awaitable[None]]]] = {}
        ours = {"message": self._message, "app_mention": self._mention}
        for table in (ours, home.events, agent.events, steps.events, leaving.events):
            for kind, handler in table.items():
                self._handlers.setdefault(kind, []).append(handler)

    async def __call__(self, event: Body, body: Body, context: Body) -> None:
        """Handle one delivery of an event; kinds we don't know are acknowledged and no more."""
        for handler in self._handlers.get(event.get("type", ""), []):
            await handler(event, body, str(context.get("bot_user_id") or ""))

    async def _message(self, event: Body, body: Body, bot: str) -> None:
        subtype = event.get("subtype")
        if event.get("channel_type") in KINDS:  # our own posts come along here too
            self._heard((installed_in(body), event["channel"]), event["channel_type"] == "channel")
        if subtype == "message_changed":
            await self._changed(event, body, bot)
        elif subtype == "message_deleted":
            at = str(event.get("event_ts") or event.get("ts") or "")
            thread = str((event.get("previous_message") or {}).get("thread_ts") or "")
            deleted_ts = str(event.get("deleted_ts"))
            await self._use_cases.score_reply.deleted(event["channel"], deleted_ts, at, thread)
        elif subtype in WRITTEN and _by_a_person(event):
            await self._written(event, body, bot)

    def _heard(self, place: Place, public: bool) -> None:
        around = self._use_cases.channels_around
        if around.is_news(place, public):
            self._background.start(around.heard(place, public))

    async def _written(self, message: Body, body: Body, bot: str) -> None:
        if _in_private(message):
            await self._ask(message, body, bot)
        elif _addressed_to(bot, message):
            return  # `app_mention` brings it
        elif _in_a_thread(message):  # also if it was sent to the channel as well
            said = _said(message, message["channel"], body)
            if not await self._for_another_bot(message, said):
                self._feedback(await self._use_cases.score_reply.in_thread(said), message)
        elif not message.get("thread_ts"):
            await self._in_channel(message)

    async def _in_channel(self, message: Body) -> None:
        """Who answers beside the thread is shown the way; all other talk is none of our business."""
        said = (message["channel"], message["user"], written(message.get("text") or ""))
        post = await self._use_cases.point_to_thread.answered(*said)
        if post is not None:
            self._background.start(self._use_cases.point_to_thread.tell(post, message["user"]))

    async def _changed(self, event: Body, body: Body, bot: str) -> None:
        message = event.get("message") or {}
        if _by_a_person(message) and _in_a_thread(message) and not _addressed_to(bot, message):
            edited = (message.get("edited") or {}).get("ts") or event.get("event_ts") or event.get("ts")
            said = _said(message, event["channel"], body, version=str(edited or ""))
            if not await self._for_another_bot(message, said):
                self._feedback(await self._use_cases.score_reply.edited(said), message, again=True)

    async def _for_another_bot(self, message: Body, said: Said) -> bool:
        """Whether a message under an open scenario begins with a mention of a bot, in a shared channel
        perhaps the other workspace's: what it is asked is no answer to us."""
        first = MENTION.match(message.get("text") or "")
        if first is None or not self._use_cases.score_reply.takes(said.channel_id, said.thread_ts):
            return False
        return await self._people.is_bot(said.team_id, first[1])

    async def _mention(self, event: Body, body: Body, bot: str) -> None:
        if _by_a_person(event):
            await self._ask(event, body, bot)

    async def _ask(self, message: Body, body: Body, bot: str) -> None:
        text = asked_in(message.get("text") or "")
        channel = message["channel"]
        if subcommand(text) == ("help", ""):
            text = ""
        asked = Asked(
            team_id=installed_in(body),
            channel_id=channel,
            origin=message["ts"],
            user_id=message["user"],
            text=text,
            thread_ts=message.get("thread_ts"),
            in_passing=not (_in_private(message) or _addressed_to(bot, message)),
            # Commands need a slash; who mentions one, or almost one, is shown how.
            command=bool(meant_commands(text, self._use_cases.answer_question(text, channel).verdict)),
        )
        meter, request = self._allowances.questions, f"{asked.channel_id}:{asked.origin}"
        if wait := meter.wait(asked.team_id, asked.user_id, request):
            if meter.first_word(asked.team_id, asked.user_id):
                self._patience.ask(asked.team_id, message, asked.channel_id, "error.too-many-questions", wait)
            return
        question = await self._use_cases.answer_mention.take(asked)
        if question is not None:
            self._background.start(self._use_cases.answer_mention.pay(question))

    def _feedback(self, found: Feedback | None, message: Body, again: bool = False) -> None:
        """Now, or a little later where somebody writes on and on: the row owes it, and what is owed is paid
        by and by, the newest wording only. Scored it is in any case; so a retry of Slack's, which scores
        nothing, counts for nothing either."""
        if found is None:
            return
        reply = found.reply
        meter, team_id, user_id = self._allowances.replies, reply.team_id, reply.user_id
        if wait := meter.wait(team_id, user_id, f"{reply.channel_id}:{reply.origin}:{reply.version}"):
            if meter.first_word(team_id, user_id):
                self._patience.ask(team_id, message, reply.channel_id, "slow.replies", wait)
            return
        self._background.start(self._use_cases.give_feedback.give(found, again))


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
        team_id=installed_in(body),
        channel_id=channel_id,
        thread_ts=message["thread_ts"],
        ts=message["ts"],
        version=version or message["ts"],
        user_id=message["user"],
        text=written(message.get("text") or ""),
    )
