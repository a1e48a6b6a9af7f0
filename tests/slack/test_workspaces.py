"""Many workspaces: installing, requests from each with its own token, and renewal."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.bootstrap import build
from bot.domain.library import Library
from bot.slack.installing import COOKIE, INSTALL_PATH, authorize_url
from bot.storage.cipher import NoEncryptionKeys
from tests.clock import FakeClock
from tests.slack.service import HOURS_12, OAUTH, SECRET, SUNDAY, Service

# Installing


async def test_the_browser_is_sent_to_slack_with_a_state_that_it_keeps_in_a_cookie(service: Service) -> None:
    async with service.http.get(service.url + INSTALL_PATH, allow_redirects=False) as response:
        address, cookie = response.headers["location"], response.headers["set-cookie"]
    asked = parse_qs(urlsplit(address).query)
    assert urlsplit(address).path == "/oauth/v2/authorize"
    assert asked["client_id"] == [OAUTH.client_id]
    assert "chat:write" in asked["scope"][0].split(",")
    assert re.match(rf"{COOKIE}={re.escape(asked['state'][0])};", cookie)
    assert {"Secure", "HttpOnly", "SameSite=lax", "Max-Age=600", "Path=/"} <= set(cookie.split("; "))


async def test_a_page_on_a_sibling_of_ours_cant_set_the_cookie(service: Service) -> None:
    # https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie: `__Host-` wants all of this.
    async with service.http.get(service.url + INSTALL_PATH, allow_redirects=False) as response:
        cookie = response.headers["set-cookie"]
    assert cookie.startswith("__Host-")
    assert {"Secure", "Path=/"} <= set(cookie.split("; "))
    assert "domain=" not in cookie.lower()


def test_slacks_page_of_consent_is_beside_its_web_api() -> None:
    assert authorize_url("https://slack.com/api/") == "https://slack.com/oauth/v2/authorize"


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
