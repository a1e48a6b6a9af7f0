"""A year of three channels and forty people, lived through the real use cases on a real database.

Time jumps from one thing that happens to the next. Everything is drawn from one seed: who answers what when,
who edits, deletes or is delivered twice, which calls fail, when the bot is down, who goes on vacation. What
should have come of it is written down beside (`truth.py`) and compared in the end.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from random import Random
from typing import cast

from sqlalchemy import event

from bot.calendars import HolidayCalendars
from bot.domain.appeals import Alias
from bot.domain.daily import Post, PostStage
from bot.domain.errors import BotError
from bot.domain.grading import Score
from bot.domain.grading.score import outcome_of
from bot.domain.library import Library
from bot.domain.recaps import monday_of
from bot.domain.scenario import Language
from bot.domain.schedule import Timetable
from bot.domain.selection import WINDOW
from bot.memory import FsrsMemory
from bot.packs.loader import load_pack, shipped_pack_path
from bot.ports import Messenger, UnitOfWork
from bot.services.announce_vacation import AnnounceVacation
from bot.services.close_scenario import CloseScenario
from bot.services.open_rounds import OpenRounds
from bot.services.post_daily_scenario import PostDailyScenario
from bot.services.post_recap import PostRecap
from bot.services.run_rounds import RunRounds
from bot.services.score_reply import ScoreReply
from bot.services.show_standing import ShowStanding
from bot.services.subscribe_channel import Order, SubscribeChannel
from bot.services.taking import Said
from bot.storage import SqlDatabase
from bot.storage.migrations import upgrade
from bot.storage.recaps import SqlRecaps
from bot.wordbook.loader import load_word_book
from tests.simulation.truth import Day, Plan, Written, expected_days, ledger
from tests.simulation.world import Colleagues, ListOfMessages, NoPictures, SetClock, utc

TEAM = "T0YEAR0001"
START, END = utc(2026, 1, 1), utc(2027, 1, 1)
PEOPLE = [f"U{number:02}" for number in range(40)]
WORKDAYS, EVERY_DAY = frozenset(range(5)), frozenset(range(7))
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)

PLANS = {
    "C0TOKYO": [
        Plan(START, "Asia/Tokyo", time(9), WORKDAYS, "JP", frozenset({date(2026, 8, 13), date(2026, 8, 14)})),
        Plan(utc(2026, 9, 5), "Asia/Kolkata", time(10, 30), WORKDAYS, "IN"),
    ],
    "C0LONDON": [Plan(START, "Europe/London", time(9, 30), WORKDAYS, "GB")],
    # Open on every day at a time that one night of the year doesn't have.
    "C0NEWYORK": [Plan(START, "America/New_York", time(2, 30), EVERY_DAY, "US")],
}
ANSWERS = 0.35  # of the people of a channel on a day
EDITS, DELETES, DELIVERED_TWICE = 0.12, 0.06, 0.15
VACATIONS, OUTAGES = 30, 12


@dataclass
class Year:
    """One year, ready to be lived."""

    chance: Random
    database: SqlDatabase
    library: Library

    def __post_init__(self) -> None:
        self.clock = SetClock(START)
        self.slack = ListOfMessages(self.clock, Random(self.chance.random()))
        messenger = cast("Messenger", self.slack)
        people = Colleagues(self.chance)
        calendars = HolidayCalendars()
        post = PostDailyScenario(self.database, messenger, self.library, self.clock, calendars)
        close = CloseScenario(self.database, messenger, self.library, FsrsMemory(), self.clock)
        rounds = OpenRounds(self.database, self.clock)
        recap = PostRecap(self.database, messenger, NoPictures(), self.library, self.clock)
        self.rounds = RunRounds(self.database, self.clock, post, close, recap, rounds)
        self.score = ScoreReply(self.database, self.library, FsrsMemory(), self.clock)
        self.subscribe = SubscribeChannel(
            self.database, messenger, people, self.library, self.clock, calendars
        )
        self.vacation = AnnounceVacation(self.database, people, self.clock)
        self.standing = ShowStanding(self.database, self.clock)
        self.members = {channel: self.chance.sample(PEOPLE, 18) for channel in PLANS}
        self.outages = self._outages()
        self.away: dict[str, list[tuple[date, date]]] = defaultdict(list)
        self.days = {channel: expected_days(plans, END, self.outages) for channel, plans in PLANS.items()}
        self._agenda: list[tuple[datetime, int, Callable[[], Awaitable[None]]]] = []
        self._number = count()
        self._next_due: datetime | None = None
        self._posts: dict[str, dict[datetime, Post]] = defaultdict(dict)

    async def live(self) -> None:
        """Let everything happen that was drawn, in order."""
        for channel, plans in PLANS.items():
            for plan in plans:
                self._at(plan.since, partial(self._order, channel, plan))
        for _ in range(VACATIONS):
            self._at(START + self.chance.random() * (END - START), self._go_away)
        for channel, days in self.days.items():
            for day in days.values():
                if day.kind == "posted":
                    self._draw_replies(channel, day)
        while self._agenda:
            at, _, happens = heapq.heappop(self._agenda)
            await self._until(at)
            await happens()
        await self._until(END - MINUTE)

    def _at(self, when: datetime, happens: Callable[[], Awaitable[None]]) -> None:
        """Put it on the agenda; what happens while the bot is down, it hears of afterwards."""
        heard = next((end for start, end in self.outages if start <= when < end), when)
        heapq.heappush(self._agenda, (heard, next(self._number), happens))

    async def _until(self, then: datetime) -> None:
        """Let the schedulers do what falls due before that."""
        while self._next_due is not None and self._next_due <= then:
            self.clock.at = max(self._next_due, self.clock.at)
            await self.rounds()
            await self._look_ahead()
        self.clock.at = max(then, self.clock.at)

    async def _look_ahead(self) -> None:
        """When the schedulers have something to do next; while the bot is down, when it is up again."""

        def earliest(work: UnitOfWork) -> datetime | None:
            owed = [post.ready_at for post in work.posts.unfinished() if post.ready_at]
            coming = (work.subscriptions.next_ready_at(), cast("SqlRecaps", work.recaps)._earliest_due())
            return min([*owed, *(at for at in coming if at)], default=None)

        due = await self.database.transact(earliest)
        self._next_due = due and next((end for start, end in self.outages if start <= due < end), due)

    def _outages(self) -> list[tuple[datetime, datetime]]:
        """Short and long ones, far from each other and from changes of plan."""
        found: list[tuple[datetime, datetime]] = []
        while len(found) < OUTAGES:
            start = START + timedelta(days=self.chance.randrange(8, 350), hours=self.chance.randrange(24))
            end = start + self.chance.choice([HOUR, 3 * HOUR, 6 * HOUR, 30 * HOUR])
            near = [plan.since for plans in PLANS.values() for plan in plans] + [at for at, _ in found]
            if all(abs(start - other) > timedelta(days=4) for other in near):
                found.append((start, end))
        return sorted(found)

    async def _order(self, channel: str, plan: Plan) -> None:
        timetable = Timetable(
            plan.at, plan.zone, plan.weekdays, calendars=(plan.country,), skipped=plan.skipped
        )
        languages = (Language.JA, Language.EN)
        pack = self.library.packs[0].id
        await self.subscribe(Order(TEAM, channel, PEOPLE[0], pack, languages, timetable))
        await self._look_ahead()

    async def _go_away(self) -> None:
        user = self.chance.choice(PEOPLE)
        first = self.clock.at.date() + timedelta(days=self.chance.randrange(2, 20))
        last = first + timedelta(days=self.chance.randrange(0, 15))
        try:
            await self.vacation(TEAM, user, first, last)
        except BotError:
            return
        self.away[user].append((first, last))

    def _draw_replies(self, channel: str, day: Day) -> None:
        for user in self.members[channel]:
            if self.chance.random() < ANSWERS:
                for _ in range(self.chance.choices((1, 2, 3, 4), (60, 25, 10, 5))[0]):
                    at = day.due + timedelta(minutes=self.chance.randrange(5 * 60 + 10, 9 * 60))
                    self._at(at, partial(self._write, channel, day, user, at))

    async def _write(self, channel: str, day: Day, user: str, at: datetime) -> None:
        post = await self._post(channel, day)
        text = self._wording()
        attempt = Written(user, [text] if self._in_time(day, post, at) else [])
        day.attempts.append(attempt)
        ts = self._ts(at)
        said = Said(TEAM, post.channel_id, str(post.message_ts), ts, ts, user, text)
        for _ in range(1 + (self.chance.random() < DELIVERED_TWICE)):
            await self.score.in_thread(said)
        if self.chance.random() < EDITS:
            later = at + timedelta(minutes=self.chance.randrange(1, 200))
            self._at(later, lambda: self._edit(day, post, attempt, ts, later))
        elif self.chance.random() < DELETES:
            later = at + timedelta(minutes=self.chance.randrange(1, 200))
            self._at(later, lambda: self._delete(day, post, attempt, ts))

    async def _edit(self, day: Day, post: Post, attempt: Written, ts: str, at: datetime) -> None:
        text = self._wording()
        said = Said(TEAM, post.channel_id, str(post.message_ts), ts, self._ts(at), attempt.user, text)
        if attempt.said and self._in_time(day, post, at):  # what came late stays late
            attempt.said.append(text)
        for _ in range(1 + (self.chance.random() < DELIVERED_TWICE)):
            await self.score.edited(said)

    async def _delete(self, day: Day, post: Post, attempt: Written, ts: str) -> None:
        attempt.withdrawn = self._in_time(day, post, self.clock.at)
        for _ in range(1 + (self.chance.random() < DELIVERED_TWICE)):
            await self.score.deleted(post.channel_id, ts, self._ts(self.clock.at))

    def _in_time(self, day: Day, post: Post, at: datetime) -> bool:
        return day.in_time(at, shown=bool(self.slack.reveals[f"reveal {post.key}"]))

    async def _post(self, channel: str, day: Day) -> Post:
        """The post of a day that should have been posted."""
        if day.due not in self._posts[channel]:
            self._posts[channel] = {post.due_at: post for post in await self.posts(channel)}
        return self._posts[channel][day.due]

    def _wording(self) -> str:
        return f"worth {self.chance.choice((0, 20, 39, 40, 70, 100))}"

    def _ts(self, at: datetime) -> str:
        return f"{at.timestamp():.0f}.{next(self._number):06d}"

    async def posts(self, channel: str) -> list[Post]:
        return await self.database.transact(lambda work: work.posts.of_channel(TEAM, channel))


class DrawnScores(Library):
    """Takes replies at their word, "worth 55": how they are scored is tested elsewhere, and would take most
    of the time here."""

    def __init__(self) -> None:
        super().__init__([load_pack(shipped_pack_path())], load_word_book())

    def grade(self, pack_id: str, scenario_id: str, reply: str, aliases: Iterable[Alias] = ()) -> Score:
        value = worth(reply)
        return Score(value, outcome_of(value, ()), ())


def worth(text: str) -> int:
    """The points of a reply in this world."""
    return int(text.split()[-1])


async def live_and_compare(seed: int, folder: Path) -> Counter[str]:
    """Live the year of this seed and raise `AssertionError` wherever it differs from what was counted by
    hand; returns how much happened."""
    url = f"sqlite:///{folder}/year-{seed}.sqlite3"
    upgrade(url)
    database = SqlDatabase(url)
    # Nobody pulls the plug here, and waiting for the disk would take half of the time.
    event.listen(database._engine, "connect", lambda opened, _: opened.execute("PRAGMA synchronous=OFF"))
    try:
        year = Year(Random(seed), database, DrawnScores())
        await year.live()
        happened: Counter[str] = Counter()
        for channel in PLANS:
            happened += await _compare(year, channel)
        return happened
    finally:
        await database.close()


async def _compare(year: Year, channel: str) -> Counter[str]:
    posts = await year.posts(channel)
    _compare_days(year, channel, posts)
    _compare_choice(year, posts)
    _compare_recaps(year, channel)
    happened = Counter({"days": len(posts)})
    for user in year.members[channel]:
        standing = await year.standing.streak(TEAM, channel, user)
        lines = {line.day: line for line in standing.streak.ledger}
        by_hand = list(ledger(year.days[channel], user, worth, year.away[user]))
        for day, kind, stood in by_hand:
            happened[kind] += 1
            if day not in lines:  # of several days that the bot was away only the first is kept
                assert kind in ("outage", "holiday"), (channel, user, day, kind)
                continue
            line = lines[day]
            neutral = {"outage", "holiday"}
            assert line.kind == kind or {line.kind, kind} <= neutral, (channel, user, day, line.kind, kind)
            assert (line.streak, line.freezes) == (stood.current, stood.freezes), (channel, user, day)
        if by_hand:
            stood = by_hand[-1][2]
            assert (standing.streak.current, standing.streak.longest) == (stood.current, stood.longest)
    return happened


def _compare_days(year: Year, channel: str, posts: list[Post]) -> None:
    """Each scheduled day once, at its time; nothing on any other day."""
    expected = year.days[channel]
    got = {post.day: post for post in posts}
    assert len(got) == len(posts)
    for day, post in got.items():
        assert post.due_at == expected[day].due, (channel, day)
    for day, should in expected.items():
        key = f"{channel}:{day.isoformat()}"
        once = int(should.kind == "posted")
        assert (year.slack.posts[key], year.slack.reveals[f"reveal {key}"]) == (once, once), (
            key,
            should.kind,
        )
        if should.kind == "posted":
            assert got[day].stage is PostStage.CLOSED, (key, got[day].stage)


def _compare_recaps(year: Year, channel: str) -> None:
    """A week with a scenario has one recap, any other none. The year's last week isn't over."""
    weeks = {monday_of(day) for day, should in year.days[channel].items() if should.kind == "posted"}
    got = {key: times for key, times in year.slack.recaps.items() if channel in key}
    for week in weeks - {monday_of(END.date())}:
        assert got.pop(f"recap:{channel}:{week.isoformat()}", 0) == 1, (channel, week)
    assert set(got) <= {f"recap:{channel}:{monday_of(END.date()).isoformat()}"}, got


def _compare_choice(year: Year, posts: list[Post]) -> None:
    """No scenario comes again before all the others, and domains keep their shares."""
    pack = year.library.packs[0]
    chosen = [post.scenario_id for post in posts if post.scenario_id]
    laps = [
        chosen[start : start + len(pack.scenarios)] for start in range(0, len(chosen), len(pack.scenarios))
    ]
    assert all(len(set(lap)) == len(lap) for lap in laps)
    shares = {domain.name.en: domain.weight / 100 for domain in pack.domains}
    for start in range(len(chosen) - WINDOW + 1):
        seen = Counter(pack.scenario(each).domain for each in chosen[start : start + WINDOW])
        for name, share in shares.items():
            assert abs(seen[name] - share * WINDOW) <= 1 + 1e-9, (start, name, seen[name], share * WINDOW)
