"""The Web API: one way out to Slack for every call, and a client for each workspace."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import aiohttp
from cachetools import LRUCache
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.domain.errors import BotError
from bot.slack.observing import Traffic
from bot.slack.pacing import Pacing

TIMEOUT_SECONDS = 10
KEPT_CLIENTS = 10_000
TOO_MANY = 429  # HTTP: too many requests

DEAD_TOKEN = frozenset(
    ("account_inactive", "invalid_auth", "not_authed", "org_login_required", "token_expired", "token_revoked")
)
"""What Slack says of a token that will not get better by waiting. Of the call it has done nothing."""

Token = Callable[[str], Awaitable[str]]
"""The bot token of a workspace, by its id; raises `NotInstalled`."""


class NotInstalled(BotError):
    """The bot has no token for this workspace: it was taken off it, or never installed there."""

    key = "error.not-installed"


class WebClient(AsyncWebClient):
    """Slack's client of one `workspace` (a team id, empty where there is none). Every call of ours to the
    Web API goes through `api_call`, so what is to be done with all of them is done there."""

    workspace: str = ""
    traffic: Traffic | None = None
    pacing: Pacing | None = None
    newer: Callable[[str | None], Awaitable[str | None]] | None = None
    """The workspace's token, if it is another one by now than this."""

    async def api_call(self, api_method: str, **arguments: Any) -> AsyncSlackResponse:  # noqa: ANN401 # as in slack_sdk
        """One call; raises what slack_sdk raises, and `NotNow` for one that Slack would send away."""
        used = self.token  # another call may change it meanwhile
        try:
            return await self._call(api_method, **arguments)
        except SlackApiError as error:
            token = await self.newer(used) if self.newer and reason_of(error) in DEAD_TOKEN else None
            if token is None:
                raise
        self.token = token
        return await self._call(api_method, **arguments)

    async def _call(self, api_method: str, **arguments: Any) -> AsyncSlackResponse:  # noqa: ANN401 # as above
        if self.pacing is not None:
            await self.pacing.place(self.workspace, api_method, _channel(arguments))
        result, begun = "failed", time.perf_counter()
        try:
            answer = await super().api_call(api_method, **arguments)
            result = "ok"
        except SlackApiError as error:
            result = _result_of(error)
            if self.pacing is not None and result == "rate_limited":
                self.pacing.close(self.workspace, api_method, retry_after(error))
            raise
        finally:
            if self.traffic is not None:
                self.traffic.called(api_method, result, time.perf_counter() - begun)
        return answer


def open_client(token: str, base_url: str) -> WebClient:
    """A client on a session of its own, to be closed with `close_client`; needs a running loop."""
    return _client(token, base_url, _session())


async def close_client(client: AsyncWebClient) -> None:
    """Close the client's session."""
    if client.session is not None:
        await client.session.close()


class Clients:
    """The clients of all workspaces, on one session; needs a running loop."""

    def __init__(
        self,
        token: Token,
        base_url: str,
        traffic: Traffic | None = None,
        pacing: Pacing | None = None,
        forget: Callable[[str], None] | None = None,
    ) -> None:
        """`pacing` keeps to Slack's limits; a pretend Slack without limits needs none. `forget` has a
        workspace's `token` looked up anew, where another replica may store another one."""
        self._token = token
        self._forget = forget
        self._traffic = traffic
        self._pacing = pacing
        self._base_url = base_url
        self._session = _session()
        self._clients: LRUCache[str, WebClient] = LRUCache(KEPT_CLIENTS)

    async def of(self, team_id: str) -> WebClient:
        """The workspace's client, with the token that serves today. Raises `NotInstalled`, or
        `DatabaseUnavailable` when tokens can't be read."""
        token = await self._token(team_id)
        client = self._clients.get(team_id)
        if client is None or client.token != token:
            client = self._clients[team_id] = _client(token, self._base_url, self._session)
            client.workspace = team_id
            client.traffic = self._traffic
            client.pacing = self._pacing
            client.newer = partial(self._newer, team_id) if self._forget else None
        return client

    async def _newer(self, team_id: str, refused: str | None) -> str | None:
        """The workspace may have removed the bot and installed it again since, and another replica heard."""
        assert self._forget is not None, "only then is it asked for"
        self._forget(team_id)
        try:
            token = await self._token(team_id)
        except BotError:
            return None
        return token if token != refused else None

    def nobodys(self) -> WebClient:
        """A client without a token, for calls that bring something else to prove who asks."""
        client = _client(None, self._base_url, self._session)
        client.traffic = self._traffic
        return client

    def bearing(self, token: str) -> WebClient:
        """A client with a token that belongs to no workspace we know yet."""
        return _client(token, self._base_url, self._session)

    async def close(self) -> None:
        """Close the session, and with it every client."""
        await self._session.close()


def always(token: str) -> Token:
    """The one token of an app that serves a single workspace."""

    async def given(_: str) -> str:
        return token

    return given


def retry_after(error: SlackApiError) -> float:
    """Seconds that Slack asks to wait."""
    try:
        return float(error.response.headers.get("Retry-After", 30))
    except (TypeError, ValueError):
        return 30.0


def reason_of(error: SlackApiError) -> str:
    """Slack's error code; empty if the answer was not Slack's JSON but, say, a gateway's page."""
    data = getattr(error.response, "data", None)
    return str(data.get("error") or "") if isinstance(data, dict) else ""


def _result_of(error: SlackApiError) -> str:
    """What a refusal counts as; a gateway's page or a 5xx is no word of Slack's."""
    if getattr(error.response, "status_code", 0) == TOO_MANY:
        return "rate_limited"
    return "refused" if reason_of(error) else "failed"


def _channel(arguments: dict[str, Any]) -> str | None:
    """The channel that a call is about, wherever slack_sdk has put it."""
    for place in ("json", "params", "data"):
        given = arguments.get(place)
        if isinstance(given, dict) and given.get("channel"):
            return str(given["channel"])
    return None


def _session() -> aiohttp.ClientSession:
    # No `trust_env`: slack_sdk reads the proxy from the environment itself, and aiohttp would look for a
    # .netrc at each call, in a thread.
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT_SECONDS))


def _client(token: str | None, base_url: str, session: aiohttp.ClientSession) -> WebClient:
    """By default slack_sdk repeats calls whose connection broke, which sends a message twice if it was
    read before the break. It could also sleep through a 429, but then whoever called holds its post
    longer than others believe it alive. What is owed is in the database and comes round again.
    """
    return WebClient(
        token=token, base_url=base_url, timeout=TIMEOUT_SECONDS, session=session, retry_handlers=[]
    )
