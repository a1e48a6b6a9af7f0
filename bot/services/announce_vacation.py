"""Announce a vacation, so that the days missed meanwhile don't break a streak."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.errors import TooManyVacations, VacationBackwards, VacationPast, VacationTooFar
from bot.domain.people import Absence
from bot.ports import Clock, Database, PeopleDirectory, UnitOfWork

LONGEST_AHEAD = timedelta(days=366)
MOST_AHEAD = 8
"""How many vacations a person may have announced at once: as many as the App Home lists."""

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Vacations:
    """A person's vacations that aren't over, in order, on their own date `day` in their time `zone`."""

    absences: tuple[Absence, ...]
    day: date
    zone: str


class AnnounceVacation:
    """Keeps a person's vacations. A day is the person's own date, by their time zone in Slack."""

    def __init__(self, database: Database, people: PeopleDirectory, clock: Clock) -> None:
        self._database = database
        self._people = people
        self._clock = clock

    async def current(self, team_id: str, user_id: str) -> Vacations:
        """The vacations that aren't over."""
        zone = await self._people.time_zone(team_id, user_id)
        return await self._database.transact(lambda work: self._ahead(work, team_id, user_id, zone))

    async def __call__(self, team_id: str, user_id: str, first: date, last: date) -> Vacations:
        """Announce the days from `first` to `last`. What touches another vacation that isn't over becomes
        one with it, so the same announcement again changes nothing.

        Raises `VacationPast`, `VacationBackwards`, `VacationTooFar` or `TooManyVacations`.
        """
        zone = await self._people.time_zone(team_id, user_id)
        now = self._clock.now()
        today = now.astimezone(ZoneInfo(zone)).date()
        if first < today:
            raise VacationPast(field="first", today=today.isoformat())
        if last < first:
            raise VacationBackwards(field="last")
        if last - today > LONGEST_AHEAD:
            raise VacationTooFar(field="last", until=(today + LONGEST_AHEAD).isoformat())
        wanted = Absence(team_id, user_id, first, last, announced_at=now)

        def announce(work: UnitOfWork) -> Vacations:
            _join(work, wanted, today)
            return self._ahead(work, team_id, user_id, zone)

        return await self._database.transact(announce)

    async def end(self, team_id: str, user_id: str, absence_id: int) -> Vacations:
        """End a vacation now: one that has begun keeps its days up to today, one ahead is forgotten. One
        that the person doesn't have (any more) changes nothing."""
        zone = await self._people.time_zone(team_id, user_id)

        def cut(work: UnitOfWork) -> Vacations:
            ahead = self._ahead(work, team_id, user_id, zone)
            for absence in ahead.absences:
                if absence.id == absence_id:
                    work.absences.remove(absence)
                    if absence.first <= ahead.day:
                        work.absences.add(replace(absence, last=ahead.day))
            return self._ahead(work, team_id, user_id, zone)

        return await self._database.transact(cut)

    def _ahead(self, work: UnitOfWork, team_id: str, user_id: str, zone: str) -> Vacations:
        return vacations_of(work, team_id, user_id, zone, self._clock.now())


def vacations_of(work: UnitOfWork, team_id: str, user_id: str, zone: str, now: datetime) -> Vacations:
    """The person's vacations that aren't over, within a transaction."""
    today = now.astimezone(ZoneInfo(zone)).date()
    announced = work.absences.of_person(team_id, user_id)
    return Vacations(tuple(absence for absence in announced if absence.last >= today), today, zone)


def _join(work: UnitOfWork, wanted: Absence, today: date) -> None:
    """Store the vacation as one with those that it touches. Only one that holds today keeps when it was
    announced: a vacation from now on must not excuse a day whose scenario has closed already."""
    ahead = [
        absence
        for absence in work.absences.of_person(wanted.team_id, wanted.user_id)
        if absence.last >= today
    ]
    touched = [
        absence
        for absence in ahead
        if absence.first <= wanted.last + A_DAY and wanted.first <= absence.last + A_DAY
    ]
    if len(ahead) - len(touched) >= MOST_AHEAD:
        raise TooManyVacations(field="first", most=MOST_AHEAD)
    for absence in touched:
        work.absences.remove(absence)
    joined = replace(
        wanted,
        first=min(absence.first for absence in (wanted, *touched)),
        last=max(absence.last for absence in (wanted, *touched)),
        announced_at=min(
            (absence.announced_at for absence in touched if absence.covers(today)),
            default=wanted.announced_at,
        ),
    )
    added = work.absences.add(joined)
    assert added is not None, "whatever began on that day was one of those it touched"
