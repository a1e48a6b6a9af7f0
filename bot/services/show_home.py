"""Everything that a person's App Home shows."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.daily import Post
from bot.domain.library import Library
from bot.domain.results import Accuracy, Home, PackAccuracy
from bot.domain.scenario import Pack
from bot.ports import Clock, Database, PeopleDirectory, UnitOfWork
from bot.services.announce_vacation import vacations_of
from bot.services.show_today import ShowToday


class ShowHome:
    """Reads a person's channels, how they do in each exam domain, and what they chose. `people` are as Slack
    knows them: a choice is read with the rest."""

    def __init__(
        self,
        database: Database,
        show_today: ShowToday,
        people: PeopleDirectory,
        library: Library,
        clock: Clock,
    ) -> None:
        self._database = database
        self._show_today = show_today
        self._people = people
        self._library = library
        self._clock = clock

    async def __call__(self, team_id: str, user_id: str) -> Home:
        """The person's page."""
        channels = tuple(await self._show_today.home(team_id, user_id))
        zone = await self._people.time_zone(team_id, user_id)
        slacks = await self._people.language(team_id, user_id)

        def read(work: UnitOfWork) -> Home:
            vacations = vacations_of(work, team_id, user_id, zone, self._clock.now())
            person = work.people.of(team_id, user_id)
            return Home(
                person=person,
                channels=channels,
                accuracy=accuracy(self._library.packs, work.replies.best_of_person(team_id, user_id)),
                absences=vacations.absences,
                day=vacations.day,
                zone=zone,
                language=person.language or slacks,
            )

        return await self._database.transact(read)


def accuracy(packs: Iterable[Pack], best: Iterable[tuple[Post, int]]) -> tuple[PackAccuracy, ...]:
    """How well somebody does whose best scores at these posts those are, in every domain of the packs of
    which they answered anything. Scenarios that are gone from their pack are left out."""
    scores: dict[tuple[str, str], list[int]] = {}
    known = {pack.id: pack for pack in packs}
    for post, points in best:
        pack = known.get(post.pack_id)
        if pack is not None and post.scenario_id in pack:
            domain = pack.scenario(post.scenario_id).domain
            scores.setdefault((pack.id, domain), []).append(points)
    answered = {pack_id for pack_id, _ in scores}
    return tuple(_of_pack(pack, scores) for pack in known.values() if pack.id in answered)


def _of_pack(pack: Pack, scores: dict[tuple[str, str], list[int]]) -> PackAccuracy:
    def of(domain: str) -> list[int]:
        return scores.get((pack.id, domain), [])

    return PackAccuracy(
        pack,
        tuple(
            Accuracy(domain, sum(got) / (100 * len(got)) if got else 0.0, len(got))
            for domain in pack.domains
            for got in [of(domain.name.en)]
        ),
    )
