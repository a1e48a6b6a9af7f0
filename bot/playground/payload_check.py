"""The strict referee: is this message or view one that Slack would take?

`block_shapes` and `element_shapes` say what each part may hold; here stands what holds across
parts: duplicate ids, sums over a whole payload, and what a view needs besides its blocks.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from unicodedata import east_asian_width

from bot.playground.block_shapes import (
    BLOCKS_OF_MESSAGE,
    BLOCKS_OF_VIEW,
    MARKDOWN_CHARACTERS,
    TABLE_CHARACTERS,
)
from bot.playground.checks import Check, boolean, choice, fault, record, text
from bot.playground.element_shapes import ID, plain
from bot.playground.people import Json
from bot.playground.refusal import Refusal

TEXT_ADVISED = 4_000
TEXT_CUT = 40_000
METADATA_BYTES = 16_000
VIEW_BYTES = 250 * 1024
_EMPHASIS = re.compile(r"([*`])(?=\S)[^*`\n]*[^*`\s]\1")

_VIEW_FIELDS = {"private_metadata": text(3_000, 0), "callback_id": text(255, 0), "external_id": text(255, 0)}
_VIEWS: dict[str, Check] = {
    "modal": record(
        {"type": choice("modal"), "title": plain(24), "blocks": BLOCKS_OF_VIEW},
        {**_VIEW_FIELDS, "submit": plain(24), "close": plain(24), "clear_on_close": boolean,
         "notify_on_close": boolean, "submit_disabled": boolean},
    ),
    "home": record({"type": choice("home"), "blocks": BLOCKS_OF_VIEW}, _VIEW_FIELDS),
}  # fmt: skip


def _an_object(value: object, at: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield fault("must be an object", at)


_METADATA = record({"event_type": ID, "event_payload": _an_object}, {})


def check_message(payload: Json) -> list[str]:
    """Refuse a message Slack would refuse, by raising `Refusal`; returns advice on one it takes.

    Sources: https://docs.slack.dev/reference/methods/chat.postMessage (errors, truncation at
    40,000 characters, 4,000 advised) and https://docs.slack.dev/messaging/message-metadata.
    """
    words, blocks = payload.get("text") or "", payload.get("blocks")
    if not words and not blocks:
        raise Refusal("no_text")
    if len(words) > TEXT_CUT:
        raise Refusal("msg_too_long")
    if blocks is not None:
        _check_blocks(blocks)
    if payload.get("metadata"):
        _check_metadata(payload["metadata"])
    return [*_advice(words), *_unseen_emphasis(blocks or [])]


def check_view(view: object, kind: str) -> None:
    """Refuse a modal (`kind` modal) or App Home (`home`) that Slack would refuse.

    Sources: https://docs.slack.dev/reference/views and the methods views.open and views.publish.
    """
    if not isinstance(view, dict):
        raise Refusal("invalid_arguments", [fault("must be an object", "/view")])
    if view.get("type") != kind:
        raise Refusal("invalid_arguments", [fault(f"must be {kind}", "/view/type")])
    faults = list(_VIEWS[kind](view, "/view"))
    faults = faults or [*_across(view["blocks"], "/view/blocks"), *_submit(view)]
    if faults:
        raise Refusal("invalid_arguments", faults)
    if len(json.dumps(view, ensure_ascii=False).encode()) > VIEW_BYTES:
        raise Refusal("view_too_large")


def _check_blocks(blocks: object) -> None:
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        raise Refusal("invalid_blocks_format")
    faults = list(BLOCKS_OF_MESSAGE(blocks, "/blocks")) or list(_across(blocks, "/blocks"))
    if faults:
        raise Refusal("invalid_blocks", faults)


def _check_metadata(metadata: object) -> None:
    if faults := list(_METADATA(metadata, "/metadata")):
        raise Refusal("invalid_metadata_format", faults)
    if len(json.dumps(metadata).encode()) > METADATA_BYTES:
        raise Refusal("metadata_too_large")


def _advice(words: str) -> Iterator[str]:
    if not words:
        yield "no top-level text: screen readers and notifications have nothing to say"
    if len(words) > TEXT_ADVISED:
        yield f"top-level text is longer than the advised {TEXT_ADVISED} characters"


def _unseen_emphasis(value: object) -> Iterator[str]:
    """Slack reads `*bold*` and code only between spaces or ASCII punctuation. Where words are not
    set apart by spaces, as in Japanese, the signs stay on the screen."""
    if isinstance(value, list):
        for each in value:
            yield from _unseen_emphasis(each)
    elif isinstance(value, dict) and value.get("type") == "mrkdwn":
        for found in _EMPHASIS.finditer(value["text"]):
            if _joins(value["text"][: found.start()][-1:]) or _joins(value["text"][found.end() :][:1]):
                yield f"{found[0]} will not show as meant: it needs a space on both sides"
    elif isinstance(value, dict):
        yield from _unseen_emphasis(list(value.values()))


def _joins(sign: str) -> bool:
    return bool(sign) and (sign.isalnum() or east_asian_width(sign) in "WF")


def _across(blocks: list[Json], at: str) -> Iterator[str]:
    """What no block can see by itself."""
    for block_id, count in Counter(block["block_id"] for block in blocks if "block_id" in block).items():
        if count > 1:
            yield fault(f"block_id {block_id} already exists", at)
    for place, block in enumerate(blocks):
        actions = Counter(element["action_id"] for element in elements(block) if "action_id" in element)
        for action_id, count in actions.items():
            if count > 1:
                yield fault(f"action_id {action_id} already exists", f"{at}/{place}")
    if sum(1 for block in blocks for element in elements(block) if element.get("focus_on_load")) > 1:
        yield fault("only one element can have focus_on_load", at)
    markdown = sum(len(block["text"]) for block in blocks if block["type"] == "markdown")
    if markdown > MARKDOWN_CHARACTERS:
        yield fault(f"markdown blocks together must be less than {MARKDOWN_CHARACTERS + 1} characters", at)
    yield from _tables([block for block in blocks if block["type"] == "table"], at)


def _tables(tables: list[Json], at: str) -> Iterator[str]:
    if len(tables) > 1:
        yield fault("only one table allowed", at)
    if sum(_characters(table["rows"]) for table in tables) > TABLE_CHARACTERS:
        yield fault(f"a table must be less than {TABLE_CHARACTERS + 1} characters", at)


def _characters(value: object) -> int:
    """How many characters a person reads in this part of a table."""
    if isinstance(value, list):
        return sum(map(_characters, value))
    if isinstance(value, dict):
        return len(value.get("text", "")) + _characters(value.get("elements", []))
    return 0


def _submit(view: Json) -> Iterator[str]:
    takes_input = any(block["type"] == "input" for block in view["blocks"])
    if view["type"] == "modal" and takes_input and "submit" not in view:
        yield fault("a view with an input block needs submit", "/view/submit")


def elements(block: Json) -> list[Json]:
    """The elements of a block that a person can use (or look at, for an image)."""
    if block["type"] in ("actions", "context"):
        return list(block["elements"])
    return [block[name] for name in ("accessory", "element") if name in block]
