"""Where Slack gives out tokens: `oauth.v2.access`, for codes and for refresh tokens.

https://docs.slack.dev/reference/methods/oauth.v2.access
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.installations import Granted, Installation
from bot.ports import Refused
from bot.slack.client import Clients
from bot.slack.installing import OAuth
from bot.slack.outcome import Reading, asked


class SlackTokenOffice:
    """See `bot.ports.TokenOffice`."""

    def __init__(self, clients: Clients, oauth: OAuth) -> None:
        self._clients = clients
        self._id = oauth.client_id
        self._secret = oauth.client_secret
        self._redirect_uri = oauth.redirect_uri

    async def exchange(self, code: str, now: datetime) -> Installation:
        redirect = {"redirect_uri": self._redirect_uri} if self._redirect_uri else {}
        given = await self._access(code=code, **redirect)
        granted = _granted(given, now)
        me = await asked(self._clients.bearing(granted.bot_token).auth_test())
        wide = bool(given.get("is_enterprise_install"))
        fresh = Installation(
            team_id="" if wide else str((given.get("team") or {}).get("id") or ""),
            enterprise_id=str((given.get("enterprise") or {}).get("id") or ""),
            bot_user_id=str(given.get("bot_user_id") or me.get("user_id") or ""),
            bot_id=str(me.get("bot_id") or ""),
            scopes=str(given.get("scope") or ""),
            installed_at=now,
        )
        if not (fresh.team_id or fresh.enterprise_id):
            raise Refused("no_team")
        return fresh.with_token(granted)

    async def renew(self, refresh_token: str, now: datetime) -> Granted:
        given = await self._access(grant_type="refresh_token", refresh_token=refresh_token)
        return _granted(given, now)

    async def _access(self, **proof: str) -> Reading:
        # Not `oauth_v2_access`: for its header slack_sdk uses what aiohttp has deprecated.
        form = {"client_id": self._id, "client_secret": self._secret, **proof}
        return await asked(self._clients.nobodys().api_call("oauth.v2.access", data=form))


def _granted(given: Reading, now: datetime) -> Granted:
    """The bot's token; raises `Refused` if the answer holds none, as when only a person's was asked for."""
    if given.get("token_type") != "bot" or not given.get("access_token"):
        raise Refused("no_bot_token")
    lasts = given.get("expires_in")
    return Granted(
        bot_token=str(given["access_token"]),
        refresh_token=str(given["refresh_token"]) if given.get("refresh_token") else None,
        expires_at=now + timedelta(seconds=int(lasts)) if lasts else None,
    )
