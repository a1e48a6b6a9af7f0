"""Why a channel's scenarios have stopped, in words."""

from __future__ import annotations

from bot.domain.pauses import UNINSTALLED
from bot.domain.scenario import Language
from bot.slack.blocks.parts import escape
from bot.texts import say

WORDS = {
    UNINSTALLED: "uninstalled",
    "account_inactive": "token",
    "channel_not_found": "not-found",
    "invalid_auth": "token",
    "is_archived": "archived",
    "missing_scope": "scope",
    "not_authed": "token",
    "not_in_channel": "not-in-channel",
    "not_installed": "token",
    "org_login_required": "organisation",
    "restricted_action": "restricted",
    "team_access_not_granted": "organisation",
    "token_revoked": "token",
}
"""Which text belongs to which of Slack's errors."""


def why_paused(reason: str, language: Language) -> str:
    """The reason, and what to do; an error without words of its own is named."""
    # Whatever answered may not have been Slack.
    return say(language, f"paused.why.{WORDS.get(reason, 'other')}", reason=escape(reason))
