"""reactions.*: https://docs.slack.dev/reference/methods?family=reactions."""

from __future__ import annotations

from bot.playground import messages
from bot.playground.emoji import emoji
from bot.playground.messages import Message
from bot.playground.methods.args import Args
from bot.playground.methods.backstage import Backstage
from bot.playground.people import BOT_USER, Json
from bot.playground.refusal import Refusal


async def add(stage: Backstage, args: Args) -> Json:
    """reactions.add."""
    message, name = _target(stage, args), args.required("name").strip(":")
    if name not in emoji():
        raise Refusal("invalid_name")
    if stage.workspace.channels[message.channel].archived:
        raise Refusal("is_archived")
    users = message.reactions.setdefault(name, [])
    if BOT_USER in users:
        raise Refusal("already_reacted")
    users.append(BOT_USER)
    _changed(stage, "reaction_added", name, message)
    return {}


async def remove(stage: Backstage, args: Args) -> Json:
    """reactions.remove."""
    message, name = _target(stage, args), args.required("name").strip(":")
    users = message.reactions.get(name, [])
    if BOT_USER not in users:
        raise Refusal("no_reaction")
    users.remove(BOT_USER)
    if not users:
        del message.reactions[name]
    _changed(stage, "reaction_removed", name, message)
    return {}


async def get(stage: Backstage, args: Args) -> Json:
    """reactions.get."""
    message = _target(stage, args)
    return {"type": "message", "channel": message.channel, "message": messages.as_json(message)}


def _target(stage: Backstage, args: Args) -> Message:
    channel = stage.workspace.channel(args.required("channel"))
    message = stage.workspace.message(channel.id, args.required("timestamp"))
    if message.only_for:
        raise Refusal("message_not_found")
    return message


def _changed(stage: Backstage, kind: str, name: str, message: Message) -> None:
    stage.workspace.changed()
    stage.deliverer.in_background(stage.events.reaction(kind, BOT_USER, name, message))
