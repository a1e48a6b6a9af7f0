"""views.*: https://docs.slack.dev/reference/methods?family=views."""

from __future__ import annotations

from bot.playground.methods.args import Args
from bot.playground.methods.backstage import Backstage
from bot.playground.people import Json
from bot.playground.refusal import Refusal
from bot.playground.views import as_json


async def open_(stage: Backstage, args: Args) -> Json:
    """views.open."""
    return {"view": as_json(stage.views.open(_trigger(args), args.parsed("view")))}


async def push(stage: Backstage, args: Args) -> Json:
    """views.push."""
    return {"view": as_json(stage.views.push(_trigger(args), args.parsed("view")))}


async def update(stage: Backstage, args: Args) -> Json:
    """views.update."""
    external_id = args.text("external_id")
    if external_id:
        view = stage.views.by_external_id(external_id)
    else:
        view = stage.views.get(args.required("view_id"))
    return {"view": as_json(stage.views.update(view, args.parsed("view"), args.text("hash")))}


async def publish(stage: Backstage, args: Args) -> Json:
    """views.publish."""
    view = stage.views.publish(args.required("user_id"), args.parsed("view"), args.text("hash"))
    return {"view": as_json(view)}


def _trigger(args: Args) -> str:
    trigger_id = args.text("trigger_id") or args.text("interactivity_pointer")
    if not trigger_id:
        raise Refusal("invalid_trigger_id")
    return trigger_id
