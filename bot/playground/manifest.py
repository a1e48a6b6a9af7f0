"""What the workspace knows about the app: the parts of its manifest that people and events meet.

Source: https://docs.slack.dev/reference/app-manifest (schema 2).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

EVERY_EVENT = frozenset(
    {
        "app_home_opened", "app_mention", "function_executed", "member_joined_channel", "message.channels",
        "message.groups", "message.im", "reaction_added", "reaction_removed",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command as the composer offers it."""

    command: str
    description: str = ""
    usage_hint: str = ""


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A shortcut; `kind` is `message` or `global`."""

    callback_id: str
    name: str
    kind: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """`scopes` is None where nothing is known about them: then none is asked for."""

    commands: tuple[Command, ...] = (Command("/scs"),)
    shortcuts: tuple[Shortcut, ...] = ()
    events: frozenset[str] = field(default=EVERY_EVENT)
    scopes: frozenset[str] | None = None
    functions: Mapping[str, Any] = field(default_factory=dict)
    agent: bool = False

    @classmethod
    def read(cls, manifest: Mapping[str, Any] | None) -> Manifest:
        """The parts that matter of a manifest as JSON; the defaults above without one."""
        if manifest is None:
            return cls()
        features, settings = manifest.get("features", {}), manifest.get("settings", {})
        scopes = manifest.get("oauth_config", {}).get("scopes", {}).get("bot", [])
        return cls(
            commands=tuple(
                Command(each["command"], each.get("description", ""), each.get("usage_hint", ""))
                for each in features.get("slash_commands", [])
            ),
            shortcuts=tuple(
                Shortcut(each["callback_id"], each["name"], each["type"], each.get("description", ""))
                for each in features.get("shortcuts", [])
            ),
            events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", [])),
            scopes=frozenset(scopes),
            functions=dict(manifest.get("functions", {})),
            agent="agent_view" in features,
        )
