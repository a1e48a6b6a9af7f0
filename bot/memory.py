"""The model of memory: FSRS, through the package `fsrs`.

Its parameters are those that ship with it, fitted to hundreds of millions of reviews of flash cards; nobody
here has enough reviews for parameters of their own.
"""

from __future__ import annotations

from datetime import UTC, datetime

import fsrs

from bot.domain.practice import Card, Review


class FsrsMemory:
    """`bot.ports.Memory`.

    Without FSRS's random fuzz, so that replicas agree and a delivery that comes again changes nothing.
    Without its learning steps of minutes: who has just read the model answer isn't asked again today, so
    every interval is whole days.
    """

    def __init__(self) -> None:
        self._scheduler = fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)

    def after(self, card: Card | None, review: Review) -> Card:
        at = review.reviewed_at
        if card is not None and card.reviewed_at is not None:
            at = max(at, card.reviewed_at)  # answered earlier, but counted later: time doesn't run backwards
        before = _known(card) if card else fsrs.Card(card_id=0, due=at.astimezone(UTC))
        held, _ = self._scheduler.review_card(before, fsrs.Rating(review.rating), at.astimezone(UTC))
        return Card(
            team_id=review.team_id,
            user_id=review.user_id,
            pack_id=review.pack_id,
            scenario_id=review.scenario_id,
            due_at=held.due,
            state=held.state.value,
            step=held.step,
            stability=held.stability,
            difficulty=held.difficulty,
            reviewed_at=held.last_review,
        )

    def recall(self, card: Card, at: datetime) -> float:
        return float(self._scheduler.get_card_retrievability(_known(card), at.astimezone(UTC)))


def _known(card: Card) -> fsrs.Card:
    return fsrs.Card(
        card_id=0,  # without one the package makes one up, of the clock, and sleeps to make it unique
        state=fsrs.State(card.state),
        step=card.step,
        stability=card.stability,
        difficulty=card.difficulty,
        due=card.due_at,
        last_review=card.reviewed_at,
    )
