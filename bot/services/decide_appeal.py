"""Decide an appeal: once, by whoever set the channel up or a workspace admin.

To accept is one transaction: the decision, its line in the record, the phrase to be kept, the points that
are given, and every reply to that post scored again. Streaks follow by themselves, being derived;
of a post that is closed already, the reviews are corrected and its result is owed to the channel once more.

Scoring again lowers nobody. A phrasing more can cost a reply points, for it changes what the reply is
compared with, and the pack or the grader may have changed since the reply was scored. But nobody asked for
those others to be looked at, what they were told was right when they were told it, and a streak must not
break because somebody else was right. So of the old and the new score the better one stays.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.domain.appeals import Alias, Appeal, AppealState, Deed
from bot.domain.daily import Reply
from bot.domain.disputes import (
    AppealNotFound,
    Case,
    MayNotDecide,
    NotGranted,
    NothingGranted,
    OwnAppeal,
    ReplyChanged,
    Ruled,
    StillPlaying,
)
from bot.domain.errors import BotError
from bot.domain.grading import PatternFault, Score, better_of, with_granted
from bot.domain.library import Library
from bot.domain.phrasings import BadPhrase
from bot.domain.search import detect_language
from bot.ports import Clock, Database, Memory, PeopleDirectory, UnitOfWork
from bot.services.close_scenario import correct_close
from bot.services.debts import retry_at
from bot.services.marks import About, Marks, about
from bot.services.tell_appeals import case_of, shown_to

ACCEPTED, DECLINED, KEPT = "appeal.accepted", "appeal.declined", "alias.added"
"""What the record calls these deeds; the subject of all three is the appeal."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """How somebody accepts an appeal: the ids of the `points` they grant, and a `phrase` to be kept for one
    of them (`phrase_for`), if any. `version` is of the reply as they read it, see `Reply`."""

    appeal_id: int
    team_id: str
    user_id: str
    version: str
    points: tuple[str, ...]
    phrase: str = ""
    phrase_for: str | None = None


class DecideAppeal:
    """Accepts and declines appeals. Whoever comes second learns what was decided before."""

    def __init__(
        self, database: Database, people: PeopleDirectory, library: Library, memory: Memory, clock: Clock
    ) -> None:
        self._database = database
        self._people = people
        self._library = library
        self._memory = memory
        self._clock = clock

    async def look(self, appeal_id: int, team_id: str, user_id: str) -> Case:
        """The case, with what is missing, to decide it. Raises `AppealNotFound`, `MayNotDecide`, and while
        the scenario is open `OwnAppeal` for the author, `StillPlaying` for others who may answer it."""
        admin = await self._people.is_admin(team_id, user_id)

        def read(work: UnitOfWork) -> Case:
            case = self._case(work, appeal_id, team_id, user_id, admin)
            if case.appeal.state is AppealState.OPEN:
                _refuse_players(work, case, user_id)
            return case

        return await self._database.transact(read)

    async def decline(self, appeal_id: int, team_id: str, user_id: str) -> Ruled:
        """The score stays. Raises `AppealNotFound` or `MayNotDecide`."""
        admin = await self._people.is_admin(team_id, user_id)

        def decide(work: UnitOfWork) -> Ruled:
            case = self._case(work, appeal_id, team_id, user_id, admin)
            return self._decide(work, case, user_id, AppealState.DECLINED) or Ruled(case, new=False)

        return await self._database.transact(decide)

    async def accept(self, ruling: Ruling) -> Ruled:
        """Give the points and score every counting reply to the post again.

        Raises `AppealNotFound`, `MayNotDecide`, `OwnAppeal`, `StillPlaying`, `ReplyChanged`,
        `NothingGranted`, `NotGranted`, `BadPhrase` or `PatternFault`; those about the form name its field.
        """
        admin = await self._people.is_admin(ruling.team_id, ruling.user_id)
        marks = Marks(self._library)

        def prepare(work: UnitOfWork) -> tuple[About, list[Alias], list[str]] | None:
            case = self._case(work, ruling.appeal_id, ruling.team_id, ruling.user_id, admin)
            if case.appeal.state is not AppealState.OPEN:
                return None
            alias, post = self._checked(work, case, ruling), case.feedback.post
            aliases = work.aliases.of_scenario(post.team_id, post.pack_id, post.scenario_id)
            replies = work.replies.of_post(post.id)
            return about(post), [*aliases, alias] if alias else aliases, _texts(replies)

        def decide(work: UnitOfWork) -> Ruled:
            case = self._case(work, ruling.appeal_id, ruling.team_id, ruling.user_id, admin)
            work.posts.hold(case.appeal.post_id)  # or a reply could be added by the old phrasings meanwhile
            if case.appeal.state is not AppealState.OPEN:
                return Ruled(case, new=False)  # whatever the form says, it is too late
            alias = self._checked(work, case, ruling)
            ruled = self._decide(work, case, ruling.user_id, AppealState.ACCEPTED, ruling.points)
            if ruled is None:
                return Ruled(case, new=False)
            if alias and work.aliases.add(alias):
                self._record(work, case.appeal, ruling.user_id, KEPT)
            rescored = self._score_again(work, case, ruling.points, marks)
            if rescored:
                correct_close(work, self._memory, case.feedback.post, self._clock.now())
            case = case_of(work, self._library, ruled.case.appeal)
            return replace(ruled, case=case, rescored=rescored, kept=alias)

        # Grading takes milliseconds a reply, and a transaction holds others up. So it is done before, and
        # once: what has come in meanwhile, or a run after a lost race, finds the rest done.
        if prepared := await self._database.transact(prepare):
            await asyncio.to_thread(marks.grade, *prepared)
        return await self._database.transact(decide)

    def _case(self, work: UnitOfWork, appeal_id: int, team_id: str, user_id: str, admin: bool) -> Case:
        appeal = work.appeals.by_id(appeal_id)
        if appeal is None or appeal.team_id != team_id:
            raise AppealNotFound
        case = case_of(work, self._library, appeal)
        if not (admin or user_id == case.owner):
            raise MayNotDecide
        return case

    def _checked(self, work: UnitOfWork, case: Case, ruling: Ruling) -> Alias | None:
        """The phrase to be kept, if there is one; raises what is wrong with the form."""
        _refuse_players(work, case, ruling.user_id)
        reply = case.feedback.reply
        grantable = {point.id for point in case.points}
        if reply.version != ruling.version or not reply.counts or not reply.text:
            raise ReplyChanged
        if not ruling.points:
            raise NothingGranted(field="points")
        if not grantable.issuperset(ruling.points):
            raise ReplyChanged
        phrase = " ".join(ruling.phrase.split())
        if ruling.phrase_for is None or not phrase:
            return None
        if ruling.phrase_for not in ruling.points:
            raise NotGranted(field="phrase_for")
        post = case.feedback.post
        try:
            self._library.check_phrase(post.pack_id, post.scenario_id, phrase)
        except (BadPhrase, PatternFault) as fault:
            raise _at_the_phrase(fault) from fault
        return Alias(
            team_id=post.team_id,
            pack_id=post.pack_id,
            scenario_id=post.scenario_id,
            point_id=ruling.phrase_for,
            language=detect_language(phrase),
            phrase=phrase,
            added_by=ruling.user_id,
            added_at=self._clock.now(),
        )

    def _decide(
        self, work: UnitOfWork, case: Case, user_id: str, state: AppealState, granted: tuple[str, ...] = ()
    ) -> Ruled | None:
        """Store the decision and its line in the record; None if somebody else was first."""
        if case.appeal.state is not AppealState.OPEN:
            return None
        now = self._clock.now()
        decided = replace(
            case.appeal,
            state=state,
            decided_by=user_id,
            decided_at=now,
            granted=granted,
            owes_notice_at=retry_at(now),
        )
        if not work.appeals.update(case.appeal, decided):
            return None
        self._record(work, decided, user_id, ACCEPTED if state is AppealState.ACCEPTED else DECLINED)
        return Ruled(case_of(work, self._library, decided), new=True)

    def _record(self, work: UnitOfWork, appeal: Appeal, actor_id: str, action: str) -> None:
        deed = Deed(appeal.team_id, appeal.channel_id, actor_id, action, str(appeal.id), self._clock.now())
        work.deeds.add(deed)

    def _score_again(
        self, work: UnitOfWork, case: Case, granted: Sequence[str], marks: Marks
    ) -> tuple[Reply, ...]:
        """Store every score that rose, and owe its author feedback; returns those replies."""
        replies = work.replies.of_post(case.appeal.post_id)
        texts = _texts(replies)
        scores = dict(zip(texts, marks.of_all(work, about(case.feedback.post), texts), strict=True))
        rescored = []
        for reply in replies:
            now_granted = tuple(granted) if reply.id == case.appeal.reply_id else reply.granted
            score = scored_again(reply.score, scores.get(reply.text, reply.score), now_granted)
            if (score, now_granted) != (reply.score, reply.granted):
                owes = retry_at(self._clock.now())
                risen = replace(reply, score=score, granted=now_granted, owes_feedback_at=owes)
                work.replies.update(risen)
                rescored.append(risen)
        return tuple(rescored)


def scored_again(old: Score, new: Score, granted: Sequence[str]) -> Score:
    """The better of the score that stands and a new one, both with what is granted."""
    return better_of(with_granted(old, granted), with_granted(new, granted))


def _refuse_players(work: UnitOfWork, case: Case, user_id: str) -> None:
    """To accept is to see what is missing. Nobody has to answer first and nobody gives up their answer by
    deciding: whoever may still answer decides later, and what follows from it follows all the same."""
    if not case.feedback.closed and user_id == case.appeal.user_id:
        raise OwnAppeal
    if shown_to(work, case, user_id).playing:
        raise StillPlaying


def _at_the_phrase(fault: BotError) -> BotError:
    """The same fault, naming the field of the form."""
    return type(fault)(**fault.facts, field="phrase")


def _texts(replies: Iterable[Reply]) -> list[str]:
    """What there is to grade."""
    return [reply.text for reply in replies if reply.text]
