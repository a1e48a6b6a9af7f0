"""Whether a person is on leaderboards and in recaps."""

from __future__ import annotations

from dataclasses import replace

from bot.ports import Database, UnitOfWork


class HideMe:
    """Keeps a person's choice. Their streaks and points stay, for themselves."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def __call__(self, team_id: str, user_id: str, hidden: bool) -> None:
        """Hide the person, or show them again."""

        def choose(work: UnitOfWork) -> None:
            work.people.save(replace(work.people.of(team_id, user_id), hidden=hidden))

        await self._database.transact(choose)
