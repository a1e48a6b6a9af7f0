"""A replica that was built once already: whatever is imported or read at first need has been.

Half of a new life would go by with that, most of it for the holidays of 250 countries.
"""

from __future__ import annotations

import asyncio
import gc
import tempfile

import psycopg  # noqa: F401 # what a replica on PostgreSQL imports when it connects

from bot.bootstrap import SystemClock, build
from bot.domain.scenario import Language
from bot.texts import say
from tests.chaos import replica  # noqa: F401 # what a life begins with
from tests.chaos.library import LIBRARY


async def _rehearse() -> None:
    with tempfile.TemporaryDirectory(prefix="scs-chaos-") as folder:
        url, nowhere = f"sqlite:///{folder}/rehearsal.sqlite3", "http://127.0.0.1:9/api/"
        async with build(LIBRARY, SystemClock(), url, "xoxb-rehearsal", "secret", nowhere):
            say(Language.EN, "paused.notice", channel="C0", why="rehearsal")


asyncio.run(_rehearse())
gc.collect()
gc.freeze()  # what is collected is written to, and what is written to is copied
