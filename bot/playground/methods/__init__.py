"""The methods of the Web API: for each its function, its scopes and its rate limit tier.

Tiers are calls a minute for a method, workspace and app
(https://docs.slack.dev/apis/web-api/rate-limits). Any one of the scopes is enough.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.playground.methods import assistant, chat, conversations, files, functions, people, reactions, views
from bot.playground.methods.args import Args
from bot.playground.methods.backstage import Backstage
from bot.playground.people import Json

TIER_2, TIER_3, TIER_4 = 20, 50, 100
SPECIAL = 0  # chat.postMessage: one a second for a channel


@dataclass(frozen=True, slots=True)
class Method:
    """`app_level` methods want the app's token, all others the bot's."""

    run: Callable[[Backstage, Args], Awaitable[Json]]
    a_minute: int
    scopes: tuple[str, ...] = ()
    app_level: bool = False


_HISTORY = ("channels:history", "groups:history", "im:history")
_READ = ("channels:read", "groups:read", "im:read")

METHODS: dict[str, Method] = {
    "api.test": Method(people.api_test, TIER_4),
    "apps.connections.open": Method(people.connections_open, TIER_4, app_level=True),
    "assistant.threads.setSuggestedPrompts": Method(
        assistant.set_suggested_prompts, TIER_4, ("assistant:write",)
    ),
    "auth.test": Method(people.auth_test, TIER_4),
    "bots.info": Method(people.bots_info, TIER_3, ("users:read",)),
    "chat.delete": Method(chat.delete, TIER_3, ("chat:write",)),
    "chat.getPermalink": Method(chat.get_permalink, TIER_4),
    "chat.postEphemeral": Method(chat.post_ephemeral, TIER_4, ("chat:write",)),
    "chat.postMessage": Method(chat.post_message, SPECIAL, ("chat:write",)),
    "chat.update": Method(chat.update, TIER_3, ("chat:write",)),
    "conversations.history": Method(conversations.history, TIER_3, _HISTORY),
    "conversations.info": Method(conversations.info, TIER_3, _READ),
    "conversations.join": Method(conversations.join, TIER_3, ("channels:join",)),
    "conversations.list": Method(conversations.list_, TIER_2, _READ),
    "conversations.members": Method(conversations.members, TIER_4, _READ),
    "conversations.open": Method(conversations.open_, TIER_3, ("im:write",)),
    "conversations.replies": Method(conversations.replies, TIER_3, _HISTORY),
    "files.completeUploadExternal": Method(files.complete_upload, TIER_4, ("files:write",)),
    "files.getUploadURLExternal": Method(files.get_upload_url, TIER_4, ("files:write",)),
    "functions.completeError": Method(functions.complete_error, TIER_4),
    "functions.completeSuccess": Method(functions.complete_success, TIER_4),
    "reactions.add": Method(reactions.add, TIER_3, ("reactions:write",)),
    "reactions.get": Method(reactions.get, TIER_3, ("reactions:read",)),
    "reactions.remove": Method(reactions.remove, TIER_3, ("reactions:write",)),
    "team.info": Method(people.team_info, TIER_3, ("team:read",)),
    "users.conversations": Method(conversations.of_user, TIER_3, _READ),
    "users.info": Method(people.users_info, TIER_4, ("users:read",)),
    "users.list": Method(people.users_list, TIER_2, ("users:read",)),
    "views.open": Method(views.open_, TIER_4),
    "views.publish": Method(views.publish, TIER_4),
    "views.push": Method(views.push, TIER_4),
    "views.update": Method(views.update, TIER_4),
}

__all__ = ["METHODS", "Args", "Backstage", "Method"]
