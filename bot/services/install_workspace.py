"""Install the bot in a workspace: a state goes out with the person, comes back once, and a code becomes a
token. The state's digest is in the database, so that any replica can finish what another has begun."""

from __future__ import annotations

import logging
from datetime import timedelta
from hashlib import sha256
from hmac import compare_digest
from secrets import token_urlsafe

from bot.domain.errors import BotError
from bot.domain.installations import Installation
from bot.ports import Clock, Database, TokenOffice, UnitOfWork
from bot.services.resume_workspace import resume_workspace

log = logging.getLogger(__name__)

STATE_LASTS = timedelta(seconds=600)


class InstallationExpired(BotError):
    """The state is unknown, used up, too old, or another browser's."""

    key = "error.installation-expired"


class InstallWorkspace:
    """Begins and finishes installations."""

    def __init__(self, database: Database, office: TokenOffice, clock: Clock) -> None:
        self._database = database
        self._office = office
        self._clock = clock

    async def begin(self) -> str:
        """A fresh state: a secret of the person's browser, good once and for `STATE_LASTS`."""
        state, now = token_urlsafe(32), self._clock.now()
        await self._database.transact(lambda work: work.states.add(_digest(state), now, now + STATE_LASTS))
        return state

    async def give_up(self, state: str, kept: str) -> None:
        """The person said no: use the state up. Raises `InstallationExpired`."""
        now = self._clock.now()
        same = compare_digest(state.encode(), kept.encode())
        if not same or not await self._database.transact(lambda work: work.states.take(_digest(state), now)):
            raise InstallationExpired

    async def finish(self, state: str, kept: str, code: str) -> Installation:
        """Install. `state` came back from Slack, `kept` from the browser's cookie.

        Raises `InstallationExpired` and what `TokenOffice.exchange` raises.
        """
        await self.give_up(state, kept)
        installed = await self._office.exchange(code, self._clock.now())

        def save(work: UnitOfWork) -> None:
            work.installations.save(installed)
            for team_id in work.installations.teams_served(installed):
                resume_workspace(work, team_id, self._clock.now())

        await self._database.transact(save)
        log.info("installed", extra={"team": installed.team_id, "enterprise": installed.enterprise_id})
        return installed


def _digest(state: str) -> str:
    return sha256(state.encode()).hexdigest()
