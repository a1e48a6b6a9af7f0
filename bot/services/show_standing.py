"""Where people stand: one person's streak with its ledger, a channel's leaderboard."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from bot.domain.people import Absence
from bot.domain.periods import Period
from bot.domain.results import Leaderboard, Rank, Standing
from bot.domain.streak import derive_streak
from bot.ports import Clock, Database, UnitOfWork

SHOWN_RANKS = 10


class ShowStanding:
    """Derives streaks and ranks from the channel's days; nothing is stored that could drift."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def streak(self, team_id: str, channel_id: str, user_id: str) -> Standing:
        """The person's streak in the channel."""
        now = self._clock.now()
        return await self._database.transact(
            lambda work: standing_of(work, team_id, channel_id, user_id, now)
        )

    async def leaderboard(
        self, team_id: str, channel_id: str, user_id: str, period: Period = Period.WEEK
    ) -> Leaderboard:
        """Who earned most points (best attempt of each day) in the channel's present week or month, or
        ever; with the own place of the person who asks, where that isn't among those shown."""
        now = self._clock.now()

        def read(work: UnitOfWork) -> Leaderboard:
            today = _local_day(work, team_id, channel_id, now)
            return _leaderboard(work, team_id, channel_id, user_id, period, today)

        return await self._database.transact(read)


def standing_of(work: UnitOfWork, team_id: str, channel_id: str, user_id: str, now: datetime) -> Standing:
    """The person's streak in the channel, within a transaction."""
    best = {post.day: points for post, points in work.replies.best_of_person(team_id, user_id, channel_id)}
    away = work.absences.of_person(team_id, user_id)
    streak = derive_streak(work.posts.of_channel(team_id, channel_id), best, away)
    return Standing(channel_id, user_id, streak, _local_day(work, team_id, channel_id, now))


def _local_day(work: UnitOfWork, team_id: str, channel_id: str, now: datetime) -> date:
    """The channel's date; that of UTC for a channel that never had a scenario."""
    subscription = work.subscriptions.of_channel(team_id, channel_id)
    return subscription.timetable.local_day(now) if subscription else now.date()


def _leaderboard(
    work: UnitOfWork, team_id: str, channel_id: str, user_id: str, period: Period, today: date
) -> Leaderboard:
    posts = work.posts.of_channel(team_id, channel_id)
    hidden = work.people.hidden(team_id)
    best = _by_person(work.replies.best_of_channel(team_id, channel_id))
    first = period.first_day(today)
    recent = {
        person: [points for day, points in days.items() if day >= first] for person, days in best.items()
    }
    totals = {person: sum(points) for person, points in recent.items() if points}
    shown = [person for person in totals if person not in hidden]
    shown.sort(key=lambda person: (-totals[person], person))
    away = _absences(work.absences.of_team(team_id))

    def rank(person: str) -> Rank:
        """Equal points share a place, and who is hidden takes nobody's."""
        place = 1 + sum(totals[other] > totals[person] for other in shown)
        streak = derive_streak(posts, best[person], away.get(person, ())).current
        return Rank(place, person, totals[person], len(recent[person]), streak)

    listed = shown[:SHOWN_RANKS]
    own = rank(user_id) if user_id in totals and user_id not in listed else None
    return Leaderboard(
        channel_id=channel_id,
        period=period,
        first=min((post.day for post in posts), default=today) if period is Period.ALL else first,
        last=period.last_day(today),
        ranks=tuple(map(rank, listed)),
        own=own,
        hidden=user_id in hidden,
    )


def _by_person(rows: Iterable[tuple[str, date, int]]) -> dict[str, dict[date, int]]:
    people: dict[str, dict[date, int]] = {}
    for user_id, day, score in rows:
        people.setdefault(user_id, {})[day] = score
    return people


def _absences(everybodys: Iterable[Absence]) -> dict[str, list[Absence]]:
    away: dict[str, list[Absence]] = {}
    for absence in everybodys:
        away.setdefault(absence.user_id, []).append(absence)
    return away
