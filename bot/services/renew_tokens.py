"""Renew the tokens that rotate, before they expire. Whoever moved `refresh_at` forward is the only one at it;
the old token serves meanwhile."""

from __future__ import annotations

import logging
from collections.abc import Awaitable
from datetime import timedelta

from bot.domain.installations import Installation
from bot.ports import Clock, Database, NotNow, OutcomeUnknown, Refused, TokenOffice
from bot.services.apart import drain

log = logging.getLogger(__name__)

VISIBILITY = timedelta(minutes=5)
"""After a failure the next try comes then; there is time for 24 of them."""


class RenewTokens:
    """One turn of the scheduler; safe in any number of processes at once."""

    def __init__(self, database: Database, office: TokenOffice, clock: Clock) -> None:
        self._database = database
        self._office = office
        self._clock = clock

    async def __call__(self) -> None:
        """Renew what is due, until nothing is."""
        await drain(self._take)

    async def _take(self, room: int) -> list[Awaitable[None]]:
        now = self._clock.now()
        due = await self._database.claim(
            lambda work: work.installations.take_renewals(now, now + VISIBILITY, room)
        )
        return [self._renew(installation) for installation in due]

    async def _renew(self, old: Installation) -> None:
        assert old.refresh_token, "only such as have one fall due"
        where = {"team": old.team_id, "enterprise": old.enterprise_id}
        try:
            granted = await self._office.renew(old.refresh_token, self._clock.now())
        except (Refused, NotNow, OutcomeUnknown) as error:
            log.error("a token could not be renewed", extra={**where, "why": str(error)})
            return
        new = old.with_token(granted)
        if not await self._database.transact(lambda work: work.installations.renew(old, new)):
            log.info("installed again meanwhile, the renewed token goes", extra=where)
