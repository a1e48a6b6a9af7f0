"""Set up, change or resume a channel's daily scenario."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import takewhile

from bot.domain.daily import DEFAULT_ATTEMPTS, DEFAULT_PASS_MARK, Answering, Place, Subscription
from bot.domain.errors import (
    BadNumber,
    BadTimetable,
    GuestsMayNot,
    NotAllowed,
    NothingFits,
    NotInChannel,
    NotYours,
)
from bot.domain.library import Library
from bot.domain.privacy import NOBODY
from bot.domain.results import Rest, Subscribed
from bot.domain.scenario import Language
from bot.domain.schedule import Timetable
from bot.domain.selection import narrowed, posts_without_repeating
from bot.ports import Calendars, Clock, Database, Messenger, PeopleDirectory, UnitOfWork
from bot.services.days_off import free_dues, rest_on, upcoming_posts
from bot.services.sharing import changed_in

UPCOMING = 5
MOST_ATTEMPTS = 10
MOST_POINTS = 100


@dataclass(frozen=True, slots=True)
class Order:
    """What a person asks for in the set-up form."""

    team_id: str
    channel_id: str
    user_id: str
    pack_id: str
    languages: tuple[Language, ...]
    timetable: Timetable
    answering: Answering = Answering.EITHER
    attempts: int = DEFAULT_ATTEMPTS
    pass_mark: int = DEFAULT_PASS_MARK
    domains: frozenset[str] = frozenset()
    difficulties: frozenset[int] = frozenset()
    recaps: bool = True

    @property
    def place(self) -> Place:
        """Whose subscription it becomes, and where."""
        return self.team_id, self.channel_id


class SubscribeChannel:
    """Keeps subscriptions. Whoever set a channel up, and workspace admins, may change it."""

    def __init__(
        self,
        database: Database,
        messenger: Messenger,
        people: PeopleDirectory,
        library: Library,
        clock: Clock,
        calendars: Calendars,
    ) -> None:
        self._database = database
        self._messenger = messenger
        self._people = people
        self._library = library
        self._clock = clock
        self._calendars = calendars

    @property
    def countries(self) -> Sequence[str]:
        """The codes of the countries whose holidays a channel can have off."""
        return self._calendars.codes

    async def current(self, team_id: str, channel_id: str) -> Subscription | None:
        """The subscription that members of the workspace would change in the channel."""
        place = (team_id, channel_id)
        return await self._database.transact(lambda work: changed_in(work, place))

    async def to_change(self, team_id: str, channel_id: str, user_id: str) -> Subscription | None:
        """The channel's subscription, to fill in the form; raises `NotYours`, `GuestsMayNot` or
        `PersonUnknown` for whoever may not send it."""
        if await self._people.is_guest(team_id, user_id):
            raise GuestsMayNot
        known = await self.current(team_id, channel_id)
        if known is not None:
            admin = await self._people.is_admin(team_id, user_id)
            if not may_change(known, team_id, user_id, admin=admin):
                raise not_yours(known, team_id)
        return known

    async def kept(self, order: Order) -> Subscribed | None:
        """The channel's order as it is kept, with the next dates, for who may change it; None if there is
        none, or it is paused. Raises `NotYours`."""
        if await self.to_change(order.team_id, order.channel_id, order.user_id) is None:
            return None
        return await self._database.transact(
            lambda work: read_back(work, order.place, self._calendars, self._library)
        )

    async def __call__(self, order: Order) -> Subscribed:
        """Store the order; the first post is the next due time from now on, on a day that the
        channel doesn't have yet.

        Raises `NotAllowed`, `GuestsMayNot`, `PersonUnknown`, `NotInChannel`, `UnknownPack`, `NothingFits`,
        `BadNumber` or `BadTimetable`. The same order again changes nothing.
        """
        self._check(order)
        if await self._people.is_guest(order.team_id, order.user_id):
            raise GuestsMayNot
        admin = await self._people.is_admin(order.team_id, order.user_id)
        if not await self._messenger.can_post(order.team_id, order.channel_id):
            raise NotInChannel(channel=order.channel_id)

        gone = await self._owner_who_left(order)

        def save(work: UnitOfWork) -> Subscribed:
            known = changed_in(work, order.place)
            if known and not may_change(known, order.team_id, order.user_id, admin=admin):
                raise NotAllowed(owner=known.created_by)
            work.subscriptions.save(self._wanted(work, order, known, gone))
            subscribed = read_back(work, order.place, self._calendars, self._library)
            assert subscribed is not None, "it was saved a line above"
            return subscribed

        return await self._database.transact(save)

    def _check(self, order: Order) -> None:
        pack = self._library.pack(order.pack_id)
        if narrowed(pack, order.domains, order.difficulties) is None:
            raise NothingFits(field="difficulty" if order.difficulties else "domains")
        numbers = (("attempts", order.attempts, MOST_ATTEMPTS), ("pass_mark", order.pass_mark, MOST_POINTS))
        for field, number, most in numbers:
            if not 1 <= number <= most:
                raise BadNumber(field=field, most=most)
        if not set(order.timetable.calendars) <= set(self._calendars.codes):
            raise BadTimetable(field="calendars", value="unknown")

    async def _owner_who_left(self, order: Order) -> str | None:
        known = await self.current(order.team_id, order.channel_id)
        owner = known.created_by if known else NOBODY
        return owner if owner != NOBODY and await self._people.has_left(order.team_id, owner) else None

    def _wanted(
        self, work: UnitOfWork, order: Order, known: Subscription | None, gone: str | None
    ) -> Subscription:
        owner = known.created_by if known and known.created_by != gone else NOBODY
        wanted = Subscription(
            team_id=order.team_id,
            channel_id=order.channel_id,
            pack_id=order.pack_id,
            languages=order.languages,
            timetable=order.timetable,
            # Who had set it up may have left or be forgotten: then the admin who changes it takes it over.
            created_by=owner or order.user_id,
            attempts=order.attempts,
            pass_mark=order.pass_mark,
            ready_at=next(free_dues(work, order.place, order.timetable, self._clock.now())),
            answering=order.answering,
            domains=order.domains,
            difficulties=order.difficulties,
            recaps=order.recaps,
        )
        if known is None or known.ready_at is None or not _at_the_same_times(known, wanted):
            return wanted
        # A post that is due this very moment stays due.
        return replace(wanted, ready_at=known.ready_at)


def not_yours(subscription: Subscription, team_id: str) -> NotAllowed:
    """Why somebody of this workspace may not change it. Whose it is, only its own workspace is told,
    unless it is nobody's any more."""
    owner = subscription.created_by
    named = owner != NOBODY and subscription.team_id == team_id
    return NotYours(owner=owner) if named else NotAllowed(owner=NOBODY)


def may_change(known: Subscription, team_id: str, user_id: str, *, admin: bool) -> bool:
    """Whether this person may change, pause or resume the channel's scenarios."""
    return known.team_id == team_id and (admin or known.created_by == user_id)


def _at_the_same_times(known: Subscription, wanted: Subscription) -> bool:
    before, after = known.timetable, wanted.timetable
    return (before.at, before.zone, before.weekdays) == (after.at, after.zone, after.weekdays)


def read_back(work: UnitOfWork, place: Place, calendars: Calendars, library: Library) -> Subscribed | None:
    """The channel's order as it is kept, with the next dates; None if there is none, or it is paused."""
    subscription = work.subscriptions.of_channel(*place)
    if subscription is None or subscription.ready_at is None:
        return None
    upcoming = list(upcoming_posts(work, subscription, calendars))
    shown = tuple(upcoming[:UPCOMING])
    rests = _rests(work, subscription, calendars, until=shown[-1]) if shown else ()
    told = Subscribed(subscription, shown, tuple(rests))
    if not library.has(subscription.pack_id):  # another version of the bot has set it up
        return told
    pack = library.pack(subscription.pack_id)
    wanted = narrowed(pack, subscription.domains, subscription.difficulties) or pack
    had = work.posts.scenarios_of([place[1]]).get(place[1], [])
    repeats = next(iter(upcoming[posts_without_repeating(wanted, had) :]), None)
    repeats_on = repeats and subscription.timetable.local_day(repeats)
    return replace(told, pack=pack, fitting=len(wanted.scenarios), repeats_on=repeats_on)


def _rests(
    work: UnitOfWork, subscription: Subscription, calendars: Calendars, until: datetime
) -> Iterator[Rest]:
    """The scheduled days before the aware instant `until` that the channel has off."""
    assert subscription.ready_at is not None, "something is upcoming"
    timetable = subscription.timetable
    dues = free_dues(work, subscription.place, timetable, subscription.ready_at - timedelta(microseconds=1))
    for due in takewhile(lambda due: due < until, dues):
        day = timetable.local_day(due)
        if (name := rest_on(calendars, timetable, day)) is not None:
            yield Rest(day, name)
