"""What is said once a channel is set up, paused or going on again."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.results import Rest, Subscribed
from bot.domain.scenario import Language
from bot.slack.blocks.countries import country
from bot.slack.blocks.parts import (
    Block,
    Message,
    actions,
    button,
    clip,
    context,
    escape,
    modal,
    one_line,
    section,
)
from bot.texts import say, say_day

SHOWN_RESTS = 10
REST_NAME = 100
VALUE = 180  # of a setting; a dozen fit into a section


def setup_saved(subscribed: Subscribed, language: Language) -> Block:
    """The confirmation with the next dates, so that a wrong time zone is seen at once, and what was set."""
    *dates, pause = going_on(subscribed, language).blocks
    return after_setup(Message("", [*dates, section(_settings(subscribed, language)), pause]), language)


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
    dates = [f"• {_moment(due, timetable.zone, language)}" for due in subscribed.upcoming]
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
        say(language, "setup.rest", day=say_day(language, rest.day), name=rest_name(rest, language))
        if rest.name[language]
        else say_day(language, rest.day)
        for rest in subscribed.rests[:SHOWN_RESTS]
    ]
    return say(language, "setup.rests", days=" · ".join(named))


def _moment(instant: datetime, zone: str, language: Language) -> str:
    """As `moment`, with the day of the week, by which people know a date."""
    local = instant.astimezone(ZoneInfo(zone))
    weekday = say(language, f"setup.weekday.{local.weekday()}")
    fallback = f"{local:%Y-%m-%d} {weekday} {local:%H:%M %Z}"
    return f"<!date^{int(instant.timestamp())}^{{date_long_pretty}} {{time}}|{fallback}>"


def _settings(subscribed: Subscribed, language: Language) -> str:
    """What was set in the form, the time and the zone aside, by the names of its fields."""
    subscription, timetable, pack = (
        subscribed.subscription,
        subscribed.subscription.timetable,
        subscribed.pack,
    )
    spoken = subscription.languages[0] if len(subscription.languages) == 1 else "both"
    names = {domain.name.en: domain.name[language] for domain in pack.domains} if pack else {}
    hours = int(timetable.open_for.total_seconds() // 3600)
    everything, nothing = (say(language, f"setup.{kind}") for kind in ("all", "none"))
    settings = {
        "setup.pack": [pack.title[language] if pack else subscription.pack_id],
        "setup.language": [say(language, f"setup.language.{spoken}")],
        "setup.weekdays": [say(language, f"setup.weekday.{day}") for day in sorted(timetable.weekdays)],
        "setup.open-for": [say(language, "setup.hours", n=hours)],
        "setup.calendars": [country(language, code) for code in timetable.calendars] or [nothing],
        "setup.skipped": [say(language, "setup.days", n=len(timetable.skipped))],
        "setup.domains": [names.get(name, name) for name in sorted(subscription.domains)] or [everything],
        "setup.difficulty": ["●" * level for level in sorted(subscription.difficulties)] or [everything],
        "setup.answering": [say(language, f"setup.answering.{subscription.answering}")],
        "setup.attempts": [str(subscription.attempts)],
        "setup.pass-mark": [str(subscription.pass_mark)],
        "setup.recaps": [say(language, "setup.on" if subscription.recaps else "setup.off")],
    }
    between = say(language, "setup.between")
    lines = [
        say(
            language,
            "setup.setting",
            name=say(language, key),
            value=escape(clip(between.join(values), VALUE)),
        )
        for key, values in settings.items()
    ]
    return "\n".join([*lines, *_fitting(subscribed, language)])


def _fitting(subscribed: Subscribed, language: Language) -> list[str]:
    """How many scenarios there are to choose from, and when they begin to repeat."""
    if subscribed.pack is None:
        return []
    lines = [say(language, "setup.fitting", n=subscribed.fitting)]
    if subscribed.repeats_on is not None:
        day = say_day(language, subscribed.repeats_on, year=True)
        lines.append(say(language, "setup.repeats", date=day))
    return lines


def switch(channel_id: str, language: Language, *, paused: bool) -> Block:
    """The button that pauses a channel, or lets it go on."""
    name = "resume" if paused else "pause"
    return actions([button(say(language, f"setup.{name}"), f"{name}_channel", channel_id)])
