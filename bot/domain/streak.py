"""Streaks, derived from a ledger of days so that "why did it change?" always has an answer.

Only a channel's scheduled days are in the ledger. An answered day adds one; a missed one ends the
streak unless a freeze is in hand, which is used by itself. A day on which the bot was away
(outage), the channel had off (holiday) or the person had announced to be away (vacation) neither counts nor
breaks, and neither does today while its scenario is open. Who answers on vacation is counted all the same. A
vacation that is announced after the close comes too late for that day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.daily import Post, PostStage
from bot.domain.grading.score import PARTIAL_FROM
from bot.domain.people import Absence

FREEZE_EVERY = 7
MOST_FREEZES = 2


class DayKind(StrEnum):
    """What a day was to a person."""

    ANSWERED = "answered"
    MISSED = "missed"
    FROZEN = "frozen"
    OUTAGE = "outage"
    HOLIDAY = "holiday"
    VACATION = "vacation"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class LedgerDay:
    """One line of the ledger: the day, what it was, and streak and freezes after it. `rest` is the name of a
    holiday, empty for a date that the channel left out; None on other days. `best` is the best score (0..100)
    of a day that was missed or frozen, None if there was no answer."""

    day: date
    kind: DayKind
    streak: int
    freezes: int
    rest: str | None = None
    best: int | None = None


@dataclass(frozen=True, slots=True)
class Streak:
    """Where a person stands: days in a row now, the longest run ever, freezes in hand."""

    current: int
    longest: int
    freezes: int
    ledger: tuple[LedgerDay, ...]


def derive_streak(
    posts: Iterable[Post], best: Mapping[date, int], absences: Sequence[Absence] = ()
) -> Streak:
    """The streak of a person whose best scores (0..100) per day are `best`, over a channel's
    `posts` in order of the day and their announced `absences`. The ledger starts with the first day the
    person answered; nobody misses a day before joining."""
    current = longest = freezes = 0
    ledger: list[LedgerDay] = []
    for post in posts:
        away = any(absence.excuses(post.day, post.closes_at) for absence in absences)
        kind = _kind(post, best.get(post.day), freezes, away=away)
        if not ledger and kind is not DayKind.ANSWERED:
            continue
        if kind is DayKind.ANSWERED:
            current += 1
            longest = max(longest, current)
            if current % FREEZE_EVERY == 0:
                freezes = min(freezes + 1, MOST_FREEZES)
        elif kind is DayKind.FROZEN:
            freezes -= 1
        elif kind is DayKind.MISSED:
            current = 0
        rest = post.rest if kind is DayKind.HOLIDAY else None
        short = best.get(post.day) if kind in (DayKind.MISSED, DayKind.FROZEN) else None
        ledger.append(LedgerDay(post.day, kind, current, freezes, rest, short))
    return Streak(current, longest, freezes, tuple(ledger))


def _kind(post: Post, best: int | None, freezes: int, *, away: bool) -> DayKind:
    if best is not None and best >= PARTIAL_FROM:
        return DayKind.ANSWERED
    if post.stage is PostStage.OUTAGE:
        return DayKind.OUTAGE
    if post.stage is PostStage.REST:
        return DayKind.HOLIDAY
    if away:
        return DayKind.VACATION
    if post.stage is not PostStage.CLOSED:
        return DayKind.OPEN
    return DayKind.FROZEN if freezes else DayKind.MISSED
