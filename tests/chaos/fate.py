"""Where processes die: at named points, each as often as was drawn beforehand, whoever comes by.

The counters are shared memory without locks: a process that is killed while it holds a lock would
stop all others. A count that is lost in a race only moves a death a little.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from bot.bootstrap import SystemClock

STORED = (
    "the day is claimed",
    "the post has begun",
    "the post is recorded",
    "the close has begun",
    "the reveal is recorded",
    "the post is closed",
    "the recap has begun",
    "the recap is recorded",
    "the reply is stored",
    "the feedback is recorded",
)
"""What a replica does in the database. It dies just before the commit, or just after it."""

SAID = ("the post", "the reveal", "the closed post", "the recap", "the reaction", "the feedback")
"""What a replica says in Slack. It dies when Slack has read the request, or has done what it asks."""

BEFORE, AFTER = "before the commit: ", "after the commit: "
READ, DONE = "read, not done: ", "done, not answered: "
ACKNOWLEDGED = "acknowledged, no more: the reply"

POINTS = (
    *(when + what for what in STORED for when in (BEFORE, AFTER)),
    *(when + what for what in SAID for when in (READ, DONE)),
    ACKNOWLEDGED,
)


@dataclass(frozen=True)
class Fate:
    """`deaths[point]` are the numbers of the passages at which somebody dies, in order. `counts` is shared:
    passages and deaths so far, by the place of the point in POINTS."""

    deaths: dict[str, tuple[int, ...]]
    counts: Any  # ctypes' type for an array has no name

    def strikes(self, point: str, passages: int = 1) -> bool:
        """Whether who comes by this point now, with so many things in hand, dies of it."""
        at = 2 * POINTS.index(point)
        self.counts[at] += passages
        due, died = self.deaths.get(point, ()), self.counts[at + 1]
        if died >= len(due) or self.counts[at] < due[died]:
            return False
        self.counts[at + 1] += 1
        return True

    def met(self, point: str) -> int:
        """How often somebody died there."""
        return int(self.counts[2 * POINTS.index(point) + 1])


class Crashes:
    """When the database falls over: once so many replies are acknowledged, or soon after."""

    def __init__(self, due: Iterable[int]) -> None:
        self._due = sorted(due)

    def begins(self, acknowledged: int, *, another: bool) -> bool:
        """Whether one begins now; none does during `another`."""
        if another or not self._due or acknowledged < self._due[0]:
            return False
        self._due.pop(0)
        return True


def draw(chance: Random, expected: dict[str, int], times: int) -> dict[str, tuple[int, ...]]:
    """So many deaths for every point, spread over the passages that are expected there."""
    return {
        point: tuple(sorted(chance.randrange(1, max(2, int(0.5 * passages))) for _ in range(times)))
        for point, passages in expected.items()
        if passages
    }


def expected_passages(posts: int, recaps: int, replies: int) -> dict[str, int]:
    """How often each point will be passed at least."""

    def of(what: str) -> int:
        return recaps if "recap" in what else replies if _by_people(what) else posts

    return {point: of(point) for point in POINTS}


def _by_people(what: str) -> bool:
    return any(word in what for word in ("reply", "feedback", "reaction"))


@dataclass(frozen=True)
class MovedClock:
    """`bot.ports.Clock`: the machine's, plus what was jumped over by all, plus one's own error."""

    jumped: Any  # a shared number of seconds
    error: timedelta = timedelta()

    def now(self) -> datetime:
        return SystemClock().now() + timedelta(seconds=self.jumped.value) + self.error

    def jump(self, to: datetime) -> None:
        """Let it be that time, for everyone, at once; never earlier than it is."""
        self.jumped.value += max(0.0, (to - self.now()).total_seconds())


def passed(deeds: Iterable[tuple[str, Sequence[Any], object]]) -> dict[str, int]:
    """The points that a transaction passes, by its calls of repositories: (name, arguments, result)."""
    points: Counter[str] = Counter()
    for name, given, result in deeds:
        if name == "subscriptions.take_day":
            points["the day is claimed"] += len(given[1])
        elif name == "posts.store":
            points["the post has begun"] += sum(post.stage == "sending" for post in given[0])
        elif name == "replies.add":
            points["the reply is stored"] += result is not None
        elif name == "replies.feedback_sent":
            points["the feedback is recorded"] += 1
        elif name in _STEPS and result:
            points[_STEPS[name](*given) or ""] += 1
    return {point: times for point, times in points.items() if point and times}


def _post_step(before: Any, after: Any) -> str | None:  # noqa: ANN401 # posts, before and after
    if after.stage == "closing" and after.reveal_ts and not before.reveal_ts:
        return "the reveal is recorded"
    steps = {"open": "the post is recorded", "closing": "the close has begun", "closed": "the post is closed"}
    return steps.get(after.stage) if after.stage != before.stage else None


def _recap_step(before: Any, after: Any) -> str | None:  # noqa: ANN401 # recaps, before and after
    steps = {"sending": "the recap has begun", "closed": "the recap is recorded"}
    return steps.get(after.stage) if after.stage != before.stage else None


_STEPS: dict[str, Callable[..., str | None]] = {"posts.advance": _post_step, "recaps.advance": _recap_step}
