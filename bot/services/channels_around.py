"""In which channels a person can see a scenario today, whether or not they ever took part.

Slack tells who is in a channel for a permission that the bot does without. So it goes by what it hears: a
channel from which messages come as those of a public one is everybody's to see, and where a workspace has few
of them, they are shown to all its full members.

Each message is heard by one replica, so what it tells stands in the database: a channel that was made private
must not be shown by those that have not heard of it.
"""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

from cachetools import TTLCache

from bot.domain.daily import Place, PostStage
from bot.domain.errors import BotError, PersonUnknown
from bot.ports import Clock, Database, PeopleDirectory, UnitOfWork
from bot.services.open_rounds import OpenRounds

FEW = 3
REMEMBERED = timedelta(days=7)
"""Our own post of every day, as Slack delivers it to us, tells it anew."""

HEARD, HEARD_SECONDS = 100_000, 24 * 3600
"""What a replica has written down it need not write again with each message."""


class ChannelsAround:
    """Knows which channels are public."""

    def __init__(
        self, database: Database, open_rounds: OpenRounds, people: PeopleDirectory, clock: Clock
    ) -> None:
        self._database = database
        self._open_rounds = open_rounds
        self._people = people
        self._clock = clock
        self._heard: TTLCache[Place, bool] = TTLCache(HEARD, HEARD_SECONDS)

    def is_news(self, place: Place, public: bool) -> bool:
        """Whether a message that came from there tells something, which is to be kept by `heard` then."""
        return self._heard.get(place) is not public

    async def heard(self, place: Place, public: bool) -> None:
        """A message came from there. Without the database the next one will do."""
        self._heard[place] = public
        now, digest = self._clock.now(), _digest(place)

        def keep(work: UnitOfWork) -> None:
            if public:
                work.states.keep(digest, now, now + REMEMBERED)
            else:
                work.states.take(digest, now)

        try:
            await self._database.claim(keep)
        except BotError:
            self._heard.pop(place, None)

    async def __call__(self, team_id: str, user_id: str) -> list[str]:
        """The channels with an open scenario that this person can see, if those are few."""
        channels = await self._public(team_id)
        if not 0 < len(channels) <= FEW:
            return []
        try:
            guest = await self._people.is_guest(team_id, user_id)
        except PersonUnknown:
            return []
        return [] if guest else channels

    async def _public(self, team_id: str) -> list[str]:
        """The workspace's public channels with an open scenario, in order."""
        posts = self._open_rounds.of_team(team_id)
        open_ = {_digest(post.place): post.channel_id for post in posts if post.stage is PostStage.OPEN}
        if not open_:
            return []
        now = self._clock.now()
        known = await self._database.transact(lambda work: work.states.known(list(open_), now))
        return sorted(open_[digest] for digest in known)


def _digest(place: Place) -> str:
    return sha256("\n".join(("public", *place)).encode()).hexdigest()
