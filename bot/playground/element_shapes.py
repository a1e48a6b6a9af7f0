"""The table of limits, part one: texts, options and the elements a person can use.

Sources: https://docs.slack.dev/reference/block-kit/composition-objects and
https://docs.slack.dev/reference/block-kit/block-elements. Where Slack's pages leave room, the
stricter reading stands here: what passes here must never be refused there.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.playground.checks import (
    Check,
    also,
    boolean,
    choice,
    fault,
    items,
    one_of,
    pattern,
    record,
    tagged,
    text,
    whole,
)
from bot.playground.people import Json, JsonValue

ID = text(255)
URL = text(3_000)
ALT_TEXT = text(2_000)
MAX_OPTIONS = 100
CLOCK_TIME = pattern(r"([01]\d|2[0-3]):[0-5]\d", "must be a time as HH:mm")
NUMBER = pattern(r"-?\d+(\.\d+)?", "must be a number in a string")


def _kind(name: str) -> dict[str, Check]:
    return {"type": choice(name)}


def plain(most: int) -> Check:
    """A plain_text object of at most this many characters."""
    return record({"type": choice("plain_text"), "text": text(most)}, {"emoji": boolean})


def mrkdwn(most: int) -> Check:
    """A mrkdwn object of at most this many characters."""
    return record({"type": choice("mrkdwn"), "text": text(most)}, {"verbatim": boolean})


def either(most: int) -> Check:
    """A plain_text or mrkdwn object of at most this many characters."""
    return tagged({"plain_text": plain(most), "mrkdwn": mrkdwn(most)})


CONFIRM = record(
    {"title": plain(100), "text": either(300), "confirm": plain(30), "deny": plain(30)},
    {"style": choice("primary", "danger")},
)
PLACEHOLDER = plain(150)
OPTION = record({"text": plain(75), "value": text(150)}, {"description": plain(75)})
RICH_OPTION = record({"text": either(75), "value": text(150)}, {"description": either(75)})
LINK_OPTION = record({"text": plain(75), "value": text(150)}, {"description": plain(75), "url": URL})
GROUP = record({"label": plain(75), "options": items(OPTION, MAX_OPTIONS)}, {})


def _all_options(element: Json) -> list[Json]:
    groups = element.get("option_groups") or []
    return [*(element.get("options") or []), *(option for group in groups for option in group["options"])]


def _options_agree(element: JsonValue, at: str) -> Iterator[str]:
    """Values are unique, and what is chosen at first is one of the options, to the letter."""
    options = _all_options(element)
    values = [option["value"] for option in options]
    if len(set(values)) < len(values):
        yield fault("option values must be unique", f"{at}/options")
    for name in ("initial_option", "initial_options"):
        chosen = element.get(name, [])
        for each in chosen if isinstance(chosen, list) else [chosen]:
            if each not in options:
                yield fault("must be one of the options", f"{at}/{name}")
    if "options" in element and "option_groups" in element:
        yield fault("options and option_groups exclude each other", at)


def _real_date(value: JsonValue, at: str) -> Iterator[str]:
    try:
        date.fromisoformat(value)
    except (TypeError, ValueError):
        yield fault("must be a date as YYYY-MM-DD", at)


def _real_zone(value: JsonValue, at: str) -> Iterator[str]:
    try:
        ZoneInfo(value)
    except (TypeError, ValueError, ZoneInfoNotFoundError):
        yield fault("must be an IANA time zone", at)


USED = {"action_id": ID, "confirm": CONFIRM}
CHOSEN = {**USED, "focus_on_load": boolean}
PICKED = {**CHOSEN, "placeholder": PLACEHOLDER}
MANY = {**PICKED, "max_selected_items": whole(1, MAX_OPTIONS)}
CHOICES = {"options": items(OPTION, MAX_OPTIONS), "option_groups": items(GROUP, MAX_OPTIONS)}
TYPED = {
    "action_id": ID,
    "focus_on_load": boolean,
    "placeholder": PLACEHOLDER,
    "dispatch_action_config": record(
        {"trigger_actions_on": items(choice("on_enter_pressed", "on_character_entered"), 2)}, {}
    ),
}
FILTER = record(
    {},
    {
        "include": items(choice("im", "mpim", "private", "public"), 4),
        "exclude_bot_users": boolean,
        "exclude_external_shared_channels": boolean,
    },
)

BUTTON = record(
    {**_kind("button"), "text": plain(75)},
    {**USED, "url": URL, "value": text(2_000), "style": choice("primary", "danger"),
     "accessibility_label": text(75)},
)  # fmt: skip
OVERFLOW = also(record({**_kind("overflow"), "options": items(LINK_OPTION, 5)}, USED), _options_agree)
STATIC_SELECT = also(
    one_of(
        ("options", "option_groups"),
        record(_kind("static_select"), {**PICKED, **CHOICES, "initial_option": OPTION}),
    ),
    _options_agree,
)
MULTI_STATIC_SELECT = also(
    one_of(
        ("options", "option_groups"),
        record(
            _kind("multi_static_select"),
            {**MANY, **CHOICES, "initial_options": items(OPTION, MAX_OPTIONS)},
        ),
    ),
    _options_agree,
)
CHECKBOXES = also(
    record(
        {**_kind("checkboxes"), "options": items(RICH_OPTION, 10)},
        {**CHOSEN, "initial_options": items(RICH_OPTION, 10)},
    ),
    _options_agree,
)
RADIO_BUTTONS = also(
    record(
        {**_kind("radio_buttons"), "options": items(RICH_OPTION, 10)},
        {**CHOSEN, "initial_option": RICH_OPTION},
    ),
    _options_agree,
)
CONVERSATIONS_SELECT = record(
    _kind("conversations_select"),
    {**PICKED, "initial_conversation": ID, "default_to_current_conversation": boolean,
     "response_url_enabled": boolean, "filter": FILTER},
)  # fmt: skip
CHANNELS_SELECT = record(
    _kind("channels_select"), {**PICKED, "initial_channel": ID, "response_url_enabled": boolean}
)
USERS_SELECT = record(_kind("users_select"), {**PICKED, "initial_user": ID})
TIMEPICKER = record(_kind("timepicker"), {**PICKED, "initial_time": CLOCK_TIME, "timezone": _real_zone})
DATEPICKER = record(_kind("datepicker"), {**PICKED, "initial_date": _real_date})
PLAIN_TEXT_INPUT = record(
    _kind("plain_text_input"),
    {**TYPED, "initial_value": text(3_000, 0), "multiline": boolean, "min_length": whole(0, 3_000),
     "max_length": whole(1, 3_000)},
)  # fmt: skip
NUMBER_INPUT = record(
    {**_kind("number_input"), "is_decimal_allowed": boolean},
    {**TYPED, "initial_value": NUMBER, "min_value": NUMBER, "max_value": NUMBER},
)
IMAGE_FIELDS = {"image_url": URL, "slack_file": record({}, {"url": URL, "id": ID})}
IMAGE = one_of(("image_url", "slack_file"), record({**_kind("image"), "alt_text": ALT_TEXT}, IMAGE_FIELDS))

SELECTS = {
    "static_select": STATIC_SELECT,
    "multi_static_select": MULTI_STATIC_SELECT,
    "conversations_select": CONVERSATIONS_SELECT,
    "channels_select": CHANNELS_SELECT,
    "users_select": USERS_SELECT,
    "checkboxes": CHECKBOXES,
    "radio_buttons": RADIO_BUTTONS,
    "timepicker": TIMEPICKER,
    "datepicker": DATEPICKER,
}
IN_ACTIONS = {**SELECTS, "button": BUTTON, "overflow": OVERFLOW}
IN_SECTION = {**IN_ACTIONS, "image": IMAGE}
IN_INPUT = {**SELECTS, "plain_text_input": PLAIN_TEXT_INPUT, "number_input": NUMBER_INPUT}
