"""Tell people about appeals: who decides that one is open, its author what became of it.

Who decides is whoever set the channel up. Where they are unknown, have left or can't be written to, the
scenario's thread says so to the admins, of whom Slack has no list that we may ask for. It names nobody and
nothing, for the answer may have been private.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable
from dataclasses import replace

from bot.domain.appeals import Appeal, AppealState
from bot.domain.daily import attempts_left
from bot.domain.disputes import Case
from bot.domain.library import Library
from bot.domain.privacy import NOBODY
from bot.ports import Clock, Database, Messenger, PeopleDirectory, Refused, UnitOfWork
from bot.services.apart import drain
from bot.services.debts import pay, retry_at
from bot.services.give_feedback import feedback_on

log = logging.getLogger(__name__)


class TellAppeals:
    """Pays the notices that appeals owe."""

    def __init__(
        self,
        database: Database,
        messenger: Messenger,
        people: PeopleDirectory,
        library: Library,
        clock: Clock,
    ) -> None:
        self._database = database
        self._messenger = messenger
        self._people = people
        self._library = library
        self._clock = clock

    async def pay(self, appeal: Appeal, look_first: bool = False) -> None:
        """Send the notice that an appeal owes. `look_first` is for one that came round again: its notice
        may be out. Does nothing if the appeal has moved on since: then a newer notice is owed."""
        await pay(
            self._database,
            self._clock,
            self._send(appeal, look_first),
            lambda work: work.appeals.notice_sent(appeal),
            lambda work, until: work.appeals.put_off(appeal, until),
            appeal.decided_at or appeal.opened_at,
        )

    async def pay_all(self) -> None:
        """Send every notice that is overdue."""

        async def take(limit: int) -> list[Awaitable[None]]:
            now = self._clock.now()
            until = retry_at(now)
            owing = await self._database.claim(lambda work: work.appeals.take_owing(now, until, limit))
            return [self.pay(appeal, look_first=True) for appeal in owing]

        await drain(take)

    async def _send(self, appeal: Appeal, look_first: bool) -> None:
        def read(work: UnitOfWork) -> Case | None:
            if work.appeals.by_id(appeal.id) != appeal:
                return None
            case = case_of(work, self._library, appeal)
            return shown_to(work, case, case.owner) if case.owner else case

        case = await self._database.transact(read)
        if case is None:
            return
        if appeal.state is not AppealState.OPEN:
            await self._messenger.tell_decision(case, look_first)
        elif not await self._told(case, look_first):
            await self._call_for_decider(case, look_first)

    async def _told(self, case: Case, look_first: bool) -> bool:
        """Whether the owner is told now."""
        if case.owner is None or await self._people.has_left(case.appeal.team_id, case.owner):
            return False
        try:
            await self._messenger.tell_appeal(case, look_first)
        except Refused as refused:
            log.warning("who set a channel up can't be written to", extra={"why": refused.reason})
            return False
        return True

    async def _call_for_decider(self, case: Case, look_first: bool) -> None:
        """Once in a thread, however many wait there."""

        def waiting(work: UnitOfWork) -> list[int]:
            there = work.appeals.of_post(case.appeal.post_id)
            return [each.id for each in there if each.state is AppealState.OPEN]

        said_for = await self._database.transact(waiting)
        if not look_first:
            said_for = [appeal_id for appeal_id in said_for if appeal_id != case.appeal.id]
        await self._messenger.call_for_decider(case, said_for)


def case_of(work: UnitOfWork, library: Library, appeal: Appeal) -> Case:
    """The appeal with the breakdown of its reply, and who set the channel up."""
    reply = work.replies.by_id(appeal.reply_id)
    assert reply is not None, "an appeal's reply is never deleted before it"
    subscription = work.subscriptions.of_channel(appeal.team_id, appeal.channel_id)
    owner = subscription.created_by if subscription else NOBODY
    return Case(appeal, feedback_on(work, library, reply), None if owner == NOBODY else owner)


def shown_to(work: UnitOfWork, case: Case, user_id: str) -> Case:
    """The case for one of those who decide: nobody reads the answer who may still give it."""
    feedback = case.feedback
    left = attempts_left(feedback.post, work.replies.of_person(feedback.post.id, user_id))
    return replace(case, playing=not feedback.closed and left > 0)
