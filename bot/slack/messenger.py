"""The Messenger port over Slack's Web API."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from functools import partial

from bot.domain.appeals import Appeal, AppealState
from bot.domain.daily import Post, Question
from bot.domain.disputes import Case
from bot.domain.errors import BotError
from bot.domain.privacy import NOBODY, Export
from bot.domain.recaps import WeeklyRecap
from bot.domain.results import Answer, ClosedRound, DailyPost, Feedback, SubscriptionPaused
from bot.domain.search import Verdict
from bot.ports import NotNow, OutcomeUnknown, PeopleDirectory, Refused
from bot.slack import saying
from bot.slack.blocks.answer import answer, shareable
from bot.slack.blocks.appeals import appeal_notice, call_for_decider, decision
from bot.slack.blocks.feedback import breakdown
from bot.slack.blocks.help import hint, in_thread
from bot.slack.blocks.parts import Message, section
from bot.slack.blocks.paused import why_paused
from bot.slack.blocks.post import closed_post, daily_post, reveal
from bot.slack.blocks.privacy import export_comment, export_file, export_name
from bot.slack.blocks.recap import pointer, recap
from bot.slack.client import Clients, NotInstalled, WebClient
from bot.slack.marks import (
    ANSWER_EVENT,
    APPEAL_EVENT,
    PAUSED_EVENT,
    POST_EVENT,
    RECAP_EVENT,
    REVEAL_EVENT,
    find,
    marked,
    since,
)
from bot.slack.near_commands import meant_commands
from bot.slack.outcome import asked
from bot.slack.pacing import unhurried
from bot.slack.tongue import asked_by, understood
from bot.texts import say

EASTERNMOST = timedelta(hours=14)  # where a day begins first


class SlackMessenger:
    """Says things in Slack; see `bot.ports.Messenger`."""

    def __init__(self, clients: Clients, people: PeopleDirectory) -> None:
        self._clients = clients
        self._people = people

    async def post_scenario(self, post: DailyPost) -> str:
        slack = await self._in(post.post.team_id)
        metadata = marked(POST_EVENT, post.post.key, post.post.team_id)
        with unhurried():
            return await saying.post(slack, post.post.channel_id, daily_post(post), metadata=metadata)

    async def find_post(self, post: DailyPost) -> str | None:
        slack = await self._in(post.post.team_id)
        pages = partial(slack.conversations_history, channel=post.post.channel_id, **since(post.post.due_at))
        return await find(pages, POST_EVENT, post.post.key, team_id=post.post.team_id)

    async def reveal(self, closed: ClosedRound) -> str:
        post = closed.post
        slack = await self._in(post.team_id)
        metadata = marked(REVEAL_EVENT, post.key)
        with unhurried():
            return await saying.post(slack, post.channel_id, reveal(closed), post.message_ts, metadata)

    async def find_reveal(self, closed: ClosedRound) -> str | None:
        post = closed.post
        slack = await self._in(post.team_id)
        place = {"channel": post.channel_id, "ts": post.message_ts or "", **since(post.closes_at)}
        return await find(partial(slack.conversations_replies, **place), REVEAL_EVENT, post.key)

    async def correct_reveal(self, closed: ClosedRound) -> None:
        await self._update(closed.post, closed.post.reveal_ts, reveal(closed))

    async def mark_closed(self, closed: ClosedRound) -> None:
        await self._update(closed.post, closed.post.message_ts, closed_post(closed))

    async def _update(self, post: Post, ts: str | None, message: Message) -> None:
        slack = await self._in(post.team_id)
        await asked(
            slack.chat_update(channel=post.channel_id, ts=ts or "", text=message.text, blocks=message.blocks)
        )

    async def upload(self, team_id: str, name: str, picture: bytes) -> str:
        # Without a channel the file is ours alone, until a message of ours shows it.
        slack = await self._in(team_id)
        uploaded = await asked(slack.files_upload_v2(filename=name, content=picture, title=name))
        return str(uploaded["files"][0]["id"])

    async def post_recap(self, weekly: WeeklyRecap, picture: str | None) -> str:
        slack = await self._in(weekly.recap.team_id)
        metadata = marked(RECAP_EVENT, weekly.recap.key, weekly.recap.team_id)
        with unhurried():
            return await saying.post(
                slack, weekly.recap.channel_id, recap(weekly, picture), metadata=metadata
            )

    async def find_recap(self, weekly: WeeklyRecap) -> str | None:
        last = datetime.combine(weekly.week.days[-1].day, time(), UTC)
        slack = await self._in(weekly.recap.team_id)
        place = {"channel": weekly.recap.channel_id, **since(last - EASTERNMOST)}
        pages = partial(slack.conversations_history, **place)
        return await find(pages, RECAP_EVENT, weekly.recap.key, team_id=weekly.recap.team_id)

    async def point_to_thread(self, post: Post, user_id: str) -> None:
        slack, link = await self._in(post.team_id), None
        with suppress(Refused):
            found = await asked(
                slack.chat_getPermalink(channel=post.channel_id, message_ts=post.message_ts or "")
            )
            link = str(found["permalink"])
        language = await self._people.language(post.team_id, user_id)
        await saying.whisper(slack, post.channel_id, user_id, pointer(post, link, language), None)

    async def give_feedback(self, feedback: Feedback) -> None:
        reply = feedback.reply
        slack = await self._in(reply.team_id)
        if not reply.private and not feedback.misplaced:
            with suppress(Refused):  # the message may be gone; the author is told all the same
                await saying.react(slack, feedback)
        message = breakdown(await understood(feedback, self._people))
        await saying.whisper(slack, reply.channel_id, reply.user_id, message, feedback.post.message_ts)

    async def answer(self, question: Question, answer_: Answer, look_first: bool) -> None:
        meant = meant_commands(question.text, answer_.verdict)
        names_commands = bool(meant) or answer_.verdict is Verdict.EMPTY
        if names_commands:  # it has no language, but who sent it has one
            answer_ = replace(answer_, wordless=True)
        answer_ = await asked_by(answer_, self._people, question.team_id, question.user_id)
        if meant:
            message = hint(meant, answer_.language)
        else:
            message = answer(answer_, question.origin, shareable=shareable(question.channel_id))
        if names_commands and question.thread_ts:
            message = in_thread(message, answer_.language)
        slack = await self._in(question.team_id)
        if question.channel_id.startswith("D"):  # nobody else is there, and it should last
            if not (look_first and await saying.is_answered(slack, question)):
                metadata = marked(ANSWER_EVENT, question.origin)
                await saying.post(slack, question.channel_id, message, question.thread_ts, metadata)
        else:
            await saying.whisper(slack, question.channel_id, question.user_id, message, question.thread_ts)

    async def can_post(self, team_id: str, channel_id: str) -> bool:
        try:
            slack = await self._in(team_id)
            await asked(slack.conversations_history(channel=channel_id, limit=1))
        except Refused as refused:
            return refused.reason not in ("not_in_channel", "channel_not_found", "is_archived")
        except (NotNow, OutcomeUnknown):
            return True  # it can't be told now; the first post will
        return True

    async def tell_appeal(self, case: Case, look_first: bool) -> None:
        assert case.owner, "asked for a case with an owner only"
        language = await self._people.language(case.appeal.team_id, case.owner)
        await self._notify_of(case.appeal, case.owner, appeal_notice(case, language), look_first)

    async def call_for_decider(self, case: Case, said_for: Sequence[int]) -> None:
        post, slack = case.feedback.post, await self._in(case.appeal.team_id)
        if said_for:
            place = {"channel": post.channel_id, "ts": post.message_ts or "", **since(post.due_at)}
            keys = [_call_key(appeal_id) for appeal_id in said_for]
            if await find(partial(slack.conversations_replies, **place), APPEAL_EVENT, *keys):
                return
        metadata = marked(APPEAL_EVENT, _call_key(case.appeal.id))
        await saying.post(slack, post.channel_id, call_for_decider(post.languages), post.message_ts, metadata)

    async def tell_decision(self, case: Case, look_first: bool) -> None:
        appeal = case.appeal
        language = await self._people.language(appeal.team_id, appeal.user_id)
        await self._notify_of(appeal, appeal.user_id, decision(case, language), look_first)

    async def _notify_of(self, appeal: Appeal, user_id: str, message: Message, look_first: bool) -> None:
        """A direct message about an appeal, with its state as the key."""
        slack, key = await self._in(appeal.team_id), f"{appeal.id}:{appeal.state}"
        before = (appeal.decided_at or appeal.opened_at) if look_first else None
        await saying.notify(slack, user_id, message, (APPEAL_EVENT, key), before)

    async def tell_paused(self, paused: SubscriptionPaused, look_first: bool) -> None:
        subscription = paused.subscription
        if subscription.created_by == NOBODY:
            return
        slack = await self._in(subscription.team_id)
        language = await self._people.language(subscription.team_id, subscription.created_by)
        why = why_paused(paused.reason, language)
        text = say(language, "paused.notice", channel=subscription.channel_id, why=why)
        before = paused.post.due_at if look_first else None
        message = Message(text, [section(text)])
        await saying.notify(slack, subscription.created_by, message, (PAUSED_EVENT, paused.post.key), before)

    async def send_export(self, export: Export) -> None:
        slack = await self._in(export.team_id)
        language = await self._people.language(export.team_id, export.user_id)
        direct = await asked(slack.conversations_open(users=export.user_id))
        name = export_name(export)
        await asked(
            slack.files_upload_v2(
                channel=direct["channel"]["id"],
                filename=name,
                title=name,
                content=export_file(export, language),
                initial_comment=export_comment(export, language),
            )
        )

    async def _in(self, team_id: str) -> WebClient:
        """The workspace's client; to be without a token is to be refused."""
        try:
            return await self._clients.of(team_id)
        except NotInstalled as error:
            raise Refused("not_installed", for_good=True) from error
        except BotError as error:  # tokens can't be read now, so nothing was sent
            raise NotNow("no_token") from error


def _call_key(appeal_id: int) -> str:
    return f"{appeal_id}:{AppealState.OPEN}"
