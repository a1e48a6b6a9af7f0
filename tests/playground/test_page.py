from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

import bot.playground.page
from bot.playground import Playground
from bot.texts import catalogue
from tests.playground.conftest import PlainApp

MIKA, KENJI, ANNA = "U0MIKA0001", "U0KENJI001", "U0ANNA0001"
DAILY, RANDOM = "C0DAILY001", "C0RANDOM01"
STATIC = Path(bot.playground.page.__file__).parent / "static"


@pytest.fixture
async def browser(slack: Playground) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(slack.url) as session:
        yield session


async def act(browser: aiohttp.ClientSession, person: str, do: str, **asked: str) -> dict[str, Any]:
    async with browser.post("/playground/act", json={"as": person, "do": do, **asked}) as response:
        return dict(await response.json())


async def seen(browser: aiohttp.ClientSession, person: str, channel: str = DAILY) -> dict[str, Any]:
    async with browser.get(f"/playground/state?as={person}&channel={channel}") as response:
        return dict(await response.json())


async def test_the_page_and_its_files_are_served_under_a_strict_policy(
    browser: aiohttp.ClientSession,
) -> None:
    for path in ("/", "/page/app.js", "/page/base.css", "/page/emoji.json"):
        async with browser.get(path) as response:
            assert response.status == 200
            assert "default-src 'none'" in response.headers["content-security-policy"]


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "evil.example:80"])
async def test_a_foreign_host_name_is_turned_away(browser: aiohttp.ClientSession, host: str) -> None:
    async with browser.get("/playground/people", headers={"host": host}) as response:
        assert response.status == 403


async def test_a_post_from_another_site_is_turned_away(
    browser: aiohttp.ClientSession, slack: Playground
) -> None:
    asked = {"as": MIKA, "do": "say", "channel": DAILY, "text": "x"}
    for origin in ("https://evil.example", "http://127.0.0.1:1", "null"):
        async with browser.post("/playground/act", json=asked, headers={"origin": origin}) as response:
            assert response.status == 403
    async with browser.post("/playground/act", json=asked, headers={"origin": slack.url}) as response:
        assert response.status == 200


async def test_a_form_post_is_not_understood(browser: aiohttp.ClientSession) -> None:
    async with browser.post("/playground/act", data={"as": MIKA}) as response:
        assert response.status == 415


@pytest.mark.parametrize(("language", "person"), [("ja", MIKA), ("en", ANNA), ("", MIKA), ("fr", MIKA)])
async def test_who_comes_for_the_first_time_is_somebody_who_speaks_their_language(
    browser: aiohttp.ClientSession, language: str, person: str
) -> None:
    async with browser.get(f"/playground/people?language={language}") as response:
        assert (await response.json())["person"] == person


async def test_a_person_sees_their_own_ephemeral_messages_only(
    browser: aiohttp.ClientSession, client: AsyncWebClient
) -> None:
    await client.chat_postEphemeral(channel=DAILY, user=MIKA, text="psst")
    assert [each["text"] for each in (await seen(browser, MIKA))["messages"]] == ["psst"]
    assert (await seen(browser, KENJI))["messages"] == []


async def test_what_is_said_on_the_page_reaches_the_app(
    browser: aiohttp.ClientSession, plain_app: PlainApp
) -> None:
    assert await act(browser, MIKA, "say", channel=DAILY, text="hello") == {}
    assert len(plain_app.received) == 1


async def test_a_mention_where_the_bot_is_not_says_how_to_invite_it(browser: aiohttp.ClientSession) -> None:
    assert await act(browser, MIKA, "say", channel=RANDOM, text="@scs-bot hi") == {"notice": "not-invited"}


async def test_only_the_author_edits_a_message(browser: aiohttp.ClientSession, slack: Playground) -> None:
    said = await slack.say(MIKA, DAILY, "mine")
    asked = {"channel": DAILY, "ts": said.ts, "text": "yours"}
    assert "error" in await act(browser, KENJI, "edit", **asked)
    assert "error" not in await act(browser, MIKA, "edit", **asked)


async def test_nonsense_is_answered_not_crashed_upon(browser: aiohttp.ClientSession) -> None:
    assert "error" in await act(browser, MIKA, "dance")
    assert "error" in await act(browser, "U0NOBODY01", "say", channel=DAILY, text="x")
    assert "error" in await act(browser, MIKA, "press", channel=DAILY, ts="1.0", block_id="b", action_id="a")
    assert "error" in await act(browser, MIKA, "clock", to="tomorrow")


@pytest.mark.parametrize(
    "asked",
    [
        {"do": "say", "text": 5},
        {"do": "say", "text": None},
        {"do": "say", "text": "\ud800"},  # half a surrogate pair, which no answer could be written with
        {"do": "say", "text": "x", "thread_ts": 5},
        {"do": "command", "command": "/scs", "text": ["help"]},
        {"do": "clock", "to": 5},
        {"do": "submit", "view": "V1", "values": 5},
        {"do": ["say"], "text": "x"},
        ["say"],
    ],
)
async def test_what_no_page_of_ours_sends_is_refused_and_leaves_nothing_behind(
    browser: aiohttp.ClientSession, asked: object
) -> None:
    sent = {"as": MIKA, "channel": DAILY, **asked} if isinstance(asked, dict) else asked
    async with browser.post("/playground/act", json=sent) as response:
        assert response.status in {400, 409}
    assert (await seen(browser, MIKA))["messages"] == []


@pytest.mark.parametrize("to", ["9999-12-31T23:59", "2036-11-03T00:00"])
async def test_the_clock_doesnt_go_where_no_plan_reaches(
    browser: aiohttp.ClientSession, slack: Playground, client: AsyncWebClient, to: str
) -> None:
    slack.timeline = EveryOtherDayOff(slack, client)
    assert await act(browser, MIKA, "clock", to=to) == {"notice": "too-far"}
    assert await act(browser, MIKA, "clock", to="hour") == {}
    assert slack.clock.now().isoformat() == "2026-11-02T01:00:00+00:00"


async def test_small_steps_end_there_too(browser: aiohttp.ClientSession, slack: Playground) -> None:
    assert await act(browser, MIKA, "clock", to="2036-10-31T08:00") == {}
    assert [await act(browser, MIKA, "clock", to="day") for _ in range(2)] == [{}, {"notice": "too-far"}]


async def test_the_clock_moves_by_an_hour_and_never_back(
    browser: aiohttp.ClientSession, slack: Playground
) -> None:
    assert await act(browser, MIKA, "clock", to="hour") == {}
    assert slack.clock.now().isoformat() == "2026-11-02T01:00:00+00:00"
    assert await act(browser, MIKA, "clock", to="2026-11-02T09:59") == {"notice": "only-forward"}


async def test_a_local_time_is_read_in_the_zone_on_the_clocks_face(
    browser: aiohttp.ClientSession, slack: Playground
) -> None:
    await act(browser, MIKA, "clock", to="2026-11-03T09:00")
    assert slack.clock.now().isoformat() == "2026-11-03T00:00:00+00:00"


class EveryOtherDayOff:
    """An app that has something due each day, and posts on the even days of the month only."""

    def __init__(self, slack: Playground, client: AsyncWebClient) -> None:
        self.slack, self.client = slack, client
        self.due: datetime | None = datetime(2026, 11, 3, tzinfo=UTC)

    async def next_post(self) -> datetime | None:
        return self.due

    async def next_close(self) -> datetime | None:
        return None

    async def settle(self) -> None:
        while self.due and self.due <= self.slack.clock.now():
            if self.due.day % 2 == 0:
                await self.client.chat_postMessage(channel=DAILY, text="today's")
            self.due += timedelta(days=1)


async def test_the_next_post_is_the_one_after_the_days_off(
    browser: aiohttp.ClientSession, slack: Playground, client: AsyncWebClient
) -> None:
    slack.timeline = EveryOtherDayOff(slack, client)
    assert await act(browser, MIKA, "clock", to="next_post") == {}
    assert slack.clock.now() == datetime(2026, 11, 4, tzinfo=UTC)
    assert [each["text"] for each in (await seen(browser, MIKA))["messages"]] == ["today's"]


async def test_changes_are_announced_as_they_happen(
    browser: aiohttp.ClientSession, slack: Playground
) -> None:
    async with browser.get("/playground/changes") as news:
        first = await news.content.readline()
        await news.content.readline()
        await slack.say(MIKA, DAILY, "hello")
        assert first == b"data: 0\n"
        assert await news.content.readline() == b"data: 1\n"


def used_in_the_page() -> set[str]:
    """Text keys that stand in the scripts; `${…}` stands for anything."""
    found = set()
    for script in STATIC.glob("*.js"):
        source = script.read_text("utf-8")
        found |= {match[2] for match in re.finditer(r'\bt\((["`])(.+?)\1', source)}
        found |= {f"notice.{match[1]}" for match in re.finditer(r'refuse\("([a-z-]+)"', source)}
        found |= set(re.findall(r'\? t?\(?"([a-z]+\.[a-z.]+)" : "[a-z]+"', source)) | {"cancel", "form.close"}
    return found


def matches(pattern: str, key: str) -> bool:
    return re.fullmatch(re.sub(r"\\\$\\\{.*?\\\}", ".+", re.escape(pattern)), key) is not None


def test_every_text_the_page_asks_for_exists_and_none_is_idle() -> None:
    known = {key.removeprefix("playground.") for key in catalogue() if key.startswith("playground.")}
    used = used_in_the_page()
    assert [pattern for pattern in used if not any(matches(pattern, key) for key in known)] == []
    assert [key for key in known if not any(matches(pattern, key) for pattern in used)] == []


def test_no_script_writes_markup() -> None:
    for script in STATIC.glob("*.js"):
        source = script.read_text("utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b", source), (
            script
        )
