"""Set up, change or resume a channel's daily scenario."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.daily import Subscription
from bot.domain.errors import NotAllowed, NotInChannel
from bot.domain.library import Library
from bot.domain.results import Subscribed
from bot.domain.scenario import Language
from bot.domain.schedule import Timetable
from bot.ports import Clock, Database, Messenger, PeopleDirectory, UnitOfWork

UPCOMING = 5


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

    async def kept(self, channel_id: str) -> Subscribed | None:
        """The channel's order as it is kept, with the next dates; None if there is none."""
        return await self._database.transact(lambda work: _read_back(work, channel_id))

    async def __call__(self, order: Order) -> Subscribed:
        """Store the order; the first post is the next due time from now on, on a day that the
        channel doesn't have yet.

        Raises `NotAllowed`, `NotInChannel` or `UnknownPack`. The same order again changes nothing.
        """
        self._library.pack(order.pack_id)
        admin = await self._people.is_admin(order.team_id, order.user_id)
        if not await self._messenger.can_post(order.channel_id):
            raise NotInChannel(channel=order.channel_id)

        def save(work: UnitOfWork) -> Subscribed:
            known = work.subscriptions.of_channel(order.channel_id)
            if known and known.created_by != order.user_id and not admin:
                raise NotAllowed(owner=known.created_by)
            work.subscriptions.save(self._wanted(work, order, known))
            subscribed = _read_back(work, order.channel_id)
            assert subscribed is not None, "it was saved a line above"
            return subscribed

        return await self._database.transact(save)

    def _wanted(self, work: UnitOfWork, order: Order, known: Subscription | None) -> Subscription:
        wanted = Subscription(
            team_id=order.team_id,
            channel_id=order.channel_id,
            pack_id=order.pack_id,
            languages=order.languages,
            timetable=order.timetable,
            created_by=known.created_by if known else order.user_id,
            ready_at=_free_dues(work, order.channel_id, order.timetable, self._clock.now(), 1)[0],
        )
        if known is None:
            return wanted
        wanted = replace(wanted, attempts=known.attempts, pass_mark=known.pass_mark)
        unchanged = known.timetable == wanted.timetable and known.ready_at is not None
        # A post that is due this very moment stays due.
        return replace(wanted, ready_at=known.ready_at) if unchanged else wanted


def _read_back(work: UnitOfWork, channel_id: str) -> Subscribed | None:
    subscription = work.subscriptions.of_channel(channel_id)
    if subscription is None or subscription.ready_at is None:
        return None
    later = _free_dues(work, channel_id, subscription.timetable, subscription.ready_at, UPCOMING - 1)
    return Subscribed(subscription, (subscription.ready_at, *later))


def _free_dues(
    work: UnitOfWork, channel_id: str, timetable: Timetable, after: datetime, count: int
) -> list[datetime]:
    """The next due times on days that have no post yet; a channel has one post a day."""
    taken = {post.day for post in work.posts.of_channel(channel_id)}
    dues = timetable.upcoming(after, count + len(taken))
    return [due for due in dues if timetable.local_day(due) not in taken][:count]
