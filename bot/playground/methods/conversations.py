"""conversations.*: https://docs.slack.dev/reference/methods?family=conversations."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from bot.playground import messages
from bot.playground.messages import Message
from bot.playground.methods.args import Args
from bot.playground.methods.backstage import Backstage
from bot.playground.people import BOT_USER, TEAM_ID, Channel, Json
from bot.playground.refusal import Refusal

KINDS = {"public_channel": "channel", "private_channel": "group", "im": "im"}


async def history(stage: Backstage, args: Args) -> Json:
    """conversations.history: newest first, as the channel shows it to everybody."""
    channel = _readable(stage, args)
    said = [each for each in stage.workspace.messages(channel.id) if each.in_channel]
    return _listed(_within(said, args)[::-1], args)


async def replies(stage: Backstage, args: Args) -> Json:
    """conversations.replies: the parent, then its replies, oldest first."""
    channel = _readable(stage, args)
    ts = args.required("ts")
    said = [each for each in stage.workspace.messages(channel.id) if ts in (each.ts, each.thread_ts)]
    if not any(each.ts == ts and not each.only_for for each in said):
        raise Refusal("thread_not_found")
    parent, *answers = _public(said)
    return _listed([parent, *_within(answers, args)], args)


async def info(stage: Backstage, args: Args) -> Json:
    """conversations.info."""
    channel = stage.workspace.channel(args.required("channel"))
    if channel.kind == "group" and BOT_USER not in channel.members:
        raise Refusal("channel_not_found")
    return {"channel": as_json(channel, with_count=args.flag("include_num_members"))}


async def list_(stage: Backstage, args: Args) -> Json:
    """conversations.list."""
    return _channels([each for each in stage.workspace.channels.values() if _visible(each)], args)


async def of_user(stage: Backstage, args: Args) -> Json:
    """users.conversations: those of the app itself, or those it shares with a person."""
    person = args.text("user") or BOT_USER
    stage.workspace.person(person)
    found = [each for each in stage.workspace.channels.values() if person in each.members and _visible(each)]
    return _channels(found, args)


async def members(stage: Backstage, args: Args) -> Json:
    """conversations.members."""
    channel = stage.workspace.channel(args.required("channel"))
    found, cursor = args.page(sorted(channel.members))
    return {"members": found, "response_metadata": {"next_cursor": cursor}}


async def open_(stage: Backstage, args: Args) -> Json:
    """conversations.open with one person: their direct conversation with the app."""
    users = (args.text("users") or "").split(",")
    if channel_id := args.text("channel"):
        channel = stage.workspace.channel(channel_id)
    elif users == [""]:
        raise Refusal("users_list_not_supplied")
    else:
        if len(users) > 1:
            raise Refusal("not_supported_here", ["[ERROR] the playground has no group conversations"])
        stage.workspace.person(users[0])
        channel = stage.workspace.channel(users[0])
    return {"channel": as_json(channel) if args.flag("return_im") else {"id": channel.id}}


async def join(stage: Backstage, args: Args) -> Json:
    """conversations.join."""
    channel = stage.workspace.channel(args.required("channel"))
    if channel.archived:
        raise Refusal("is_archived")
    if channel.kind != "channel":
        raise Refusal("method_not_supported_for_channel_type")
    warning = {"warning": "already_in_channel"} if BOT_USER in channel.members else {}
    channel.members.add(BOT_USER)
    stage.workspace.changed()
    return {"channel": as_json(channel), **warning}


def as_json(channel: Channel, *, with_count: bool = False) -> Json:
    """The conversation object."""
    if channel.direct:
        return {"id": channel.id, "is_im": True, "user": channel.partner, "is_archived": False,
                "created": 0, "is_org_shared": False, "context_team_id": TEAM_ID}  # fmt: skip
    said: Json = {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": channel.kind == "channel",
        "is_group": channel.kind == "group",
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.kind == "group",
        "is_archived": channel.archived,
        "is_member": BOT_USER in channel.members,
        "is_general": False,
        "created": 0,
        "context_team_id": TEAM_ID,
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }
    return said | {"num_members": len(channel.members)} if with_count else said


def _visible(channel: Channel) -> bool:
    return channel.kind == "channel" or BOT_USER in channel.members


def _channels(found: list[Channel], args: Args) -> Json:
    kinds = {KINDS.get(kind.strip()) for kind in (args.text("types") or "public_channel").split(",")}
    kept = [each for each in found if each.kind in kinds]
    if args.flag("exclude_archived"):
        kept = [each for each in kept if not each.archived]
    page, cursor = args.page(kept)
    shown = [as_json(each, with_count=True) for each in page]
    return {"channels": shown, "response_metadata": {"next_cursor": cursor}}


def _readable(stage: Backstage, args: Args) -> Channel:
    channel = stage.workspace.channel(args.required("channel"))
    if BOT_USER not in channel.members:
        raise Refusal("channel_not_found" if channel.kind == "group" else "not_in_channel")
    return channel


def _public(said: list[Message]) -> list[Message]:
    return [each for each in said if each.only_for is None]


def _within(said: list[Message], args: Args) -> list[Message]:
    """Those between `oldest` and `latest`, the ends themselves only with `inclusive`."""
    oldest, latest = _ts(args, "oldest", "0"), _ts(args, "latest", "Infinity")
    ends = args.flag("inclusive")
    return [
        each
        for each in _public(said)
        if oldest < Decimal(each.ts) < latest or (ends and Decimal(each.ts) in (oldest, latest))
    ]


def _ts(args: Args, name: str, otherwise: str) -> Decimal:
    try:
        return Decimal(args.text(name) or otherwise)
    except InvalidOperation:
        raise Refusal(f"invalid_ts_{name}") from None


def _listed(said: list[Message], args: Args) -> Json:
    page, cursor = args.page(said, most=999)
    with_metadata = args.flag("include_all_metadata")
    listed: Json = {
        "messages": [messages.as_json(each, with_metadata=with_metadata) for each in page],
        "has_more": bool(cursor),
    }
    return listed | {"response_metadata": {"next_cursor": cursor}} if cursor else listed
