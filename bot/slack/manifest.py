"""The Slack app manifest (schema 2.0.0): what the app is and what it may do, with a reason for each."""

from __future__ import annotations

from typing import Any

SCOPES = {
    "app_mentions:read": "a question can be asked by mentioning the bot",
    "assistant:write": "the agent view, and its suggested questions",
    "channels:history": "replies in a scenario's thread are scored; our own post is found after a crash",
    "chat:write": "the daily scenario, feedback, reveals and answers",
    "commands": "the /scs command and the message shortcut",
    "files:write": "the chart in the weekly recap; a person's own data as a file, when they ask for it",
    "groups:history": "the same as channels:history, in private channels",
    "im:history": "questions in a direct message; our own notices there are found after a crash",
    "im:write": "tell owners of stopped scenarios and disputes, people of decisions; send them their data",
    "reactions:write": "the reaction on a reply that shows its outcome at once",
    "users:read": "a person's language and time zone, and who is an admin",
}
"""The least set of bot scopes, each with its reason."""

EVENTS = {
    "app_home_opened": "show the App Home, suggest questions in the agent view",
    "app_mention": "questions by mention",
    "app_uninstalled": "stop, drop the tokens, delete the workspace's data when it was promised",
    "function_executed": "the workflow step that asks the scenario index",
    "message.channels": "replies in threads of public channels, and who replies beside the thread",
    "message.groups": "the same in private channels",
    "message.im": "questions in direct messages",
    "team_access_granted": "an organisation takes a workspace in again: nothing of it is deleted",
    "team_access_revoked": "an organisation takes a workspace out: the same as app_uninstalled, there",
    "tokens_revoked": "the same as app_uninstalled, when it is the bot's token",
}
"""The bot events, each with its reason."""

COMMAND = "/scs"
NAME = "scs-bot"
SHORTCUT = "ask_about_this"
STEP = "ask_index"


def manifest(request_url: str | None, redirect_url: str | None = None) -> dict[str, Any]:
    """The manifest for HTTP under `request_url` (`https://…/slack/events`), or for Socket Mode if None;
    with a `redirect_url`, for many workspaces, which install it there and whose tokens rotate."""
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
            "agent_view": {
                "agent_description": "Ask what to do in a situation, in English or Japanese.",
                # In the person's language, and out of the packs, once the view is opened.
                "suggested_prompts": [{"title": "What can you do?", "message": "help"}],
            },
            "bot_user": {"display_name": NAME, "always_online": True},
            "shortcuts": [
                {
                    "name": "Ask about this",
                    "type": "message",
                    "callback_id": SHORTCUT,
                    "description": "Look the message up in the scenario index",
                }
            ],
            "slash_commands": [
                {
                    "command": COMMAND,
                    "description": "Ask the scenario index, or: help, today, streak, top, practice, ready, "
                    "gaps, privacy, setup",
                    "usage_hint": "how to share subnets",
                    "should_escape": False,
                    **url,
                }
            ],
        },
        "functions": {STEP: _step()},
        "oauth_config": {
            **({"redirect_urls": [redirect_url]} if redirect_url else {}),
            "scopes": {"bot": sorted(SCOPES)},
        },
        "settings": {
            "event_subscriptions": {"bot_events": sorted(EVENTS), **at},
            "interactivity": {"is_enabled": True, **at},
            "function_runtime": "remote",
            "org_deploy_enabled": True,  # without it Slack takes no workflow steps
            "socket_mode_enabled": request_url is None,
            "token_rotation_enabled": redirect_url is not None,
        },
    }


def _step() -> dict[str, Any]:
    """The workflow step: what goes in, and what later steps can use."""
    outputs = {
        "answer": ("string", "Answer", "The answer, or the closest questions"),
        "scenario": ("string", "Scenario", "Its id; empty if nothing fits well enough"),
        "confidence": ("number", "Confidence", "How sure the answer is, from 0 to 1"),
    }
    return {
        "title": "Ask the scenario index",
        "description": "Looks a question up, in English or Japanese.",
        "input_parameters": {"question": _parameter("question", "string", "Question", "What to look up")},
        "output_parameters": {name: _parameter(name, *about) for name, about in outputs.items()},
    }


def _parameter(name: str, kind: str, title: str, description: str) -> dict[str, Any]:
    return {"name": name, "type": kind, "title": title, "description": description, "is_required": True}
