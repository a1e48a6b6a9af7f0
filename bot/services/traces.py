"""Take out of a text what would lead back to a person, before it leaves the database."""

from __future__ import annotations

import re

# Mentions of people and channels, addresses of workspaces and messages, e-mail addresses. Each begins
# where a run of its characters begins, or long runs would be tried from every character on.
_TRACES = re.compile(
    r"<[@#!][^<>]*>"
    r"|(?:https?://|(?<![a-z0-9._-]))[a-z0-9._-]+\.slack\.com\b[!-~]*"
    r"|(?<![a-z0-9._+-])[a-z0-9._+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+",
    re.IGNORECASE,
)


def without_traces(text: str) -> str:
    """The text with a space for each mention, e-mail address and link to Slack."""
    return _TRACES.sub(" ", text)
