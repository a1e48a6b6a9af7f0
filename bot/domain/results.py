"""What a use case has to say, before anyone puts it into words or blocks.

Each value holds everything a screen needs, in the language it should be said in; `texts` and the
rooms that draw screens turn it into what people read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.appeals import AppealState
from bot.domain.daily import Answering, Miss, Post, Reply, Subscription
from bot.domain.grading import Score
from bot.domain.people import Absence, Person
from bot.domain.periods import Period
from bot.domain.scenario import Bilingual, ExamDomain, Language, Misconception, Pack, Scenario
from bot.domain.search import Fit, Match, Verdict
from bot.domain.streak import Streak


@dataclass(frozen=True, slots=True)
class DailyPost:
    """A scenario to be posted. Holds the scenario whole; the screen shows only what gives nothing away."""

    post: Post
    pack: Pack
    scenario: Scenario


@dataclass(frozen=True, slots=True)
class PointShare:
    """A key point and how many of those who replied had it in their best attempt."""

    point_id: str
    hits: int


@dataclass(frozen=True, slots=True)
class ClosedRound:
    """A post at its close. `people` is how many replied, `passed` how many reached the pass mark,
    `average` the mean of their best scores rounded to a whole point, None if nobody replied.
    `misconceptions` pairs those that came up with how many people gave them, commonest first."""

    post: Post
    pack: Pack
    scenario: Scenario
    people: int
    passed: int
    average: int | None
    shares: tuple[PointShare, ...]
    misconceptions: tuple[tuple[Misconception, int], ...]


@dataclass(frozen=True, slots=True)
class Feedback:
    """The private breakdown of one attempt.

    `attempt` counts from 1. `hint` is the author's hint for one missing point, if any is missing.
    Once the post is `closed`, naming what is missing gives nothing away any more. `late` replies are
    acknowledged but earn nothing: the post was closed, or there was no attempt left.
    `again` says that feedback on an earlier wording may be showing, `rescored` that the wording is the same
    and somebody's appeal has raised the score; `behind` that an earlier wording is still owed its own, which
    may be on its way. `appeal` is where the reply's own appeal stands.
    `language` is that of the reply, `chosen` the one that its author chose for the bot, if they did.
    """

    reply: Reply
    post: Post
    scenario: Scenario
    language: Language
    score: Score
    attempt: int
    attempts_allowed: int
    best: int
    hint: Bilingual[str] | None
    late: bool
    closed: bool
    again: bool = False
    rescored: bool = False
    behind: bool = False
    appeal: AppealState | None = None
    chosen: Language | None = None

    @property
    def misplaced(self) -> bool:
        """Written in the thread of a channel that answers privately, so it isn't scored."""
        return self.post.answering is Answering.PRIVATELY and not self.reply.private

    @property
    def disputable(self) -> bool:
        """Whether the author may dispute the score. There is nothing to gain for a reply that doesn't count
        or has everything, and nothing to read in one that was deleted."""
        reply = self.reply
        return reply.counts and reply.text != "" and self.score.value < 100 and self.appeal is None


@dataclass(frozen=True, slots=True)
class MyAttempts:
    """What a person answered in a channel: for each scenario the breakdowns of their attempts, in the order
    in which they made them, withdrawn ones included. No round is empty."""

    channel_id: str
    rounds: tuple[tuple[Feedback, ...], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question, in the question's language; `wordless` says that it has none, being made of
    names, so that `language` is a guess.

    `scenario` is the first match when the verdict is ANSWER; `closest` are the next ones (two
    neighbours beside an answer, five that share a subject, up to three when unsure or when nothing fits).
    `todays` is the open post whose answer would be given away: the screen points to it instead of answering.
    `fit` is how well the scenario fits.
    """

    verdict: Verdict
    language: Language
    confidence: float
    question: str
    pack: Pack | None = None
    scenario: Scenario | None = None
    closest: tuple[Scenario, ...] = ()
    todays: Post | None = None
    matches: tuple[Match, ...] = ()
    fit: Fit = Fit.LIKELY
    wordless: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """A question that people asked and didn't get an answer to. `text` is normalised, `how` counts every
    way it was missed (they add up to `times`), `nearest` is the id of the scenario that came nearest the
    last time there was one, `last_day` the UTC date it was last asked. Who asked, and where, is not here."""

    text: str
    times: int
    how: Mapping[Miss, int]
    nearest: str | None
    last_day: date


@dataclass(frozen=True, slots=True)
class Gaps:
    """Gaps, most asked first; `more` were left off."""

    gaps: tuple[Gap, ...]
    more: int


@dataclass(frozen=True, slots=True)
class RecentGaps:
    """The gaps of the last `days` days (0 means ever), with the scenarios that came nearest by their
    ids; one that is gone from its pack is not among them."""

    found: Gaps
    days: int
    nearest: Mapping[str, Scenario]


@dataclass(frozen=True, slots=True)
class Today:
    """A channel's open scenario, if there is one, and how far a person has come with it.

    `subscription` is None if the channel has none. `next_at` is when the next one comes, days off left out;
    None while paused, or if none comes within a year. `rest` is today's day off on a scheduled day.
    `answered` says that the person has attempts in the channel, at this scenario or an earlier one.
    """

    channel_id: str
    subscription: Subscription | None
    daily: DailyPost | None = None
    best: int | None = None
    attempts_used: int = 0
    next_at: datetime | None = None
    rest: Rest | None = None
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """A person's streak in one channel, whose local date is `day`."""

    channel_id: str
    user_id: str
    streak: Streak
    day: date


@dataclass(frozen=True, slots=True)
class HomeChannel:
    """One channel on a person's App Home."""

    today: Today
    standing: Standing


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How well a person does in one exam domain: of the `answers` posts that they answered, the share
    (0..1) of all points that their best attempts got; 0 without any answer."""

    domain: ExamDomain
    share: float
    answers: int


@dataclass(frozen=True, slots=True)
class PackAccuracy:
    """A person's accuracy in every domain of a pack, in the pack's order."""

    pack: Pack
    domains: tuple[Accuracy, ...]


@dataclass(frozen=True, slots=True)
class Home:
    """What a person's App Home shows, in this `language`. `absences` are those that aren't over; `day` is the
    person's own date in their time `zone`."""

    person: Person
    channels: tuple[HomeChannel, ...]
    accuracy: tuple[PackAccuracy, ...]
    absences: tuple[Absence, ...]
    day: date
    zone: str
    language: Language


@dataclass(frozen=True, slots=True)
class Rank:
    """One line of a leaderboard: equal points share a place (1, 2, 2, 4)."""

    place: int
    user_id: str
    points: int
    days: int
    streak: int


@dataclass(frozen=True, slots=True)
class Leaderboard:
    """Who earned most in the channel from `first` to `last`, its local dates; ranks are in order.

    `own` is the place of the person who asks, if it is not among the ranks: further down, or because they
    are `hidden` and take nobody's place away.
    """

    channel_id: str
    period: Period
    first: date
    last: date
    ranks: tuple[Rank, ...]
    own: Rank | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Rest:
    """A day that a channel has off: the holiday's name, empty for a date that was left out."""

    day: date
    name: Bilingual[str]


@dataclass(frozen=True, slots=True)
class Subscribed:
    """A channel's order as it is kept, when its next scenarios come, and the days off before the last
    of them. There may be none to come within a year. So many scenarios of the `pack` are `fitting`, and the
    first of them comes again on the local day `repeats_on`, None if that is too far ahead to tell."""

    subscription: Subscription
    upcoming: tuple[datetime, ...]
    rests: tuple[Rest, ...] = ()
    pack: Pack | None = None
    fitting: int = 0
    repeats_on: date | None = None


@dataclass(frozen=True, slots=True)
class SubscriptionPaused:
    """Posting in a channel has stopped for good, and why (Slack's error code), with the `post` that was
    refused."""

    subscription: Subscription
    reason: str
    post: Post


@dataclass(frozen=True, slots=True)
class ToPractise:
    """A scenario for a person alone; `reviewed_at` is when they last answered it, None if never."""

    pack: Pack
    scenario: Scenario
    reviewed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Practised:
    """An answer in practice: its grade, and when the scenario is due again, None if the person has asked to
    be forgotten since they sent it."""

    pack: Pack
    scenario: Scenario
    score: Score
    due_at: datetime | None
