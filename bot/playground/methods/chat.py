"""chat.*: https://docs.slack.dev/reference/methods?family=chat."""

from __future__ import annotations

from bot.playground import messages
from bot.playground.messages import Message
from bot.playground.methods.args import Args
from bot.playground.methods.backstage import Backstage
from bot.playground.people import TEAM_URL, Json
from bot.playground.refusal import Refusal


async def post_message(stage: Backstage, args: Args) -> Json:
    """chat.postMessage."""
    channel = stage.workspace.open_to_bot(args.required("channel"))
    _advise(stage, args)
    message = stage.posting.post(channel.id, args.message(), thread_ts=args.text("thread_ts"))
    said = messages.as_json(message, with_metadata=True)
    return {"channel": channel.id, "ts": message.ts, "message": said}


async def post_ephemeral(stage: Backstage, args: Args) -> Json:
    """chat.postEphemeral."""
    channel = stage.workspace.open_to_bot(args.required("channel"))
    person = args.required("user")
    if person not in stage.workspace.people or person not in channel.members:
        raise Refusal("user_not_in_channel")
    _advise(stage, args)
    message = stage.posting.post(
        channel.id, args.message(), thread_ts=args.text("thread_ts"), only_for=person
    )
    return {"message_ts": message.ts}


async def update(stage: Backstage, args: Args) -> Json:
    """chat.update."""
    message = _own(stage, args, "cant_update_message")
    _advise(stage, args)
    stage.posting.update(message, args.message())
    said = messages.as_json(message, with_metadata=True)
    return {"channel": message.channel, "ts": message.ts, "text": message.text, "message": said}


async def delete(stage: Backstage, args: Args) -> Json:
    """chat.delete."""
    message = _own(stage, args, "cant_delete_message")
    stage.posting.delete(message)
    return {"channel": message.channel, "ts": message.ts}


async def get_permalink(stage: Backstage, args: Args) -> Json:
    """chat.getPermalink."""
    channel = stage.workspace.channel(args.required("channel"))
    message = stage.workspace.message(channel.id, args.required("message_ts"))
    link = f"{TEAM_URL}archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.is_reply:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


def _own(stage: Backstage, args: Args, otherwise: str) -> Message:
    """The app's own message; ephemeral ones can't be reached by their ts."""
    channel = stage.workspace.channel(args.required("channel"))
    if channel.archived:
        raise Refusal("is_archived")
    message = stage.workspace.message(channel.id, args.required("ts"))
    if message.only_for:
        raise Refusal("message_not_found")
    if not message.by_bot:
        raise Refusal(otherwise)
    return message


def _advise(stage: Backstage, args: Args) -> None:
    """Slack takes these, but an app that echoes what people wrote should not send them."""
    if args.flag("link_names") or args.text("parse") == "full":
        stage.posting.advice.append("link_names and parse=full turn echoed text into mentions")
    if "attachments" in args.values:
        stage.posting.advice.append("attachments are outdated and not shown here: use blocks")
