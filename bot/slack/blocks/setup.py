"""The set-up form of a channel, what it says when it is read back, and its confirmation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from functools import cache
from zoneinfo import available_timezones

from bot.domain.daily import Subscription
from bot.domain.errors import BadTimetable
from bot.domain.results import Subscribed
from bot.domain.scenario import Language, Pack
from bot.domain.schedule import DEFAULT_OPEN_FOR, WORKDAYS, Timetable
from bot.slack.blocks.parts import Block, context, escape, field, modal, moment, option, section
from bot.texts import say

HOURS = (1, 2, 4, 6, 8, 10, 12, 23)
LANGUAGES = {"en": (Language.EN,), "ja": (Language.JA,), "both": (Language.JA, Language.EN)}
GROUP = 100  # options in a group, and groups in a select
AREAS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@dataclass(frozen=True, slots=True)
class Filled:
    """The form as a person sent it."""

    channel_id: str
    pack_id: str
    languages: tuple[Language, ...]
    timetable: Timetable


def setup_form(
    packs: Sequence[Pack], language: Language, channel_id: str, zone: str, current: Subscription | None
) -> Block:
    """The form, filled in with the channel's present order or sensible defaults for a new one."""
    timetable = current.timetable if current else Timetable(time(9), zone)
    spoken = current.languages if current else (language,)
    pack_id = current.pack_id if current else packs[0].id
    blocks = [
        field(
            say(language, "setup.channel"),
            "channel",
            _channel(channel_id),
            say(language, "setup.channel-hint"),
        ),
        field(say(language, "setup.pack"), "pack", _select(_packs(packs, language), pack_id)),
        field(say(language, "setup.language"), "language", _select(_languages(language), _spoken(spoken))),
        field(say(language, "setup.time"), "time", _time(timetable.at)),
        field(say(language, "setup.zone"), "zone", _zone(timetable.zone)),
        field(say(language, "setup.weekdays"), "weekdays", _weekdays(language, timetable.weekdays)),
        field(say(language, "setup.open-for"), "open_for", _hours(language, timetable.open_for)),
    ]
    if current:
        blocks.append(context(say(language, "setup.owner", user=current.created_by)))
    return modal(
        "setup",
        say(language, "setup.title"),
        blocks,
        close=say(language, "setup.cancel"),
        submit=say(language, "setup.submit"),
    )


def read_form(view: Block) -> Filled:
    """What was sent; raises `BadTimetable` for values that the form doesn't offer."""
    values = {block: next(iter(state.values())) for block, state in view["state"]["values"].items()}
    try:
        return Filled(
            channel_id=values["channel"]["selected_conversation"],
            pack_id=_chosen(values["pack"]),
            languages=LANGUAGES[_chosen(values["language"])],
            timetable=Timetable(
                at=time.fromisoformat(values["time"]["selected_time"]),
                zone=_chosen(values["zone"]),
                weekdays=frozenset(int(day["value"]) for day in values["weekdays"]["selected_options"]),
                open_for=timedelta(hours=int(_chosen(values["open_for"]))),
            ),
        )
    except (KeyError, TypeError, ValueError) as fault:
        raise BadTimetable(field="form", value=type(fault).__name__) from fault


def setup_saved(subscribed: Subscribed, language: Language) -> Block:
    """The confirmation with the next dates, so that a wrong time zone is seen at once."""
    subscription, timetable = subscribed.subscription, subscribed.subscription.timetable
    saved = say(
        language,
        "setup.saved",
        channel=subscription.channel_id,
        time=timetable.at.strftime("%H:%M"),
        zone=escape(timetable.zone),
    )
    dates = [f"• {moment(due, timetable.zone)}" for due in subscribed.upcoming]
    blocks = [section(saved), section("\n".join(dates))]
    return modal("setup_saved", say(language, "setup.title"), blocks, close=say(language, "setup.done"))


def _chosen(state: Block) -> str:
    return str(state["selected_option"]["value"])


def _channel(channel_id: str) -> Block:
    element: Block = {
        "type": "conversations_select",
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    # The App Home is no channel, and a direct message is no place for a daily scenario.
    return {**element, "initial_conversation": channel_id} if channel_id.startswith(("C", "G")) else element


def _select(options: list[Block], chosen: str) -> Block:
    initial = next((choice for choice in options if choice["value"] == chosen), options[0])
    return {"type": "static_select", "options": options, "initial_option": initial}


def _packs(packs: Sequence[Pack], language: Language) -> list[Block]:
    return [option(pack.title[language], pack.id) for pack in packs[:GROUP]]


def _languages(language: Language) -> list[Block]:
    return [option(say(language, f"setup.language.{choice}"), choice) for choice in LANGUAGES]


def _spoken(languages: tuple[Language, ...]) -> str:
    return next((choice for choice, those in LANGUAGES.items() if set(those) == set(languages)), "both")


def _time(at: time) -> Block:
    return {"type": "timepicker", "initial_time": at.strftime("%H:%M")}


def _weekdays(language: Language, chosen: frozenset[int]) -> Block:
    options = [option(say(language, f"setup.weekday.{day}"), str(day)) for day in range(7)]
    initial = [choice for choice in options if int(choice["value"]) in (chosen or WORKDAYS)]
    return {"type": "checkboxes", "options": options, "initial_options": initial}


def _hours(language: Language, open_for: timedelta) -> Block:
    options = [option(say(language, "setup.hours", n=hours), str(hours)) for hours in HOURS]
    hours = int((open_for or DEFAULT_OPEN_FOR).total_seconds() // 3600)
    return _select(options, str(hours))


def _zone(chosen: str) -> Block:
    """Every zone of the database, by area, with the chosen one first if it is none of them."""
    groups = [{"label": _label(label), "options": [option(z, z) for z in zones]} for label, zones in _zones()]
    if not any(chosen in zones for _, zones in _zones()):
        groups.insert(0, {"label": _label(chosen), "options": [option(chosen, chosen)]})
    return {"type": "static_select", "option_groups": groups, "initial_option": option(chosen, chosen)}


@cache
def _zones() -> tuple[tuple[str, tuple[str, ...]], ...]:
    groups: list[tuple[str, tuple[str, ...]]] = [("UTC", ("UTC",))]
    for area in AREAS:
        names = sorted(name for name in available_timezones() if name.startswith(f"{area}/"))
        for start in range(0, len(names), GROUP):
            part = tuple(names[start : start + GROUP])
            groups.append((area if len(names) <= GROUP else f"{area} ({part[0]} – {part[-1]})", part))
    return tuple(groups)


def _label(text: str) -> Block:
    return {"type": "plain_text", "text": text[:75]}
