"""What rows owe people: feedback on a reply, the answer to a mention. Owed first, claimed, then paid."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.domain.errors import UnknownPack, UnknownScenario
from bot.ports import Clock, Database, NotNow, OutcomeUnknown, Refused, UnitOfWork

log = logging.getLogger(__name__)

RETRY_AFTER = timedelta(seconds=60)
GIVEN_UP_AFTER = timedelta(days=1)
LEFT_TO_OTHERS = timedelta(minutes=5)
"""A scenario that is gone for good is asked for that often until the day is over."""


async def pay(
    database: Database,
    clock: Clock,
    send: Awaitable[None],
    clear: Callable[[UnitOfWork], None],
    put_off: Callable[[UnitOfWork, datetime], None],
    since: datetime,
) -> None:
    """Send what is owed `since` then and `clear` the debt.

    A debt that can't be paid now stays, and comes round again until it is a day old; where it is known when
    Slack takes more, then. One whose scenario isn't here may be paid by a replica that has another version of
    the pack. One that never can be paid, since Slack refuses it, is cleared.
    """
    begun = clock.now()
    try:
        await send
    except (NotNow, OutcomeUnknown, UnknownPack, UnknownScenario) as later:
        if begun - since < GIVEN_UP_AFTER:
            if not isinstance(later, OutcomeUnknown):
                wait = timedelta(seconds=later.retry_after) if isinstance(later, NotNow) else LEFT_TO_OTHERS
                until = clock.now() + wait
                await database.claim(lambda work: put_off(work, until))
            return
        log.warning("a debt was given up after a day", extra={"why": str(later)})
    except (Refused, KeyError) as never:
        log.warning("a debt can't be paid", extra={"why": f"{type(never).__name__}: {never}"})
    await database.claim(clear)


def retry_at(now: datetime) -> datetime:
    """When somebody else may try what is being tried now."""
    return now + RETRY_AFTER
