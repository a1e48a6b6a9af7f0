"""users.*, auth.*, team.*, bots.* and what else tells who is who.

Source: https://docs.slack.dev/reference/methods and https://docs.slack.dev/reference/objects/user-object.
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.playground.methods.args import Args
from bot.playground.methods.backstage import Backstage
from bot.playground.people import (
    APP_ID,
    BOT,
    BOT_ID,
    BOT_USER,
    TEAM_DOMAIN,
    TEAM_ID,
    TEAM_NAME,
    TEAM_URL,
    Json,
    Person,
)
from bot.playground.refusal import Refusal


async def api_test(stage: Backstage, args: Args) -> Json:
    """api.test."""
    if error := args.text("error"):
        raise Refusal(error)
    return {"args": {name: value for name, value in args.values.items() if name != "token"}}


async def auth_test(stage: Backstage, args: Args) -> Json:
    """auth.test."""
    return {"url": TEAM_URL, "team": TEAM_NAME, "user": BOT.name, "team_id": TEAM_ID, "user_id": BOT_USER,
            "bot_id": BOT_ID, "is_enterprise_install": False}  # fmt: skip


async def team_info(stage: Backstage, args: Args) -> Json:
    """team.info."""
    return {"team": {"id": TEAM_ID, "name": TEAM_NAME, "domain": TEAM_DOMAIN, "url": TEAM_URL,
                     "email_domain": "", "icon": {"image_default": True}}}  # fmt: skip


async def bots_info(stage: Backstage, args: Args) -> Json:
    """bots.info."""
    if args.text("bot") not in (None, BOT_ID):
        raise Refusal("bot_not_found")
    return {"bot": {"id": BOT_ID, "app_id": APP_ID, "user_id": BOT_USER, "name": BOT.name, "deleted": False,
                    "updated": 0, "icons": {}}}  # fmt: skip


async def users_info(stage: Backstage, args: Args) -> Json:
    """users.info."""
    person = stage.workspace.person(args.required("user"))
    return {"user": as_json(stage, person, with_locale=args.flag("include_locale"))}


async def users_list(stage: Backstage, args: Args) -> Json:
    """users.list."""
    page, cursor = args.page(list(stage.workspace.people.values()), most=1_000)
    with_locale = args.flag("include_locale")
    shown = [as_json(stage, person, with_locale=with_locale) for person in page]
    return {"members": shown, "cache_ts": 0, "response_metadata": {"next_cursor": cursor}}


async def connections_open(stage: Backstage, args: Args) -> Json:
    """apps.connections.open."""
    address = stage.posting.base_url.replace("http", "ws", 1)
    return {"url": f"{address}/link?ticket={stage.sockets.ticket()}"}


def as_json(stage: Backstage, person: Person, *, with_locale: bool) -> Json:
    """The user object."""
    offset = stage.workspace.now().astimezone(ZoneInfo(person.zone)).utcoffset()
    first, _, last = person.real_name.partition(" ")
    said: Json = {
        "id": person.id,
        "team_id": person.team,
        "name": person.name,
        "deleted": person.left,
        "real_name": person.real_name,
        "tz": person.zone,
        "tz_label": person.zone,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "profile": {"real_name": person.real_name, "display_name": person.name, "first_name": first,
                    "last_name": last, "team": person.team},
        "is_admin": person.admin,
        "is_owner": person.admin,
        "is_primary_owner": person.admin,
        "is_restricted": person.guest or person.single_channel,
        "is_ultra_restricted": person.single_channel,
        "is_bot": person.bot,
        "is_app_user": False,
        "updated": 0,
    }  # fmt: skip
    return said | {"locale": person.locale} if with_locale else said
