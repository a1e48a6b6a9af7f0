"""`/scs practice` and what follows in its modal; `/scs ready`."""

from __future__ import annotations

from slack_bolt.context.respond.async_respond import AsyncRespond

from bot.domain.errors import TooManyReplies
from bot.domain.results import ToPractise
from bot.ports import PeopleDirectory
from bot.services.practise import Attempt
from bot.slack.allowances import Meter
from bot.slack.blocks.parts import Message
from bot.slack.blocks.practice import Turn, practice_form, practice_over, practice_result, ready
from bot.slack.client import Clients
from bot.slack.requests import Body, Sender, sender_of, typed, view_of
from bot.slack.use_cases import UseCases

MOST_TURNS = 10**6


class PracticeScreens:
    """Everything about practice that a person sees."""

    def __init__(
        self, use_cases: UseCases, people: PeopleDirectory, clients: Clients, replies: Meter
    ) -> None:
        self._use_cases = use_cases
        self._people = people
        self._clients = clients
        self._replies = replies
        self.actions = {"practice": self._pressed, "practice_next": self._next}
        self.views = {"practice": self._answered}

    async def open(self, sender: Sender, trigger_id: str) -> None:
        """Open the form, or say that there is nothing to practise."""
        slack = await self._clients.of(sender.team_id)
        await slack.views_open(trigger_id=trigger_id, view=await self._form(sender, 0))

    async def ready(self, sender: Sender) -> Message:
        """What the sender would still remember."""
        found = await self._use_cases.show_readiness(sender.team_id, sender.user_id)
        return ready(found, await self._people.language(sender.team_id, sender.user_id))

    async def _pressed(self, sender: Sender, _: str, body: Body, __: AsyncRespond) -> None:
        await self.open(sender, body["trigger_id"])

    async def _next(self, sender: Sender, value: str, body: Body, _: AsyncRespond) -> None:
        number = int(value) % MOST_TURNS if value.isascii() and value.isdigit() else 0
        view = await self._form(sender, number)
        slack = await self._clients.of(sender.team_id)
        await slack.views_update(view_id=view_of(body)["id"], view=view)

    async def _answered(self, view: Body, body: Body) -> Body:
        sender, turn = sender_of(body), Turn.unpack(str(view.get("private_metadata") or ""))
        attempt = Attempt(
            team_id=sender.team_id,
            user_id=sender.user_id,
            origin=f"view:{view['id']}:{turn.number}",
            pack_id=turn.pack_id,
            scenario_id=turn.scenario_id,
            text=typed(view),
        )
        if wait := self._replies.wait(sender.team_id, sender.user_id, attempt.origin):
            raise TooManyReplies(n=wait)
        done = await self._use_cases.practise.answer(attempt)
        language = await self._people.language(sender.team_id, sender.user_id)
        return practice_result(done, turn.number, language)

    async def _form(self, sender: Sender, number: int) -> Body:
        given = await self._use_cases.practise.next(sender.team_id, sender.user_id)
        language = await self._people.language(sender.team_id, sender.user_id)
        if isinstance(given, ToPractise):
            return practice_form(given, number, language)
        return practice_over(given, language)
