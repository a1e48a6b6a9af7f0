"""What is in the workspace: every message, reaction and whisper, and the Web API that puts it there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.chaos.fate import MovedClock

Json = dict[str, Any]

TEAM, BOT_USER, BOT = "T0CHAOS001", "U0BOT00001", "B0BOT00001"
PAGE = 7
"""Messages at a time, whatever was asked for: Slack may give fewer, and who looks has to turn pages."""


@dataclass
class Said:
    """A message in a channel."""

    channel: str
    ts: str
    at: datetime
    user: str
    text: str
    key: tuple[str, str] | None = None
    thread_ts: str | None = None
    updates: int = 0
    read: str = ""

    def shown(self) -> Json:
        message: Json = {"type": "message", "user": self.user, "text": self.text, "ts": self.ts}
        if self.key:
            message["metadata"] = {"event_type": self.key[0], "event_payload": {"key": self.key[1]}}
        return message | ({"thread_ts": self.thread_ts} if self.thread_ts else {})


@dataclass
class Workspace:
    """Does what the Web API is asked. `on_post` hears of each daily post, the first time it appears."""

    clock: MovedClock
    on_post: Callable[[Said], None]
    upload_url: str = ""
    messages: dict[str, list[Said]] = field(default_factory=lambda: defaultdict(list))
    by_ts: dict[tuple[str, str], Said] = field(default_factory=dict)
    by_key: dict[tuple[str, str], list[Said]] = field(default_factory=lambda: defaultdict(list))
    reactions: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    whispers: Counter[tuple[str, str | None, str]] = field(default_factory=Counter)
    _number: int = 0

    def say(self, channel: str, user: str, text: str, **more: Any) -> Said:  # noqa: ANN401 # fields of Said
        """Put a message into a channel: now, or as of `at`."""
        self._number += 1
        at = more.pop("at", None) or self.clock.now()
        message = Said(channel, f"{int(at.timestamp())}.{self._number:06d}", at, user, text, **more)
        self.messages[channel].append(message)
        self.by_ts[channel, message.ts] = message
        return message

    def do(self, method: str, values: Json) -> Json:
        """The answer to a call, once it is done."""
        does: dict[str, Callable[[Json], Json]] = {
            "auth.test": self._auth_test,
            "users.info": self._users_info,
            "conversations.open": self._conversations_open,
            "conversations.history": self._conversations_history,
            "conversations.replies": self._conversations_replies,
            "files.getUploadURLExternal": self._upload_url,
            "files.completeUploadExternal": self._complete_upload,
            "chat.postMessage": self._post_message,
            "chat.update": self._update,
            "chat.postEphemeral": self._post_ephemeral,
            "reactions.add": self._reactions_add,
            "reactions.remove": self._reactions_remove,
        }
        if method not in does:
            return {"ok": False, "error": "unknown_method"}
        return {"ok": True} | does[method](values)

    def _auth_test(self, _: Json) -> Json:
        return {"team_id": TEAM, "user_id": BOT_USER, "bot_id": BOT, "url": "https://chaos.slack.com/"}

    def _users_info(self, values: Json) -> Json:
        return {"user": {"id": values.get("user"), "locale": "en-US", "tz": "UTC"}}

    def _conversations_open(self, values: Json) -> Json:
        return {"channel": {"id": f"D{values.get('users')}"}}

    def _upload_url(self, _: Json) -> Json:
        return {"upload_url": self.upload_url, "file_id": "F0PICTURE"}

    def _complete_upload(self, _: Json) -> Json:
        return {"files": [{"id": "F0PICTURE"}]}

    def _post_message(self, values: Json) -> Json:
        metadata = values.get("metadata") or {}
        key = (metadata["event_type"], metadata["event_payload"]["key"]) if metadata else None
        said = self.say(
            values["channel"], BOT_USER, values["text"], key=key, thread_ts=values.get("thread_ts")
        )
        if key:
            self.by_key[key].append(said)
            if key[0] == "scs_bot_post" and len(self.by_key[key]) == 1:
                said.read = _plain(" ".join(_texts(values.get("blocks"))))
                self.on_post(said)
        return {"ts": said.ts, "channel": said.channel}

    def _update(self, values: Json) -> Json:
        said = self.by_ts.get((values["channel"], values["ts"]))
        if said is None:
            return {"ok": False, "error": "message_not_found"}
        said.updates += 1
        return {"ts": said.ts}

    def _post_ephemeral(self, values: Json) -> Json:
        self.whispers[values["channel"], values.get("thread_ts"), values["user"]] += 1
        return {"message_ts": "1.0"}

    def _reactions_add(self, values: Json) -> Json:
        there = self.reactions[values["channel"], values["timestamp"]]
        if values["name"] in there:
            return {"ok": False, "error": "already_reacted"}
        there.add(values["name"])
        return {}

    def _reactions_remove(self, values: Json) -> Json:
        there = self.reactions[values["channel"], values["timestamp"]]
        if values["name"] not in there:
            return {"ok": False, "error": "no_reaction"}
        there.remove(values["name"])
        return {}

    def _conversations_history(self, values: Json) -> Json:
        roots = [said for said in self.messages[values["channel"]] if not said.thread_ts]
        return _page(list(reversed(roots)), values)

    def _conversations_replies(self, values: Json) -> Json:
        thread = [
            said for said in self.messages[values["channel"]] if values["ts"] in (said.ts, said.thread_ts)
        ]
        return _page(thread, values)


def _page(messages: list[Said], values: Json) -> Json:
    oldest = float(values.get("oldest") or 0)
    wanted = [said for said in messages if float(said.ts) >= oldest]
    start = int(values.get("cursor") or 0)
    more = str(start + PAGE) if start + PAGE < len(wanted) else ""
    shown = [said.shown() for said in wanted[start : start + PAGE]]
    return {"messages": shown, "response_metadata": {"next_cursor": more}}


def _texts(node: object) -> list[str]:
    if isinstance(node, str):
        return [node]
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return [text for child in children for text in _texts(child)]


def _plain(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
