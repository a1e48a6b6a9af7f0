"""What is said once a channel is set up, paused or going on again."""

from __future__ import annotations

from bot.domain.results import Rest, Subscribed
from bot.domain.scenario import Language
from bot.slack.blocks.parts import (
    Block,
    Message,
    actions,
    button,
    context,
    escape,
    modal,
    moment,
    one_line,
    section,
)
from bot.texts import say

SHOWN_RESTS = 10
REST_NAME = 100


def setup_saved(subscribed: Subscribed, language: Language) -> Block:
    """The confirmation with the next dates, so that a wrong time zone is seen at once."""
    return after_setup(going_on(subscribed, language), language)


def rest_name(rest: Rest, language: Language) -> str:
    """What the day off is called, as mrkdwn; empty for a date that was left out."""
    return escape(one_line(rest.name[language], REST_NAME))


def after_setup(message: Message, language: Language) -> Block:
    """What is said in the form's place."""
    close = say(language, "setup.done")
    return modal("setup_saved", say(language, "setup.title"), message.blocks, close=close)


def going_on(subscribed: Subscribed, language: Language) -> Message:
    """When the channel's next scenarios come, the days off before the last of them, and a button to pause."""
    subscription, timetable = subscribed.subscription, subscribed.subscription.timetable
    said = say(
        language,
        "setup.saved",
        channel=subscription.channel_id,
        time=timetable.at.strftime("%H:%M"),
        zone=escape(timetable.zone),
    )
    dates = [f"• {moment(due, timetable.zone)}" for due in subscribed.upcoming]
    blocks = [section(said), section("\n".join(dates) or say(language, "setup.none-ahead"))]
    if subscribed.rests:
        blocks.append(context(_rests(subscribed, language)))
    blocks.append(switch(subscription.channel_id, language, paused=False))
    return Message(said, blocks)


def paused(channel_id: str, language: Language) -> Message:
    """That nothing comes any more, and a button to go on."""
    said = say(language, "setup.paused", channel=channel_id)
    return Message(said, [section(said), switch(channel_id, language, paused=True)])


def _rests(subscribed: Subscribed, language: Language) -> str:
    named = [
        say(language, "setup.rest", day=rest.day.isoformat(), name=rest_name(rest, language))
        if rest.name[language]
        else rest.day.isoformat()
        for rest in subscribed.rests[:SHOWN_RESTS]
    ]
    return say(language, "setup.rests", days=" · ".join(named))


def switch(channel_id: str, language: Language, *, paused: bool) -> Block:
    """The button that pauses a channel, or lets it go on."""
    name = "resume" if paused else "pause"
    return actions([button(say(language, f"setup.{name}"), f"{name}_channel", channel_id)])
