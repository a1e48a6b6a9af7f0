"""Practice: how well a person remembers each scenario, and when to ask it again.

The model of memory is FSRS (https://github.com/open-spaced-repetition); a room above knows it. Here is
what is kept of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from hashlib import sha256

from bot.domain.daily import DEFAULT_PASS_MARK
from bot.domain.grading.score import PARTIAL_FROM
from bot.domain.scenario import ExamDomain, Pack, Scenario


class Rating(IntEnum):
    """How well a scenario was remembered, as FSRS counts it."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


@dataclass(frozen=True, slots=True)
class Card:
    """A person's memory of a scenario; (team, user, pack, scenario) is the natural key. `stability` is the
    days after which the chance of recall has fallen to 90 %, `difficulty` 1..10; both None before the first
    review. `state` and `step` are FSRS's own."""

    team_id: str
    user_id: str
    pack_id: str
    scenario_id: str
    due_at: datetime
    state: int
    step: int | None = None
    stability: float | None = None
    difficulty: float | None = None
    reviewed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """One time that a scenario was answered; (team, user, origin) is the natural key, so that what is
    delivered twice counts once. `origin` is `post:<id>` for a daily reply; for practice `view:<id>:<turn>`,
    since one modal keeps its id while scenario follows scenario in it."""

    team_id: str
    user_id: str
    origin: str
    pack_id: str
    scenario_id: str
    rating: Rating
    points: int
    reviewed_at: datetime
    id: int = 0


Recall = Callable[[Card], float]
"""The chance, 0..1, that what is on the card would be remembered now."""

HARD_FROM = PARTIAL_FROM
EASY_FROM = 90
ENOUGH_REVIEWS = 10
ENOUGH_IN_A_DOMAIN = 3
"""Fewer reviews than these say little about a person: one forgotten scenario would swing the estimate."""


def rating_of(points: int, pass_mark: int = DEFAULT_PASS_MARK) -> Rating:
    """How well a scenario was remembered whose answer earned this many `points` of 100.

    FSRS means by the four: forgot it; remembered it with serious difficulty; after a hesitation; easily
    (https://github.com/open-spaced-repetition/py-fsrs#quickstart). To it, hard is a memory that held, so an
    answer that isn't even partial is none; one below the pass mark held with difficulty, as it holds a
    streak, for 40 points are what naming the decisive point alone earns; and easy is left to answers that
    lack next to nothing.
    """
    if points < HARD_FROM:
        return Rating.AGAIN
    if points < pass_mark:
        return Rating.HARD
    return Rating.GOOD if points < EASY_FROM else Rating.EASY


def most_forgotten(cards: Iterable[Card], recall: Recall, now: datetime) -> Card | None:
    """Of the cards that are due, the one least likely to be remembered still; None if none is due."""
    due = [card for card in cards if card.due_at <= now]
    return min(
        due, key=lambda card: (recall(card), card.due_at, card.pack_id, card.scenario_id), default=None
    )


def choose_new(pack: Pack, seen: Container[str], barred: Container[str], seed: str) -> Scenario | None:
    """The scenario of the pack to be met next for the first time, from the domain of which most is missing
    of its share of the exam; None if everything is `seen` or `barred` (ids). Which one it is within the
    domain is a shuffle that is fixed by `seed`, so that people don't march in step."""
    open_ = [scenario for scenario in pack.scenarios if scenario.id not in seen and scenario.id not in barred]
    met = Counter(scenario.domain for scenario in pack.scenarios if scenario.id in seen)
    weights = {domain.name.en: domain.weight for domain in pack.domains}
    total = sum(weights.values()) or 1.0

    def turn(scenario: Scenario) -> tuple[float, str, bytes]:
        share = weights.get(scenario.domain, 0.0) / total
        # Rounded, so that an error in the last bit doesn't decide between domains.
        missing = round(share * (met.total() + 1) - met[scenario.domain], 9)
        return -missing, scenario.domain, sha256(f"{seed}:{scenario.id}".encode()).digest()

    return min(open_, key=turn, default=None)


@dataclass(frozen=True, slots=True)
class DomainReadiness:
    """What a person would still remember of one domain of the exam, 0..1: `recall` with the scenarios they
    never met counting 0, `recall_of_seen` over those they met, None if there are none. `reviews` is how many
    answers stand behind it."""

    domain: ExamDomain
    scenarios: int
    seen: int
    reviews: int
    recall: float
    recall_of_seen: float | None

    @property
    def enough(self) -> bool:
        """Whether there are answers enough to say anything."""
        return self.reviews >= ENOUGH_IN_A_DOMAIN


@dataclass(frozen=True, slots=True)
class Readiness:
    """What a person would still remember of a pack: its domains, and both their means weighted as the exam
    is, 0..1. `recall_of_seen` weighs only the domains that they have met anything of."""

    pack: Pack
    domains: tuple[DomainReadiness, ...]
    recall: float
    recall_of_seen: float | None

    @property
    def reviews(self) -> int:
        """How many answers stand behind it."""
        return sum(domain.reviews for domain in self.domains)

    @property
    def enough(self) -> bool:
        """Whether there are answers enough to say anything about the whole."""
        return self.reviews >= ENOUGH_REVIEWS


def readiness(pack: Pack, cards: Iterable[Card], reviews: Mapping[str, int], recall: Recall) -> Readiness:
    """A person's readiness for the pack's exam, by their `cards` of it and how often they were asked each
    scenario (`reviews`, by id). Scenarios that are gone from the pack don't count."""
    held = {card.scenario_id: recall(card) for card in cards if card.pack_id == pack.id}
    domains = tuple(_domain_readiness(pack, domain, held, reviews) for domain in pack.domains)
    met = [(found.domain.weight, found.recall_of_seen) for found in domains]
    return Readiness(
        pack=pack,
        domains=domains,
        recall=_mean((found.domain.weight, found.recall) for found in domains) or 0.0,
        recall_of_seen=_mean((weight, recalled) for weight, recalled in met if recalled is not None),
    )


def _domain_readiness(
    pack: Pack, domain: ExamDomain, held: Mapping[str, float], reviews: Mapping[str, int]
) -> DomainReadiness:
    ids = [scenario.id for scenario in pack.scenarios if scenario.domain == domain.name.en]
    recalled = [held[id_] for id_ in ids if id_ in held]
    return DomainReadiness(
        domain=domain,
        scenarios=len(ids),
        seen=len(recalled),
        reviews=sum(reviews.get(id_, 0) for id_ in ids),
        recall=sum(recalled) / len(ids) if ids else 0.0,
        recall_of_seen=sum(recalled) / len(recalled) if recalled else None,
    )


def _mean(weighted: Iterable[tuple[float, float]]) -> float | None:
    """The weighted mean; None without any weight."""
    pairs = list(weighted)
    total = sum(weight for weight, _ in pairs)
    return sum(weight * value for weight, value in pairs) / total if total else None
