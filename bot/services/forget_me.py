"""Forget a person who wishes it."""

from __future__ import annotations

import logging

from bot.domain.privacy import Forgotten
from bot.ports import Database

log = logging.getLogger(__name__)


class ForgetMe:
    """Takes a person out of the database, in one transaction: all of them or nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def __call__(self, team_id: str, user_id: str) -> Forgotten:
        """Forget them, for good. What is delivered once more of before stays forgotten; whatever they do from
        now on is stored as of anybody new."""
        done = await self._database.transact(lambda work: work.privacy.forget(team_id, user_id))
        log.info("a person was forgotten", extra={"deleted": done.deleted, "emptied": done.emptied})
        return done
