"""Recaps: once a week, what a channel made of its scenarios.

A week begins on Monday, by the channel's local dates. Its sums and averages count everybody, as the closed
posts did: without those who are hidden they could be subtracted from the posts, and would tell what exactly
one hidden person scored. Named is nobody who is hidden.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from bot.domain.daily import Place, Post, PostStage, Reply
from bot.domain.scenario import Language, Misconception, Scenario
from bot.domain.schedule import Timetable

WEEKS_BEFORE = 4
"""A person's week is compared with so many weeks before it."""

ANSWERS_NEEDED = 2
"""In the week, and again in the weeks before, to be compared at all."""

PEOPLE_NEEDED = 2
"""To have given a misconception: in a small team one person would be recognised."""

SHOWN_FOR = timedelta(days=3)
"""After the week's last scenario fell due; a recap that comes later than this is no news any more."""

Best = tuple[str, date, int]
"""Who, on which day, and their best score of it (0..100)."""


@dataclass(frozen=True, slots=True)
class Recap:
    """A week's recap in a channel; (channel, week) is its natural key, `week` being the Monday.

    It passes the stages CLAIMED, SENDING, CLOSED (it is out) or OUTAGE (it was given up); `ready_at` is when
    it should be (re)tried, None once nothing is owed.
    """

    team_id: str
    channel_id: str
    week: date
    stage: PostStage
    ready_at: datetime | None
    message_ts: str | None = None
    id: int = 0

    @property
    def place(self) -> Place:
        """Whose it is, and where."""
        return self.team_id, self.channel_id

    @property
    def key(self) -> str:
        """What the message's metadata carries beside the workspace."""
        return f"recap:{self.channel_id}:{self.week.isoformat()}"

    # How a recap moves on. Each step names the stages it may come from.

    def sending(self) -> Recap:
        """About to be sent."""
        return self._step({PostStage.CLAIMED}, stage=PostStage.SENDING)

    def closed(self, message_ts: str) -> Recap:
        """In the channel: nothing is owed any more."""
        return self._step({PostStage.SENDING}, stage=PostStage.CLOSED, message_ts=message_ts, ready_at=None)

    def outage(self) -> Recap:
        """Given up, or there was nothing to tell."""
        return self._step({PostStage.CLAIMED, PostStage.SENDING}, stage=PostStage.OUTAGE, ready_at=None)

    def postponed(self, until: datetime) -> Recap:
        """It is certainly not out; to be tried at `until`."""
        unsent = {PostStage.CLAIMED, PostStage.SENDING}
        return self._step(unsent, stage=PostStage.CLAIMED, ready_at=until)

    def doubtful(self, until: datetime) -> Recap:
        """Nobody can tell whether it is out: to be looked for, at `until`."""
        return self._step({PostStage.SENDING}, ready_at=until)

    def _step(self, come_from: set[PostStage], **changes: Any) -> Recap:  # noqa: ANN401 # as `replace`
        assert self.stage in come_from, f"a recap that is {self.stage} can't take this step"
        return replace(self, **changes)


@dataclass(frozen=True, slots=True)
class RecapDay:
    """A day on which a scenario closed: how many `people` took part, and the mean of their best scores
    rounded to a whole point, None if nobody did."""

    day: date
    scenario_id: str
    people: int
    average: int | None


@dataclass(frozen=True, slots=True)
class Improved:
    """Whose average rose most: their averages before and now, rounded to whole points."""

    user_id: str
    before: int
    now: int


@dataclass(frozen=True, slots=True)
class CameUp:
    """The misconception that most `people` gave, two at least."""

    scenario_id: str
    misconception_id: str
    people: int


@dataclass(frozen=True, slots=True)
class Week:
    """What a channel made of a week: its days in order, `hardest` among them (if there are two to
    compare), and whoever and whatever stood out."""

    monday: date
    days: tuple[RecapDay, ...]
    hardest: RecapDay | None = None
    improved: Improved | None = None
    came_up: CameUp | None = None


@dataclass(frozen=True, slots=True)
class WeeklyRecap:
    """A recap to be posted, in these `languages`. A scenario or misconception that is gone from its pack
    meanwhile is None."""

    recap: Recap
    languages: tuple[Language, ...]
    week: Week
    hardest: Scenario | None = None
    misconception: Misconception | None = None


def monday_of(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def last_day(timetable: Timetable, monday: date) -> date:
    """The last day of the week that has a scenario by the channel's weekdays, days off included."""
    return monday + timedelta(days=max(timetable.weekdays))


def look_back(
    monday: date,
    rounds: Iterable[tuple[Post, Sequence[Reply]]],
    before: Iterable[Best],
    hidden: Collection[str] = (),
) -> Week:
    """The week that began on `monday`, out of its closed posts with their counting replies and the best
    scores of the weeks `before` it. Nobody who is `hidden` is named."""
    closed = sorted(rounds, key=lambda pair: pair[0].day)
    best = {post.day: _best(replies) for post, replies in closed}
    days = tuple(
        RecapDay(post.day, post.scenario_id, len(best[post.day]), _rounded(best[post.day].values()))
        for post, _ in closed
    )
    now = [(user, score) for scores in best.values() for user, score in scores.items() if user not in hidden]
    return Week(
        monday=monday,
        days=days,
        hardest=_hardest(days, best),
        improved=_improved(now, [(user, score) for user, day, score in before if _recent(day, monday)]),
        came_up=_came_up(closed),
    )


def _best(replies: Iterable[Reply]) -> dict[str, int]:
    """Each person's best score."""
    best: dict[str, int] = {}
    for reply in replies:
        if reply.counts:
            best[reply.user_id] = max(reply.score.value, best.get(reply.user_id, 0))
    return best


def _recent(day: date, monday: date) -> bool:
    return monday - timedelta(weeks=WEEKS_BEFORE) <= day < monday


def _mean(scores: Collection[int]) -> Fraction:
    return Fraction(sum(scores), len(scores))


def _rounded(scores: Collection[int]) -> int | None:
    return round(_mean(scores)) if scores else None


def _hardest(days: Sequence[RecapDay], best: dict[date, dict[str, int]]) -> RecapDay | None:
    answered = [day for day in days if day.people]
    if len(answered) < 2:
        return None
    return min(answered, key=lambda day: (_mean(best[day.day].values()), day.day))


def _improved(now: Iterable[tuple[str, int]], before: Iterable[tuple[str, int]]) -> Improved | None:
    """Between equals comes whoever is better now."""
    theirs, earlier = _by_person(now), _by_person(before)
    rises = [
        (_mean(scores) - _mean(earlier[user]), _mean(scores), user)
        for user, scores in theirs.items()
        if len(scores) >= ANSWERS_NEEDED and len(earlier.get(user, ())) >= ANSWERS_NEEDED
    ]
    rise, average, user = max(rises, default=(Fraction(0), Fraction(0), ""))
    # Where both round to one number there is nothing to show.
    improved = Improved(user, round(average - rise), round(average))
    return improved if improved.now > improved.before else None


def _by_person(scores: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    theirs: dict[str, list[int]] = {}
    for user, score in scores:
        theirs.setdefault(user, []).append(score)
    return theirs


def _came_up(closed: Iterable[tuple[Post, Sequence[Reply]]]) -> CameUp | None:
    """Anyone who ever gave it counts once. Between equals comes the later one, which is fresher."""
    gave = {
        (post.day, post.scenario_id, found.id, reply.user_id)
        for post, replies in closed
        for reply in replies
        for found in reply.score.misconceptions
        if reply.counts
    }
    people = Counter(given[:3] for given in gave)
    most = max(people, key=lambda given: (people[given], given), default=None)
    if most is None or people[most] < PEOPLE_NEEDED:
        return None
    return CameUp(most[1], most[2], people[most])
