"""Hand a person everything that is stored about them."""

from __future__ import annotations

import logging

from bot.domain.privacy import Export
from bot.ports import Clock, Database, Messenger, NotNow, OutcomeUnknown, Refused

log = logging.getLogger(__name__)


class ExportMe:
    """Reads it all and sends it to nobody but the person."""

    def __init__(self, database: Database, messenger: Messenger, clock: Clock) -> None:
        self._database = database
        self._messenger = messenger
        self._clock = clock

    async def __call__(self, team_id: str, user_id: str) -> bool:
        """True once the file is in the person's direct messages. False if Slack didn't take it, or nobody can
        tell: then they may ask again, since a file twice harms nobody, and so it is owed nowhere."""
        rows = await self._database.transact(lambda work: work.privacy.everything_of(team_id, user_id))
        try:
            await self._messenger.send_export(Export(team_id, user_id, self._clock.now(), rows))
        except (NotNow, OutcomeUnknown, Refused) as error:
            log.warning("an export was not sent", extra={"why": f"{type(error).__name__}: {error}"})
            return False
        return True
