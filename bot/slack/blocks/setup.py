"""The set-up form of a channel, filled in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import time, timedelta

from bot.domain.daily import DEFAULT_ATTEMPTS, DEFAULT_PASS_MARK, Answering, Subscription
from bot.domain.day_list import write_days
from bot.domain.privacy import NOBODY
from bot.domain.scenario import Language, Pack
from bot.domain.schedule import DEFAULT_OPEN_FOR, WORKDAYS, Timetable
from bot.services.subscribe_channel import MOST_ATTEMPTS, MOST_POINTS
from bot.slack.blocks.countries import country_groups
from bot.slack.blocks.domains import domain_choice
from bot.slack.blocks.parts import Block, context, field, modal, option
from bot.slack.blocks.subscription import switch
from bot.slack.blocks.zones import zone_select
from bot.texts import say

HOURS = (1, 2, 4, 6, 8, 10, 12, 23)
LANGUAGES = {"en": (Language.EN,), "ja": (Language.JA,), "both": (Language.JA, Language.EN)}
DATES_LIMIT = 3000
GROUP = 100  # options in a group, and groups in a select


def setup_form(
    packs: Sequence[Pack],
    language: Language,
    channel_id: str,
    zone: str,
    current: Subscription | None,
    countries: Sequence[str] = (),
) -> Block:
    """The form, filled in with the channel's present order or sensible defaults for a new one. `countries`
    are the codes of those whose holidays can be chosen."""
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
        field(say(language, "setup.zone"), "zone", zone_select(timetable.zone)),
        field(say(language, "setup.weekdays"), "weekdays", _weekdays(language, timetable.weekdays)),
        field(say(language, "setup.open-for"), "open_for", _hours(language, timetable.open_for)),
        *_days_off(language, timetable, countries),
        *_choice(packs, language, current),
        *_answering(language, current),
        _recaps(language, current),
    ]
    if current:
        if current.created_by != NOBODY:
            blocks.append(context(say(language, "setup.owner", user=current.created_by)))
        if current.ready_at is None:
            blocks.append(context(say(language, "setup.paused-now")))
        blocks.append(switch(current.channel_id, language, paused=current.ready_at is None))
    return modal(
        "setup",
        say(language, "setup.title"),
        blocks,
        close=say(language, "setup.cancel"),
        submit=say(language, "setup.submit"),
    )


def _days_off(language: Language, timetable: Timetable, countries: Sequence[str]) -> list[Block]:
    """Holidays by country, and single dates."""
    written: Block = {"type": "plain_text_input", "multiline": True, "max_length": DATES_LIMIT}
    if timetable.skipped:
        written["initial_value"] = write_days(timetable.skipped)
    made = [field(say(language, "setup.skipped"), "skipped", written, say(language, "setup.skipped-hint"))]
    if countries:
        groups = country_groups(language, sorted({*countries, *timetable.calendars}))
        offered = [choice for group in groups for choice in group["options"]]
        element = {"type": "multi_static_select", "option_groups": groups, "max_selected_items": GROUP}
        element |= _initial(offered, timetable.calendars)
        made.insert(0, field(say(language, "setup.calendars"), "calendars", element))
    return [_optional(block) for block in made]


def _choice(packs: Sequence[Pack], language: Language, current: Subscription | None) -> list[Block]:
    """Which scenarios of the pack."""
    levels = [option(say(language, f"setup.difficulty.{level}"), str(level)) for level in (1, 2, 3)]
    wanted = [str(level) for level in current.difficulties] if current else []
    element = {"type": "checkboxes", "options": levels, **_initial(levels, wanted)}
    made = [
        field(
            say(language, "setup.difficulty"), "difficulty", element, say(language, "setup.difficulty-hint")
        )
    ]
    if domains := domain_choice(packs, language, current):
        hint = say(language, "setup.domains-hint")
        made.insert(0, field(say(language, "setup.domains"), "domains", domains, hint))
    return [_optional(block) for block in made]


def _answering(language: Language, current: Subscription | None) -> list[Block]:
    """How people answer, how often, and from how many points it is a pass."""
    ways = [option(say(language, f"setup.answering.{way}"), way.value) for way in Answering]
    way = current.answering if current else Answering.EITHER
    attempts = current.attempts if current else DEFAULT_ATTEMPTS
    mark = current.pass_mark if current else DEFAULT_PASS_MARK
    return [
        field(say(language, "setup.answering"), "answering", _select(ways, way.value)),
        field(say(language, "setup.attempts"), "attempts", _number_field(attempts, MOST_ATTEMPTS)),
        field(
            say(language, "setup.pass-mark"),
            "pass_mark",
            _number_field(mark, MOST_POINTS),
            say(language, "setup.pass-mark-hint"),
        ),
    ]


def _recaps(language: Language, current: Subscription | None) -> Block:
    """Whether the channel is told about its weeks."""
    offered = [option(say(language, "setup.recaps.on"), "on")]
    ticked = _initial(offered, ["on"] if current is None or current.recaps else [])
    element = {"type": "checkboxes", "options": offered, **ticked}
    return _optional(field(say(language, "setup.recaps"), "recaps", element))


def _number_field(value: int, most: int) -> Block:
    return {
        "type": "number_input",
        "is_decimal_allowed": False,
        "initial_value": str(value),
        "min_value": "1",
        "max_value": str(most),
    }


def _optional(block: Block) -> Block:
    return {**block, "optional": True}


def _initial(offered: Iterable[Block], chosen: Collection[str]) -> Block:
    """What is ticked at first; Slack takes no empty list."""
    ticked = [choice for choice in offered if choice["value"] in chosen]
    return {"initial_options": ticked} if ticked else {}


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
