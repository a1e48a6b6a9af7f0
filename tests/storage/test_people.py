"""People's settings and vacations, on both engines."""

from dataclasses import replace
from datetime import date

from bot.domain.people import Absence, Person
from bot.domain.scenario import Language
from bot.ports import UnitOfWork
from bot.storage import SqlDatabase
from tests.storage.samples import NOON

PERSON = Person("T1", "U1", Language.JA, hidden=True)
ABSENCE = Absence("T1", "U1", date(2026, 11, 3), date(2026, 11, 9), NOON)


async def save(database: SqlDatabase, *people: Person) -> None:
    def work(unit: UnitOfWork) -> None:
        for person in people:
            unit.people.save(person)

    await database.transact(work)


async def add(database: SqlDatabase, **changes: object) -> Absence | None:
    absence = replace(ABSENCE, **changes)  # type: ignore[arg-type] # a test's shorthand
    return await database.transact(lambda work: work.absences.add(absence))


async def test_a_person_comes_back_as_they_were_saved(database: SqlDatabase) -> None:
    await save(database, PERSON)
    assert await database.transact(lambda work: work.people.of("T1", "U1")) == PERSON


async def test_somebody_who_chose_nothing_has_the_defaults(database: SqlDatabase) -> None:
    await save(database, PERSON)
    assert await database.transact(lambda work: work.people.of("T1", "U2")) == Person("T1", "U2")
    assert await database.transact(lambda work: work.people.of("T2", "U1")) == Person("T2", "U1")


async def test_saving_again_replaces_what_was_chosen(database: SqlDatabase) -> None:
    await save(database, PERSON, Person("T1", "U1"))
    assert await database.transact(lambda work: work.people.of("T1", "U1")) == Person("T1", "U1")


async def test_hidden_people_are_those_of_the_workspace(database: SqlDatabase) -> None:
    await save(database, PERSON, replace(PERSON, team_id="T2", user_id="U2"), Person("T1", "U3"))
    assert await database.transact(lambda work: work.people.hidden("T1")) == {"U1"}


async def test_a_vacation_comes_back_as_it_was_announced(database: SqlDatabase) -> None:
    added = await add(database)
    assert added is not None
    assert added == replace(ABSENCE, id=added.id)
    assert await database.transact(lambda work: work.absences.of_person("T1", "U1")) == [added]


async def test_one_vacation_begins_on_a_day(database: SqlDatabase) -> None:
    assert await add(database)
    assert await add(database, last=date(2026, 12, 1)) is None
    assert await add(database, user_id="U2")
    assert await add(database, team_id="T2")


async def test_vacations_come_in_order_of_person_and_first_day(database: SqlDatabase) -> None:
    for user, day in (("U2", 1), ("U1", 20), ("U1", 3)):
        await add(database, user_id=user, first=date(2026, 11, day), last=date(2026, 11, day))
    await add(database, team_id="T2")
    everybody = await database.transact(lambda work: work.absences.of_team("T1"))
    assert [(a.user_id, a.first.day) for a in everybody] == [("U1", 3), ("U1", 20), ("U2", 1)]
    hers = await database.transact(lambda work: work.absences.of_person("T1", "U1"))
    assert [a.first.day for a in hers] == [3, 20]


async def test_a_vacation_is_removed_once_and_only_as_its_persons_own(database: SqlDatabase) -> None:
    added = await add(database)
    assert added is not None
    stranger = replace(added, user_id="U2")
    assert not await database.transact(lambda work: work.absences.remove(stranger))
    assert await database.transact(lambda work: work.absences.remove(added))
    assert not await database.transact(lambda work: work.absences.remove(added))
