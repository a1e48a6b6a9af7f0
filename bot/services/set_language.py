"""The language that the bot speaks with a person, if they want another than Slack's."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.scenario import Language
from bot.ports import Database, UnitOfWork


class SetLanguage:
    """Keeps a person's choice."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def __call__(self, team_id: str, user_id: str, language: Language | None) -> None:
        """Speak this language with the person from now on; None follows Slack again."""

        def choose(work: UnitOfWork) -> None:
            work.people.save(replace(work.people.of(team_id, user_id), language=language))

        await self._database.transact(choose)
