"""Bullets that are links: into the page, or to where one may read on."""

from __future__ import annotations

import re

LONGEST_LINK = 1000
"""Characters that are looked through for a link and no more."""

_ANCHOR = re.compile(r"\W{0,9}\[.*\]\(#[^)]*\)\W{0,9}$")
_LINK = re.compile(r"\W{0,9}\[([^\]]*)\]\([^)]*\)(\W{0,9}$)?")
_ADDRESS = re.compile(r"\W{0,9}https?://\S+$")
_DOCUMENT = re.compile(r"https?:|documentation|\bdocs?\b|ドキュメント|公式|参考", re.IGNORECASE)
_PICTURES = ("📖", "🔗")


def is_anchor(body: str) -> bool:
    """Whether a line is a link into the page itself."""
    return bool(_ANCHOR.match(body[:LONGEST_LINK]))


def is_source(body: str) -> bool:
    """Whether a bullet only says where to read on."""
    link = _LINK.match(body[:LONGEST_LINK])
    if link is None:
        return bool(_ADDRESS.match(body))
    return link[1].startswith(_PICTURES) or (link[2] is not None and bool(_DOCUMENT.search(link[1])))
