"""Installing an app: Slack's page of consent, and `oauth.v2.access`, which gives a token for a code.

Who opens the page here has agreed already. Sources: https://docs.slack.dev/authentication/installing-with-oauth,
https://docs.slack.dev/reference/methods/oauth.v2.access
"""

from __future__ import annotations

import secrets
from base64 import b64decode
from binascii import Error
from dataclasses import dataclass, field
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from bot.playground.people import APP_ID, BOT_USER, TEAM_ID, Json
from bot.playground.refusal import Refusal

AUTHORIZE_PATH = "/oauth/v2/authorize"
ACCESS = "oauth.v2.access"


@dataclass
class OAuthDesk:
    """The app's credentials, and the codes that nobody has brought yet. Without a `redirect_url` in the app's
    settings each installation has to name its own."""

    bot_token: str = field(repr=False)
    redirect_url: str | None = None
    client_id: str = field(default_factory=lambda: f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**12)}")
    client_secret: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)
    _codes: dict[str, tuple[str | None, str]] = field(default_factory=dict)

    async def authorize(self, request: Request) -> Response:
        """The page: send the browser back with a code."""
        asked = request.query_params
        given = asked.get("redirect_uri")
        back = given or self.redirect_url
        if asked.get("client_id") != self.client_id:
            return PlainTextResponse("Something went wrong: invalid client_id", 400)
        if not back:
            return PlainTextResponse("Something went wrong: no redirect_uri", 400)
        code = secrets.token_hex(20)
        self._codes[code] = (given, asked.get("scope", ""))
        return RedirectResponse(f"{back}?{urlencode({'code': code, 'state': asked.get('state', '')})}", 302)

    def access(self, values: Json, authorization: str = "") -> Json:
        """A token for a code, once. Raises `Refusal`."""
        client_id, client_secret = _basic(authorization) or (
            values.get("client_id"),
            values.get("client_secret"),
        )
        if client_id != self.client_id:
            raise Refusal("invalid_client_id")
        if client_secret != self.client_secret:
            raise Refusal("bad_client_secret")
        if values.get("grant_type", "authorization_code") != "authorization_code":
            raise Refusal("invalid_grant_type")  # this app's tokens don't rotate
        known = self._codes.pop(str(values.get("code")), None)
        if known is None:
            raise Refusal("invalid_code")
        redirect, scopes = known
        if values.get("redirect_uri") != redirect:
            raise Refusal("bad_redirect_uri")
        return {
            "app_id": APP_ID,
            "authed_user": {},
            "scope": scopes,
            "token_type": "bot",
            "access_token": self.bot_token,
            "bot_user_id": BOT_USER,
            "team": {"id": TEAM_ID, "name": "Playground"},
            "enterprise": None,
            "is_enterprise_install": False,
        }


def _basic(authorization: str) -> tuple[str, str] | None:
    """The credentials in a header, which Slack would rather have there."""
    kind, _, encoded = authorization.partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        name, _, password = b64decode(encoded, validate=True).decode().partition(":")
    except (Error, UnicodeDecodeError):
        return None
    return name, password
