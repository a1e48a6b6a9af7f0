"""What one person sees, as the page needs it: one JSON object, drawn anew after every change."""

from __future__ import annotations

from dataclasses import asdict

from bot.playground import messages, views
from bot.playground.messages import Message
from bot.playground.people import BOT_USER, Channel, Json
from bot.playground.pretend_slack import PretendSlack

SHOWN = 400


def snapshot(playground: PretendSlack, person: str, channel: str) -> Json:
    """The workspace through the eyes of `person`, who is looking at `channel`.
    Raises `Refusal` for a person or channel that doesn't exist."""
    workspace = playground.workspace
    me, place = workspace.person(person), workspace.channel(channel)
    modals, home = playground.views.stacks.get(person, []), playground.home(person)
    seen = [each for each in workspace.messages(place.id) if each.seen_by(person)]
    return {
        "revision": workspace.revision,
        "me": asdict(me),
        "bot": BOT_USER,
        "people": [asdict(each) for each in workspace.people.values()],
        "channels": [
            _channel(playground, each, person)
            for each in workspace.channels.values()
            if person in each.members
        ],
        "channel": place.id,
        "messages": [_message(each) for each in seen[-SHOWN:]],
        "modal": views.as_json(modals[-1]) if modals else None,
        "depth": len(modals),
        "home": views.as_json(home) if home else None,
        "commands": [asdict(command) for command in playground.manifest.commands],
        "shortcuts": [asdict(each) for each in playground.manifest.shortcuts],
        "clock": {
            "now": workspace.now().isoformat(),
            "zone": playground.zone,
            "plans": playground.timeline is not None,
        },
    }


def _channel(playground: PretendSlack, channel: Channel, person: str) -> Json:
    heard = [each.ts for each in playground.read(person, channel.id) if each.user != person]
    return {
        "id": channel.id,
        "name": channel.name,
        "kind": channel.kind,
        "archived": channel.archived,
        "with_bot": BOT_USER in channel.members,
        "latest": heard[-1] if heard else None,
    }


def _message(message: Message) -> Json:
    said = messages.as_json(message)
    return said | {"only_for": message.only_for, "channel": message.channel, "state": message.state}
