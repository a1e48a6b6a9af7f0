"""The language that the bot speaks with a person, if they want another than Slack's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.domain.scenario import Language
from bot.ports import Database, UnitOfWork


class SetLanguage:
    """Keeps a person's choice; `changed` is told whose it was."""

    def __init__(self, database: Database, changed: Callable[[str, str], None]) -> None:
        self._database = database
        self._changed = changed

    async def __call__(self, team_id: str, user_id: str, language: Language | None) -> None:
        """Speak this language with the person from now on; None follows Slack again."""

        def choose(work: UnitOfWork) -> None:
            work.people.save(replace(work.people.of(team_id, user_id), language=language))

        await self._database.transact(choose)
        self._changed(team_id, user_id)
