"""Events that end an installation: the app was removed, or the bot's token was revoked, or an organisation
takes a workspace out of its installation. It may take it in again.

https://docs.slack.dev/reference/events/app_uninstalled, https://docs.slack.dev/reference/events/tokens_revoked,
https://docs.slack.dev/reference/events/team_access_revoked
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime

from bot.services.leave_workspace import LeaveWorkspace
from bot.slack.requests import Body


class Leaving:
    """Takes leave. `events` are its handlers by the names of events; `after` is told that something was
    removed."""

    def __init__(self, leave_workspace: LeaveWorkspace, after: Callable[[], None]) -> None:
        self._leave = leave_workspace
        self._after = after
        self.events: Mapping[str, Callable[[Body, Body, str], Awaitable[None]]] = {
            "app_uninstalled": self._uninstalled,
            "team_access_granted": self._access_granted,
            "team_access_revoked": self._access_revoked,
            "tokens_revoked": self._revoked,
        }

    async def _uninstalled(self, _: Body, body: Body, __: str) -> None:
        authorizations = body.get("authorizations") or [{}]
        enterprise = _enterprise(body)
        wide = bool(authorizations[0].get("is_enterprise_install") or body.get("is_enterprise_install"))
        team = "" if wide else str(authorizations[0].get("team_id") or body.get("team_id") or "")
        await self._leave(team, enterprise, _at(body))
        self._after()

    async def _revoked(self, event: Body, body: Body, bot: str) -> None:
        if (event.get("tokens") or {}).get("bot"):  # people's own tokens are none of ours
            await self._uninstalled(event, body, bot)

    async def _access_revoked(self, event: Body, body: Body, _: str) -> None:
        await self._leave.revoke(event["team_ids"], _enterprise(body), _at(body))
        self._after()

    async def _access_granted(self, event: Body, body: Body, _: str) -> None:
        await self._leave.grant(event["team_ids"], _enterprise(body), _at(body))
        self._after()


def _enterprise(body: Body) -> str:
    authorizations = body.get("authorizations") or [{}]
    return str(body.get("enterprise_id") or authorizations[0].get("enterprise_id") or "")


def _at(body: Body) -> datetime:
    return datetime.fromtimestamp(float(body.get("event_time") or 0), UTC)
