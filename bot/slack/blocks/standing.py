"""Streaks, leaderboards, and what is on today."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from bot.domain.daily import Subscription
from bot.domain.pauses import BY_REQUEST
from bot.domain.periods import Period
from bot.domain.privacy import NOBODY
from bot.domain.results import HomeChannel, Leaderboard, Rank, Standing, Today
from bot.domain.scenario import Language
from bot.domain.streak import DayKind, LedgerDay, Streak
from bot.slack.blocks.parts import (
    Block,
    Message,
    actions,
    button,
    context,
    divider,
    escape,
    moment,
    one_line,
    section,
)
from bot.slack.blocks.paused import why_paused
from bot.slack.blocks.post import daily_elsewhere
from bot.slack.blocks.subscription import REST_NAME, rest_name
from bot.texts import say, say_day

SHOWN_DAYS = 10
MY_ATTEMPTS = "my_attempts"
"""The button's action, and the form that it opens."""

SHOWN_CHANNELS = 15  # three blocks each, within the 50 of a message


def streak(standing: Standing, language: Language) -> Message:
    """The streak, why it changed last, its last days with the reason for each change, and the rule."""
    now = summary(standing, language)
    why = _why(standing.streak, language)
    ledger = standing.streak.ledger
    before = [None, *ledger]
    lines = [_day(day, held, language) for day, held in zip(ledger, before, strict=False)]
    days = lines[: -SHOWN_DAYS - 1 : -1]
    blocks = [
        section("\n".join([now, *why])),
        *([section("\n".join(days))] if days else []),
        context(say(language, "streak.rule")),
    ]
    return Message(now, blocks)


def leaderboard(board: Leaderboard, language: Language) -> Message:
    """Who earned most, the reader's own place where it isn't among those, and the other periods."""
    first, last = (say_day(language, day) for day in (board.first, board.last))
    since = say_day(language, board.first, year=True)
    title = say(language, f"top.title.{board.period}", first=first, last=last, date=since)
    lines = [_line(rank, language) for rank in board.ranks] or [say(language, "top.empty")]
    own = _own(board, language)
    return Message(
        title,
        [
            section("\n".join([title, *lines])),
            *([context(own)] if own else []),
            actions(_period(period, board.period, language) for period in Period),
        ],
    )


def no_leaderboard(language: Language) -> Message:
    """What a direct message answers: leaderboards are a channel's."""
    text = say(language, "top.nowhere")
    return Message(text, [section(text)])


def today(now: Today, language: Language) -> Message:
    """The open scenario as in the channel, in the person's language, or when the next comes."""
    again = [actions([attempts_button(now.channel_id, language)])] if now.answered else []
    if now.daily is None:
        text = _next(now, language)
        return Message(text, [section(text), *again])
    post = replace(now.daily.post, languages=readable(now.daily.post.languages, language))
    message = daily_elsewhere(replace(now.daily, post=post), post.attempts - now.attempts_used)
    return Message(message.text, [*message.blocks, context(yours(now, language)), *again])


def overview(channels: list[HomeChannel], language: Language) -> Message:
    """Where the person takes part: what is on in each channel, and their streak there."""
    blocks: list[Block] = []
    for channel in channels[:SHOWN_CHANNELS]:
        blocks += [divider()] if blocks else []
        blocks += [_place(channel.today, language), context(summary(channel.standing, language))]
    return Message(say(language, "home.hello"), blocks or [section(say(language, "home.empty"))])


def attempts_button(channel_id: str, language: Language) -> Block:
    """What leads to the person's own attempts in the channel."""
    return button(say(language, "attempts.button"), MY_ATTEMPTS, channel_id)


def readable(languages: tuple[Language, ...], preferred: Language) -> tuple[Language, ...]:
    """The person's language where the post has it, else all that it has."""
    return (preferred,) if preferred in languages else languages


def summary(standing: Standing, language: Language) -> str:
    """The streak in one line: now, the longest, and the freezes in hand."""
    held = standing.streak
    if not held.ledger:
        return say(language, "streak.none")
    key = "streak.now" if held.current else "streak.over"
    return say(language, key, n=held.current, longest=held.longest, freezes=held.freezes)


def _why(streak: Streak, language: Language) -> list[str]:
    """The last change of the streak or the freezes, if there was any."""
    for before, day in reversed(list(pairwise((None, *streak.ledger)))):
        assert day is not None, "only the first of all has nothing before it"
        streak_before, freezes_before = (before.streak, before.freezes) if before else (0, 0)
        date, best = say_day(language, day.day), day.best or 0
        if day.kind is DayKind.ANSWERED:
            key = "streak.why.earned" if day.freezes > freezes_before else "streak.why.answered"
            return [say(language, key, date=date, n=day.streak, freezes=day.freezes)]
        if day.kind is DayKind.FROZEN:
            key = "streak.why.frozen" if day.best is None else "streak.why.frozen-short"
            return [say(language, key, date=date, n=day.streak, freezes=day.freezes, best=best)]
        if day.kind is DayKind.MISSED and streak_before:
            key = "streak.why.missed" if day.best is None else "streak.why.missed-short"
            return [say(language, key, date=date, n=streak_before, best=best)]
    return []


def _day(day: LedgerDay, before: LedgerDay | None, language: Language) -> str:
    name = escape(one_line(day.rest or "", REST_NAME))
    more = "-named" if name else "-short" if day.best is not None else ""
    facts: dict[str, str | int] = {
        "day": say_day(language, day.day),
        "name": name,
        "best": day.best or 0,
        "streak": day.streak,
    }
    line = say(language, f"streak.day.{day.kind}{more}", **facts)
    if day.freezes == (before.freezes if before else 0):
        return line
    return line + say(language, "streak.freezes", freezes=day.freezes)


def _own(board: Leaderboard, language: Language) -> str:
    rank = board.own
    if rank is None:
        return say(language, "top.hidden") if board.hidden else ""
    key = "top.own-hidden" if board.hidden else "top.own"
    return say(language, key, place=rank.place, points=rank.points, n=rank.days, streak=rank.streak)


def _period(period: Period, shown: Period, language: Language) -> Block:
    text = say(language, f"top.button.{period}")
    return button(text, f"top_{list(Period).index(period)}", period, primary=period is shown)


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


def _place(now: Today, language: Language) -> Block:
    block = section(where(now, language))
    return {**block, "accessory": attempts_button(now.channel_id, language)} if now.answered else block


def _next(now: Today, language: Language) -> str:
    subscription = now.subscription
    if subscription is None:
        return say(language, "today.none")
    if subscription.ready_at is None:
        return _paused(subscription, language)
    if now.next_at is None:
        return say(language, "today.none-ahead")
    when = moment(now.next_at, subscription.timetable.zone)
    if now.rest is None:
        return say(language, "today.next", when=when)
    if name := rest_name(now.rest, language):
        return say(language, "today.rest", name=name, when=when)
    return say(language, "today.rest-left-out", when=when)


def _paused(subscription: Subscription, language: Language) -> str:
    """Why nothing comes, and who can change that: whoever else tries is refused."""
    reason, owner = subscription.paused_because or "?", subscription.created_by
    if reason != BY_REQUEST:
        text = say(language, "today.paused", why=why_paused(reason, language))
        return text if owner == NOBODY else f"{text}\n{say(language, 'setup.owner', user=owner)}"
    if owner == NOBODY:
        return say(language, "today.paused-ownerless")
    return say(language, "today.paused-by-request", user=owner)


def yours(now: Today, language: Language) -> str:
    """What the person has made of the open scenario so far."""
    assert now.daily is not None, "asked for an open scenario only"
    if now.attempts_used == 0:
        return say(language, "today.not-yet")
    used = {"used": now.attempts_used, "allowed": now.daily.post.attempts}
    if now.best is None:
        return say(language, "today.withdrawn", **used)
    return say(language, "today.yours", **used, best=now.best)


def where(now: Today, language: Language) -> str:
    """What is on in a channel, or when the next comes."""
    if now.daily is not None:
        closes = moment(now.daily.post.closes_at)
        return say(language, "home.open", channel=now.channel_id, closes=closes)
    if now.subscription is None or now.next_at is None:
        return say(language, "home.idle", channel=now.channel_id)
    when = moment(now.next_at, now.subscription.timetable.zone)
    return say(language, "home.next", channel=now.channel_id, when=when)
