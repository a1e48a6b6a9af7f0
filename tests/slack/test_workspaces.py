"""Many workspaces: installing, requests from each with its own token, renewal, and taking leave."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.bootstrap import Bot, SystemClock, build
from bot.domain.installations import KEPT_AFTER_LEAVING
from bot.domain.library import Library
from bot.domain.people import Person
from bot.domain.scenario import Language
from bot.domain.schedule import Timetable
from bot.playground.signing import signature_headers
from bot.services.subscribe_channel import Order
from bot.slack.endpoint import PATH, Endpoint, web_app
from bot.slack.installing import COOKIE, INSTALL_PATH, REDIRECT_PATH, OAuth
from bot.storage.cipher import NoEncryptionKeys, new_key
from bot.web_server import WebServer
from tests.clock import FakeClock

SECRET = "signing-secret"
OAUTH = OAuth("1.2", "client-secret")
SUNDAY = datetime(2026, 11, 1, 20, tzinfo=UTC)
KEY = new_key()
HOURS_12 = 12 * 3600
Body = dict[str, Any]


@dataclass
class FakeSlack:
    """A Web API that gives out tokens and notes who called what with which."""

    calls: list[tuple[str, str, Body]] = field(default_factory=list)
    grant: Body = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    renewals: int = 0

    async def answer(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        form = {key: str(value) for key, value in (await request.post()).items()}
        if request.content_type == "application/json":
            form = {**form, **await request.json()}
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        self.calls.append((method, token, form))
        if method in self.errors:
            return web.json_response({"ok": False, "error": self.errors[method]})
        more: Body = {"ts": f"1.{len(self.calls):06d}"}
        if method == "oauth.v2.access":
            more = self._token(form)
        if method == "auth.test":
            more = {"user_id": "UBOT", "bot_id": "BBOT"}
        if method == "users.info":
            more = {"user": {"locale": "en-US", "tz": "Europe/London"}}
        return web.json_response({"ok": True, **more})

    def _token(self, form: Body) -> Body:
        if form.get("grant_type") == "refresh_token":
            self.renewals += 1
            return {
                "token_type": "bot",
                "access_token": f"xoxb-renewed-{self.renewals}",
                "refresh_token": f"xoxe-renewed-{self.renewals}",
                "expires_in": HOURS_12,
            }
        return {
            "token_type": "bot",
            "access_token": f"xoxb-{form['code']}",
            "scope": "chat:write",
            "bot_user_id": "UBOT",
            "team": {"id": "T1", "name": "<b>One"},
            "enterprise": None,
            "is_enterprise_install": False,
        } | self.grant

    def tokens_of(self, method: str) -> list[str]:
        return [token for called, token, _ in self.calls if called == method]


@dataclass
class Service:
    """The bot for many workspaces, as browsers and Slack reach it."""

    slack: FakeSlack
    bot: Bot
    clock: FakeClock
    url: str
    http: aiohttp.ClientSession

    async def begin(self) -> str:
        """Begin to install and return the state."""
        async with self.http.get(self.url + INSTALL_PATH, allow_redirects=False) as response:
            assert response.status == 302
            return parse_qs(urlsplit(response.headers["location"]).query)["state"][0]

    async def finish(
        self, state: str, code: str = "one", kept: str | None = None, **headers: str
    ) -> tuple[int, str]:
        query = urlencode(
            {"state": state, "code": code} if code else {"state": state, "error": "access_denied"}
        )
        cookies = {"cookie": f"{COOKIE}={state if kept is None else kept}"}
        where = f"{self.url}{REDIRECT_PATH}?{query}"
        async with self.http.get(where, headers={**cookies, **headers}) as response:
            return response.status, await response.text()

    async def install(self, team: str = "T1", code: str = "one", **grant: object) -> None:
        self.slack.grant = {"team": {"id": team} if team else None, **grant}
        status, page = await self.finish(await self.begin(), code)
        assert status == 200, page

    async def send(self, body: bytes, content_type: str) -> tuple[int, str]:
        headers = signature_headers(SECRET, body, SystemClock().now()) | {"content-type": content_type}
        async with self.http.post(self.url + PATH, data=body, headers=headers) as response:
            said = response.status, await response.text()
        await self.bot.background.drain()
        return said

    async def event(self, kind: str, team: str = "T1", at: datetime | None = None, **more: object) -> int:
        event = {
            "type": kind,
            **{key: value for key, value in more.items() if key == "tokens" or key == "tab"},
        }
        if "user" in more:
            event["user"] = more["user"]
        place = {"team_id": team, "enterprise_id": more.get("enterprise"), "is_enterprise_install": False}
        place["is_enterprise_install"] = bool(more.get("wide"))
        body = {
            "type": "event_callback",
            "team_id": team,
            "enterprise_id": more.get("enterprise"),
            "event": event,
            "authorizations": [place],
            "event_time": int((at or self.clock.now()).timestamp()),
        }
        return (await self.send(json.dumps(body).encode(), "application/json"))[0]

    async def command(self, text: str, team: str = "T1", **more: str) -> tuple[int, str]:
        form = {"command": "/scs", "text": text, "team_id": team, "channel_id": "C1", "user_id": "U1"}
        body = urlencode({**form, "trigger_id": "1", **more}).encode()
        return await self.send(body, "application/x-www-form-urlencoded")

    async def home(self, team: str = "T1", **more: object) -> str:
        """Open the App Home; returns the token with which it was published."""
        assert await self.event("app_home_opened", team, None, tab="home", user="U1", **more) == 200
        return self.slack.tokens_of("views.publish")[-1]


@pytest.fixture
async def service(database_url: str, library: Library) -> AsyncIterator[Service]:
    slack, clock = FakeSlack(), FakeClock(SUNDAY)
    api = web.Application()
    api.router.add_post("/api/{method}", slack.answer)
    async with (
        TestServer(api) as server,
        aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http,
        build(
            library, clock, database_url, "", SECRET, str(server.make_url("/api/")), oauth=OAUTH, keys=[KEY]
        ) as bot,
    ):
        door = WebServer(web_app(Endpoint(bot.app, SECRET), bot.ready, pages=bot.pages), "127.0.0.1", 0)
        serving = asyncio.create_task(door.run())
        yield Service(slack, bot, clock, door.url, http)
        await bot.background.drain()
        door.stop()
        await serving


# Installing


async def test_the_browser_is_sent_to_slack_with_a_state_that_it_keeps_in_a_cookie(service: Service) -> None:
    async with service.http.get(service.url + INSTALL_PATH, allow_redirects=False) as response:
        address, cookie = response.headers["location"], response.headers["set-cookie"]
    asked = parse_qs(urlsplit(address).query)
    assert address.startswith("https://slack.com/oauth/v2/authorize?")
    assert asked["client_id"] == [OAUTH.client_id]
    assert "chat:write" in asked["scope"][0].split(",")
    assert re.match(rf"{COOKIE}={re.escape(asked['state'][0])};", cookie)
    assert {"Secure", "HttpOnly", "SameSite=lax", "Max-Age=600", f"Path={REDIRECT_PATH}"} <= set(
        cookie.split("; ")
    )


async def test_a_finished_installation_serves_requests_with_its_own_token(service: Service) -> None:
    await service.install("T1", "one")
    await service.install("T2", "two")
    assert [await service.home("T1"), await service.home("T2")] == ["xoxb-one", "xoxb-two"]


async def test_the_page_says_what_to_do_next_in_the_browsers_language(service: Service) -> None:
    status, page = await service.finish(
        await service.begin(), **{"accept-language": "fr, ja;q=0.9, en;q=0.5"}
    )
    assert status == 200
    assert "インストールしました" in page
    _, page = await service.finish(await service.begin())
    assert "The bot is installed" in page


async def test_a_state_is_good_once(service: Service) -> None:
    state = await service.begin()
    assert [(await service.finish(state))[0], (await service.finish(state))[0]] == [200, 400]
    assert len(service.slack.tokens_of("oauth.v2.access")) == 1


async def test_a_state_expires(service: Service) -> None:
    state = await service.begin()
    service.clock.advance(timedelta(seconds=600))
    status, page = await service.finish(state)
    assert status == 400
    assert "ten minutes" in page


@pytest.mark.parametrize("kept", ["", "somebody-elses", "ä"])
async def test_a_state_is_good_in_the_browser_that_began_only(service: Service, kept: str) -> None:
    assert (await service.finish(await service.begin(), kept=kept))[0] == 400
    assert service.slack.tokens_of("oauth.v2.access") == []


async def test_a_state_of_ones_own_making_is_good_for_nothing(service: Service) -> None:
    assert (await service.finish("made-up"))[0] == 400


async def test_saying_no_installs_nothing(service: Service) -> None:
    status, page = await service.finish(await service.begin(), code="")
    assert (status, "Nothing was installed" in page) == (200, True)


async def test_a_refused_code_is_explained_and_nothing_is_reflected(service: Service) -> None:
    service.slack.errors["oauth.v2.access"] = "<script>alert(1)</script>"
    status, page = await service.finish(await service.begin(), code="<script>")
    assert status == 400
    assert "<script" not in page
    assert "&lt;script&gt;alert" in page


async def test_a_persons_token_alone_is_no_installation(service: Service) -> None:
    service.slack.grant = {"token_type": "user"}
    assert (await service.finish(await service.begin()))[0] == 400


async def test_without_a_key_it_does_not_start(database_url: str, library: Library) -> None:
    with pytest.raises(NoEncryptionKeys):
        async with build(
            library, FakeClock(SUNDAY), database_url, "", SECRET, "http://127.0.0.1/", oauth=OAUTH
        ):
            raise AssertionError("unreachable")


# Who we are


async def test_no_request_asks_auth_test(service: Service) -> None:
    await service.install()
    service.slack.calls.clear()
    for _ in range(3):
        await service.home()
    assert service.slack.tokens_of("auth.test") == []


async def test_a_command_from_where_it_is_not_installed_is_told_so(service: Service) -> None:
    status, said = await service.command("help", "T9")
    assert status == 200
    assert "not installed" in said
    assert "インストール" in said


async def test_an_event_from_where_it_is_not_installed_is_done_with(service: Service) -> None:
    assert await service.event("app_home_opened", "T9", tab="home", user="U1") == 200
    assert service.slack.calls == []


async def test_an_installation_for_an_organisation_serves_its_workspaces(service: Service) -> None:
    await service.install("", "wide", enterprise={"id": "E1"}, is_enterprise_install=True)
    assert await service.home("T5", enterprise="E1", wide=True) == "xoxb-wide"
    assert await service.event("app_home_opened", "T6", tab="home", user="U1", enterprise="E2") == 200
    assert len(service.slack.tokens_of("views.publish")) == 1


# Renewal


async def test_a_token_is_renewed_two_hours_before_it_expires(service: Service) -> None:
    await service.install(expires_in=HOURS_12, refresh_token="xoxe-first")
    service.clock.advance(timedelta(hours=9, minutes=59))
    await service.bot.settle()
    assert service.slack.renewals == 0
    service.clock.advance(timedelta(minutes=2))
    await service.bot.settle()
    assert service.slack.calls[-1][2]["refresh_token"] == "xoxe-first"
    kept = await service.bot.database.transact(lambda work: work.installations.of_team("T1"))
    assert kept is not None
    assert (kept.bot_token, kept.refresh_token) == ("xoxb-renewed-1", "xoxe-renewed-1")


async def test_a_renewal_that_fails_is_tried_again_and_the_old_token_serves(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    await service.install(expires_in=HOURS_12, refresh_token="xoxe-first")
    service.slack.errors["oauth.v2.access"] = "internal_error"
    service.clock.advance(timedelta(hours=10))
    await service.bot.settle()
    assert await service.home() == "xoxb-one"
    assert "xoxe-first" not in caplog.text
    service.slack.errors.clear()
    service.clock.advance(timedelta(minutes=5))
    await service.bot.settle()
    assert service.slack.renewals == 1


async def test_two_replicas_renew_a_token_once(service: Service) -> None:
    await service.install(expires_in=HOURS_12, refresh_token="xoxe-first")
    service.clock.advance(timedelta(hours=10))
    renew = service.bot.schedulers[-1]._work
    await asyncio.gather(*(renew() for _ in range(8)))
    assert service.slack.renewals == 1


# Taking leave


def _subscribe(service: Service, library: Library, team: str, channel: str) -> Order:
    return Order(team, channel, "U1", library.packs[0].id, (Language.EN,), Timetable(time(9), "UTC"))


async def _running(service: Service) -> list[str]:
    def work(unit: Any) -> list[str]:  # noqa: ANN401 - a unit of work
        found = [unit.subscriptions.of_channel(channel) for channel in ("C1", "C2")]
        return [each.channel_id for each in found if each and each.ready_at]

    return await service.bot.database.transact(work)


async def _remember(service: Service, *teams: str) -> None:
    def work(unit: Any) -> None:  # noqa: ANN401 - a unit of work
        for team in teams:
            unit.people.save(Person(team, "U1", hidden=True))

    await service.bot.database.transact(work)


async def _remembered(service: Service, *teams: str) -> list[str]:
    hidden: Callable[[Any], list[str]] = lambda unit: [team for team in teams if unit.people.hidden(team)]  # noqa: E731
    return await service.bot.database.transact(hidden)


@pytest.mark.parametrize(
    ("kind", "more"), [("app_uninstalled", {}), ("tokens_revoked", {"tokens": {"bot": ["UBOT"]}})]
)
async def test_a_workspace_that_removes_the_bot_gets_nothing_more_and_its_tokens_go(
    service: Service, library: Library, kind: str, more: Body
) -> None:
    for team, channel in (("T1", "C1"), ("T2", "C2")):
        await service.install(team)
        await service.bot.use_cases.subscribe_channel(_subscribe(service, library, team, channel))
    assert await service.event(kind, "T1", **more) == 200
    assert await _running(service) == ["C2"]
    left = await service.bot.database.transact(lambda work: work.installations.at("T1", ""))
    assert left is not None
    assert (left.bot_token, left.refresh_token, left.gone_at) == (None, None, SUNDAY)
    assert await service.event("app_home_opened", "T1", tab="home", user="U1") == 200
    assert service.slack.tokens_of("views.publish") == []


async def test_a_persons_revoked_token_is_none_of_ours(service: Service) -> None:
    await service.install()
    await service.event("tokens_revoked", tokens={"oauth": ["U1"]})
    assert await service.home() == "xoxb-one"


async def test_what_is_stored_about_it_is_deleted_after_thirty_days(service: Service) -> None:
    await service.install()
    await _remember(service, "T1", "T2")
    await service.event("app_uninstalled")
    service.clock.advance(KEPT_AFTER_LEAVING - timedelta(seconds=1))
    await service.bot.settle()
    assert await _remembered(service, "T1", "T2") == ["T1", "T2"]
    service.clock.advance(timedelta(seconds=1))
    await service.bot.settle()
    assert await _remembered(service, "T1", "T2") == ["T2"]


async def test_coming_back_in_between_keeps_everything(service: Service) -> None:
    await service.install()
    await _remember(service, "T1")
    await service.event("app_uninstalled")
    service.clock.advance(timedelta(days=29))
    await service.install("T1", "again")
    service.clock.advance(timedelta(days=29))
    await service.bot.settle()
    assert await _remembered(service, "T1") == ["T1"]
    assert await service.home() == "xoxb-again"


async def test_an_old_removal_that_arrives_late_undoes_no_new_installation(service: Service) -> None:
    await service.install()
    removed = service.clock.now()
    service.clock.advance(timedelta(minutes=10))
    await service.install("T1", "again")
    await service.event("app_uninstalled", at=removed)
    assert await service.home() == "xoxb-again"


async def test_a_removed_organisation_leaves_all_its_workspaces(service: Service, library: Library) -> None:
    await service.install("", "wide", enterprise={"id": "E1"}, is_enterprise_install=True)
    await service.home("T1", enterprise="E1", wide=True)
    await service.bot.use_cases.subscribe_channel(_subscribe(service, library, "T1", "C1"))
    assert await service.event("app_uninstalled", "T1", enterprise="E1", wide=True) == 200
    assert await _running(service) == []


@pytest.mark.parametrize("reason", ["token_revoked", "account_inactive", "invalid_auth"])
async def test_a_token_that_slack_refuses_stops_the_channel_and_is_not_tried_for_ever(
    service: Service, library: Library, reason: str
) -> None:
    await service.install()
    await service.bot.use_cases.subscribe_channel(_subscribe(service, library, "T1", "C1"))
    service.slack.errors["chat.postMessage"] = reason
    service.clock.advance(timedelta(hours=13, minutes=1))
    await service.bot.settle()
    assert await _running(service) == []
    service.slack.calls.clear()
    service.clock.advance(timedelta(hours=1))
    await service.bot.settle()
    assert service.slack.tokens_of("chat.postMessage") == []
