"""From what a person types to what Slack sends: escaped text and a rich_text block.

Source: https://docs.slack.dev/messaging/formatting-message-text#escaping.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.playground.people import Json

_MENTION = re.compile(r"(?<![\w@])@([a-z0-9._-]*[a-z0-9])")
_CHANNEL = re.compile(r"(?<![\w#])#([a-z0-9_-]+)")
_LINK = re.compile(r"https?://[^\s<>|]*[^\s<>|.,;:!?)、。」）]")


def escape(text: str) -> str:
    """Slack's three: & < >."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def wire(text: str, handles: Mapping[str, str], channels: Mapping[str, str]) -> str:
    """The text as events carry it: escaped, links in angle brackets, `@name` as `<@U…>` and
    `#name` as `<#C…|name>` where somebody or something has that name."""

    def mention(found: re.Match[str]) -> str:
        return f"<@{handles[found[1]]}>" if found[1] in handles else found[0]

    def channel(found: re.Match[str]) -> str:
        return f"<#{channels[found[1]]}|{found[1]}>" if found[1] in channels else found[0]

    pieces = []
    end = 0
    for link in _LINK.finditer(text):
        pieces += [_CHANNEL.sub(channel, _MENTION.sub(mention, escape(text[end : link.start()])))]
        pieces += [f"<{escape(link[0])}>"]
        end = link.end()
    return "".join([*pieces, _CHANNEL.sub(channel, _MENTION.sub(mention, escape(text[end:])))])


def rich_text(text: str, handles: Mapping[str, str], block_id: str) -> list[Json]:
    """The block that the composer sends along: plain runs and mentions in one section."""
    elements: list[Json] = []
    for at, piece in enumerate(_MENTION.split(text)):
        if at % 2 and piece in handles:
            elements.append({"type": "user", "user_id": handles[piece]})
        elif piece or at % 2:
            elements.append({"type": "text", "text": f"@{piece}" if at % 2 else piece})
    section = {"type": "rich_text_section", "elements": elements}
    return [{"type": "rich_text", "block_id": block_id, "elements": [section]}]
