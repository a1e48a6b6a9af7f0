"""Why a channel's scenarios have stopped: somebody wanted it, the bot was removed, or Slack refused a post,
and then the reason is Slack's error code."""

from __future__ import annotations

BY_REQUEST = "by_request"
UNINSTALLED = "uninstalled"


def refused_by_slack(reason: str | None) -> bool:
    """Whether a post was refused, so that who set the channel up has to be told."""
    return out_of_reach(reason) and reason != UNINSTALLED


def out_of_reach(reason: str | None) -> bool:
    """Whether nothing can be said in the channel, as it can in one that somebody has paused."""
    return reason not in (None, BY_REQUEST)


CURED_BY_INSTALLING = frozenset(
    (
        UNINSTALLED,
        "account_inactive",
        "invalid_auth",
        "missing_scope",
        "not_authed",
        "not_installed",
        "team_access_not_granted",
        "token_revoked",
    )
)
"""Reasons that are gone with a new installation; the others lie with the channel."""
