"""In which channels a person can see a scenario today, whether or not they ever took part.

Slack tells who is in a channel for a permission that the bot does without. So it goes by what it hears: a
channel from which messages come as those of a public one is everybody's to see, and where a workspace has few
of them, they are shown to all its full members.
"""

from __future__ import annotations

from cachetools import TTLCache

from bot.domain.daily import PostStage
from bot.domain.errors import PersonUnknown
from bot.ports import PeopleDirectory
from bot.services.open_rounds import OpenRounds

FEW = 3
REMEMBERED, REMEMBERED_SECONDS = 100_000, 7 * 24 * 3600
"""A channel can be made private. Our own post of every day, as Slack delivers it to us, tells it anew."""


class ChannelsAround:
    """Remembers, in this process, which channels are public."""

    def __init__(self, open_rounds: OpenRounds, people: PeopleDirectory) -> None:
        self._open_rounds = open_rounds
        self._people = people
        self._public: TTLCache[str, bool] = TTLCache(REMEMBERED, REMEMBERED_SECONDS)

    def heard(self, channel_id: str, public: bool) -> None:
        """A message came from there."""
        if public:
            self._public[channel_id] = True
        else:
            self._public.pop(channel_id, None)

    async def __call__(self, team_id: str, user_id: str) -> list[str]:
        """The channels with an open scenario that this person can see, if those are few."""
        posts = self._open_rounds.of_team(team_id)
        channels = {post.channel_id for post in posts if post.stage is PostStage.OPEN} & self._public.keys()
        if not 0 < len(channels) <= FEW:
            return []
        try:
            guest = await self._people.is_guest(team_id, user_id)
        except PersonUnknown:
            return []
        return [] if guest else sorted(channels)
