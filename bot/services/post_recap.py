"""Post a channel's recap of the week, exactly once, by the rules of the daily post.

A row says SENDING before anything leaves the process; who finds it so looks for the message in the channel
first. It falls due with the last scenario of the week and waits until that one is closed, or was none.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import date, datetime, timedelta

from bot.domain.daily import Post, PostStage, Subscription
from bot.domain.errors import UnknownPack, UnknownScenario
from bot.domain.library import Library
from bot.domain.pauses import out_of_reach
from bot.domain.recaps import (
    SHOWN_FOR,
    WEEKS_BEFORE,
    Recap,
    Week,
    WeeklyRecap,
    last_day,
    look_back,
    monday_of,
)
from bot.domain.scenario import Misconception, Scenario
from bot.domain.schedule import Timetable, grace
from bot.ports import (
    UNMETERED,
    Charts,
    Clock,
    Database,
    Messenger,
    Meter,
    NotNow,
    OutcomeUnknown,
    Refused,
    UnitOfWork,
)
from bot.services.begin_posts import VISIBILITY
from bot.services.move_on import advance, put_off

log = logging.getLogger(__name__)

WAIT = timedelta(minutes=1)
SETTLING_SECONDS = (1, 3, 6)
"""How long to wait before each new try. An upload is done when Slack says so, but its picture can be shown
only once Slack has looked into it, seconds later (python-slack-sdk #1521, java-slack-sdk #1349)."""

UPLOAD_SECONDS = 15
"""For all three calls of an upload, so that the recap is out well before `VISIBILITY` is over."""

NOT_SHOWN = "invalid_blocks"
"""What Slack says of a message whose picture it doesn't know yet."""


class PostRecap:
    """Takes recaps that are due and sends them."""

    def __init__(
        self,
        database: Database,
        messenger: Messenger,
        charts: Charts,
        library: Library,
        clock: Clock,
        meter: Meter = UNMETERED,
    ) -> None:
        self._database = database
        self._messenger = messenger
        self._charts = charts
        self._library = library
        self._clock = clock
        self._meter = meter
        self._began = clock.now()

    async def take_due(self, limit: int) -> list[Recap]:
        """Claim what is due; the recaps are ours until `VISIBILITY` has passed."""
        now = self._clock.now()
        return await self._database.claim(lambda work: work.recaps.take_due(now, now + VISIBILITY, limit))

    async def __call__(self, recap: Recap) -> None:
        """Send a recap that this process holds; raises `TakenOver` if another worker got hold of it."""
        now = self._clock.now()
        weekly = await self._database.transact(lambda work: self._begin(work, recap, now))
        if weekly is None:
            return
        try:
            # What fell due before this process began may be out: a backup put back doesn't know.
            old = recap.ready_at is not None and recap.ready_at <= self._began
            look_first = recap.stage is PostStage.SENDING or old
            ts = await self._messenger.find_recap(weekly) if look_first else None
        except (NotNow, OutcomeUnknown, Refused):
            return  # it comes round again, until it is too late
        await self._send(weekly, ts)

    def _begin(self, work: UnitOfWork, recap: Recap, now: datetime) -> WeeklyRecap | None:
        """Say SENDING, with what is to be said; None if there is nothing to do now."""
        subscription = work.subscriptions.of_channel(*recap.place)
        posts = [p for p in work.posts.of_channel(*recap.place) if monday_of(p.day) == recap.week]
        # It may have been planned before the channel turned recaps off.
        if subscription is None or not subscription.recaps or _is_over(subscription, recap.week, now):
            advance(work.recaps, recap, recap.outage())
            return None
        if until := _waits(posts, subscription.timetable, recap.week, now):
            if recap.stage is PostStage.CLAIMED:
                advance(work.recaps, recap, recap.postponed(until))
            return None
        closed = [post for post in posts if post.stage is PostStage.CLOSED]
        if not closed:
            advance(work.recaps, recap, recap.outage())
            return None
        sending = recap
        if recap.stage is PostStage.CLAIMED:
            sending = recap.sending()
            advance(work.recaps, recap, sending)
        week = _week(work, recap, closed)
        hardest = self._scenario(posts, week.hardest.scenario_id) if week.hardest else None
        return WeeklyRecap(sending, subscription.languages, week, hardest, self._misconception(posts, week))

    async def _send(self, weekly: WeeklyRecap, ts: str | None) -> None:
        recap = weekly.recap
        try:
            ts = ts or await self._post(weekly)
        except (NotNow, OutcomeUnknown) as why:
            after = put_off(recap, why, self._clock.now())
        except Refused as refused:
            log.error("the recap was refused", extra={"recap": recap.key, "why": refused.reason})
            after = recap.outage()
        else:
            after = recap.closed(ts)
        await self._database.transact(lambda work: advance(work.recaps, recap, after))
        if after.ready_at is None:
            self._meter.recapped("sent" if after.stage is PostStage.CLOSED else "outage")

    async def _post(self, weekly: WeeklyRecap) -> str:
        """With its picture if that can be had; the words say the same."""
        picture = await self._picture(weekly)
        if picture is None:
            return await self._messenger.post_recap(weekly, None)
        for wait in (0, *SETTLING_SECONDS):
            await asyncio.sleep(wait)
            try:
                return await self._messenger.post_recap(weekly, picture)
            except Refused as refused:
                if refused.reason != NOT_SHOWN:
                    raise
        return await self._messenger.post_recap(weekly, None)

    async def _picture(self, weekly: WeeklyRecap) -> str | None:
        """The id of the uploaded chart; None if it can't be had now."""
        drawn = await self._charts.week(weekly.week)
        try:
            async with asyncio.timeout(UPLOAD_SECONDS):
                return await self._messenger.upload(
                    weekly.recap.team_id, f"week-{weekly.week.monday.isoformat()}.png", drawn
                )
        except (NotNow, OutcomeUnknown, Refused, TimeoutError) as error:
            why = str(error) or type(error).__name__
            log.warning("a recap goes without its chart", extra={"recap": weekly.recap.key, "why": why})
            return None

    def _misconception(self, posts: list[Post], week: Week) -> Misconception | None:
        came_up = week.came_up
        scenario = self._scenario(posts, came_up.scenario_id) if came_up else None
        every = scenario.misconceptions if scenario else ()
        return next((each for each in every if came_up and each.id == came_up.misconception_id), None)

    def _scenario(self, posts: list[Post], scenario_id: str) -> Scenario | None:
        """As it stands in its pack now, if it does."""
        pack_id = next(post.pack_id for post in posts if post.scenario_id == scenario_id)
        try:
            return self._library.pack(pack_id).scenario(scenario_id)
        except (UnknownPack, UnknownScenario):
            return None


def _week(work: UnitOfWork, recap: Recap, closed: list[Post]) -> Week:
    rounds = [(post, work.replies.of_post(post.id)) for post in closed]
    since = recap.week - timedelta(weeks=WEEKS_BEFORE)
    before = work.replies.best_of_channel(*recap.place, since)
    return look_back(recap.week, rounds, before, work.people.hidden(recap.team_id))


def _is_over(subscription: Subscription, week: date, now: datetime) -> bool:
    """Nobody waits for this recap any more, or it can't be posted. A pause that somebody wanted leaves the
    recap of the days there were."""
    due = subscription.timetable.due_on(last_day(subscription.timetable, week))
    return out_of_reach(subscription.paused_because) or now - due > SHOWN_FOR


def _waits(posts: list[Post], timetable: Timetable, week: date, now: datetime) -> datetime | None:
    """Until when the recap waits for the week's last scenarios; None if they are all done with."""
    if unfinished := [post.closes_at for post in posts if not post.stage.finished]:
        return max(unfinished) if max(unfinished) > now else now + WAIT
    last = last_day(timetable, week)
    due = timetable.due_on(last)
    taken = any(post.day >= last for post in posts)  # or a slow worker has yet to take the day
    return None if taken or now > due + grace(timetable.open_for) else max(due, now + WAIT)
