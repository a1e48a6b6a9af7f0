"""Pause a channel's daily scenario, and let it go on.

A request that is heard again after the opposite would undo it. So each is in the record, and what is in there
already changes nothing, whichever replica hears it.
"""

from __future__ import annotations

from dataclasses import replace

from bot.domain.appeals import Deed
from bot.domain.daily import Subscription
from bot.domain.errors import NotInChannel, NotSetUp, StrangeForm
from bot.domain.library import Library
from bot.domain.pauses import BY_REQUEST
from bot.domain.results import Subscribed
from bot.ports import Calendars, Clock, Database, Messenger, PeopleDirectory, UnitOfWork
from bot.services.days_off import free_dues
from bot.services.subscribe_channel import may_change, not_yours, read_back

PAUSED, RESUMED = "channel.paused", "channel.resumed"
"""What the record calls these deeds; their subject is the request."""


class PauseChannel:
    """Stops posts and starts them again. Whoever set a channel up, and workspace admins, may do it.

    While a channel is paused its days are not scheduled, so nobody's streak suffers. A scenario that is
    open stays open until it closes.
    """

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

    async def pause(self, team_id: str, channel_id: str, user_id: str, request: str = "") -> None:
        """Post nothing from now on. Pausing again changes nothing, not even why. `request` is what tells two
        requests apart, and a repetition from another one.

        Raises `NotSetUp` or `NotYours`.
        """
        admin = await self._people.is_admin(team_id, user_id)

        def stop(work: UnitOfWork) -> None:
            known = _changeable(work, team_id, channel_id, user_id, admin=admin)
            if self._is_new(work, known, user_id, PAUSED, request) and known.ready_at is not None:
                work.subscriptions.save(replace(known, ready_at=None, paused_because=BY_REQUEST))

        await self._database.transact(stop)

    async def resume(self, team_id: str, channel_id: str, user_id: str, request: str = "") -> Subscribed:
        """Go on with the next day that is due; what has passed meanwhile is not made up for. Resuming what
        runs changes nothing. `request` as above.

        Raises `NotSetUp`, `NotYours`, `NotInChannel`, or `StrangeForm` for a repetition after another pause.
        """
        admin = await self._people.is_admin(team_id, user_id)
        present = await self._messenger.can_post(team_id, channel_id)

        def go_on(work: UnitOfWork) -> Subscribed:
            known = _changeable(work, team_id, channel_id, user_id, admin=admin)
            new = self._is_new(work, known, user_id, RESUMED, request)
            if known.ready_at is None:
                if not new:
                    raise StrangeForm
                if not present:
                    raise NotInChannel(channel=channel_id)
                due = next(free_dues(work, known.place, known.timetable, self._clock.now()))
                work.subscriptions.save(replace(known, ready_at=due, paused_because=None))
            resumed = read_back(work, known.place, self._calendars, self._library)
            assert resumed is not None, "it is running now"
            return resumed

        return await self._database.transact(go_on)

    def _is_new(self, work: UnitOfWork, known: Subscription, user_id: str, action: str, request: str) -> bool:
        if request and work.deeds.is_done(*known.place, action, request):
            return False
        work.deeds.add(Deed(*known.place, user_id, action, request, self._clock.now()))
        return True


def _changeable(
    work: UnitOfWork, team_id: str, channel_id: str, user_id: str, *, admin: bool
) -> Subscription:
    known = work.subscriptions.of_channel(team_id, channel_id)
    if known is None:
        raise NotSetUp
    if not may_change(known, team_id, user_id, admin=admin):
        raise not_yours(known, team_id)
    return known
