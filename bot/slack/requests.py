"""What every request of Slack's has in common, read once and typed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from time import monotonic
from typing import Any

from cachetools import TTLCache

from bot.domain.daily import Place
from bot.domain.errors import BlankReply, PostNotFound, StrangeForm

Body = dict[str, Any]

LONGEST_ID = 18  # digits

REMEMBERED = 20_000
REMEMBERED_SECONDS = 301
"""As long as a signature is good, and the second in which it ends."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sent a request from where. `channel_id` is empty where there is no channel (App Home)."""

    team_id: str
    channel_id: str
    user_id: str

    @property
    def place(self) -> Place:
        """The workspace and the channel."""
        return self.team_id, self.channel_id

    @property
    def in_private(self) -> bool:
        """In a direct message with the bot."""
        return self.channel_id.startswith("D")


def sender_of(body: Body) -> Sender:
    """The sender of a slash command or of an interaction."""
    team = (body.get("view") or {}).get("app_installed_team_id") or body.get("team_id")
    team = team or (body.get("team") or {}).get("id") or ""
    channel = body.get("channel_id") or (body.get("channel") or {}).get("id") or ""
    channel = channel or (body.get("container") or {}).get("channel_id") or ""
    user = body.get("user_id") or (body.get("user") or {}).get("id") or ""
    return Sender(str(team), str(channel), str(user))


def installed_in(body: Body) -> str:
    """The workspace through which an event reached us. In a channel that several workspaces share, `team_id`
    may be that of somebody else's: https://docs.slack.dev/apis/slack-connect."""
    authorizations = body.get("authorizations") or [{}]
    return str(authorizations[0].get("team_id") or body.get("team_id") or "")


def fingerprint(body: Body) -> str:
    """The same for two deliveries of one request, and different for any two requests: Slack puts
    a fresh trigger id into every command and interaction."""
    return sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


_MARKUP = re.compile(r"<(?P<sign>[@#!]?)(?P<target>[^<>|]*)(?:\|(?P<label>[^<>]*))?>")


# Not inside of words that have colons of their own, such as an ARN.
_EMOJI = re.compile(r"(?<![!-~])(?::[a-z0-9_+'-]+:)+(?![A-Za-z0-9:/])")


def written(text: str) -> str:
    """What a person wrote, without Slack's markup: links and channels as the words that stand for
    them, mentions of people taken out, `&amp;`, `&lt;` and `&gt;` as the signs they stand for.

    https://docs.slack.dev/messaging/formatting-message-text
    """
    plain = _MARKUP.sub(_words, text)
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()


# Where commands don't work, in a message or a thread, people write them all the same.
_SLASHED = re.compile(r"[/／](?:scs|ｓｃｓ)(?!\S)", re.IGNORECASE)


def asked_in(text: str) -> str:
    """What a person asked: as it is written, without emoji, which Slack spells as `:tada:`, and without the
    command itself in front."""
    asked = _EMOJI.sub("", written(text)).strip()
    slashed = _SLASHED.match(asked)
    return asked[slashed.end() :].strip() if slashed else asked


def _words(markup: re.Match[str]) -> str:
    if markup["label"] is not None:
        return str(markup["label"])
    return " " if markup["sign"] else str(markup["target"])


def typed(view: Body) -> str:
    """What stands in the only field of a form that was sent. Raises `BlankReply`: Slack asks for something
    in the field, but is content with blanks."""
    fields = [element for block in view["state"]["values"].values() for element in block.values()]
    text = str((fields[0].get("value") if fields else "") or "")
    if not text.strip():
        raise BlankReply
    return text


def number_of(value: str) -> int:
    """The id in a button's value or a form; raises `PostNotFound` for anything but a number."""
    if not value.isascii() or not value.isdigit() or len(value) > LONGEST_ID:
        raise PostNotFound
    return int(value)


def view_of(body: Body) -> Body:
    """The modal in which something was pressed; raises `StrangeForm` for a press that comes from none."""
    view = body.get("view")
    if not isinstance(view, dict):
        raise StrangeForm
    return view


class Deliveries:
    """Remembers what was handled, for requests that leave no row behind.

    Slack never repeats a command or a button press, but a proxy may. Events and replies don't need
    this: their natural keys in the database do the same for all replicas and for ever.
    """

    def __init__(self, timer: Callable[[], float] = monotonic) -> None:
        self._seen: TTLCache[str, bool] = TTLCache(REMEMBERED, REMEMBERED_SECONDS, timer)

    def first(self, key: str) -> bool:
        """True the first time a key is seen, False from then on."""
        if key in self._seen:
            return False
        self._seen[key] = True
        return True
