"""The repositories of `bot.ports`, in SQLAlchemy Core."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache

from sqlalchemy import ColumnElement, Date, Insert, Update, bindparam, func, literal, or_, select, update
from sqlalchemy.exc import IntegrityError

from bot.domain.daily import (
    DayTaken,
    DueDay,
    Miss,
    Missed,
    Place,
    Post,
    PostStage,
    Question,
    Reply,
    Subscription,
)
from bot.domain.errors import ChannelTaken
from bot.domain.grading import Score
from bot.domain.schedule import Timetable
from bot.storage.columns import Instant
from bot.storage.ledger import (
    Ledger,
    Row,
    StagedLedger,
    due_rows,
    insert_into,
    names,
    places_given,
    row_of,
    select_where,
)
from bot.storage.tables import posts, questions, replies, subscriptions

_UNFINISHED = [stage for stage in PostStage if not stage.finished]
_COUNTS = {"late": False, "withdrawn": False}
_COUNTING = [replies.c[name] == said for name, said in _COUNTS.items()]
_CLOCKWORK = ("at", "zone", "weekdays", "open_for")
_ARRIVAL = ("received_at", "id")
_MISSED = or_(questions.c.verdict.in_([Miss.NOTHING.value, Miss.UNSURE.value]), questions.c.helped.is_(False))


class SqlSubscriptions(Ledger[Subscription]):
    """Which channels want a scenario, and when the next is due."""

    columns = tuple(subscriptions.c.keys())
    table = subscriptions
    due = subscriptions.c.ready_at
    natural_key = ("channel_id", "team_id")

    def save(self, subscription: Subscription) -> None:
        row = row_of(subscription)
        row |= row_of(row.pop("timetable"))
        insert = insert_into(subscriptions, self._connection.dialect.name).values(row)
        try:
            self._connection.execute(insert.on_conflict_do_update(index_elements=self.natural_key, set_=row))
        except IntegrityError:  # of the key of before: see revisions 0004 and 0005
            raise ChannelTaken from None

    def of_channel(self, team_id: str, channel_id: str) -> Subscription | None:
        return self._find_one(channel_id=channel_id, team_id=team_id)

    def set_up_by(self, team_id: str, user_id: str) -> list[str]:
        theirs = (subscriptions.c.team_id == team_id) & (subscriptions.c.created_by == user_id)
        channels = select(subscriptions.c.channel_id).where(theirs)
        return sorted(self._connection.scalars(channels))  # sorted here: engines collate differently

    def in_channel(self, channel_id: str) -> list[Subscription]:
        return self._find("team_id", channel_id=channel_id)

    def of_places(self, places: Sequence[Place]) -> dict[Place, Subscription]:
        theirs = self._placed(subscriptions.c.team_id, subscriptions.c.channel_id)
        query = select_where(subscriptions, self.columns, (), ()).where(theirs)
        rows = self._rows(query, places_given(places, self._connection.dialect.name)) if places else []
        return {each.place: each for each in map(self._value, rows)}

    def take_due(self, now: datetime, limit: int) -> list[DueDay]:
        query = due_rows(subscriptions, self.due, ("team_id", "channel_id", "ready_at", *_CLOCKWORK))
        rows = self._connection.execute(query, {"now": now, "limit": limit}).all()
        return [DueDay((team, channel), _clockwork(*times), due_at) for team, channel, due_at, *times in rows]

    def take_day(self, day: DayTaken, places: Sequence[Place]) -> None:
        given = asdict(day) | places_given(places, self._connection.dialect.name)
        theirs = self._placed(subscriptions.c.team_id, subscriptions.c.channel_id)
        for statement in _day_taken(theirs, self._connection.dialect.name):
            self._connection.execute(statement, given)

    def pause_team(self, team_id: str, reason: str) -> None:
        running = (subscriptions.c.team_id == team_id) & subscriptions.c.ready_at.is_not(None)
        stopped = {"ready_at": None, "paused_because": reason}
        self._connection.execute(update(subscriptions).where(running).values(stopped))

    def paused_in(self, team_id: str, reasons: Collection[str]) -> list[Subscription]:
        theirs = self._find("channel_id", team_id=team_id)
        return [each for each in theirs if each.paused_because in reasons]

    def next_ready_at(self) -> datetime | None:
        return self._earliest_due()

    def _value(self, row: Row) -> Subscription:
        timetable = Timetable(**{name: row.pop(name) for name in names(Timetable)})
        return Subscription(**row, timetable=timetable)


@lru_cache(10_000)
def _clockwork(at: time, zone: str, weekdays: frozenset[int], open_for: timedelta) -> Timetable:
    """Of a timetable what due times depend on, once for the many that are alike."""
    return Timetable(at, zone, weekdays, open_for)


@cache
def _day_taken(theirs: ColumnElement[bool], dialect: str) -> tuple[Insert, Update]:
    """The day's row for each of these channels that has none, and when they are due next."""
    same = ("team_id", "channel_id", "pack_id", "languages", "attempts", "pass_mark", "answering")
    given = {
        "day": bindparam("day", type_=Date),
        "scenario_id": literal(""),
        "due_at": bindparam("due_at", type_=Instant),
        "closes_at": bindparam("closes_at", type_=Instant),
        "stage": literal(PostStage.CLAIMED, posts.c.stage.type),
        "ready_at": bindparam("due_at", type_=Instant),
    }
    rows = select(*(subscriptions.c[name] for name in same), *given.values()).where(theirs)
    insert = insert_into(posts, dialect).from_select([*same, *given], rows)
    moved = update(subscriptions).where(theirs).values(ready_at=bindparam("next_due_at"))
    return insert.on_conflict_do_nothing(), moved


class SqlPosts(StagedLedger[Post]):
    """The days of every channel."""

    kind = Post
    columns = names(Post)
    table = posts
    due = posts.c.ready_at
    natural_key = ("channel_id", "day", "team_id")
    progress = ("stage", "ready_at", "message_ts", "reveal_ts", "scenario_id")

    def by_id(self, post_id: int) -> Post | None:
        return self._find_one(id=post_id)

    def by_message(self, channel_id: str, message_ts: str) -> Post | None:
        return self._find_one(channel_id=channel_id, message_ts=message_ts)

    def hold(self, post_id: int) -> Post | None:
        return self._hold(id=post_id)

    def hold_message(self, channel_id: str, message_ts: str) -> Post | None:
        return self._hold(channel_id=channel_id, message_ts=message_ts)

    def store(self, taken: Sequence[Post]) -> None:
        progress = ("id", "stage", "ready_at", "scenario_id", "rest")
        self._change_each([{name: getattr(post, name) for name in progress} for post in taken])

    def scenarios_of(self, channel_ids: Sequence[str]) -> dict[str, list[str]]:
        theirs = self._among(posts.c.channel_id, "channels")
        query = select(posts.c.channel_id, posts.c.scenario_id).where(theirs, posts.c.scenario_id != "")
        past: dict[str, list[str]] = {}
        rows = self._connection.execute(query.order_by(posts.c.day), {"channels": list(channel_ids)})
        for channel_id, scenario_id in rows:
            past.setdefault(channel_id, []).append(scenario_id)
        return past

    def of_channel(self, team_id: str, channel_id: str) -> list[Post]:
        return self._find("day", channel_id=channel_id, team_id=team_id)

    def unfinished_since(self, post_id: int) -> list[Post]:
        query = select_where(posts, self.columns, (), ("id",)).where(posts.c.id > bindparam("newest"))
        rows = self._rows(query.where(posts.c.stage.in_(_UNFINISHED)), {"newest": post_id})
        return [Post(**row) for row in rows]

    def by_ids(self, post_ids: Sequence[int]) -> list[Post]:
        query = select_where(posts, self.columns, (), ("id",)).where(self._among(posts.c.id, "ids"))
        return [Post(**row) for row in self._rows(query, {"ids": list(post_ids)})] if post_ids else []

    def stages_of(self, post_ids: Sequence[int]) -> dict[int, PostStage]:
        query = select(posts.c.id, posts.c.stage).where(self._among(posts.c.id, "ids"))
        found = self._connection.execute(query, {"ids": list(post_ids)}) if post_ids else ()
        return {row.id: row.stage for row in found}

    def unfinished(self, channel_id: str | None = None) -> list[Post]:
        given = {} if channel_id is None else {"channel_id": channel_id}
        query = select_where(posts, self.columns, tuple(given), ("id",))
        return [Post(**row) for row in self._rows(query.where(posts.c.stage.in_(_UNFINISHED)), given)]


class SqlReplies(Ledger[Reply]):
    """Attempts and their scores."""

    kind = Reply
    columns = names(Reply)
    table = replies
    due = replies.c.owes_feedback_at
    natural_key = ("channel_id", "origin")

    def add(self, reply: Reply) -> Reply | None:
        added = self._add(row_of(reply) | {"points": reply.score.value})
        return None if added is None else replace(reply, id=added)

    def by_origin(self, channel_id: str, origin: str) -> Reply | None:
        return self._find_one(channel_id=channel_id, origin=origin)

    def by_id(self, reply_id: int) -> Reply | None:
        return self._find_one(id=reply_id)

    def of_person(self, post_id: int, user_id: str) -> list[Reply]:
        return self._find(*_ARRIVAL, post_id=post_id, user_id=user_id)

    def of_post(self, post_id: int) -> list[Reply]:
        return self._find(*_ARRIVAL, post_id=post_id, **_COUNTS)

    def channels_of(self, team_id: str, user_id: str) -> list[str]:
        theirs = (replies.c.team_id == team_id) & (replies.c.user_id == user_id)
        channels = select(replies.c.channel_id).where(theirs).distinct()
        return sorted(self._connection.scalars(channels))  # sorted here: engines collate differently

    def best_of_channel(
        self, team_id: str, channel_id: str, since: date | None = None
    ) -> list[tuple[str, date, int]]:
        best = (
            select(replies.c.user_id, posts.c.day, func.max(replies.c.points))
            .join_from(replies, posts)
            .where(posts.c.channel_id == channel_id, posts.c.team_id == team_id, *_COUNTING)
            .group_by(replies.c.user_id, posts.c.day)
        )
        if since is not None:
            best = best.where(posts.c.day >= since)
        return sorted((user, day, points) for user, day, points in self._connection.execute(best))

    def best_of_person(
        self, team_id: str, user_id: str, channel_id: str | None = None
    ) -> list[tuple[Post, int]]:
        theirs = (replies.c.team_id == team_id) & (replies.c.user_id == user_id)
        best = (
            select(func.max(replies.c.points).label("best"), *(posts.c[name] for name in names(Post)))
            .join_from(replies, posts)
            .where(theirs, *_COUNTING)
            .group_by(posts.c.id)
        )
        if channel_id is not None:
            best = best.where(posts.c.channel_id == channel_id)
        found = [(row.pop("best"), Post(**row)) for row in self._rows(best)]
        found.sort(key=lambda pair: (pair[1].channel_id, pair[1].day))  # here: engines collate differently
        return [(post, points) for points, post in found]

    def wordings(self, pack_id: str, scenario_id: str | None = None) -> list[tuple[str, str, Score]]:
        query = (
            select(posts.c.scenario_id, replies.c.text, replies.c.score)
            .join_from(replies, posts)
            .where(posts.c.pack_id == pack_id, replies.c.text != "", *_COUNTING)
        )
        if scenario_id is not None:
            query = query.where(posts.c.scenario_id == scenario_id)
        return [(scenario, text, score) for scenario, text, score in self._connection.execute(query)]

    def update(self, reply: Reply) -> None:
        edited = ("text", "language", "score", "version", "owes_feedback_at", "withdrawn", "late", "granted")
        changes = {name: getattr(reply, name) for name in edited}
        self._change(changes | {"points": reply.score.value}, id=reply.id)

    def take_owing(self, now: datetime, until: datetime, limit: int) -> list[Reply]:
        return self._claim(now, until, limit)

    def put_off(self, reply: Reply, until: datetime) -> bool:
        return self._owe(until, reply)

    def feedback_sent(self, reply: Reply) -> bool:
        return self._owe(None, reply)

    def owe_again(self, reply: Reply, at: datetime) -> None:
        newer = (replies.c.version != reply.version) | (replies.c.points != reply.score.value)
        self._connection.execute(
            update(replies)
            .where(replies.c.id == reply.id, replies.c.text != "", newer)
            .values(owes_feedback_at=at)
        )

    def _owe(self, at: datetime | None, reply: Reply) -> bool:
        if reply.owes_feedback_at is None:
            return False
        owed = {"owes_feedback_at": reply.owes_feedback_at, "version": reply.version}
        return self._change({"owes_feedback_at": at}, id=reply.id, **owed) > 0


class SqlQuestions(Ledger[Question]):
    """What was asked."""

    kind = Question
    columns = names(Question)
    table = questions
    due = questions.c.owes_answer_at
    natural_key = ("channel_id", "origin")

    def add(self, question: Question) -> Question | None:
        added = self._add(row_of(question))
        return None if added is None else replace(question, id=added)

    def add_all(self, asked: Sequence[Question]) -> None:
        self._add_all([row_of(question) for question in asked])

    def take_owing(self, now: datetime, until: datetime, limit: int) -> list[Question]:
        return self._claim(now, until, limit)

    def put_off(self, question: Question, until: datetime) -> None:
        if question.owes_answer_at is not None:
            self._change({"owes_answer_at": until}, id=question.id, owes_answer_at=question.owes_answer_at)

    def answered(self, question: Question) -> None:
        self._change({"owes_answer_at": None}, id=question.id)

    def helped(self, channel_id: str, origin: str, user_id: str, helped: bool) -> None:
        self._change({"helped": helped}, channel_id=channel_id, origin=origin, user_id=user_id)

    def missed(self, since: datetime | None = None, team_id: str | None = None) -> list[Missed]:
        alike = (questions.c.text, questions.c.verdict, questions.c.helped, questions.c.top)
        query = select(*alike, func.count(), func.max(questions.c.asked_at)).where(_MISSED).group_by(*alike)
        if since is not None:
            query = query.where(questions.c.asked_at >= since)
        if team_id is not None:
            query = query.where(questions.c.team_id == team_id)
        return [
            Missed(text, Miss.UNHELPFUL if helped is False else Miss(verdict), nearest, times, last_at)
            for text, verdict, helped, nearest, times, last_at in self._connection.execute(query)
        ]
