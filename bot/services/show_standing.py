"""Where people stand: one person's streak with its ledger, a channel's leaderboard."""

from __future__ import annotations

from datetime import date, timedelta

from bot.domain.results import Leaderboard, Rank, Standing
from bot.domain.streak import derive_streak
from bot.ports import Clock, Database, UnitOfWork

SHOWN_RANKS = 10


class ShowStanding:
    """Derives streaks and ranks from the channel's days; nothing is stored that could drift."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def streak(self, channel_id: str, user_id: str) -> Standing:
        """The person's streak in the channel."""
        return await self._database.transact(lambda work: standing_of(work, channel_id, user_id))

    async def leaderboard(self, channel_id: str, days: int = 30) -> Leaderboard:
        """Who earned most points (best attempt of each day) in the last `days` days; 0 means ever."""
        now = self._clock.now()

        def read(work: UnitOfWork) -> Leaderboard:
            subscription = work.subscriptions.of_channel(channel_id)
            today = subscription.timetable.local_day(now) if subscription else now.date()
            since = today - timedelta(days=days - 1) if days else date.min
            return _leaderboard(work, channel_id, since, days)

        return await self._database.transact(read)


def standing_of(work: UnitOfWork, channel_id: str, user_id: str) -> Standing:
    """The person's streak in the channel, within a transaction."""
    best = _by_person(work, channel_id).get(user_id, {})
    return Standing(channel_id, user_id, derive_streak(work.posts.of_channel(channel_id), best))


def _leaderboard(work: UnitOfWork, channel_id: str, since: date, days: int) -> Leaderboard:
    posts = work.posts.of_channel(channel_id)
    rows = []
    for user_id, best in _by_person(work, channel_id).items():
        recent = [score for day, score in best.items() if day >= since]
        if recent:
            rows.append((sum(recent), len(recent), derive_streak(posts, best).current, user_id))
    rows.sort(key=lambda row: (-row[0], row[3]))
    ranks = [
        Rank(1 + sum(other[0] > points for other in rows), user_id, points, answered, streak)
        for points, answered, streak, user_id in rows
    ]
    return Leaderboard(channel_id, tuple(ranks[:SHOWN_RANKS]), days)


def _by_person(work: UnitOfWork, channel_id: str) -> dict[str, dict[date, int]]:
    people: dict[str, dict[date, int]] = {}
    for user_id, day, score in work.replies.best_of_channel(channel_id):
        people.setdefault(user_id, {})[day] = score
    return people
