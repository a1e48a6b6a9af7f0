"""What people remember: cards, and the reviews behind them."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from bot.domain.practice import Card, Rating, Review
from bot.domain.privacy import NOBODY
from bot.storage.ledger import Ledger, Row, insert_into, names, row_of
from bot.storage.tables import cards, reviews


class SqlCards(Ledger[Card]):
    """What people remember of each scenario."""

    kind = Card
    columns = names(Card)
    table = cards
    natural_key = ("team_id", "user_id", "pack_id", "scenario_id")

    def save(self, card: Card) -> None:
        row = row_of(card)
        insert = insert_into(cards, self._connection.dialect.name).values(row)
        self._connection.execute(insert.on_conflict_do_update(index_elements=self.natural_key, set_=row))

    def of(self, team_id: str, user_id: str, pack_id: str, scenario_id: str) -> Card | None:
        return self._find_one(team_id=team_id, user_id=user_id, pack_id=pack_id, scenario_id=scenario_id)

    def of_person(self, team_id: str, user_id: str) -> list[Card]:
        found = self._find(team_id=team_id, user_id=user_id)
        return sorted(found, key=lambda card: (card.pack_id, card.scenario_id))  # engines collate differently


class SqlReviews(Ledger[Review]):
    """Every time a scenario was answered, in practice or in a channel."""

    kind = Review
    columns = names(Review)
    table = reviews
    natural_key = ("team_id", "user_id", "origin")

    def add(self, review: Review) -> Review | None:
        added = self._add(row_of(review))
        return None if added is None else replace(review, id=added)

    def correct(self, review: Review) -> bool:
        key = {name: getattr(review, name) for name in self.natural_key}
        known = self._find_one(**key)
        if known is None or replace(review, id=known.id) == known:
            return False
        corrected = ("rating", "points", "reviewed_at")
        return self._change({name: getattr(review, name) for name in corrected}, **key) == 1

    def of_person(self, team_id: str, user_id: str) -> list[Review]:
        return self._find("reviewed_at", "id", team_id=team_id, user_id=user_id)

    def of_scenario(self, team_id: str, user_id: str, pack_id: str, scenario_id: str) -> list[Review]:
        theirs = {"team_id": team_id, "user_id": user_id, "pack_id": pack_id, "scenario_id": scenario_id}
        return self._find("reviewed_at", "id", **theirs)

    def taken(self, team_id: str, user_id: str, origin: str) -> bool:
        origins = (reviews.c.team_id == team_id) & (reviews.c.origin == origin)
        theirs = select(reviews.c.id).where(origins, reviews.c.user_id.in_([user_id, NOBODY]))
        return self._connection.scalar(theirs) is not None

    def _value(self, row: Row) -> Review:
        return Review(**row | {"rating": Rating(row["rating"])})
