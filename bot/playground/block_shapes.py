"""The table of limits, part two: the blocks.

Source: https://docs.slack.dev/reference/block-kit/blocks, one entry a page.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.playground.checks import Check, boolean, choice, items, one_of, record, tagged, text, whole
from bot.playground.element_shapes import (
    ALT_TEXT,
    ID,
    IMAGE,
    IMAGE_FIELDS,
    IN_ACTIONS,
    IN_INPUT,
    IN_SECTION,
    URL,
    either,
    mrkdwn,
    plain,
)

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
MARKDOWN_CHARACTERS = 12_000
TABLE_CHARACTERS = 10_000
RICH_TEXT_ITEMS = 1_000  # Slack names no limit; this one only keeps the check finite


def _block(name: str, required: dict[str, Check], optional: dict[str, Check] | None = None) -> Check:
    return record({"type": choice(name), **required}, {"block_id": ID, **(optional or {})})


STYLE = record({}, dict.fromkeys(("bold", "italic", "strike", "code", "underline"), boolean))


def _inline(name: str, required: dict[str, Check], optional: dict[str, Check] | None = None) -> Check:
    return record({"type": choice(name), **required}, {"style": STYLE, **(optional or {})})


INLINE = tagged(
    {
        "text": _inline("text", {"text": text(MARKDOWN_CHARACTERS)}),
        "link": _inline("link", {"url": URL}, {"text": text(3_000), "unsafe": boolean}),
        "emoji": _inline("emoji", {"name": text(100)}, {"unicode": text(100), "url": URL}),
        "user": _inline("user", {"user_id": ID}),
        "channel": _inline("channel", {"channel_id": ID}),
        "broadcast": _inline("broadcast", {"range": choice("here", "channel", "everyone")}),
        "date": _inline(
            "date",
            {"timestamp": whole(0, 2**53), "format": text(255)},
            {"fallback": text(255), "url": URL},
        ),
        "color": _inline("color", {"value": text(7)}),
    }
)


def _rich(name: str, element: Check, required: dict[str, Check], optional: dict[str, Check]) -> Check:
    elements = {"type": choice(name), "elements": items(element, RICH_TEXT_ITEMS, least=0)}
    return record({**elements, **required}, optional)


BORDER = {"border": whole(0, 1)}
RICH_SECTION = _rich("rich_text_section", INLINE, {}, {})
RICH_ELEMENT = tagged(
    {
        "rich_text_section": RICH_SECTION,
        "rich_text_quote": _rich("rich_text_quote", INLINE, {}, BORDER),
        "rich_text_preformatted": _rich(
            "rich_text_preformatted", INLINE, {}, {**BORDER, "language": text(50)}
        ),
        "rich_text_list": _rich(
            "rich_text_list",
            RICH_SECTION,
            {"style": choice("bullet", "ordered")},
            {**BORDER, "indent": whole(0, 8), "offset": whole(0, 1_000)},
        ),
    }
)
RICH_TEXT = _block("rich_text", {"elements": items(RICH_ELEMENT, RICH_TEXT_ITEMS)})
CELL = tagged(
    {"rich_text": RICH_TEXT, "raw_text": record({"type": choice("raw_text"), "text": text(3_000)}, {})}
)
COLUMN = record({}, {"align": choice("left", "center", "right"), "is_wrapped": boolean})


def _column(value: object, at: str) -> Iterator[str]:
    yield from () if value is None else COLUMN(value, at)


EVERYWHERE: dict[str, Check] = {
    "section": one_of(
        ("text", "fields"),
        _block(
            "section",
            {},
            {"text": either(3_000), "fields": items(either(2_000), 10), "accessory": tagged(IN_SECTION),
             "expand": boolean},
        ),
    ),
    "divider": _block("divider", {}),
    "header": _block("header", {"text": plain(150)}),
    "context": _block(
        "context",
        {"elements": items(tagged({"image": IMAGE, "plain_text": plain(3_000), "mrkdwn": mrkdwn(3_000)}), 10)}
    ),
    "actions": _block("actions", {"elements": items(tagged(IN_ACTIONS), 25)}),
    "input": _block(
        "input",
        {"label": plain(2_000), "element": tagged(IN_INPUT)},
        {"hint": plain(2_000), "optional": boolean, "dispatch_action": boolean},
    ),
    "image": one_of(
        ("image_url", "slack_file"),
        _block("image", {"alt_text": ALT_TEXT}, {"title": plain(2_000), **IMAGE_FIELDS}),
    ),
    "rich_text": RICH_TEXT,
}  # fmt: skip
ONLY_MESSAGES: dict[str, Check] = {
    "markdown": _block("markdown", {"text": text(MARKDOWN_CHARACTERS)}),
    "table": _block("table", {"rows": items(items(CELL, 20), 100)}, {"column_settings": items(_column, 20)}),
}
BLOCKS_OF_MESSAGE = items(tagged({**EVERYWHERE, **ONLY_MESSAGES}), MESSAGE_BLOCKS, least=0)
BLOCKS_OF_VIEW = items(tagged(EVERYWHERE), VIEW_BLOCKS, least=0)
