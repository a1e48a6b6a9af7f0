from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.practice import Card, Rating, Review
from bot.memory import FsrsMemory

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
MEMORY = FsrsMemory()

ratings = st.sampled_from(Rating)


def review(rating: Rating, at: datetime = NOON) -> Review:
    return Review("T1", "U1", f"view:{at}", "scs", "a", rating, 50, at)


def after(*ratings: Rating) -> Card:
    """The card after these ratings, each on the day it was due."""
    card = None
    for rating in ratings:
        card = MEMORY.after(card, review(rating, card.due_at if card else NOON))
    assert card is not None
    return card


def test_a_first_card_belongs_to_the_person_and_scenario_of_its_review() -> None:
    card = after(Rating.GOOD)
    assert (card.team_id, card.user_id, card.pack_id, card.scenario_id) == ("T1", "U1", "scs", "a")
    assert card.reviewed_at == NOON


@given(st.lists(ratings, min_size=1, max_size=8))
def test_nothing_comes_up_again_on_the_same_day_and_always_after_whole_days(given_: list[Rating]) -> None:
    card = after(*given_)
    assert card.reviewed_at is not None
    assert card.due_at - card.reviewed_at >= DAY
    assert (card.due_at - card.reviewed_at) % DAY == timedelta(0)


@given(st.lists(ratings, max_size=6))
def test_the_better_it_was_remembered_the_later_it_comes_up(before: list[Rating]) -> None:
    dues = [after(*before, rating).due_at for rating in Rating]
    assert dues == sorted(dues)


@given(st.lists(ratings, min_size=1, max_size=6))
def test_the_same_reviews_always_make_the_same_card(given_: list[Rating]) -> None:
    assert after(*given_) == after(*given_)


def test_recall_is_sure_at_first_nine_in_ten_when_due_and_falls_on() -> None:
    card = after(Rating.GOOD, Rating.GOOD)
    chances = [
        MEMORY.recall(card, at) for at in (card.reviewed_at or NOON, card.due_at, card.due_at + 99 * DAY)
    ]
    assert chances[0] == 1.0
    assert abs(chances[1] - 0.9) < 0.01
    assert 0 < chances[2] < chances[1]


def test_what_was_answered_earlier_but_is_counted_later_turns_no_time_back() -> None:
    card = after(Rating.GOOD)
    late = MEMORY.after(card, review(Rating.AGAIN, NOON - 3 * DAY))
    assert late.reviewed_at == NOON
    assert late.due_at > NOON


def test_any_zone_will_do() -> None:
    tokyo = NOON.astimezone(datetime.strptime("+0900", "%z").tzinfo)
    assert MEMORY.after(None, review(Rating.GOOD, tokyo)) == after(Rating.GOOD)


def test_a_card_that_was_never_reviewed_is_not_remembered() -> None:
    fresh = replace(after(Rating.GOOD), stability=None, difficulty=None, reviewed_at=None)
    assert MEMORY.recall(fresh, NOON) == 0
