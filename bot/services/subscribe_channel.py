"""Set up, change or resume a channel's daily scenario."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain.daily import Subscription
from bot.domain.errors import NotAllowed, NotInChannel
from bot.domain.library import Library
from bot.domain.scenario import Language
from bot.domain.schedule import Timetable
from bot.ports import Clock, Database, Messenger, PeopleDirectory, UnitOfWork


@dataclass(frozen=True, slots=True)
class Order:
    """What a person asks for in the set-up form."""

    team_id: str
    channel_id: str
    user_id: str
    pack_id: str
    languages: tuple[Language, ...]
    timetable: Timetable


class SubscribeChannel:
    """Keeps subscriptions. Whoever set a channel up, and workspace admins, may change it."""

    def __init__(
        self,
        database: Database,
        messenger: Messenger,
        people: PeopleDirectory,
        library: Library,
        clock: Clock,
    ) -> None:
        self._database = database
        self._messenger = messenger
        self._people = people
        self._library = library
        self._clock = clock

    async def current(self, channel_id: str) -> Subscription | None:
        """The channel's subscription, to fill in the form."""
        return await self._database.transact(lambda work: work.subscriptions.of_channel(channel_id))

    async def __call__(self, order: Order) -> Subscription:
        """Store the order; the first post is the next due time from now on.

        Raises `NotAllowed`, `NotInChannel` or `UnknownPack`. The same order again changes nothing.
        """
        self._library.pack(order.pack_id)
        admin = await self._people.is_admin(order.team_id, order.user_id)
        if not await self._messenger.can_post(order.channel_id):
            raise NotInChannel(channel=order.channel_id)

        def save(work: UnitOfWork) -> Subscription:
            known = work.subscriptions.of_channel(order.channel_id)
            if known and known.created_by != order.user_id and not admin:
                raise NotAllowed(owner=known.created_by)
            wanted = self._wanted(order, known)
            work.subscriptions.save(wanted)
            return wanted

        return await self._database.transact(save)

    def _wanted(self, order: Order, known: Subscription | None) -> Subscription:
        wanted = Subscription(
            team_id=order.team_id,
            channel_id=order.channel_id,
            pack_id=order.pack_id,
            languages=order.languages,
            timetable=order.timetable,
            created_by=known.created_by if known else order.user_id,
            ready_at=order.timetable.next_due(self._clock.now()),
        )
        if known is None:
            return wanted
        return replace(wanted, attempts=known.attempts, pass_mark=known.pass_mark)
