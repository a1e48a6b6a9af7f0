"""A message and how Slack writes it down."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.playground.people import APP_ID, BOT_ID, BOT_USER, TEAM_ID, Json

BROADCAST = "thread_broadcast"
"""The subtype of a reply that was sent to the channel as well."""


@dataclass(slots=True)
class Message:
    """One message. `only_for` names the single person who sees an ephemeral one; `state` holds
    what has been chosen in its selects, by block and action."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    only_for: str | None = None
    edited_ts: str | None = None
    subtype: str | None = None
    metadata: Json | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)
    replies: list[Message] = field(default_factory=list)
    state: Json = field(default_factory=dict)
    files: list[Json] = field(default_factory=list)

    @property
    def by_bot(self) -> bool:
        return self.user == BOT_USER

    @property
    def is_reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts

    @property
    def in_channel(self) -> bool:
        """Whether the channel itself shows it, and not a thread alone."""
        return not self.is_reply or self.subtype == BROADCAST

    def seen_by(self, person_id: str) -> bool:
        return self.only_for in (None, person_id)


def as_json(message: Message, *, with_metadata: bool = False) -> Json:
    """The message object of the Web API and of events.

    Source: https://docs.slack.dev/reference/events/message and the answers of
    `conversations.history`.
    """
    said: Json = {"type": "message", "user": message.user, "ts": message.ts, "text": message.text}
    if message.subtype:
        said["subtype"] = message.subtype
    if message.by_bot:
        said |= {"bot_id": BOT_ID, "app_id": APP_ID, "bot_profile": bot_profile()}
    else:
        said["client_msg_id"] = f"client-{message.ts}"
    said["team"] = TEAM_ID
    if message.blocks:
        said["blocks"] = message.blocks
    if message.files:
        said["files"] = message.files
    if message.edited_ts:
        said["edited"] = {"user": BOT_ID if message.by_bot else message.user, "ts": message.edited_ts}
    if message.reactions:
        said["reactions"] = [
            {"name": name, "users": list(users), "count": len(users)}
            for name, users in message.reactions.items()
        ]
    said |= _thread(message)
    if with_metadata and message.metadata:
        said["metadata"] = message.metadata
    return said


def _thread(message: Message) -> Json:
    if message.replies:
        people = list(dict.fromkeys(reply.user for reply in message.replies))
        return {
            "thread_ts": message.ts,
            "reply_count": len(message.replies),
            "reply_users_count": len(people),
            "reply_users": people[:5],
            "latest_reply": message.replies[-1].ts,
            "is_locked": False,
        }
    return {"thread_ts": message.thread_ts} if message.thread_ts else {}


def bot_profile() -> Json:
    """What messages of an app carry about it."""
    return {"id": BOT_ID, "app_id": APP_ID, "name": "scs-bot", "team_id": TEAM_ID, "deleted": False}
