"""Practice on one's own: what is being forgotten first, then what is new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.errors import OpenInChannel
from bot.domain.library import Library
from bot.domain.practice import Card, Review, choose_new, most_forgotten, rating_of
from bot.domain.results import Practised, ToPractise
from bot.domain.scenario import Pack
from bot.ports import Clock, Database, Memory, UnitOfWork
from bot.services.marks import About, Marks


@dataclass(frozen=True, slots=True)
class Attempt:
    """A practice form as it was sent. `origin` names it uniquely."""

    team_id: str
    user_id: str
    origin: str
    pack_id: str
    scenario_id: str
    text: str


class Practise:
    """Offers scenarios to one person and keeps what they remember."""

    def __init__(self, database: Database, library: Library, memory: Memory, clock: Clock) -> None:
        self._database = database
        self._library = library
        self._memory = memory
        self._clock = clock

    async def next(self, team_id: str, user_id: str) -> ToPractise | datetime | None:
        """What the person should practise now. If there is nothing: when the next scenario is due, or None if
        none ever was.

        Scenarios that are open in a channel of the workspace are left out: practice ends with the model
        answer, and nobody knows who else reads that channel.
        """
        now = self._clock.now()

        def read(work: UnitOfWork) -> ToPractise | datetime | None:
            packs = packs_of(work, self._library, team_id, user_id)
            open_ = _open(work, team_id)
            cards = [card for card in work.cards.of_person(team_id, user_id) if _held(packs, card)]
            free = [card for card in cards if (card.pack_id, card.scenario_id) not in open_]
            if card := most_forgotten(free, lambda card: self._memory.recall(card, now), now):
                pack = self._library.pack(card.pack_id)
                return ToPractise(pack, pack.scenario(card.scenario_id), card.reviewed_at)
            for pack in packs:
                seen = {card.scenario_id for card in cards if card.pack_id == pack.id}
                barred = {scenario for pack_id, scenario in open_ if pack_id == pack.id}
                if scenario := choose_new(pack, seen, barred, f"{team_id}:{user_id}"):
                    return ToPractise(pack, scenario, None)
            return min((max(card.due_at, now) for card in cards), default=None)

        return await self._database.transact(read)

    async def answer(self, attempt: Attempt) -> Practised:
        """Grade a practice form and keep the review and the card. The same form again changes nothing and
        gets the same result.

        Raises `UnknownPack`, `UnknownScenario`, or `OpenInChannel` if the scenario was posted in a channel
        since the form was opened.
        """
        pack = self._library.pack(attempt.pack_id)
        scenario = pack.scenario(attempt.scenario_id)
        marks = Marks(self._library)

        def keep(work: UnitOfWork) -> Practised:
            score = marks.of(work, About(attempt.team_id, pack.id, scenario.id), attempt.text)
            if not work.reviews.taken(attempt.team_id, attempt.user_id, attempt.origin):
                if (pack.id, scenario.id) in _open(work, attempt.team_id):
                    raise OpenInChannel
                remember(work, self._memory, self._review(attempt, score.value))
            card = work.cards.of(attempt.team_id, attempt.user_id, pack.id, scenario.id)
            return Practised(pack, scenario, score, card.due_at if card else None)

        return await self._database.transact(keep)

    def _review(self, attempt: Attempt, points: int) -> Review:
        return Review(
            team_id=attempt.team_id,
            user_id=attempt.user_id,
            origin=attempt.origin,
            pack_id=attempt.pack_id,
            scenario_id=attempt.scenario_id,
            rating=rating_of(points),
            points=points,
            reviewed_at=self._clock.now(),
        )


def remember(work: UnitOfWork, memory: Memory, review: Review) -> None:
    """Keep a review and what follows from it for the card; nothing if it is known already. For one that has
    come to something else since, the card is worked out again from the beginning."""
    about = review.team_id, review.user_id, review.pack_id, review.scenario_id
    if work.reviews.add(review) is not None:
        work.cards.save(memory.after(work.cards.of(*about), review))
    elif work.reviews.correct(review):
        card = None
        for each in work.reviews.of_scenario(*about):
            card = memory.after(card, each)
        if card is not None:
            work.cards.save(card)


def packs_of(work: UnitOfWork, library: Library, team_id: str, user_id: str) -> list[Pack]:
    """The loaded packs that the person has met, be it in practice or by their channels' subscriptions, in the
    library's order; the default pack if they met none."""
    met = {card.pack_id for card in work.cards.of_person(team_id, user_id)}
    for channel_id in work.replies.channels_of(team_id, user_id):
        if subscription := work.subscriptions.of_channel(team_id, channel_id):
            met.add(subscription.pack_id)
    return [pack for pack in library.packs if pack.id in met] or [library.packs[0]]


def _held(packs: list[Pack], card: Card) -> bool:
    return any(pack.id == card.pack_id and card.scenario_id in pack for pack in packs)


def _open(work: UnitOfWork, team_id: str) -> set[tuple[str, str]]:
    """(pack, scenario) of everything that is open in a channel of the workspace."""
    return {(post.pack_id, post.scenario_id) for post in work.posts.unfinished() if post.team_id == team_id}
