"""Score what people answer: in the thread of an open post, or in its private form.

One transaction looks whether there is something to grade, and while it is graded none is open. Another one
then holds the post, finds out anew all that counts and inserts under UNIQUE(channel, origin). Only then is
Slack told that all is well, so a crash leaves either nothing (Slack delivers again) or a row that
knows it still owes its author feedback.

To add a reply to an open post takes no more than the hold on the post, so it is a claim, which loses no race.
What has consequences elsewhere, an edit or a reply to what is closed, is a transaction like any other.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

from bot.domain.daily import Answering
from bot.domain.library import Library
from bot.domain.results import Feedback
from bot.ports import UNMETERED, Clock, Database, Memory, Meter, UnitOfWork
from bot.services.marks import Accepted, Marks, about
from bot.services.open_rounds import OpenRounds
from bot.services.taking import NotOpen, PostNotReady, Said, SaidPrivately, Taking

WAITS = (0.1, 0.4, 1.0)
"""Seconds; Slack wants its answer within three."""
KEPT_BEGUN = 10_000
"""Messages; Slack delivers one again within minutes."""


class ScoreReply:
    """Takes, corrects and withdraws attempts."""

    def __init__(
        self,
        database: Database,
        library: Library,
        memory: Memory,
        clock: Clock,
        open_rounds: OpenRounds | None = None,
        meter: Meter = UNMETERED,
    ) -> None:
        self._database = database
        self._library = library
        self._memory = memory
        self._clock = clock
        self._open_rounds = open_rounds
        self._accepted = Accepted()
        self._begun: set[tuple[str, str]] = set()
        self._meter = meter

    def takes(self, channel_id: str, thread_ts: str) -> bool:
        """Whether this is known here as the thread of an open post."""
        return bool(self._open_rounds and self._open_rounds.in_thread(channel_id, thread_ts))

    async def in_thread(self, said: Said) -> Feedback | None:
        """Score a message; None if its thread isn't a scenario's or it is known already. Where answers are
        private it is not scored, and its author is owed a word about that, once for each scenario.

        Raises `PostNotReady` when a post of the channel is on its way and its ts not known, nor soon after.
        """
        return await _once_recorded(partial(self._taken, said))

    async def edited(self, said: Said) -> Feedback | None:
        """Score the new text of a message that was edited while the post was open. None if nothing changed,
        or if a later wording is known already: Slack may deliver edits out of order. Raises as above."""
        return await _once_recorded(partial(self._corrected, said))

    async def deleted(self, channel_id: str, ts: str, at: str, thread_ts: str = "") -> None:
        """Forget the text of a message that was deleted `at` this ts of Slack's, and withdraw the attempt if
        the post was open then. It stays used up. In the thread of an open post the message may still be on
        its way, since Slack promises no order: then it is waited for as long as a reply waits for a post."""
        marks = Marks(self._library)
        for pause in (*WAITS, 0.0):
            known = await self._database.transact(
                lambda work: self._taking(work, marks).deleted(channel_id, ts, at)
            )
            if known or not self.takes(channel_id, thread_ts):
                return
            await asyncio.sleep(pause)

    async def in_private(
        self, post_id: int, view_id: str, team_id: str, user_id: str, channel_id: str, text: str
    ) -> Feedback:
        """Score the private form; the same form sent again gets the same feedback.

        Raises `PostNotFound`, `PostClosed`, `AnswerInThread` or `NoAttemptsLeft`.
        """
        said = SaidPrivately(post_id, view_id, team_id, user_id, channel_id, text)
        marks = Marks(self._library)
        feedback = await self._database.claim(lambda work: self._taking(work, marks).in_private(said))
        self._counted(feedback)
        return feedback

    async def _taken(self, said: Said) -> Feedback | None:
        marks = Marks(self._library, self._accepted)
        try:
            added = await self._database.claim(
                lambda work: self._taking(work, marks).in_thread(said), self._guess(said, marks)
            )
        except NotOpen:
            added = await self._database.transact(
                lambda work: self._taking(work, marks).in_thread(said, alone=True)
            )
        return self._counted(added)

    async def _corrected(self, said: Said) -> Feedback | None:
        marks = Marks(self._library)
        found = await self._database.transact(lambda work: self._taking(work, marks).edited(said))
        return self._counted(found)

    def _taking(self, work: UnitOfWork, marks: Marks) -> Taking:
        return Taking(work, marks, self._library, self._memory, self._clock.now())

    def _guess(self, said: Said, marks: Marks) -> Callable[[], object] | None:
        """To grade by what is known here of the post and the phrasings, which saves the look. The transaction
        trusts none of it."""
        post = self._open_rounds.in_thread(said.channel_id, said.thread_ts) if self._open_rounds else None
        if post is None or post.answering is Answering.PRIVATELY:
            return None
        message = said.channel_id, said.ts
        if message in self._begun:  # delivered once more: most likely it is stored
            return None
        if len(self._begun) >= KEPT_BEGUN:
            self._begun.clear()
        self._begun.add(message)
        subject = about(post)
        return partial(marks.grade, subject, self._accepted.of(subject), (said.text,))

    def _counted(self, found: Feedback | None) -> Feedback | None:
        if found is not None:
            self._meter.scored(found.score.outcome.value if found.reply.counts else "uncounted")
        return found


async def _once_recorded(take: Callable[[], Awaitable[Feedback | None]]) -> Feedback | None:
    """What may be quicker than the record of its post: most often a matter of milliseconds, and Slack tries
    but thrice again."""
    for pause in WAITS:
        try:
            return await take()
        except PostNotReady:
            await asyncio.sleep(pause)
    return await take()
