"""The Slack app manifest (schema 2.0.0): what the app is and what it may do, with a reason for each."""

from __future__ import annotations

from typing import Any

SCOPES = {
    "app_mentions:read": "a question can be asked by mentioning the bot",
    "channels:history": "replies in a scenario's thread are scored; our own post is found after a crash",
    "chat:write": "the daily scenario, feedback, reveals and answers",
    "commands": "the /scs command",
    "groups:history": "the same as channels:history, in private channels",
    "im:history": "questions in a direct message",
    "im:write": "tell the owner when a channel's scenarios had to stop",
    "reactions:write": "the reaction on a reply that shows its outcome at once",
    "users:read": "a person's language and time zone, and who is an admin",
}
"""The least set of bot scopes, each with its reason."""

EVENTS = {
    "app_home_opened": "show the App Home",
    "app_mention": "questions by mention",
    "message.channels": "replies in threads of public channels",
    "message.groups": "replies in threads of private channels",
    "message.im": "questions in direct messages",
}
"""The bot events, each with its reason."""

COMMAND = "/scs"
NAME = "scs-bot"


def manifest(request_url: str | None) -> dict[str, Any]:
    """The manifest for HTTP under `request_url` (`https://…/slack/events`), or for Socket Mode if None."""
    url = {"url": request_url} if request_url else {}
    at = {"request_url": request_url} if request_url else {}
    return {
        "_metadata": {"major_version": 2, "minor_version": 0},
        "display_information": {
            "name": NAME,
            "description": "One “what would you do?” scenario a day, scored, and an index you can ask.",
            "background_color": "#1f2937",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": NAME, "always_online": True},
            "slash_commands": [
                {
                    "command": COMMAND,
                    "description": "Ask the scenario index, or: help, today, streak, top, gaps, setup",
                    "usage_hint": "how to share subnets",
                    "should_escape": False,
                    **url,
                }
            ],
        },
        "oauth_config": {"scopes": {"bot": sorted(SCOPES)}},
        "settings": {
            "event_subscriptions": {"bot_events": sorted(EVENTS), **at},
            "interactivity": {"is_enabled": True, **at},
            "org_deploy_enabled": False,
            "socket_mode_enabled": request_url is None,
            "token_rotation_enabled": False,
        },
    }
