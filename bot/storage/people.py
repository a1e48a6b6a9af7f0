"""People's own settings and their vacations."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import delete, select

from bot.domain.people import Absence, Person
from bot.storage.ledger import Ledger, insert_into, names, row_of
from bot.storage.tables import absences, people


class SqlPeople(Ledger[Person]):
    """What people chose for themselves."""

    kind = Person
    columns = names(Person)
    table = people
    natural_key = ("team_id", "user_id")

    def of(self, team_id: str, user_id: str) -> Person:
        return self._find_one(team_id=team_id, user_id=user_id) or Person(team_id, user_id)

    def save(self, person: Person) -> None:
        row = row_of(person)
        insert = insert_into(people, self._connection.dialect.name).values(row)
        self._connection.execute(insert.on_conflict_do_update(index_elements=self.natural_key, set_=row))

    def hidden(self, team_id: str) -> frozenset[str]:
        theirs = select(people.c.user_id).where(people.c.team_id == team_id, people.c.hidden)
        return frozenset(self._connection.scalars(theirs))


class SqlAbsences(Ledger[Absence]):
    """Announced vacations."""

    kind = Absence
    columns = names(Absence)
    table = absences
    natural_key = ("team_id", "user_id", "first")

    def add(self, absence: Absence) -> Absence | None:
        added = self._add(row_of(absence))
        return None if added is None else replace(absence, id=added)

    def of_person(self, team_id: str, user_id: str) -> list[Absence]:
        return self._find("first", team_id=team_id, user_id=user_id)

    def of_team(self, team_id: str) -> list[Absence]:
        found = self._find("first", team_id=team_id)
        return sorted(found, key=lambda absence: (absence.user_id, absence.first))  # engines collate apart

    def remove(self, absence: Absence) -> bool:
        theirs = (absences.c.team_id == absence.team_id) & (absences.c.user_id == absence.user_id)
        gone = self._connection.execute(delete(absences).where(theirs, absences.c.id == absence.id))
        return gone.rowcount == 1
