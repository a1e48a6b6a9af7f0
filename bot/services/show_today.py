"""What is on in a channel today, and what a person has made of it so far."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace

from bot.domain.daily import Answering, Post, PostStage, Subscription, attempts_left
from bot.domain.errors import (
    AnswerInThread,
    NoAttemptsLeft,
    PostClosed,
    PostNotFound,
    UnknownPack,
    UnknownScenario,
)
from bot.domain.library import Library
from bot.domain.results import DailyPost, HomeChannel, Rest, Today
from bot.domain.scenario import Bilingual, Scenario
from bot.ports import Calendars, Clock, Database, UnitOfWork
from bot.services.channels_around import ChannelsAround
from bot.services.days_off import rest_on, upcoming_posts
from bot.services.show_attempts import has_attempts
from bot.services.show_standing import standing_of


class ShowToday:
    """Reads a channel's present scenario."""

    def __init__(
        self,
        database: Database,
        library: Library,
        clock: Clock,
        calendars: Calendars,
        around: ChannelsAround,
    ) -> None:
        self._database = database
        self._library = library
        self._clock = clock
        self._calendars = calendars
        self._around = around

    async def __call__(self, team_id: str, channel_id: str, user_id: str) -> Today:
        """The channel's open scenario with the person's attempts, or when the next one comes."""
        return await self._database.transact(lambda work: self._today(work, team_id, channel_id, user_id))

    async def home(self, team_id: str, user_id: str) -> list[HomeChannel]:
        """Every channel in which the person takes part or could today: its scenario and their streak. First
        those where they have answered, then those that they set up, then what else they can see."""
        now, around = self._clock.now(), await self._around(team_id, user_id)

        def read(work: UnitOfWork) -> list[HomeChannel]:
            answered = work.replies.channels_of(team_id, user_id)
            channels = [*answered, *work.subscriptions.set_up_by(team_id, user_id), *around]
            return [
                HomeChannel(
                    self._at_home(work, team_id, channel_id, user_id),
                    standing_of(work, team_id, channel_id, user_id, now),
                )
                for channel_id in dict.fromkeys(channels)
            ]

        return await self._database.transact(read)

    async def form(self, post_id: int, team_id: str, channel_id: str, user_id: str) -> DailyPost:
        """The post for which the person asks the private form.

        Raises `PostNotFound`, `PostClosed`, `AnswerInThread` or `NoAttemptsLeft`.
        """

        def read(work: UnitOfWork) -> Post:
            post = _open_post(work, post_id, team_id, channel_id)
            if post.answering is Answering.THREAD:
                raise AnswerInThread
            if attempts_left(post, work.replies.of_person(post.id, user_id)) < 1:
                raise NoAttemptsLeft(n=post.attempts)
            return post

        post = await self._database.transact(read)
        pack = self._library.pack(post.pack_id)
        return DailyPost(post, pack, pack.scenario(post.scenario_id))

    async def hint(self, post_id: int, team_id: str, channel_id: str, user_id: str) -> Bilingual[str]:
        """The author's hint for the first point the person has not made yet, required ones first.

        Raises `PostNotFound` or `PostClosed`.
        """

        def read(work: UnitOfWork) -> tuple[Post, set[str]]:
            post = _open_post(work, post_id, team_id, channel_id)
            replies = work.replies.of_person(post.id, user_id)
            made = {
                point.id for reply in replies if reply.counts for point in reply.score.points if point.hit
            }
            return post, made

        post, made = await self._database.transact(read)
        return next_hint(self._library.pack(post.pack_id).scenario(post.scenario_id), made)

    def _at_home(self, work: UnitOfWork, team_id: str, channel_id: str, user_id: str) -> Today:
        """One channel whose scenario has gone from its pack doesn't take the whole page along."""
        try:
            return self._today(work, team_id, channel_id, user_id)
        except (UnknownPack, UnknownScenario):
            answered = has_attempts(work, team_id, channel_id, user_id)
            subscription = work.subscriptions.of_channel(team_id, channel_id)
            return Today(channel_id, subscription, answered=answered)

    def _today(self, work: UnitOfWork, team_id: str, channel_id: str, user_id: str) -> Today:
        now = self._on(work, team_id, channel_id, user_id)
        return replace(now, answered=has_attempts(work, team_id, channel_id, user_id))

    def _on(self, work: UnitOfWork, team_id: str, channel_id: str, user_id: str) -> Today:
        subscription = work.subscriptions.of_channel(team_id, channel_id)
        unfinished = work.posts.unfinished(channel_id)
        on = [post for post in unfinished if post.team_id == team_id and post.stage is PostStage.OPEN]
        if not on:
            return self._nothing_open(work, channel_id, subscription)
        post = on[-1]
        pack = self._library.pack(post.pack_id)
        replies = work.replies.of_person(post.id, user_id)
        return Today(
            channel_id=channel_id,
            subscription=subscription,
            daily=DailyPost(post, pack, pack.scenario(post.scenario_id)),
            best=max((reply.score.value for reply in replies if reply.counts), default=None),
            attempts_used=post.attempts - attempts_left(post, replies),
        )

    def _nothing_open(self, work: UnitOfWork, channel_id: str, subscription: Subscription | None) -> Today:
        if subscription is None or subscription.ready_at is None:
            return Today(channel_id, subscription)
        timetable = subscription.timetable
        today = timetable.local_day(self._clock.now())
        posted = any(
            post.day == today and post.stage is not PostStage.REST
            for post in work.posts.of_channel(*subscription.place)
        )
        scheduled = today.weekday() in timetable.weekdays and not posted
        name = rest_on(self._calendars, timetable, today) if scheduled else None
        return Today(
            channel_id=channel_id,
            subscription=subscription,
            next_at=next(upcoming_posts(work, subscription, self._calendars), None),
            rest=None if name is None else Rest(today, name),
        )


def next_hint(scenario: Scenario, made: Container[str]) -> Bilingual[str]:
    """The hint for the first point that is not among those `made`, required ones first."""
    ordered = sorted(scenario.rubric, key=lambda point: (point.id in made, not point.required))
    return ordered[0].hint


def _open_post(work: UnitOfWork, post_id: int, team_id: str, channel_id: str) -> Post:
    post = work.posts.by_id(post_id)
    if post is None or (post.team_id, post.channel_id) != (team_id, channel_id):
        raise PostNotFound
    if post.stage is not PostStage.OPEN:
        raise PostClosed
    return post
