"""Subscriptions: what channels have ordered, and when they fall due."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime, time, timedelta
from functools import cache, lru_cache

from sqlalchemy import ColumnElement, Date, Insert, Update, bindparam, literal, select, update
from sqlalchemy.exc import IntegrityError

from bot.domain.daily import DayTaken, DueDay, Place, PostStage, Subscription
from bot.domain.errors import ChannelTaken
from bot.domain.schedule import Timetable
from bot.storage.columns import Instant
from bot.storage.ledger import Ledger, Row, due_rows, insert_into, names, places_given, row_of, select_where
from bot.storage.tables import posts, subscriptions

_CLOCKWORK = ("at", "zone", "weekdays", "open_for")


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
