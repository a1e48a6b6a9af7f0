"""Appeals: disputing a score, deciding about it, and the record of who did what."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.errors import SlackClientError
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.domain.appeals import AppealState
from bot.domain.disputes import AppealNotFound, ReplyNotFound, Ruled
from bot.domain.errors import StrangeForm
from bot.ports import PeopleDirectory
from bot.services.decide_appeal import Ruling
from bot.slack.background import Background
from bot.slack.blocks.appeals import (
    ACCEPT,
    DECLINE,
    Opened,
    accept_form,
    is_number,
    log,
    read_form,
    ruled_form,
    ruled_notice,
)
from bot.slack.blocks.attempts import my_attempts
from bot.slack.blocks.feedback import DISPUTE, breakdown
from bot.slack.blocks.parts import Message
from bot.slack.blocks.phrases import REMOVE, kept_phrases
from bot.slack.blocks.private import private_result
from bot.slack.blocks.standing import MY_ATTEMPTS
from bot.slack.client import Clients
from bot.slack.requests import Body, Sender, sender_of
from bot.slack.tongue import understood
from bot.slack.use_cases import UseCases

logger = logging.getLogger(__name__)

Pressed = Callable[[Sender, str, Body, AsyncRespond], Awaitable[None]]
Sent = Callable[[Body, Body], Awaitable[Body]]


class Appeals:
    """Handles what has to do with appeals; who may do what, the use cases decide."""

    def __init__(
        self, use_cases: UseCases, people: PeopleDirectory, clients: Clients, background: Background
    ) -> None:
        self._use_cases = use_cases
        self._people = people
        self._clients = clients
        self._background = background
        self.actions: dict[str, Pressed] = {
            DISPUTE: self._dispute,
            MY_ATTEMPTS: self._open_attempts,
            ACCEPT: self._open_form,
            DECLINE: self._decline,
            REMOVE: self._remove,
        }
        self.views: dict[str, Sent] = {ACCEPT: self._accept}

    async def log(self, sender: Sender, _: str) -> Message:
        """The channel's record, and the appeals that wait."""
        shown = await self._use_cases.show_log(sender.team_id, sender.channel_id, sender.user_id)
        return log(shown, await self._people.language(sender.team_id, sender.user_id))

    async def phrases(self, sender: Sender, _: str) -> Message:
        """What the workspace has kept from appeals."""
        kept = await self._use_cases.keep_phrases(sender.team_id, sender.channel_id, sender.user_id)
        return kept_phrases(kept, await self._people.language(sender.team_id, sender.user_id))

    async def _remove(self, sender: Sender, value: str, _: Body, respond: AsyncRespond) -> None:
        keep, id_ = self._use_cases.keep_phrases, int(value) if is_number(value) else None
        kept = await keep.remove(id_, sender.team_id, sender.channel_id, sender.user_id)
        language = await self._people.language(sender.team_id, sender.user_id)
        self._background.start(_replace(respond, kept_phrases(kept, language)))

    async def _dispute(self, sender: Sender, value: str, body: Body, respond: AsyncRespond) -> None:
        if not is_number(value):
            raise ReplyNotFound
        disputed = await self._use_cases.dispute_score(
            int(value), sender.team_id, sender.user_id, sender.channel_id
        )
        if disputed.opened:
            self._background.start(self._use_cases.tell_appeals.pay(disputed.opened))
        feedback = await understood(disputed.feedback, self._people)
        if view := body.get("view"):
            among = view.get("callback_id") == MY_ATTEMPTS
            channel_id = disputed.feedback.reply.channel_id
            shown = await self._attempts(sender, channel_id) if among else private_result(feedback)
            slack = await self._clients.of(sender.team_id)
            await slack.views_update(view_id=view["id"], view=shown)
        else:
            self._background.start(_replace(respond, breakdown(feedback)))

    async def _open_attempts(self, sender: Sender, value: str, body: Body, _: AsyncRespond) -> None:
        if not (value.isascii() and value.isprintable()):  # no channel's id, nor fit for a database
            raise StrangeForm
        view = await self._attempts(sender, value)
        slack = await self._clients.of(sender.team_id)
        await slack.views_open(trigger_id=body["trigger_id"], view=view)

    async def _attempts(self, sender: Sender, channel_id: str) -> Body:
        mine = await self._use_cases.show_attempts(sender.team_id, channel_id, sender.user_id)
        return my_attempts(mine, await self._people.language(sender.team_id, sender.user_id))

    async def _open_form(self, sender: Sender, value: str, body: Body, respond: AsyncRespond) -> None:
        case = await self._use_cases.decide_appeal.look(_appeal_id(value), sender.team_id, sender.user_id)
        language = await self._people.language(sender.team_id, sender.user_id)
        if case.appeal.state is not AppealState.OPEN:
            self._background.start(_replace(respond, ruled_notice(Ruled(case, new=False), language)))
            return
        place = body.get("container") or {}
        lasting = not place.get("is_ephemeral")
        opened = Opened(
            appeal_id=case.appeal.id,
            version=case.feedback.reply.version,
            channel_id=sender.channel_id if lasting else "",
            ts=str(place.get("message_ts") or "") if lasting else "",
        )
        slack = await self._clients.of(sender.team_id)
        await slack.views_open(trigger_id=body["trigger_id"], view=accept_form(case, language, opened))

    async def _decline(self, sender: Sender, value: str, _: Body, respond: AsyncRespond) -> None:
        ruled = await self._use_cases.decide_appeal.decline(_appeal_id(value), sender.team_id, sender.user_id)
        self._tell(ruled)
        language = await self._people.language(sender.team_id, sender.user_id)
        self._background.start(_replace(respond, ruled_notice(ruled, language)))

    async def _accept(self, view: Body, body: Body) -> Body:
        sender, filled = sender_of(body), read_form(view)
        opened = Opened.unpack(str(view.get("private_metadata") or ""))
        if opened is None:
            raise AppealNotFound
        ruling = Ruling(
            appeal_id=opened.appeal_id,
            team_id=sender.team_id,
            user_id=sender.user_id,
            version=opened.version,
            points=filled.points,
            phrase=filled.phrase,
            phrase_for=filled.phrase_for,
        )
        ruled = await self._use_cases.decide_appeal.accept(ruling)
        self._tell(ruled)
        language = await self._people.language(sender.team_id, sender.user_id)
        if opened.ts:
            self._background.start(self._update(sender, opened, ruled_notice(ruled, language)))
        return ruled_form(ruled, language)

    def _tell(self, ruled: Ruled) -> None:
        """Everybody whom it concerns. What a crash leaves unsaid is owed, and paid later."""
        if ruled.new:
            self._background.start(self._use_cases.tell_appeals.pay(ruled.case.appeal))
        for reply in ruled.rescored:
            others = reply.id != ruled.case.appeal.reply_id
            self._background.start(self._use_cases.give_feedback.pay(reply, again=True, rescored=others))

    async def _update(self, sender: Sender, opened: Opened, message: Message) -> None:
        """Take the buttons off the notice. Where that fails, a press on them tells what was decided."""
        try:
            slack = await self._clients.of(sender.team_id)
            await slack.chat_update(
                channel=opened.channel_id, ts=opened.ts, text=message.text, blocks=message.blocks
            )
        except SlackClientError as error:
            logger.info("a notice keeps its buttons", extra={"why": type(error).__name__})


def _appeal_id(value: str) -> int:
    if not is_number(value):
        raise AppealNotFound
    return int(value)


async def _replace(respond: AsyncRespond, message: Message) -> None:
    if respond.response_url is not None:
        # Not `respond` itself: its client would repeat a call whose connection broke.
        webhook = AsyncWebhookClient(respond.response_url, retry_handlers=[])
        await webhook.send(text=message.text, blocks=message.blocks, replace_original=True)
