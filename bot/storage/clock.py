"""One clock for all replicas: that of the database they share.

A claim says until when nobody else may touch a row. Where one machine's clock is a minute ahead it would
take that time for over, and post what another is about to post. So nobody goes by the machine's clock alone.
"""

from __future__ import annotations

import logging
import time
from datetime import datetime, timedelta

from bot.ports import Clock
from bot.storage.errors import DatabaseUnavailable
from bot.storage.unit_of_work import SqlDatabase

log = logging.getLogger(__name__)

MEASURE_EVERY = 30.0  # seconds; clocks drift by microseconds in a second, but are set by hand at times
SLOW = 1.0  # seconds for an answer that tells the time too vaguely
WORTH_A_WORD = timedelta(seconds=5)


class DatabaseClock:
    """`bot.ports.Clock`: the machine's, and how far that is from the database's, measured now and then.

    A SQLite file has no clock of its own, and no other machine that could go by another.
    """

    def __init__(self, own: Clock, database: SqlDatabase) -> None:
        self._own = own
        self._database = database
        self._correction = timedelta()
        self._measured: float | None = None

    def now(self) -> datetime:
        return self._own.now() + self._correction

    async def agree(self) -> None:
        """Measure, if that is due. What was measured last stays in force where it can't be done now."""
        if self._measured is not None and time.monotonic() - self._measured < MEASURE_EVERY:
            return
        before = self._own.now()
        try:
            told = await self._database.now()
        except DatabaseUnavailable:
            return
        took = self._own.now() - before
        if told is None or (took.total_seconds() > SLOW and self._measured is not None):
            return
        correction = told - before - took / 2
        if abs(correction - self._correction) > WORTH_A_WORD:
            seconds = round(correction.total_seconds())
            log.warning("this machine's clock differs from the database's", extra={"seconds": seconds})
        self._correction, self._measured = correction, time.monotonic()
