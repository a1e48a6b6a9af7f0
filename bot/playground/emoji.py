"""The emoji the workspace knows by name, for reactions and for the page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def emoji() -> Mapping[str, str]:
    """The characters by Slack's short names. Slack knows more; add the one you need."""
    file = files("bot.playground") / "page/static/emoji.json"
    table: Mapping[str, str] = json.loads(file.read_text("utf-8"))
    return table
