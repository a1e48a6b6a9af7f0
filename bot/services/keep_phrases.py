"""The phrases that a workspace has kept from appeals: listed and taken back by whoever may decide those.

To take one back lowers nobody: a score that stands is never worked out again for that.
"""

from __future__ import annotations

from bot.domain.appeals import Alias, Deed
from bot.domain.disputes import KeptPhrase, KeptPhrases, MayNotDecide
from bot.domain.errors import UnknownPack, UnknownScenario
from bot.domain.library import Library
from bot.domain.scenario import Scenario
from bot.ports import Clock, Database, PeopleDirectory, UnitOfWork

SHOWN = 20
REMOVED = "alias.removed"
"""What the record calls it; the subject is the phrase's id."""


class KeepPhrases:
    """Lists kept phrases of the channel's pack, and removes one of them."""

    def __init__(self, database: Database, people: PeopleDirectory, library: Library, clock: Clock) -> None:
        self._database = database
        self._people = people
        self._library = library
        self._clock = clock

    async def __call__(self, team_id: str, channel_id: str, user_id: str) -> KeptPhrases:
        """The latest ones, without those of a scenario that is open somewhere in the workspace: they would
        give its answer away. Raises `MayNotDecide`."""
        return await self.remove(None, team_id, channel_id, user_id)

    async def remove(self, alias_id: int | None, team_id: str, channel_id: str, user_id: str) -> KeptPhrases:
        """Take the phrase back, and return the rest; one that isn't in the list changes nothing."""
        admin = await self._people.is_admin(team_id, user_id)

        def change(work: UnitOfWork) -> KeptPhrases:
            subscription = work.subscriptions.of_channel(team_id, channel_id)
            owns = subscription and subscription.created_by == user_id
            if not (admin or owns):
                raise MayNotDecide
            pack_id = subscription.pack_id if subscription else None
            listed = self._listed(work, team_id, pack_id)
            for phrase in listed:
                if phrase.alias.id == alias_id and work.aliases.remove(phrase.alias):
                    now = self._clock.now()
                    work.deeds.add(Deed(team_id, channel_id, user_id, REMOVED, str(alias_id), now))
            left = [phrase for phrase in listed if phrase.alias.id != alias_id]
            return KeptPhrases(channel_id, tuple(left[:SHOWN]), max(len(left) - SHOWN, 0))

        return await self._database.transact(change)

    def _listed(self, work: UnitOfWork, team_id: str, pack_id: str | None) -> list[KeptPhrase]:
        """Newest first; all packs for an admin in a channel without any."""
        theirs = [post for post in work.posts.unfinished() if post.team_id == team_id]
        open_ = {(post.pack_id, post.scenario_id) for post in theirs}
        return [
            KeptPhrase(alias, self._scenario(alias))
            for alias in reversed(work.aliases.of_team(team_id))
            if pack_id in (None, alias.pack_id) and (alias.pack_id, alias.scenario_id) not in open_
        ]

    def _scenario(self, alias: Alias) -> Scenario | None:
        """None once it has gone from its pack."""
        try:
            return self._library.pack(alias.pack_id).scenario(alias.scenario_id)
        except (UnknownPack, UnknownScenario):
            return None
