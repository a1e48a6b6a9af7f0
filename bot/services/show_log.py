"""Show who did what in a channel, and which appeals wait, to those who answer for it."""

from __future__ import annotations

from bot.domain.appeals import Appeal, Deed
from bot.domain.disputes import Case, ChannelLog, LogLine, MayNotDecide
from bot.domain.errors import UnknownPack, UnknownScenario
from bot.domain.library import Library
from bot.ports import Database, PeopleDirectory, UnitOfWork
from bot.services.decide_appeal import ACCEPTED, DECLINED, KEPT
from bot.services.tell_appeals import case_of, shown_to

SHOWN_DEEDS = 20
SHOWN_APPEALS = 5

ABOUT_APPEALS = frozenset({ACCEPTED, DECLINED, KEPT})


class ShowLog:
    """Reads a channel's record for whoever set it up and for workspace admins."""

    def __init__(self, database: Database, people: PeopleDirectory, library: Library) -> None:
        self._database = database
        self._people = people
        self._library = library

    async def __call__(self, team_id: str, channel_id: str, user_id: str) -> ChannelLog:
        """The latest deeds and the open appeals; raises `MayNotDecide`."""
        admin = await self._people.is_admin(team_id, user_id)

        def read(work: UnitOfWork) -> ChannelLog:
            subscription = work.subscriptions.of_channel(team_id, channel_id)
            owns = subscription and subscription.created_by == user_id
            if not (admin or owns):
                raise MayNotDecide
            deeds = work.deeds.of_channel(team_id, channel_id, SHOWN_DEEDS)
            waiting = work.appeals.open_in(team_id, channel_id)
            cases = [case for appeal in waiting if (case := self._case(work, appeal))]
            shown = tuple(shown_to(work, case, user_id) for case in cases[:SHOWN_APPEALS])
            lines = tuple(LogLine(deed, _about(work, deed)) for deed in deeds)
            return ChannelLog(channel_id, lines, shown, len(cases) - len(shown))

        return await self._database.transact(read)

    def _case(self, work: UnitOfWork, appeal: Appeal) -> Case | None:
        """None for one whose scenario has gone from its pack: nobody can decide it any more."""
        try:
            return case_of(work, self._library, appeal)
        except (UnknownPack, UnknownScenario):
            return None


def _about(work: UnitOfWork, deed: Deed) -> str | None:
    if deed.action not in ABOUT_APPEALS or not deed.subject.isdigit():
        return None
    appeal = work.appeals.by_id(int(deed.subject))
    return appeal.user_id if appeal else None
