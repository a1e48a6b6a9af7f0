"""The buttons under an answer: share it, say whether it helped, look at a neighbour instead."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from slack_bolt.context.respond.async_respond import AsyncRespond

from bot.domain.daily import Place
from bot.domain.errors import StrangeForm
from bot.domain.results import Answer
from bot.ports import PeopleDirectory
from bot.slack.background import Background
from bot.slack.blocks.answer import NOTHING, About, Doings, Done, answer, shareable, shared
from bot.slack.blocks.parts import Message, section
from bot.slack.replying import send
from bot.slack.requests import Body, Sender
from bot.slack.tongue import asked_by
from bot.slack.use_cases import UseCases
from bot.texts import say

Pressed = Callable[[Sender, str, Body, AsyncRespond], Awaitable[None]]


class Answers:
    """Handles presses under answers. `actions` are its handlers by the names of the buttons."""

    def __init__(self, use_cases: UseCases, people: PeopleDirectory, background: Background) -> None:
        self._use_cases = use_cases
        self._people = people
        self._background = background
        self.actions: Mapping[str, Pressed] = {
            "share": self._share,
            "helped": self._helped,
            "not_helped": self._helped,
            "show_scenario": self._show,
        }

    async def _share(self, sender: Sender, value: str, _: Body, respond: AsyncRespond) -> None:
        given, about = await self._about(sender, value)
        address = _address(respond)
        if given.todays is not None or not shareable(sender.channel_id):
            # It has become today's scenario since it was asked, or the button was drawn by an older version.
            self._redraw(sender, address, given, about, about.done)
        elif await self._use_cases.share_answer.first(*_which(sender, about)):
            self._background.start(self._post(sender, address, given, about))
        else:
            self._redraw(sender, address, given, about, about.done | {Done.SHARED})

    async def _post(self, sender: Sender, address: str, given: Answer, about: About) -> None:
        if await send(address, shared(given, sender.user_id), "in_channel", replace=False):
            await self._replace(sender, address, given, about, about.done | {Done.SHARED})
            return
        await self._use_cases.share_answer.failed(*_which(sender, about))
        text = say(given.language, "answer.not-shared")
        await send(address, Message(text, [section(text)]), "ephemeral", replace=False)

    async def _helped(self, sender: Sender, value: str, body: Body, respond: AsyncRespond) -> None:
        given, about = await self._about(sender, value)
        helped = body["actions"][0]["action_id"] == "helped"
        await self._use_cases.record_question.helped(sender.channel_id, about.origin, sender.user_id, helped)
        self._redraw(sender, _address(respond), given, about, about.done | {Done.JUDGED})

    async def _show(self, sender: Sender, value: str, _: Body, respond: AsyncRespond) -> None:
        given, about = await self._about(sender, value)
        self._redraw(sender, _address(respond), given, about, NOTHING)

    def _redraw(self, sender: Sender, address: str, given: Answer, about: About, done: Doings) -> None:
        self._background.start(self._replace(sender, address, given, about, done))

    async def _replace(self, sender: Sender, address: str, given: Answer, about: About, done: Doings) -> None:
        message = answer(given, about.origin, done, shareable(sender.channel_id))
        await send(address, message, "ephemeral", replace=True)

    async def _about(self, sender: Sender, value: str) -> tuple[Answer, About]:
        about = About.unpack(value)
        given = self._use_cases.answer_question.about(
            about.scenario_id, about.question, sender.channel_id, about.confidence
        )
        return await asked_by(given, self._people, sender.team_id, sender.user_id), about


def _which(sender: Sender, about: About) -> tuple[Place, str, str, str]:
    return sender.place, sender.user_id, about.origin, about.scenario_id


def _address(respond: AsyncRespond) -> str:
    """Where the press can be answered. Every press under a message has such an address."""
    if not respond.response_url:
        raise StrangeForm
    return respond.response_url
