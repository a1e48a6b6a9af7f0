"""Streaks, leaderboards, and what is on today."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.results import HomeChannel, Leaderboard, Rank, Standing, Today
from bot.domain.scenario import Language
from bot.domain.streak import LedgerDay
from bot.slack.blocks.help import help_text
from bot.slack.blocks.parts import Block, Message, context, divider, escape, moment, section
from bot.slack.blocks.post import daily_post
from bot.texts import say

SHOWN_DAYS = 10
SHOWN_CHANNELS = 15  # three blocks each, within the 50 of a message


def streak(standing: Standing, language: Language) -> Message:
    """The streak, its last days with the reason for each change, and the rule."""
    now = _now(standing, language)
    days = [_day(day, language) for day in standing.streak.ledger[: -SHOWN_DAYS - 1 : -1]]
    blocks = [
        section(now),
        *([section("\n".join(days))] if days else []),
        context(say(language, "streak.rule")),
    ]
    return Message(now, blocks)


def leaderboard(board: Leaderboard, language: Language) -> Message:
    """Who earned most."""
    title = say(language, "top.title", n=board.days) if board.days else say(language, "top.title-all")
    lines = [_line(rank, language) for rank in board.ranks] or [say(language, "top.empty")]
    return Message(title, [section("\n".join([title, *lines]))])


def today(now: Today, language: Language) -> Message:
    """The open scenario as in the channel, in the person's language, or when the next comes."""
    if now.daily is None:
        text = _next(now, language)
        return Message(text, [section(text)])
    post = replace(now.daily.post, languages=_readable(now.daily.post.languages, language))
    message = daily_post(replace(now.daily, post=post))
    return Message(message.text, [*message.blocks, context(_yours(now, language))])


def home(channels: list[HomeChannel], language: Language) -> Block:
    """The App Home view."""
    hello = [section(say(language, "home.hello")), divider()]
    return {
        "type": "home",
        "blocks": hello + overview(channels, language).blocks + help_text(language).blocks,
    }


def overview(channels: list[HomeChannel], language: Language) -> Message:
    """Where the person takes part: what is on in each channel, and their streak there."""
    blocks: list[Block] = []
    for channel in channels[:SHOWN_CHANNELS]:
        blocks += [
            section(_where(channel.today, language)),
            context(_now(channel.standing, language)),
            divider(),
        ]
    empty = section(say(language, "home.empty"))
    return Message(say(language, "home.hello"), blocks or [empty, divider()])


def _readable(languages: tuple[Language, ...], preferred: Language) -> tuple[Language, ...]:
    return (preferred,) if preferred in languages else languages


def _now(standing: Standing, language: Language) -> str:
    held = standing.streak
    if not held.ledger:
        return say(language, "streak.none")
    key = "streak.now" if held.current else "streak.over"
    return say(language, key, n=held.current, longest=held.longest, freezes=held.freezes)


def _day(day: LedgerDay, language: Language) -> str:
    return say(language, f"streak.day.{day.kind}", day=day.day.isoformat(), streak=day.streak)


def _line(rank: Rank, language: Language) -> str:
    return say(
        language,
        "top.line",
        place=rank.place,
        user=rank.user_id,
        points=rank.points,
        n=rank.days,
        streak=rank.streak,
    )


def _next(now: Today, language: Language) -> str:
    subscription = now.subscription
    if subscription is None:
        return say(language, "today.none")
    if subscription.ready_at is None:
        return say(language, "today.paused", reason=escape(subscription.paused_because or "?"))
    return say(language, "today.next", when=moment(subscription.ready_at, subscription.timetable.zone))


def _yours(now: Today, language: Language) -> str:
    assert now.daily is not None, "asked for an open scenario only"
    if now.best is None:
        return say(language, "today.not-yet")
    return say(
        language, "today.yours", used=now.attempts_used, allowed=now.daily.post.attempts, best=now.best
    )


def _where(now: Today, language: Language) -> str:
    if now.daily is not None:
        closes = moment(now.daily.post.closes_at)
        return say(language, "home.open", channel=now.channel_id, closes=closes)
    if now.subscription is None or now.subscription.ready_at is None:
        return say(language, "home.idle", channel=now.channel_id)
    when = moment(now.subscription.ready_at, now.subscription.timetable.zone)
    return say(language, "home.next", channel=now.channel_id, when=when)
