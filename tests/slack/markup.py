"""What Slack makes of a payload: every mention and every link that arises in it.

https://docs.slack.dev/messaging/formatting-message-text
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

NOT_SHOWN = frozenset(("metadata",))
SAID = frozenset(("text", "initial_comment", "error", "answer"))
"""The names of what is said outside of blocks."""
MANUAL = re.compile(r"<[^<>]*>|<[^<>]*$")
"""Whatever stands in angle brackets, or begins to."""
PLAIN = re.compile(
    r"https?://|www\.|mailto:|(?<!\w)@(?:channel|here|everyone)\b|(?<!\w)#[a-z]", re.IGNORECASE
)
"""What Slack makes a link or a mention of by itself, unless a text is `verbatim`."""

OURS = re.compile(
    r"<!date\^\d+\^\{date_(?:short|long)_pretty\}(?: \{time\})?\|[\w :+-]+>"
    r"|<[@#][A-Z0-9]+>"  # ids: whose they may be, says the test
    r"|<(?:https://(?:docs|(?:playground\.)?slack)\.example|http://127\.0\.0\.1:\d+|https://(?:[a-z.]+\.amazon|github)\.com)/[^<>|\s]*\|[^<>]*>"
)
"""What we write ourselves: moments, people and channels, sources, and links to messages."""


def read(node: Any) -> Iterator[tuple[str, bool]]:  # noqa: ANN401 # any payload
    """Every text that Slack reads as markup, and whether it takes the rest as it is."""
    if isinstance(node, list):
        for child in node:
            yield from read(child)
    elif isinstance(node, dict) and node.get("type") == "mrkdwn":
        yield node["text"], bool(node.get("verbatim"))
    elif (
        isinstance(node, dict)
        and node.get("type") != "plain_text"
        and node.get("response_action") != "errors"
    ):
        for name, child in node.items():
            if name in SAID and isinstance(child, str):
                yield child, bool(node.get("blocks"))  # beside blocks it is for notifications alone
            elif name not in NOT_SHOWN:
                yield from read(child)


def arising(payload: Any, known: frozenset[str] = frozenset()) -> list[str]:  # noqa: ANN401 # as above
    """Every mention and link in a message, view, or answer that is none of ours: `known` are the ids of
    people and channels that may be named."""
    found = []
    for text, verbatim in read(payload):
        for markup in MANUAL.findall(text):
            named = markup[2:-1] if markup[:2] in ("<@", "<#") else None
            if not OURS.fullmatch(markup) or (named is not None and named not in known):
                found.append(markup)
        found += [] if verbatim else PLAIN.findall(MANUAL.sub("", text))
    return found
