"""Whose subscription is meant in a channel that several workspaces share (Slack Connect, organisations).

Each workspace that installed the bot has a subscription of its own there, and sees that one only.
"""

from __future__ import annotations

from bot.domain.daily import Place, Subscription
from bot.ports import UnitOfWork


def changed_in(work: UnitOfWork, place: Place) -> Subscription | None:
    """The subscription that a member of the workspace would change in the channel: their own workspace's, or
    that of another which the same installation serves, for then one bot would post twice."""
    team_id, channel_id = place
    if own := work.subscriptions.of_channel(team_id, channel_id):
        return own
    ours = _installation(work, team_id)
    others = (each for each in work.subscriptions.in_channel(channel_id) if each.team_id != team_id)
    return next((each for each in others if _installation(work, each.team_id) == ours), None)


def _installation(work: UnitOfWork, team_id: str) -> int | None:
    """Its id; None where one token serves all there is."""
    found = work.installations.known_of_team(team_id)
    return found.id if found else None
