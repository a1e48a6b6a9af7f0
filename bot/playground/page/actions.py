"""What a person does on the page, by name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.playground.delivery import Delivery
from bot.playground.interactions import NotPossible
from bot.playground.messages import Message
from bot.playground.people import BOT_USER, Json
from bot.playground.pretend_slack import PretendSlack
from bot.playground.views import View

MOST_DAYS_OFF = 30
"""In a row; beyond, the next press of the button goes on."""

TEXTS = frozenset(
    {"do", "as", "channel", "text", "ts", "thread_ts", "name", "command", "callback_id", "view", "to", "tab"}
    | {"action_id", "block_id"}
)
"""Fields whose value is text. One that isn't would be kept, and fail whoever looks at it later."""

MAY_BE_NULL = frozenset({"thread_ts"})

Action = Callable[[PretendSlack, str, Json], Awaitable[Json]]


async def act(playground: PretendSlack, person: str, asked: Json) -> Json:
    """Do it and tell what came of it: `trouble` and `errors` as in `Delivery`, or a `notice`.

    Raises `NotPossible`, `NoSuchElement`, `Refusal`, `KeyError` for a name or field unknown, and
    `TypeError` or `ValueError` for what isn't text, or no text that can be written as UTF-8.
    """
    for name in TEXTS & asked.keys():
        if asked[name] is not None or name not in MAY_BE_NULL:
            str.encode(asked[name])
    return await ACTIONS[asked["do"]](playground, person, asked)


async def _say(playground: PretendSlack, person: str, asked: Json) -> Json:
    message = await playground.say(person, asked["channel"], asked["text"], asked.get("thread_ts"))
    stranger = BOT_USER not in playground.workspace.channel(asked["channel"]).members
    return {"notice": "not-invited"} if stranger and f"<@{BOT_USER}>" in message.text else {}


async def _edit(playground: PretendSlack, person: str, asked: Json) -> Json:
    await playground.edit(_own(playground, person, asked), asked["text"])
    return {}


async def _delete(playground: PretendSlack, person: str, asked: Json) -> Json:
    await playground.delete(_own(playground, person, asked))
    return {}


async def _react(playground: PretendSlack, person: str, asked: Json) -> Json:
    await playground.react(person, _message(playground, asked), asked["name"])
    return {}


async def _dismiss(playground: PretendSlack, person: str, asked: Json) -> Json:
    """Wipe an ephemeral message away; nobody else ever saw it."""
    message = _message(playground, asked)
    if message.only_for == person:
        playground.workspace.remove(message)
    return {}


async def _invite(playground: PretendSlack, person: str, asked: Json) -> Json:
    await playground.invite(person, asked["channel"])
    return {}


async def _command(playground: PretendSlack, person: str, asked: Json) -> Json:
    return _told(await playground.command(person, asked["channel"], asked["command"], asked["text"]))


async def _shortcut(playground: PretendSlack, person: str, asked: Json) -> Json:
    message = _message(playground, asked) if "ts" in asked else None
    return _told(await playground.shortcut(person, asked["callback_id"], message))


async def _press(playground: PretendSlack, person: str, asked: Json) -> Json:
    where = _view(playground, asked) if "view" in asked else _message(playground, asked)
    return _told(
        await playground.press(
            person,
            where,
            asked["action_id"],
            asked.get("value"),
            block_id=asked["block_id"],
            values=asked.get("values"),
        )
    )


async def _submit(playground: PretendSlack, person: str, asked: Json) -> Json:
    return _told(await playground.submit(person, _view(playground, asked), asked.get("values")))


async def _close(playground: PretendSlack, person: str, asked: Json) -> Json:
    whole = bool(asked.get("whole_stack"))
    await playground.close_view(person, _view(playground, asked), whole_stack=whole)
    return {}


async def _home(playground: PretendSlack, person: str, asked: Json) -> Json:
    told = await playground.open_home(person, asked.get("tab", "home"))
    return {} if all(delivery.ok for delivery in told) else {"trouble": "failed"}


async def _clock(playground: PretendSlack, person: str, asked: Json) -> Json:
    """Move time to `next_post`, `next_close`, by an `hour` or a `day`, or to a local time."""
    for _ in range(MOST_DAYS_OFF):
        instant = await _instant(playground, asked["to"])
        if instant is None:
            return {"notice": f"no-{asked['to'].replace('_', '-')}"}
        if instant < playground.clock.now():
            return {"notice": "only-forward"}
        if instant > playground.clock.farthest():
            return {"notice": "too-far"}
        await playground.travel(instant)
        # The app may have the day off: then whoever wants to see a post wants the one after it.
        if asked["to"] != "next_post" or _posted_since(playground, instant):
            break
    return {}


def _posted_since(playground: PretendSlack, instant: datetime) -> bool:
    """Whether the app has said something in a channel, to everyone, from this time on."""
    workspace = playground.workspace
    return any(
        message.by_bot and message.in_channel and not message.only_for
        for channel in workspace.channels.values()
        if not channel.direct
        for message in workspace.messages(channel.id)
        if float(message.ts) >= instant.timestamp()
    )


async def _instant(playground: PretendSlack, to: str) -> datetime | None:
    spans = {"hour": timedelta(hours=1), "day": timedelta(days=1)}
    if to in spans:
        return playground.clock.now() + spans[to]
    if to in ("next_post", "next_close"):
        timeline = playground.timeline
        if timeline is None:
            return None
        planned = await (timeline.next_post() if to == "next_post" else timeline.next_close())
        return max(planned, playground.clock.now()) if planned else None
    try:
        return datetime.fromisoformat(to).replace(tzinfo=ZoneInfo(playground.zone))
    except ValueError:
        raise NotPossible("not a time") from None


ACTIONS: dict[str, Action] = {
    "say": _say,
    "edit": _edit,
    "delete": _delete,
    "react": _react,
    "dismiss": _dismiss,
    "invite": _invite,
    "command": _command,
    "shortcut": _shortcut,
    "press": _press,
    "submit": _submit,
    "close": _close,
    "home": _home,
    "clock": _clock,
}


def _told(delivery: Delivery) -> Json:
    return {"trouble": delivery.trouble, "errors": delivery.errors}


def _message(playground: PretendSlack, asked: Json) -> Message:
    return playground.workspace.message(asked["channel"], asked["ts"])


def _own(playground: PretendSlack, person: str, asked: Json) -> Message:
    message = _message(playground, asked)
    if message.user != person:
        raise NotPossible("someone else wrote this")
    return message


def _view(playground: PretendSlack, asked: Json) -> View:
    return playground.views.get(asked["view"])
