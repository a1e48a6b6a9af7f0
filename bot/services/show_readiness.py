"""How much of an exam a person would still remember, as far as their answers tell."""

from __future__ import annotations

from collections import Counter

from bot.domain.library import Library
from bot.domain.practice import Readiness, readiness
from bot.ports import Clock, Database, Memory, UnitOfWork
from bot.services.practise import packs_of


class ShowReadiness:
    """Reads cards and reviews."""

    def __init__(self, database: Database, library: Library, memory: Memory, clock: Clock) -> None:
        self._database = database
        self._library = library
        self._memory = memory
        self._clock = clock

    async def __call__(self, team_id: str, user_id: str) -> list[Readiness]:
        """The person's readiness in every pack that they have met."""
        now = self._clock.now()

        def read(work: UnitOfWork) -> list[Readiness]:
            cards = work.cards.of_person(team_id, user_id)
            asked = Counter(
                (review.pack_id, review.scenario_id) for review in work.reviews.of_person(team_id, user_id)
            )
            return [
                readiness(
                    pack,
                    cards,
                    {scenario.id: asked[pack.id, scenario.id] for scenario in pack.scenarios},
                    lambda card: self._memory.recall(card, now),
                )
                for pack in packs_of(work, self._library, team_id, user_id)
            ]

        return await self._database.transact(read)
