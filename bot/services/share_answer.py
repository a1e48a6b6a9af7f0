"""Share an answer once, however often and at whichever replica the button is pressed."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

from bot.domain.daily import Place
from bot.ports import Clock, Database

REMEMBERED = timedelta(days=1)
"""Longer than anybody keeps an ephemeral answer in view, whose button goes once it has been pressed."""


class ShareAnswer:
    """Knows which answers have been shared: by the person, the channel, the question and the scenario."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def first(self, place: Place, user_id: str, origin: str, scenario_id: str) -> bool:
        """Whether it is to be shared now. From then on it counts as shared: better never than twice."""
        now, digest = self._clock.now(), _digest(*place, user_id, origin, scenario_id)
        return await self._database.transact(lambda work: work.states.first(digest, now, now + REMEMBERED))

    async def failed(self, place: Place, user_id: str, origin: str, scenario_id: str) -> None:
        """It could not be shared for certain; so it may be tried again."""
        now, digest = self._clock.now(), _digest(*place, user_id, origin, scenario_id)
        await self._database.transact(lambda work: work.states.take(digest, now))


def _digest(*what: str) -> str:
    return sha256("\n".join(("shared", *what)).encode()).hexdigest()
