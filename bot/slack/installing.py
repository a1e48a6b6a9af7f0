"""The two pages of an installation: `/slack/install` sends the browser to Slack, and `/slack/oauth_redirect`
is where it comes back with a code.

The state lives 600 s, is good once, and comes back twice: in the address and in a cookie of the browser that
began. So nobody can have somebody else finish an installation of theirs.
https://docs.slack.dev/authentication/installing-with-oauth
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from urllib.parse import urljoin

from slack_sdk.oauth import AuthorizeUrlGenerator
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.domain.errors import BotError
from bot.domain.scenario import Language
from bot.ports import NotNow, OutcomeUnknown, Refused
from bot.services.install_workspace import STATE_LASTS, InstallationExpired, InstallWorkspace
from bot.slack.manifest import SCOPES
from bot.texts import say, say_error

log = logging.getLogger(__name__)

INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"
COOKIE = "__Host-scs-bot-install"
"""With this prefix browsers take it from this very host alone: a page on a sibling of it can't put a state of
its own into somebody's browser."""
LONGEST = 1_000
"""Characters of a parameter or cookie that are looked at."""

HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
PAGE = (
    '<!doctype html><html lang="{language}"><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>'
    "<style>body{{font:1.1rem/1.6 system-ui,sans-serif;max-width:34rem;margin:15vh auto;padding:0 1rem;"
    "color-scheme:light dark}}</style><main><h1>{title}</h1><p>{text}</p>{link}</main></html>"
)


@dataclass(frozen=True, slots=True)
class OAuth:
    """The app as Slack's authorize page knows it. Without `redirect_uri` Slack takes the one of the app's
    settings."""

    client_id: str
    client_secret: str = field(repr=False)
    redirect_uri: str | None = None


class Installing:
    """The pages. `after` is told that something was installed."""

    def __init__(
        self,
        install_workspace: InstallWorkspace,
        oauth: OAuth,
        after: Callable[[], None],
        authorize_url: str,
    ) -> None:
        self._install = install_workspace
        self._after = after
        self._address = AuthorizeUrlGenerator(
            client_id=oauth.client_id,
            scopes=sorted(SCOPES),
            redirect_uri=oauth.redirect_uri,
            authorization_url=authorize_url,
        )
        self.routes = [
            Route(INSTALL_PATH, self.begin, methods=["GET"]),
            Route(REDIRECT_PATH, self.finish, methods=["GET"]),
        ]

    async def begin(self, request: Request) -> Response:
        """Send the browser to Slack's page, with a state that only this browser can bring back."""
        language = _language(request)
        try:
            state = await self._install.begin()
        except BotError as error:  # no database
            log.error("an installation could not begin", extra={"why": str(error)})
            return _page(language, "failed", say(language, "install.later"), 503)
        response = RedirectResponse(self._address.generate(state), 302, HEADERS)
        response.set_cookie(
            COOKIE,
            state,
            max_age=int(STATE_LASTS.total_seconds()),
            path="/",
            secure=True,
            httponly=True,
            samesite="lax",
        )
        return response

    async def finish(self, request: Request) -> Response:
        """Finish what `begin` began, and say how it went."""
        response = await self._finish(request, _language(request))
        response.delete_cookie(COOKIE, "/", secure=True, httponly=True, samesite="lax")
        return response

    async def _finish(self, request: Request, language: Language) -> Response:
        state, code = _given(request, "state"), _given(request, "code")
        kept = request.cookies.get(COOKIE, "")[:LONGEST]
        try:
            if not code:  # `error=access_denied`; what it says is not repeated to anybody
                await self._install.give_up(state, kept)
                return _page(language, "cancelled", say(language, "install.cancelled"), 200)
            await self._install.finish(state, kept, code)
        except InstallationExpired as error:
            return _page(language, "failed", say_error(language, error), 400)
        except Refused as refused:
            return _page(language, "failed", say(language, "install.refused", reason=refused.reason), 400)
        except (NotNow, OutcomeUnknown, BotError) as error:
            log.error("an installation failed", extra={"why": str(error)})
            return _page(language, "failed", say(language, "install.later"), 503)
        self._after()
        return _page(language, "done", say(language, "install.done"), 200)


def authorize_url(api_url: str) -> str:
    """Slack's page of consent, beside its Web API."""
    return urljoin(api_url, "/oauth/v2/authorize")


TITLES = {
    "done": "install.done-title",
    "cancelled": "install.cancelled-title",
    "failed": "install.failed-title",
}


def _page(language: Language, how: str, text: str, status: int) -> Response:
    link = (
        ""
        if how == "done"
        else f'<p><a href="{INSTALL_PATH}">{escape(say(language, "install.again"))}</a></p>'
    )
    title = escape(say(language, TITLES[how]))
    body = PAGE.format(language=language.value, title=title, text=escape(text), link=link)
    return HTMLResponse(body, status, HEADERS)


def _given(request: Request, name: str) -> str:
    return request.query_params.get(name, "")[:LONGEST]


def _language(request: Request) -> Language:
    """Japanese for a browser that would rather have it than English."""
    wanted: list[tuple[float, str]] = []
    for part in request.headers.get("accept-language", "")[:LONGEST].split(","):
        code, _, quality = part.partition(";q=")
        try:
            wanted.append((-float(quality or 1), code.strip().lower()[:2]))
        except ValueError:
            continue
    ours = [code for _, code in sorted(wanted, key=lambda each: each[0]) if code in ("ja", "en")]
    return Language.JA if ours[:1] == ["ja"] else Language.EN
