"""What a workspace asked of late and did not get, for all of its full members to see."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.errors import GuestsMayNot
from bot.domain.library import Library
from bot.domain.results import RecentGaps
from bot.ports import Clock, PeopleDirectory
from bot.services.list_gaps import ListGaps

SHOWN_GAPS = 10


class ShowGaps:
    """Lists a workspace's gaps with the scenarios that came nearest."""

    def __init__(self, list_gaps: ListGaps, people: PeopleDirectory, library: Library, clock: Clock) -> None:
        self._list_gaps = list_gaps
        self._people = people
        self._library = library
        self._clock = clock

    async def __call__(self, team_id: str, user_id: str, days: int = 30) -> RecentGaps:
        """The gaps of the last `days` days; 0 means ever. They come from channels that guests don't
        see: raises `GuestsMayNot` or `PersonUnknown`."""
        if await self._people.is_guest(team_id, user_id):
            raise GuestsMayNot
        since = self._clock.now() - timedelta(days=days) if days else None
        found = await self._list_gaps(SHOWN_GAPS, since, team_id)
        near = {gap.nearest for gap in found.gaps}
        scenarios = (scenario for pack in self._library.packs for scenario in pack.scenarios)
        return RecentGaps(found, days, {each.id: each for each in scenarios if each.id in near})
