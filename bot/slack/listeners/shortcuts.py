"""The message shortcut *Ask about this*: a message's words are the question, a modal holds the answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond

from bot.domain.errors import TooManyQuestions
from bot.domain.results import Answer
from bot.domain.search import Verdict
from bot.ports import PeopleDirectory
from bot.services.record_question import Asked
from bot.slack.allowances import Meter
from bot.slack.background import Background
from bot.slack.blocks.answer import NOTHING, About, Doings, Done, shareable, shared
from bot.slack.blocks.asked import PREFIX, Place, asked, nothing_asked
from bot.slack.blocks.private import REPLY_LIMIT
from bot.slack.client import Clients
from bot.slack.manifest import SHORTCUT
from bot.slack.replying import is_slacks, send
from bot.slack.requests import Body, Deliveries, Sender, asked_in, fingerprint, sender_of, view_of
from bot.slack.tongue import asked_by
from bot.slack.use_cases import UseCases

Pressed = Callable[[Sender, str, Body, AsyncRespond], Awaitable[None]]


class Shortcuts:
    """Handles shortcuts. `actions` are the buttons of the modal that they open."""

    def __init__(
        self,
        use_cases: UseCases,
        people: PeopleDirectory,
        clients: Clients,
        background: Background,
        deliveries: Deliveries,
        questions: Meter,
    ) -> None:
        self._use_cases = use_cases
        self._people = people
        self._clients = clients
        self._background = background
        self._deliveries = deliveries
        self._questions = questions
        self._handlers = {SHORTCUT: self._ask}
        self.actions: Mapping[str, Pressed] = {
            f"{PREFIX}helped": self._helped,
            f"{PREFIX}not_helped": self._helped,
            f"{PREFIX}show_scenario": self._show,
            f"{PREFIX}share": self._share,
        }

    async def __call__(self, ack: AsyncAck, body: Body) -> None:
        """Handle one delivery of a shortcut; a repeated or unknown one is acknowledged and no more."""
        handler = self._handlers.get(str(body.get("callback_id", "")))
        if handler is not None and self._deliveries.first(fingerprint(body)):
            await handler(sender_of(body), body)
        await ack()

    async def _ask(self, sender: Sender, body: Body) -> None:
        message = body.get("message") or {}
        question = asked_in(str(message.get("text") or ""))[:REPLY_LIMIT]
        language = await self._people.language(sender.team_id, sender.user_id)
        thread_ts = str(message.get("thread_ts") or message.get("ts") or "")
        place = Place(sender.channel_id, thread_ts, str(body.get("response_url") or ""))
        origin = f"shortcut:{fingerprint(body)[:40]}"
        if wait := self._questions.wait(sender.team_id, sender.user_id, origin):
            raise TooManyQuestions(n=wait)
        given = self._use_cases.answer_question(question, sender.channel_id)
        if given.verdict is Verdict.EMPTY:
            view = nothing_asked(place, language)
        else:
            row = Asked(sender.team_id, sender.channel_id, origin, sender.user_id, question)
            self._background.start(self._use_cases.record_question.answered(row, given))
            given = await asked_by(given, self._people, sender.team_id, sender.user_id)
            view = asked(given, origin, place, language)
        slack = await self._clients.of(sender.team_id)
        await slack.views_open(trigger_id=body["trigger_id"], view=view)

    async def _helped(self, sender: Sender, value: str, body: Body, _: AsyncRespond) -> None:
        given, about, place = await self._about(sender, value, body)
        helped = body["actions"][0]["action_id"] == f"{PREFIX}helped"
        await self._use_cases.record_question.helped(place.channel_id, about.origin, sender.user_id, helped)
        await self._update(sender, body, given, about, about.done | {Done.JUDGED})

    async def _show(self, sender: Sender, value: str, body: Body, _: AsyncRespond) -> None:
        given, about, _place = await self._about(sender, value, body)
        await self._update(sender, body, given, about)

    async def _share(self, sender: Sender, value: str, body: Body, _: AsyncRespond) -> None:
        given, about, place = await self._about(sender, value, body)
        if given.todays is not None or not shareable(place.channel_id):
            # It has become today's scenario since it was asked, or the button was drawn by an older version.
            await self._update(sender, body, given, about)
            return
        if await self._use_cases.share_answer.first(*_which(sender, about, place)):
            self._background.start(self._post(sender, body, given, about, place))
        else:
            await self._update(sender, body, given, about, about.done | {Done.SHARED})

    async def _post(self, sender: Sender, body: Body, given: Answer, about: About, place: Place) -> None:
        slack = await self._clients.of(sender.team_id)
        # The shortcut's own address works for half an hour, also where the bot is no member.
        allowed = is_slacks(place.response_url, slack.base_url)
        message = shared(given, sender.user_id)
        if allowed and await send(place.response_url, message, "in_channel", replace=False):
            await self._update(sender, body, given, about, about.done | {Done.SHARED})
        else:
            await self._use_cases.share_answer.failed(*_which(sender, about, place))
            await self._update(sender, body, given, about, about.done, note="asked.not-shared")

    async def _about(self, sender: Sender, value: str, body: Body) -> tuple[Answer, About, Place]:
        about, place = About.unpack(value), Place.unpack(str(view_of(body).get("private_metadata") or ""))
        given = self._use_cases.answer_question.about(
            about.scenario_id, about.question, place.channel_id, about.confidence
        )
        given = await asked_by(given, self._people, sender.team_id, sender.user_id)
        return given, about, place

    async def _update(
        self, sender: Sender, body: Body, given: Answer, about: About, done: Doings = NOTHING, note: str = ""
    ) -> None:
        language = await self._people.language(sender.team_id, sender.user_id)
        place = Place.unpack(str(view_of(body).get("private_metadata") or ""))
        view = asked(given, about.origin, place, language, done, note)
        slack = await self._clients.of(sender.team_id)
        await slack.views_update(view_id=view_of(body)["id"], view=view)


def _which(sender: Sender, about: About, place: Place) -> tuple[tuple[str, str], str, str, str]:
    return (sender.team_id, place.channel_id), sender.user_id, about.origin, about.scenario_id
