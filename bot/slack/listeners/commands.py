"""`/scs`: a question to the index, or one of a few words.

The answer is the response to the request itself: no second call, no database before it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.domain.errors import TooManyQuestions
from bot.domain.search import Verdict
from bot.ports import PeopleDirectory
from bot.services.record_question import Asked
from bot.slack.allowances import Meter
from bot.slack.background import Background
from bot.slack.blocks.answer import answer, shareable
from bot.slack.blocks.help import help_text, hint
from bot.slack.blocks.parts import Message
from bot.slack.command_words import subcommand
from bot.slack.listeners.appeals import Appeals
from bot.slack.listeners.home import HomeScreen
from bot.slack.listeners.pausing import Pausing
from bot.slack.listeners.practice import PracticeScreens
from bot.slack.listeners.privacy import PrivacyScreens
from bot.slack.listeners.screens import Screens
from bot.slack.near_commands import meant_commands
from bot.slack.requests import Body, Deliveries, Sender, asked_in, fingerprint, sender_of
from bot.slack.tongue import asked_by
from bot.slack.use_cases import UseCases


class Commands:
    """Answers slash commands."""

    def __init__(
        self,
        use_cases: UseCases,
        screens: Screens,
        home: HomeScreen,
        practice: PracticeScreens,
        privacy: PrivacyScreens,
        appeals: Appeals,
        pausing: Pausing,
        people: PeopleDirectory,
        background: Background,
        deliveries: Deliveries,
        questions: Meter,
    ) -> None:
        self._use_cases = use_cases
        self._people = people
        self._background = background
        self._deliveries = deliveries
        self._questions = questions
        self._handlers: dict[str, Callable[[Sender, str], Awaitable[Message]]] = {
            "help": self._help,
            "today": lambda sender, _: screens.today(sender),
            "streak": lambda sender, _: screens.streak(sender),
            "top": screens.leaderboard,
            "gaps": screens.gaps,
            "ready": lambda sender, _: practice.ready(sender),
            "privacy": lambda sender, _: privacy.privacy(sender),
            "log": appeals.log,
            "phrases": appeals.phrases,
        }
        self._pausing = pausing.commands
        self._forms: dict[str, Callable[[Sender, str], Awaitable[None]]] = {
            "setup": screens.open_setup,
            "vacation": home.open_vacation,
            "practice": practice.open,
        }

    async def __call__(self, ack: AsyncAck, body: Body) -> None:
        """Handle one delivery of a slash command; a repeated one is acknowledged and no more."""
        key = fingerprint(body)
        if not self._deliveries.first(key):
            await ack()
            return
        sender, text = sender_of(body), asked_in(str(body.get("text") or ""))
        command = subcommand(text)
        if command is None:
            message = await self._answer(sender, text, origin=f"command:{key[:40]}")
        elif command[0] in self._forms:
            await self._forms[command[0]](sender, body["trigger_id"])
            await ack()
            return
        elif command[0] in self._pausing:
            message = await self._pausing[command[0]](sender, key)
        else:
            message = await self._handlers[command[0]](sender, command[1])
        await ack(text=message.text, blocks=message.blocks, response_type="ephemeral")

    async def _answer(self, sender: Sender, question: str, origin: str) -> Message:
        if wait := self._questions.wait(sender.team_id, sender.user_id, origin):
            raise TooManyQuestions(n=wait)
        given = self._use_cases.answer_question(question, sender.channel_id)
        if meant := meant_commands(question, given.verdict):
            return hint(meant, await self._people.language(sender.team_id, sender.user_id))
        if given.verdict is Verdict.EMPTY:  # an emoji, say: it has no language, but who sent it has one
            return await self._help(sender, "")
        asked = Asked(sender.team_id, sender.channel_id, origin, sender.user_id, question)
        self._background.start(self._use_cases.record_question.answered(asked, given))
        given = await asked_by(given, self._people, sender.team_id, sender.user_id)
        return answer(given, origin, shareable=shareable(sender.channel_id))

    async def _help(self, sender: Sender, _: str) -> Message:
        return help_text(await self._people.language(sender.team_id, sender.user_id))
