"""The few blocks every screen is made of, kept within Slack's sizes.

Limits: https://docs.slack.dev/reference/block-kit/blocks. Text that an author or a person wrote
goes through `escape` first, which also disarms `<!channel>` and `<@U…>`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

Block = dict[str, Any]

SECTION_TEXT = 3000
HEADER_TEXT = 150
BUTTON_TEXT = 75
BUTTON_VALUE = 2000
OPTION_TEXT = 75

UNFINISHED = re.compile(r"(?:&[a-z]*|<[^<>]*)$")
"""An escape or a link that was cut in the middle."""


@dataclass(frozen=True, slots=True)
class Message:
    """Blocks, and the text that stands for them in notifications and for screen readers."""

    text: str
    blocks: list[Block]


def escape(text: str) -> str:
    """`text` with Slack's three control characters made harmless."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def clip(text: str, limit: int) -> str:
    """At most `limit` characters, the last an ellipsis where something is cut off."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def one_line(text: str, limit: int) -> str:
    """The text as one printable line of at most `limit` characters."""
    printable = text[: 4 * limit]
    if not printable.isprintable():
        printable = "".join([c if c.isprintable() else " " for c in printable])
    return clip(" ".join(printable.split()), limit)


def section(text: str, limit: int = SECTION_TEXT) -> Block:
    """A paragraph of mrkdwn, of at most `limit` characters."""
    return {"type": "section", "text": _mrkdwn(text, limit)}


def header(text: str) -> Block:
    """A plain heading."""
    return {"type": "header", "text": _plain(text, HEADER_TEXT)}


def context(text: str) -> Block:
    """A small grey line of mrkdwn."""
    return {"type": "context", "elements": [_mrkdwn(text)]}


def divider() -> Block:
    """A line across."""
    return {"type": "divider"}


def button(text: str, action_id: str, value: str, primary: bool = False) -> Block:
    """A button; raises `ValueError` for a value that Slack would refuse, since cutting breaks it."""
    if len(value) > BUTTON_VALUE:
        raise ValueError(f"the value of {action_id} has {len(value)} characters, Slack takes {BUTTON_VALUE}")
    made = {"type": "button", "text": _plain(text, BUTTON_TEXT), "action_id": action_id, "value": value}
    return {**made, "style": "primary"} if primary else made


def confirm(title: str, text: str, yes: str, no: str) -> Block:
    """A question that Slack asks before a press counts."""
    said = zip(("title", "text", "confirm", "deny"), (title, text, yes, no), (100, 300, 30, 30), strict=True)
    return {name: _plain(words, limit) for name, words, limit in said}


def actions(buttons: Iterable[Block]) -> Block:
    """A row of buttons."""
    return {"type": "actions", "elements": list(buttons)}


def option(text: str, value: str) -> Block:
    """One choice of a select or of checkboxes."""
    return {"text": _plain(text, OPTION_TEXT), "value": value}


def field(label: str, block_id: str, element: Block, hint: str | None = None) -> Block:
    """An input with its label; its action id is its block id."""
    made = {
        "type": "input",
        "block_id": block_id,
        "label": _plain(label, 2000),
        "element": {**element, "action_id": block_id},
    }
    return {**made, "hint": _plain(hint, 2000)} if hint else made


def modal(callback_id: str, title: str, blocks: list[Block], close: str, **more: str | None) -> Block:
    """A view; `submit` and `private_metadata` may be given as keywords."""
    view: Block = {
        "type": "modal",
        "callback_id": callback_id,
        "title": _plain(title, 24),
        "close": _plain(close, 24),
        "blocks": blocks,
    }
    if submit := more.get("submit"):
        view["submit"] = _plain(submit, 24)
    if metadata := more.get("private_metadata"):
        view["private_metadata"] = metadata
    return view


def read_json(text: str) -> Any:  # noqa: ANN401 # whatever it says
    """What a button or a form carries, None if it is no JSON."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def moment(instant: datetime, zone: str = "UTC") -> str:
    """An instant that Slack shows in each reader's own zone; the fallback is in `zone`."""
    fallback = instant.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M %Z")
    return f"<!date^{int(instant.timestamp())}^{{date_short_pretty}} {{time}}|{fallback}>"


def _mrkdwn(text: str, limit: int = SECTION_TEXT) -> Block:
    if len(text) > limit:
        text = UNFINISHED.sub("", text[: limit - 1]) + "…"
    # Verbatim: otherwise Slack makes links and mentions of plain addresses and names that people wrote.
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _plain(text: str, limit: int) -> Block:
    return {"type": "plain_text", "text": clip(text, limit), "emoji": True}
