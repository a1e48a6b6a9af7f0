"""Which installation serves a workspace, remembered for a while: no request of Slack's waits for
`auth.test`, and few for the database."""

from __future__ import annotations

from cachetools import TTLCache

from bot.domain.installations import Installation
from bot.ports import Database
from bot.slack.client import NotInstalled

KEPT = 10_000
KEPT_SECONDS = 60
"""How long another replica may go on with a token that was renewed or dropped. A renewed one is good for
two hours more; a dropped one is looked up as soon as Slack refuses it (`bot.slack.client`)."""

ABSENT_SECONDS = 5
"""How long a workspace may wait that was unknown when it was looked up, because it was just installing."""


class Installed:
    """Reads installations. Errors of the database's are raised and not remembered."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: TTLCache[str, Installation] = TTLCache(KEPT, KEPT_SECONDS)
        self._absent: TTLCache[str, bool] = TTLCache(KEPT, ABSENT_SECONDS)

    async def of(self, team_id: str, enterprise_id: str = "") -> Installation | None:
        """The installation with a token that serves the workspace, or, without one named, its organisation;
        None if there is none."""
        key = team_id or enterprise_id
        if key in self._absent:
            return None
        found = self._known.get(key)
        if found is None:
            found = await self._database.transact(
                lambda work: work.installations.of_team(team_id, enterprise_id)
            )
            if found is None or not found.bot_token:
                self._absent[key] = True
                return None
            self._known[key] = found
        return found

    async def known(self, team_id: str, enterprise_id: str = "") -> Installation | None:
        """The same without its tokens, for when those can't be read. Not remembered."""
        return await self._database.transact(
            lambda work: work.installations.known_of_team(team_id, enterprise_id)
        )

    async def token(self, team_id: str) -> str:
        """The workspace's token; raises `NotInstalled`."""
        found = await self.of(team_id)
        if found is None or found.bot_token is None:
            raise NotInstalled
        return found.bot_token

    def forget(self) -> None:
        """Something was installed or removed: look everything up anew."""
        self._known.clear()
        self._absent.clear()

    def forget_one(self, team_id: str) -> None:
        """Slack refused this workspace's token: look it up anew."""
        self._known.pop(team_id, None)
        self._absent.pop(team_id, None)
