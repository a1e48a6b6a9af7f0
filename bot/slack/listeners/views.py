"""Forms that were sent: a private answer, a channel's set-up."""

from __future__ import annotations

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.domain.errors import TooManyReplies
from bot.ports import PeopleDirectory
from bot.services.subscribe_channel import Order
from bot.slack.allowances import Meter
from bot.slack.blocks.private import private_result
from bot.slack.blocks.setup_sent import read_form
from bot.slack.blocks.subscription import setup_saved
from bot.slack.listeners.appeals import Appeals
from bot.slack.listeners.home import HomeScreen
from bot.slack.listeners.practice import PracticeScreens
from bot.slack.listeners.privacy import PrivacyScreens
from bot.slack.requests import Body, Deliveries, fingerprint, number_of, sender_of, typed
from bot.slack.tongue import understood
from bot.slack.use_cases import UseCases


class Views:
    """Handles view submissions. The same form sent again gets the same response."""

    def __init__(
        self,
        use_cases: UseCases,
        home: HomeScreen,
        practice: PracticeScreens,
        privacy: PrivacyScreens,
        appeals: Appeals,
        people: PeopleDirectory,
        deliveries: Deliveries,
        replies: Meter,
    ) -> None:
        self._use_cases = use_cases
        self._people = people
        self._deliveries = deliveries
        self._replies = replies
        self._handlers = {
            "private_answer": self._private_answer,
            "setup": self._setup,
            **home.views,
            **practice.views,
            **privacy.views,
            **appeals.views,
        }

    async def __call__(self, ack: AsyncAck, view: Body, body: Body) -> None:
        """Handle one delivery of a form; an unknown one is acknowledged and closes."""
        handler = self._handlers.get(view.get("callback_id", ""))
        if handler is None:
            await ack()
        else:
            await ack(response_action="update", view=await handler(view, body))

    async def _private_answer(self, view: Body, body: Body) -> Body:
        post_id, _, channel_id = str(view.get("private_metadata") or "").partition(":")
        sender = sender_of(body)
        if wait := self._replies.wait(sender.team_id, sender.user_id, str(view["id"])):
            raise TooManyReplies(n=wait)  # what was written stays in the form
        feedback = await self._use_cases.score_reply.in_private(
            number_of(post_id), view["id"], sender.team_id, sender.user_id, channel_id, typed(view)
        )
        return private_result(await understood(feedback, self._people))

    async def _setup(self, view: Body, body: Body) -> Body:
        sender, filled = sender_of(body), read_form(view, self._use_cases.library.packs)
        order = Order(
            team_id=sender.team_id,
            channel_id=filled.channel_id,
            user_id=sender.user_id,
            pack_id=filled.pack_id,
            languages=filled.languages,
            timetable=filled.timetable,
            answering=filled.answering,
            attempts=filled.attempts,
            pass_mark=filled.pass_mark,
            domains=filled.domains,
            difficulties=filled.difficulties,
            recaps=filled.recaps,
        )
        # The same form again may come after a newer one, which it must not undo.
        first = self._deliveries.first(fingerprint(body))
        kept = None if first else await self._use_cases.subscribe_channel.kept(order)
        subscribed = kept or await self._use_cases.subscribe_channel(order)
        language = await self._people.language(sender.team_id, sender.user_id)
        return setup_saved(subscribed, language)
