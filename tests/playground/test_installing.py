"""Installing the bot in the pretend workspace, from the first page to the first answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import ClientSession, CookieJar
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.bootstrap import build, load_library
from bot.playground import Playground
from bot.playground.people import DAILY, TEAM_ID
from bot.slack.endpoint import PATH, Endpoint, web_app
from bot.slack.installing import INSTALL_PATH, REDIRECT_PATH, OAuth
from bot.storage.cipher import new_key
from bot.web_server import WebServer
from tests.playground.conftest import MachineClock

MIKA = "U0MIKA0001"


@pytest.fixture
async def door(slack: Playground, sqlite_url: str) -> AsyncIterator[str]:
    """The bot for many workspaces at the request URL of the pretend one, not installed there yet."""
    oauth = OAuth(slack.oauth.client_id, slack.oauth.client_secret)
    secret = slack.signing_secret
    library = load_library(())
    async with build(
        library, MachineClock(), sqlite_url, "", secret, slack.api_url, oauth=oauth, keys=[new_key()]
    ) as bot:
        server = WebServer(web_app(Endpoint(bot.app, secret), bot.ready, pages=bot.pages), "127.0.0.1", 0)
        serving = asyncio.create_task(server.run())
        slack.request_url = server.url + PATH
        slack.oauth.redirect_url = server.url + REDIRECT_PATH
        yield server.url
        await bot.background.drain()
        server.stop()
        await serving


async def install(door: str) -> str:
    """What the browser shows at the end. It keeps the cookie for a machine of its own, as for https."""
    jar = CookieJar(unsafe=True, treat_as_secure_origin=door)
    async with ClientSession(cookie_jar=jar) as browser, browser.get(door + INSTALL_PATH) as response:
        return await response.text()


async def asked(slack: Playground) -> str:
    """What a person who sends a command is told, alone."""
    await slack.command(MIKA, DAILY, "/scs", "help")
    await slack.settle()
    told = [message for message in slack.workspace.messages(DAILY) if message.only_for == MIKA]
    return f"{told[-1].text} {told[-1].blocks}"


async def test_before_it_is_installed_nobody_is_served(slack: Playground, door: str) -> None:
    assert "not installed" in await asked(slack)


async def test_it_is_installed_by_opening_the_page_and_serves_from_then_on(
    slack: Playground, door: str
) -> None:
    assert "The bot is installed" in await install(door)
    assert "/scs streak" in await asked(slack)


async def code_for(slack: Playground, **more: str) -> str:
    """A code, as the browser would bring it."""
    query = {"client_id": slack.oauth.client_id, "scope": "chat:write", "state": "s", **more}
    slack.oauth.redirect_url = "http://127.0.0.1:9/back"
    async with ClientSession() as browser:
        where = f"{slack.url}/oauth/v2/authorize"
        async with browser.get(where, params=query, allow_redirects=False) as response:
            assert response.status == 302
            return parse_qs(urlsplit(response.headers["location"]).query)["code"][0]


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"client_id": "1.2"}, "invalid_client_id"),
        ({"client_secret": "wrong"}, "bad_client_secret"),
        ({"code": "made-up"}, "invalid_code"),
        ({"redirect_uri": "https://elsewhere.example.com/"}, "bad_redirect_uri"),
        ({"grant_type": "refresh_token"}, "invalid_grant_type"),
    ],
)
async def test_what_doesnt_fit_gets_no_token(slack: Playground, changed: dict[str, str], error: str) -> None:
    desk = slack.oauth
    form = {"client_id": desk.client_id, "client_secret": desk.client_secret, "code": await code_for(slack)}
    with pytest.raises(SlackApiError) as refused:
        await AsyncWebClient(base_url=slack.api_url).api_call("oauth.v2.access", data=form | changed)
    assert refused.value.response["error"] == error


async def test_a_code_is_good_once(slack: Playground) -> None:
    client, code = AsyncWebClient(base_url=slack.api_url), await code_for(slack)
    form = {"client_id": slack.oauth.client_id, "client_secret": slack.oauth.client_secret, "code": code}
    given = await client.api_call("oauth.v2.access", data=form)
    assert (given["access_token"], given["team"]["id"]) == (slack.bot_token, TEAM_ID)
    with pytest.raises(SlackApiError):
        await client.api_call("oauth.v2.access", data=form)
