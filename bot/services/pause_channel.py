"""Pause a channel's daily scenario, and let it go on."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.daily import Subscription
from bot.domain.errors import NotInChannel, NotSetUp
from bot.domain.results import Subscribed
from bot.ports import Calendars, Clock, Database, Messenger, PeopleDirectory, UnitOfWork
from bot.services.days_off import free_dues
from bot.services.subscribe_channel import may_change, not_yours, read_back

BY_REQUEST = "by_request"


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
        clock: Clock,
        calendars: Calendars,
    ) -> None:
        self._database = database
        self._messenger = messenger
        self._people = people
        self._clock = clock
        self._calendars = calendars

    async def pause(self, team_id: str, channel_id: str, user_id: str) -> None:
        """Post nothing from now on. Pausing again changes nothing, not even why.

        Raises `NotSetUp` or `NotYours`.
        """
        admin = await self._people.is_admin(team_id, user_id)

        def stop(work: UnitOfWork) -> None:
            known = _changeable(work, team_id, channel_id, user_id, admin=admin)
            if known.ready_at is not None:
                work.subscriptions.save(replace(known, ready_at=None, paused_because=BY_REQUEST))

        await self._database.transact(stop)

    async def resume(self, team_id: str, channel_id: str, user_id: str) -> Subscribed:
        """Go on with the next day that is due; what has passed meanwhile is not made up for. Resuming what
        runs changes nothing.

        Raises `NotSetUp`, `NotYours` or `NotInChannel`.
        """
        admin = await self._people.is_admin(team_id, user_id)
        present = await self._messenger.can_post(team_id, channel_id)

        def go_on(work: UnitOfWork) -> Subscribed:
            known = _changeable(work, team_id, channel_id, user_id, admin=admin)
            if known.ready_at is None:
                if not present:
                    raise NotInChannel(channel=channel_id)
                due = next(free_dues(work, known.place, known.timetable, self._clock.now()))
                work.subscriptions.save(replace(known, ready_at=due, paused_because=None))
            resumed = read_back(work, known.place, self._calendars)
            assert resumed is not None, "it is running now"
            return resumed

        return await self._database.transact(go_on)


def _changeable(
    work: UnitOfWork, team_id: str, channel_id: str, user_id: str, *, admin: bool
) -> Subscription:
    known = work.subscriptions.of_channel(team_id, channel_id)
    if known is None:
        raise NotSetUp
    if not may_change(known, team_id, user_id, admin=admin):
        raise not_yours(known, team_id)
    return known
