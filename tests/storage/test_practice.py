"""What people remember, on both engines."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.practice import Card, Rating, Review
from bot.domain.privacy import NOBODY
from bot.storage import SqlDatabase
from tests.storage.samples import MINUTE, NOON

CARD = Card("T1", "U1", "scs", "a", NOON + MINUTE, 2, 1, 2.3065, 2.118, NOON)
REVIEW = Review("T1", "U1", "view:V1:0", "scs", "a", Rating.HARD, 45, NOON)


async def save(database: SqlDatabase, *cards: Card) -> None:
    for card in cards:
        await database.transact(lambda work, card=card: work.cards.save(card))  # type: ignore[misc]


async def add(database: SqlDatabase, review: Review) -> Review | None:
    return await database.transact(lambda work: work.reviews.add(review))


async def test_a_card_comes_back_as_it_was_saved(database: SqlDatabase) -> None:
    await save(database, CARD)
    assert await database.transact(lambda work: work.cards.of("T1", "U1", "scs", "a")) == CARD


async def test_a_card_that_is_saved_again_is_replaced(database: SqlDatabase) -> None:
    later = replace(CARD, due_at=NOON + 9 * MINUTE, stability=99.5, step=None)
    await save(database, CARD, later)
    assert await database.transact(lambda work: work.cards.of_person("T1", "U1")) == [later]


async def test_a_persons_cards_come_in_order_and_without_anybody_elses(database: SqlDatabase) -> None:
    mine = [replace(CARD, scenario_id=id_) for id_ in ("B", "a", "b")]
    await save(database, mine[2], mine[0], mine[1], replace(CARD, user_id="U2"), replace(CARD, team_id="T2"))
    assert await database.transact(lambda work: work.cards.of_person("T1", "U1")) == mine


async def test_an_unknown_card_is_none(database: SqlDatabase) -> None:
    assert await database.transact(lambda work: work.cards.of("T1", "U1", "scs", "a")) is None


async def test_a_review_comes_back_as_it_was_added(database: SqlDatabase) -> None:
    added = await add(database, REVIEW)
    assert added is not None
    assert added == replace(REVIEW, id=added.id)
    assert await database.transact(lambda work: work.reviews.of_person("T1", "U1")) == [added]


async def test_a_review_is_added_once(database: SqlDatabase) -> None:
    assert await add(database, REVIEW)
    assert await add(database, replace(REVIEW, points=99)) is None


async def test_one_post_is_a_review_for_each_who_answered_it(database: SqlDatabase) -> None:
    assert await add(database, replace(REVIEW, origin="post:1"))
    assert await add(database, replace(REVIEW, origin="post:1", user_id="U2"))


async def test_a_form_is_taken_once_it_was_counted_be_it_as_nobodys(database: SqlDatabase) -> None:
    await add(database, REVIEW)
    await add(database, replace(REVIEW, user_id=NOBODY, origin="view:V2:0"))
    asked = [("U1", "view:V1:0"), ("U1", "view:V2:0"), ("U2", "view:V1:0"), ("U1", "view:V1:1")]
    taken = [
        await database.transact(lambda work, who=who, origin=origin: work.reviews.taken("T1", who, origin))  # type: ignore[misc]
        for who, origin in asked
    ]
    assert taken == [True, True, False, False]


async def test_a_review_that_came_to_something_else_is_corrected_once(database: SqlDatabase) -> None:
    added = await add(database, REVIEW)
    assert added
    await add(database, replace(REVIEW, user_id="U2"))
    better = replace(REVIEW, rating=Rating.EASY, points=100, reviewed_at=NOON + MINUTE)
    assert await database.transact(lambda work: work.reviews.correct(better))
    assert not await database.transact(lambda work: work.reviews.correct(better))
    assert await database.transact(lambda work: work.reviews.of_person("T1", "U1")) == [
        replace(better, id=added.id)
    ]
    assert (await database.transact(lambda work: work.reviews.of_person("T1", "U2")))[0].points == 45


async def test_the_reviews_of_one_scenario_come_in_order_of_time(database: SqlDatabase) -> None:
    later = await add(database, replace(REVIEW, reviewed_at=NOON + MINUTE))
    earlier = await add(database, replace(REVIEW, origin="post:1"))
    await add(database, replace(REVIEW, origin="post:2", scenario_id="b"))
    found = await database.transact(lambda work: work.reviews.of_scenario("T1", "U1", "scs", "a"))
    assert found == [earlier, later]
