"""The payloads Slack sends to an app, with every field a real one has.

Sources: https://docs.slack.dev/apis/events-api (outer event),
https://docs.slack.dev/interactivity/implementing-slash-commands,
https://docs.slack.dev/reference/interaction-payloads and https://docs.slack.dev/reference/events.
"""

from __future__ import annotations

from bot.playground import messages, views
from bot.playground.messages import Message
from bot.playground.people import APP_ID, BOT_USER, TEAM_DOMAIN, TEAM_ID, Channel, Json, Person
from bot.playground.views import View
from bot.playground.workspace import new_id

TOKEN = "verification-token-of-old-times"  # noqa: S105 - Slack still sends one; nothing trusts it


def event_callback(event: Json, event_time: int) -> Json:
    """The outer event around any event."""
    return {
        "token": TOKEN,
        "team_id": TEAM_ID,
        "context_team_id": TEAM_ID,
        "context_enterprise_id": None,
        "api_app_id": APP_ID,
        "event": event,
        "type": "event_callback",
        "event_id": new_id("Ev"),
        "event_time": event_time,
        "authorizations": [
            {"enterprise_id": None, "team_id": TEAM_ID, "user_id": BOT_USER, "is_bot": True,
             "is_enterprise_install": False}
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{new_id('C')}",
    }  # fmt: skip


def message_posted(message: Message, channel: Channel, parent: Message | None) -> Json:
    """`message`, as message.channels, message.groups or message.im."""
    event = _placed(messages.as_json(message), channel, message.ts)
    return event | {"parent_user_id": parent.user} if parent else event


def app_mention(message: Message, channel: Channel) -> Json:
    """`app_mention`: besides the `message` event, and without `channel_type`."""
    event = _placed(messages.as_json(message), channel, message.ts) | {"type": "app_mention"}
    del event["channel_type"]
    return event


def message_changed(now: Message, before: Json, channel: Channel, ts: str) -> Json:
    """`message` with the subtype `message_changed`."""
    event: Json = {
        "type": "message",
        "subtype": "message_changed",
        "message": messages.as_json(now) | {"source_team": TEAM_ID, "user_team": TEAM_ID},
        "previous_message": before,
        "hidden": True,
        "ts": ts,
    }
    return _placed(event, channel, ts)


def message_deleted(before: Json, channel: Channel, ts: str) -> Json:
    """`message` with the subtype `message_deleted`."""
    event: Json = {
        "type": "message",
        "subtype": "message_deleted",
        "previous_message": before,
        "hidden": True,
        "deleted_ts": before["ts"],
        "ts": ts,
    }
    return _placed(event, channel, ts)


def _placed(event: Json, channel: Channel, ts: str) -> Json:
    return {**event, "channel": channel.id, "event_ts": ts, "channel_type": channel.kind}


def reaction(kind: str, person_id: str, name: str, message: Message, ts: str) -> Json:
    """`reaction_added` or `reaction_removed`."""
    return {
        "type": kind,
        "user": person_id,
        "reaction": name,
        "item": {"type": "message", "channel": message.channel, "ts": message.ts},
        "item_user": message.user,
        "event_ts": ts,
    }


def app_home_opened(person: Person, direct: Channel, tab: str, home: View | None, ts: str) -> Json:
    """`app_home_opened`; the view comes along once one has been published."""
    event: Json = {
        "type": "app_home_opened",
        "user": person.id,
        "channel": direct.id,
        "tab": tab,
        "event_ts": ts,
    }
    return event | {"view": views.as_json(home)} if home and tab == "home" else event


def member_joined(person_id: str, channel: Channel, inviter: str, ts: str) -> Json:
    """`member_joined_channel`."""
    kind = "C" if channel.kind == "channel" else "G"
    return {"type": "member_joined_channel", "user": person_id, "channel": channel.id, "channel_type": kind,
            "team": TEAM_ID, "inviter": inviter, "event_ts": ts}  # fmt: skip


def slash_command(
    person: Person, channel: Channel, command: str, text: str, trigger: str, url: str
) -> dict[str, str]:
    """The fields of a slash command's form."""
    return {
        "token": TOKEN,
        "team_id": TEAM_ID,
        "team_domain": TEAM_DOMAIN,
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": person.id,
        "user_name": person.name,
        "command": command,
        "text": text,
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": url,
        "trigger_id": trigger,
    }


def channel_name(channel: Channel) -> str:
    """What payloads call the channel."""
    return {"im": "directmessage", "group": "privategroup"}.get(channel.kind, channel.name)


def interaction(kind: str, person: Person, trigger: str) -> Json:
    """What every interactive payload holds."""
    return {
        "type": kind,
        "user": {"id": person.id, "username": person.name, "name": person.name, "team_id": TEAM_ID},
        "api_app_id": APP_ID,
        "token": TOKEN,
        "trigger_id": trigger,
        "team": {"id": TEAM_ID, "domain": TEAM_DOMAIN},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def pressed_in_message(
    base: Json, message: Message, channel: Channel, state: Json, actions: list[Json], url: str
) -> Json:
    """`block_actions` from a message. An ephemeral message's contents do not come along."""
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.only_for is not None,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    payload = {
        **base,
        "container": container,
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "state": {"values": state},
        "response_url": url,
        "actions": actions,
    }
    return payload if message.only_for else {**payload, "message": messages.as_json(message)}


def pressed_in_view(base: Json, view: View, actions: list[Json]) -> Json:
    """`block_actions` from a modal or an App Home."""
    container = {"type": "view", "view_id": view.id}
    return {**base, "container": container, "view": views.as_json(view), "actions": actions}


def view_submission(base: Json, view: View, state: Json, response_urls: list[Json]) -> Json:
    """`view_submission`."""
    return {**base, "view": views.as_json(view, state), "response_urls": response_urls}


def view_closed(base: Json, view: View, is_cleared: bool) -> Json:
    """`view_closed`: the only one without a trigger."""
    rest = {name: value for name, value in base.items() if name != "trigger_id"}
    return {**rest, "view": views.as_json(view), "is_cleared": is_cleared}


def shortcut(base: Json, callback_id: str, ts: str) -> Json:
    """`shortcut`: a global one."""
    return {**base, "callback_id": callback_id, "action_ts": ts}


def message_action(
    base: Json, callback_id: str, message: Message, channel: Channel, ts: str, url: str
) -> Json:
    """`message_action`: a shortcut from a message's menu."""
    return {
        **base,
        "callback_id": callback_id,
        "action_ts": ts,
        "message_ts": message.ts,
        "message": messages.as_json(message),
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "response_url": url,
    }


def envelope(kind: str, payload: Json, envelope_id: str, retry: tuple[int, str] | None) -> Json:
    """What Socket Mode wraps around a payload. Source: https://docs.slack.dev/apis/events-api/using-socket-mode."""
    said: Json = {
        "envelope_id": envelope_id,
        "type": kind,
        "accepts_response_payload": kind != "events_api",
        "payload": payload,
    }
    if kind == "events_api":
        said |= {"retry_attempt": retry[0] if retry else 0, "retry_reason": retry[1] if retry else ""}
    return said
