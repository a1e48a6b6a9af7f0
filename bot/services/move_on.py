"""How a thing that goes out exactly once moves on: a post, its close, a recap.

Its row says what is about to be sent before anything leaves the process, and a step is stored only if the row
still stands where it stood. What Slack takes later, or may have taken, puts the step off.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol, Self, TypeVar

from bot.domain.daily import Post
from bot.ports import Database, NotNow, OutcomeUnknown

LOOK_AGAIN = timedelta(seconds=10)
"""After a call with an unknown outcome; until then Slack has finished what it may have begun."""


class TakenOver(Exception):
    """Another worker has moved it on, so it is no longer ours."""


class Owed(Protocol):
    """A value whose stage says what it owes the channel."""

    @property
    def key(self) -> str: ...
    def postponed(self, until: datetime) -> Self: ...
    def doubtful(self, until: datetime) -> Self: ...


S = TypeVar("S", bound=Owed)
R = TypeVar("R", contravariant=True)


class Staged(Protocol[R]):
    """A repository of such values; see `PostRepository.advance`."""

    def advance(self, before: R, after: R) -> bool: ...


def advance(stored: Staged[S], before: S, after: S) -> S:
    """`after`, stored in the present transaction; raises `TakenOver`."""
    if not stored.advance(before, after):
        raise TakenOver(before.key)
    return after


async def move_on(database: Database, before: Post, after: Post) -> Post:
    """`after`, stored in a transaction of its own; raises `TakenOver`."""
    return await database.claim(lambda work: advance(work.posts, before, after))


def put_off(owed: S, why: NotNow | OutcomeUnknown, now: datetime) -> S:
    """The step after a call that certainly did nothing, or of which nobody knows: then the next look at the
    channel decides."""
    if isinstance(why, NotNow):
        return owed.postponed(now + timedelta(seconds=why.retry_after))
    return owed.doubtful(now + LOOK_AGAIN)
