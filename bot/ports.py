"""What the use cases need from the world, as protocols. Technology fulfils them one floor up.

Two kinds. The asynchronous ones (`Messenger`, `Database`) leave the process. Repositories are
synchronous: they exist only inside a transaction, which is one plain function that `Database`
runs in one hop to a thread, so no transaction can be open across a network call.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol, TypeVar

from bot.domain.appeals import Alias, Appeal, Deed
from bot.domain.daily import DayTaken, DueDay, Missed, Place, Post, PostStage, Question, Reply, Subscription
from bot.domain.disputes import Case
from bot.domain.grading import Score
from bot.domain.installations import Granted, Installation
from bot.domain.people import Absence, Person
from bot.domain.practice import Card, Review
from bot.domain.privacy import Export, Forgotten, Rows
from bot.domain.recaps import Recap, Week, WeeklyRecap
from bot.domain.results import Answer, ClosedRound, DailyPost, Feedback, SubscriptionPaused
from bot.domain.scenario import Language

T = TypeVar("T")


class Refused(Exception):
    """Slack said no to this call; `reason` is its error code, such as `is_archived`. `for_good` means
    that no later call in the same channel will fare better."""

    def __init__(self, reason: str, for_good: bool = False) -> None:
        self.reason = reason
        self.for_good = for_good
        super().__init__(reason)


class NotNow(Exception):
    """Nothing was sent, but it may work later, after `retry_after` seconds."""

    def __init__(self, reason: str, retry_after: float = 30.0) -> None:
        self.reason = reason
        self.retry_after = retry_after
        super().__init__(reason)


class OutcomeUnknown(Exception):
    """The connection broke after the request was sent: the message may be out or not."""


class Clock(Protocol):
    """The one source of the present."""

    def now(self) -> datetime:
        """The present as an aware UTC datetime."""
        ...


class SubscriptionRepository(Protocol):
    """Which channels want a scenario, and when the next is due."""

    def save(self, subscription: Subscription) -> None:
        """Insert or replace the workspace's subscription in the channel. Raises `ChannelTaken` while the
        schema still lets one workspace alone have a channel."""
        ...

    def of_channel(self, team_id: str, channel_id: str) -> Subscription | None:
        """The workspace's own, whoever else shares the channel."""
        ...

    def in_channel(self, channel_id: str) -> list[Subscription]:
        """Those of all workspaces that share the channel, in order of the workspaces."""
        ...

    def of_places(self, places: Sequence[Place]) -> dict[Place, Subscription]:
        """The subscriptions that there are, by workspace and channel."""
        ...

    def take_due(self, now: datetime, limit: int) -> list[DueDay]:
        """The days of active subscriptions with `ready_at` ≤ now, earliest first, locked for this
        transaction (PostgreSQL passes over rows that another replica holds). Days off are not in their
        timetables, since due times don't depend on them."""
        ...

    def take_day(self, day: DayTaken, places: Sequence[Place]) -> None:
        """Insert the day's post, claimed, due and without a scenario yet, for each of these subscriptions
        that hasn't got that day, and move all of them on to their next due time."""
        ...

    def pause_team(self, team_id: str, reason: str) -> None:
        """Stop every subscription of the workspace that runs."""
        ...

    def next_ready_at(self) -> datetime | None:
        """The earliest `ready_at` of all, None if nothing is scheduled."""
        ...


class PostRepository(Protocol):
    """The days of every channel."""

    def claim(self, post: Post) -> Post | None:
        """Insert the post and return it with its id; None if the workspace's channel already has that day."""
        ...

    def by_id(self, post_id: int) -> Post | None: ...

    def by_message(self, channel_id: str, message_ts: str) -> Post | None:
        """The post whose message (the root of the thread) has this ts."""
        ...

    def hold(self, post_id: int) -> Post | None:
        """The post as it is now, kept for this transaction: until it ends, no other one holds the post or
        moves it on. Whoever adds a reply, or decides by all that there are, holds the post first."""
        ...

    def hold_message(self, channel_id: str, message_ts: str) -> Post | None:
        """`hold`, for the post whose message has this ts."""
        ...

    def take_due(self, now: datetime, until: datetime, limit: int) -> list[Post]:
        """Claim posts with `ready_at` ≤ now, earliest first: their `ready_at` becomes `until`
        in the same statement (a visibility timeout), so no other worker sees them before then."""
        ...

    def store(self, taken: Sequence[Post]) -> None:
        """Store the stage, `ready_at`, scenario and rest of posts that were taken in this transaction."""
        ...

    def scenarios_of(self, channel_ids: Sequence[str]) -> dict[str, list[str]]:
        """The scenarios (ids) that these channels had so far, oldest first, by channel, whichever workspace
        posted them."""
        ...

    def advance(self, before: Post, after: Post) -> bool:
        """Store the stage, `ready_at`, `message_ts`, `reveal_ts` and scenario of `after`, if the post
        still is as it was in `before` (stage and `ready_at`). False if another worker has moved it on
        meanwhile: then nothing is stored, and whoever asked should let go of the post."""
        ...

    def of_channel(self, team_id: str, channel_id: str) -> list[Post]:
        """Every post of the workspace in the channel, outages included, in order of the day."""
        ...

    def unfinished_since(self, post_id: int) -> list[Post]:
        """The unfinished posts that were stored after the one with this id."""
        ...

    def by_ids(self, post_ids: Sequence[int]) -> list[Post]: ...

    def stages_of(self, post_ids: Sequence[int]) -> dict[int, PostStage]:
        """Where these posts stand, those that there are, by id."""
        ...

    def unfinished(self, channel_id: str | None = None) -> list[Post]:
        """Posts that are neither closed nor an outage, of one channel or of all, whichever workspace's."""
        ...


class ReplyRepository(Protocol):
    """Attempts and their scores."""

    def add(self, reply: Reply) -> Reply | None:
        """Insert and return it with its id; None if (channel, origin) is already there."""
        ...

    def by_origin(self, channel_id: str, origin: str) -> Reply | None: ...

    def by_id(self, reply_id: int) -> Reply | None: ...

    def of_person(self, post_id: int, user_id: str) -> list[Reply]:
        """A person's attempts at a post in order of arrival, withdrawn and late ones included."""
        ...

    def of_post(self, post_id: int) -> list[Reply]:
        """Every counting attempt at a post (neither withdrawn nor late) in order of arrival."""
        ...

    def channels_of(self, team_id: str, user_id: str) -> list[str]:
        """The channels of a workspace in which the person has replied, in order of their ids."""
        ...

    def best_of_channel(
        self, team_id: str, channel_id: str, since: date | None = None
    ) -> list[tuple[str, date, int]]:
        """(user, day, best score) for every person and day of the workspace's posts in the channel on which
        an attempt counted, ordered by user and day; only days from `since` on, if given."""
        ...

    def best_of_person(
        self, team_id: str, user_id: str, channel_id: str | None = None
    ) -> list[tuple[Post, int]]:
        """(post, best score) for every post of the workspace, or of the channel, at which an attempt of
        the person counted, ordered by channel and day."""
        ...

    def wordings(self, pack_id: str, scenario_id: str | None = None) -> list[tuple[str, str, Score]]:
        """(scenario, newest text, score) of every counting attempt that was not deleted, in no order."""
        ...

    def update(self, reply: Reply) -> None:
        """Store text, language, score, version, `owes_feedback_at`, `withdrawn` and `late`."""
        ...

    def take_owing(self, now: datetime, until: datetime, limit: int) -> list[Reply]:
        """Claim replies with `owes_feedback_at` ≤ now by moving it to `until`."""
        ...

    def feedback_sent(self, reply: Reply) -> None:
        """Feedback for this reply is out: it owes nothing, unless it was edited since it was read."""
        ...


class QuestionRepository(Protocol):
    """What was asked."""

    def add(self, question: Question) -> Question | None:
        """Insert and return it with its id; None if (channel, origin) is already there."""
        ...

    def add_all(self, asked: Sequence[Question]) -> None:
        """Insert all whose (channel, origin) isn't there yet."""
        ...

    def take_owing(self, now: datetime, until: datetime, limit: int) -> list[Question]:
        """Claim questions with `owes_answer_at` ≤ now by moving it to `until`."""
        ...

    def answered(self, question: Question) -> None:
        """The answer is out: nothing is owed any more."""
        ...

    def helped(self, channel_id: str, origin: str, user_id: str, helped: bool) -> None:
        """Record what the person thought of the answer; the last opinion stands."""
        ...

    def missed(self, since: datetime | None = None, team_id: str | None = None) -> list[Missed]:
        """Everything that was asked and found nothing or nothing sure, or whose answer did not help, in
        no order; only what was asked at `since` or later, and in that workspace, if given."""
        ...


class PersonRepository(Protocol):
    """What people chose for themselves."""

    def of(self, team_id: str, user_id: str) -> Person:
        """The person's settings; the defaults for somebody who has chosen nothing."""
        ...

    def save(self, person: Person) -> None:
        """Insert or replace the person's settings."""
        ...

    def hidden(self, team_id: str) -> frozenset[str]:
        """The ids of everybody in the workspace who is on no leaderboard and in no recap."""
        ...


class AbsenceRepository(Protocol):
    """Announced vacations."""

    def add(self, absence: Absence) -> Absence | None:
        """Insert and return it with its id; None if one of the person's begins on that day already."""
        ...

    def of_person(self, team_id: str, user_id: str) -> list[Absence]:
        """The person's vacations, past ones included, in order of their first day."""
        ...

    def of_team(self, team_id: str) -> list[Absence]:
        """Everybody's vacations in the workspace, in order of person and first day."""
        ...

    def remove(self, absence: Absence) -> bool:
        """Delete it; False if it is gone already."""
        ...


class CardRepository(Protocol):
    """What people remember of each scenario."""

    def save(self, card: Card) -> None:
        """Insert or replace the person's card of the scenario."""
        ...

    def of(self, team_id: str, user_id: str, pack_id: str, scenario_id: str) -> Card | None: ...

    def of_person(self, team_id: str, user_id: str) -> list[Card]:
        """All cards of the person, in order of pack and scenario."""
        ...


class ReviewRepository(Protocol):
    """Every time a scenario was answered, in practice or in a channel."""

    def add(self, review: Review) -> Review | None:
        """Insert and return it with its id; None if (team, user, origin) is already there."""
        ...

    def correct(self, review: Review) -> bool:
        """Give the review of that (team, user, origin) this rating, these points and this time; False if it
        has them already."""
        ...

    def of_person(self, team_id: str, user_id: str) -> list[Review]:
        """All reviews of the person, in order of time."""
        ...

    def of_scenario(self, team_id: str, user_id: str, pack_id: str, scenario_id: str) -> list[Review]:
        """The person's reviews of one scenario, in order of time."""
        ...

    def taken(self, team_id: str, user_id: str, origin: str) -> bool:
        """Whether this form of the person's was counted before, be it that they are forgotten since."""
        ...


class PrivacyRepository(Protocol):
    """Everything stored about a person, whatever table it is in."""

    def everything_of(self, team_id: str, user_id: str) -> Rows:
        """The person's rows by table, and those they had a hand in, without who else had."""
        ...

    def forget(self, team_id: str, user_id: str) -> Forgotten:
        """Delete the person's rows, or empty those without which something delivered once more would be
        stored again, and take their name off what they had a hand in."""
        ...


class AppealRepository(Protocol):
    """Disputes about replies."""

    def add(self, appeal: Appeal) -> Appeal | None:
        """Insert and return it with its id; None if the reply has been disputed already."""
        ...

    def by_id(self, appeal_id: int) -> Appeal | None: ...

    def of_reply(self, reply_id: int) -> Appeal | None: ...

    def of_post(self, post_id: int) -> list[Appeal]:
        """Every appeal about replies to the post, oldest first."""
        ...

    def open_in(self, team_id: str, channel_id: str) -> list[Appeal]:
        """The channel's appeals that nobody has decided yet, oldest first."""
        ...

    def update(self, before: Appeal, after: Appeal) -> bool:
        """Store state, `owes_notice_at`, who decided, when, and `granted` of `after`, if the appeal still is
        in the state of `before`. False if somebody else has decided it meanwhile: then nothing is stored."""
        ...

    def take_owing(self, now: datetime, until: datetime, limit: int) -> list[Appeal]:
        """Claim appeals with `owes_notice_at` ≤ now by moving it to `until`."""
        ...

    def notice_sent(self, appeal: Appeal) -> None:
        """This notice is out: nothing is owed, unless the appeal has moved on since it was read."""
        ...


class AliasRepository(Protocol):
    """Phrasings that a workspace accepts besides those of a pack."""

    def add(self, alias: Alias) -> Alias | None:
        """Insert and return it with its id; None if the workspace accepts it already."""
        ...

    def of_scenario(self, team_id: str, pack_id: str, scenario_id: str) -> list[Alias]:
        """The workspace's phrasings for a scenario, oldest first."""
        ...

    def of_team(self, team_id: str) -> list[Alias]:
        """All of the workspace's phrasings, oldest first."""
        ...

    def remove(self, alias: Alias) -> bool:
        """Delete it; False if it is gone already."""
        ...


class DeedRepository(Protocol):
    """Who did what, where and when. Nothing in it ever changes."""

    def add(self, deed: Deed) -> Deed:
        """Insert and return it with its id."""
        ...

    def of_channel(self, team_id: str, channel_id: str, limit: int) -> list[Deed]:
        """The channel's latest deeds, newest first."""
        ...


class RecapRepository(Protocol):
    """The weeks of every channel."""

    def claim(self, recap: Recap) -> Recap | None:
        """Insert the recap and return it with its id; None if that week is there already."""
        ...

    def plan(self, recaps_: Sequence[Recap]) -> None:
        """Insert these recaps, claimed and due, where that week isn't there; one that is,
        not begun and due later, becomes due when it is said here."""
        ...

    def of_week(self, team_id: str, channel_id: str, week: date) -> Recap | None:
        """The workspace's recap, in that channel, of the week that begins on this Monday."""
        ...

    def take_due(self, now: datetime, until: datetime, limit: int) -> list[Recap]:
        """Claim recaps with `ready_at` ≤ now by moving it to `until`, earliest first."""
        ...

    def advance(self, before: Recap, after: Recap) -> bool:
        """Store the stage, `ready_at` and `message_ts` of `after`, if the recap still is as it was in
        `before`; see `PostRepository.advance`."""
        ...


class PointerRepository(Protocol):
    """Who was shown the way from a channel to a scenario's thread."""

    def add(self, post: Post, user_id: str) -> bool:
        """Remember it; False if that person was shown that post's thread before."""
        ...


class InstallationRepository(Protocol):
    """Where the bot is installed. Tokens that were encrypted under a lost key raise an error of storage's."""

    def save(self, installation: Installation) -> None:
        """Insert, or replace the one of the same (team, enterprise)."""
        ...

    def at(self, team_id: str, enterprise_id: str) -> Installation | None:
        """The workspace's own installation; the organisation's if `team_id` is empty."""
        ...

    def known_at(self, team_id: str, enterprise_id: str) -> Installation | None:
        """The same without its tokens, so that it needs no key."""
        ...

    def of_team(self, team_id: str, enterprise_id: str = "") -> Installation | None:
        """What serves a workspace: its own installation, or that of its organisation unless the workspace was
        taken out of it. One without a token is given back only if there is no other."""
        ...

    def known_of_team(self, team_id: str, enterprise_id: str = "") -> Installation | None:
        """What serves a workspace, without its tokens, so that it needs no key; None if nothing does."""
        ...

    def granted(self, team_id: str, enterprise_id: str, at: datetime) -> None:
        """Slack said at that time that the organisation's installation covers the workspace."""
        ...

    def revoked(self, team_id: str, enterprise_id: str, at: datetime) -> None:
        """Slack said at that time that it doesn't any more."""
        ...

    def teams_left(self, installation: Installation) -> list[str]:
        """Its workspaces that no installation with a token serves."""
        ...

    def renew(self, before: Installation, after: Installation) -> bool:
        """Store `after` if the installation still has the `refresh_at` of `before`. False if it was renewed
        or installed again meanwhile."""
        ...

    def take_renewals(self, now: datetime, until: datetime, limit: int) -> list[Installation]:
        """Claim those with `refresh_at` ≤ now by moving it to `until`."""
        ...

    def take_leaving(self, now: datetime, until: datetime, limit: int) -> list[Installation]:
        """Claim those with `delete_at` ≤ now by moving it to `until`; without their tokens."""
        ...

    def erase(self, installation: Installation) -> int:
        """Delete it, and everything of the workspaces that it leaves; returns how many rows those were."""
        ...

    def rekey(self) -> int:
        """Encrypt every token anew, under the newest key; returns how many installations have one."""
        ...

    def everywhere(self) -> list[Installation]:
        """All of them, those that have left included."""
        ...


class StateRepository(Protocol):
    """Installations under way, each known by the digest of its secret."""

    def add(self, digest: str, now: datetime, expires_at: datetime) -> None:
        """Remember one, and drop those that have expired."""
        ...

    def take(self, digest: str, now: datetime) -> bool:
        """True once, if it is known and has not expired."""
        ...


class UnitOfWork(Protocol):
    """The repositories of one transaction."""

    @property
    def subscriptions(self) -> SubscriptionRepository: ...
    @property
    def posts(self) -> PostRepository: ...
    @property
    def replies(self) -> ReplyRepository: ...
    @property
    def questions(self) -> QuestionRepository: ...
    @property
    def appeals(self) -> AppealRepository: ...
    @property
    def aliases(self) -> AliasRepository: ...
    @property
    def deeds(self) -> DeedRepository: ...
    @property
    def people(self) -> PersonRepository: ...
    @property
    def absences(self) -> AbsenceRepository: ...
    @property
    def cards(self) -> CardRepository: ...
    @property
    def reviews(self) -> ReviewRepository: ...
    @property
    def privacy(self) -> PrivacyRepository: ...
    @property
    def recaps(self) -> RecapRepository: ...
    @property
    def pointers(self) -> PointerRepository: ...
    @property
    def installations(self) -> InstallationRepository: ...
    @property
    def states(self) -> StateRepository: ...


class Beforehand(Exception):
    """Raised by a transaction's work when it needs something that takes long: the transaction is given up,
    `do` is called with none open, and the work runs again from the start, so it finds out anew all that it
    relies on. It must raise this once at most for the same thing."""

    def __init__(self, do: Callable[[], object]) -> None:
        super().__init__()
        self.do = do


class Database(Protocol):
    """Runs transactions."""

    async def transact(self, work: Callable[[UnitOfWork], T]) -> T:
        """Run `work` in one transaction, in one hop to a thread: commits when it returns, rolls
        back when it raises. `work` is plain synchronous code and may run again after a lost race, or when it
        asks for something `Beforehand`."""
        ...

    async def claim(self, work: Callable[[UnitOfWork], T], first: Callable[[], object] | None = None) -> T:
        """The same for work that changes only what it has locked by a `take_…` or a `hold`, or what still is
        as it was (`advance`), and inserts only under a natural key: such transactions need not be kept from
        seeing each other, so none loses a race. Each of its reads sees what is committed by then. `first`
        is called before the transaction, in the same hop, if it is known already what is wanted
        `Beforehand`."""
        ...


class Messenger(Protocol):
    """Everything the bot says in a channel of its own accord.

    Methods raise `Refused` when Slack said no, `NotNow` for later, `OutcomeUnknown` when nobody can tell.
    """

    async def post_scenario(self, post: DailyPost) -> str:
        """Post the daily scenario with the post's key as metadata; returns the message's ts."""
        ...

    async def find_post(self, post: DailyPost) -> str | None:
        """The ts of the post's message if it is in the channel already."""
        ...

    async def reveal(self, closed: ClosedRound) -> str:
        """Post the answer in the thread, with metadata; returns its ts."""
        ...

    async def find_reveal(self, closed: ClosedRound) -> str | None:
        """The ts of the reveal if it is in the thread already."""
        ...

    async def correct_reveal(self, closed: ClosedRound) -> None:
        """Update the answer in the thread, of which other shares are true now. Notifies nobody; may be
        repeated."""
        ...

    async def mark_closed(self, closed: ClosedRound) -> None:
        """Update the parent message: closed, how many took part, the average. May be repeated."""
        ...

    async def upload(self, team_id: str, name: str, picture: bytes) -> str:
        """Upload a PNG that only a message of ours will show; returns its id."""
        ...

    async def post_recap(self, weekly: WeeklyRecap, picture: str | None) -> str:
        """Post the week's recap with the recap's key as metadata, showing the uploaded picture; returns
        the message's ts."""
        ...

    async def find_recap(self, weekly: WeeklyRecap) -> str | None:
        """The ts of the recap's message if it is in the channel already."""
        ...

    async def point_to_thread(self, post: Post, user_id: str) -> None:
        """Tell one person, who seems to have answered in the channel, where answers are scored."""
        ...

    async def give_feedback(self, feedback: Feedback) -> None:
        """React to a public reply and tell its author alone what was found. May be repeated."""
        ...

    async def answer(self, question: Question, answer: Answer, look_first: bool) -> None:
        """Answer a mention or a direct message, to the person who asked. `look_first` says that an
        earlier try may have succeeded, so that an answer that is there already isn't repeated."""
        ...

    async def can_post(self, team_id: str, channel_id: str) -> bool:
        """False if Slack says that the bot is not in the channel or the channel is unknown."""
        ...

    async def tell_appeal(self, case: Case, look_first: bool) -> None:
        """Tell whoever set the channel up, in a direct message, that a score is disputed. `look_first` says
        that an earlier try may have succeeded. Says nothing where nobody is known to have."""
        ...

    async def tell_decision(self, case: Case, look_first: bool) -> None:
        """Tell the author of a disputed reply, in a direct message, what became of the appeal."""
        ...

    async def tell_paused(self, paused: SubscriptionPaused) -> None:
        """Tell the owner, in a direct message, that a channel's scenarios have stopped and why."""
        ...

    async def send_export(self, export: Export) -> None:
        """Send the person everything that is stored about them, as a file in a direct message. The file may
        be sent twice if this is tried again."""
        ...


class TokenOffice(Protocol):
    """Where Slack gives out tokens. Methods raise what those of `Messenger` raise."""

    async def exchange(self, code: str, now: datetime) -> Installation:
        """The installation for which Slack's page gave this code."""
        ...

    async def renew(self, refresh_token: str, now: datetime) -> Granted:
        """A new token for an old one's `refresh_token`, which is used up by it."""
        ...


class Memory(Protocol):
    """A model of how people forget."""

    def after(self, card: Card | None, review: Review) -> Card:
        """The card of the review's person and scenario after it; `card` is the one before, None at first."""
        ...

    def recall(self, card: Card, at: datetime) -> float:
        """The chance, 0..1, that what is on the card would be remembered at that instant."""
        ...


class Charts(Protocol):
    """Draws pictures. What they say, the words beside them say too."""

    async def week(self, week: Week) -> bytes:
        """A week's participation and averages as a PNG; the same week gives the same bytes."""
        ...


class PeopleDirectory(Protocol):
    """What the workspace knows about a person."""

    async def language(self, team_id: str, user_id: str) -> Language:
        """The person's language by their Slack locale; English when it can't be told."""
        ...

    async def time_zone(self, team_id: str, user_id: str) -> str:
        """The person's IANA time zone; `UTC` when it can't be told."""
        ...

    async def is_guest(self, team_id: str, user_id: str) -> bool:
        """True for guests, who see only some channels, for people of other workspaces, and for bots. Raises
        `PersonUnknown` when it can't be told."""
        ...

    async def is_admin(self, team_id: str, user_id: str) -> bool:
        """True for admins and owners of this workspace; False when it can't be told."""
        ...


class Calendars(Protocol):
    """The public holidays of countries."""

    @property
    def codes(self) -> Sequence[str]:
        """The countries there are, by their ISO 3166 codes, in order."""
        ...

    def holiday(self, codes: Sequence[str], day: date, language: Language) -> str | None:
        """What the day is called in the first of these countries that has it off, in the language if it has
        a name in it; None if it is no holiday in any."""
        ...


class Meter(Protocol):
    """Counts what happens, for whoever runs the bot. Counting is quick and never fails, and is told no
    texts and no ids of people or channels."""

    def posted(self, outcome: str, delay: timedelta) -> None:
        """A daily scenario came to this, so long after it was due: `sent`, `late` (sent more than a minute
        after), `rest` or `outage`."""
        ...

    def closed(self, outcome: str) -> None:
        """A scenario was closed: `revealed`, or `refused` if Slack took no reveal."""
        ...

    def recapped(self, outcome: str) -> None:
        """A recap came to this: `sent` or `outage`."""
        ...

    def asked(self, verdict: str) -> None:
        """A question was answered with this verdict of the search."""
        ...

    def scored(self, outcome: str) -> None:
        """A reply was scored: the outcome of its score, or `uncounted` for one that came too late."""
        ...


class Unmetered:
    """Counts nothing."""

    def posted(self, outcome: str, delay: timedelta) -> None:
        """Not counted."""

    def closed(self, outcome: str) -> None:
        """Not counted."""

    def recapped(self, outcome: str) -> None:
        """Not counted."""

    def asked(self, verdict: str) -> None:
        """Not counted."""

    def scored(self, outcome: str) -> None:
        """Not counted."""


UNMETERED: Meter = Unmetered()


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much of one kind of work is overdue, and by how many seconds the oldest of it is."""

    pieces: int
    oldest: float


Backlog = Mapping[str, Waiting]
"""All overdue work by its kind."""
