"""What whoever attacks a service tries besides, and what comes of it."""

from __future__ import annotations

import asyncio
import gzip
import json
import stat
import urllib.parse
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy.event import listen, remove

from bot.playground.people import DAILY, RANDOM, TEAM_ID
from bot.slack.blocks.asked import Place
from bot.slack.endpoint import PATH, web_app
from bot.slack.replying import is_slacks
from bot.slack.shapes import fits
from bot.storage.migrations import upgrade
from tests.slack.conftest import ANNA, MIKA, SAM, Office
from tests.slack.scene import ACTIONS, INTRUDERS, VIEWS, Scene, scene
from tests.slack.test_fuzzing import event, send
from tests.slack.test_security import FORM, JSON, post, signed

__all__ = ["scene"]  # a fixture

Json = dict[str, Any]
API = "https://slack.com/api/"
INSIDE = (
    "http://169.254.169.254/latest/meta-data/",
    "http://127.0.0.1:1/",
    "https://hooks.slack.com.evil.example/",
    "https://hooks.slack.com@evil.example/",
    "http://hooks.slack.com/actions/1",
    "https://hooks.slack.com:8443/actions/1",
    "file:///etc/passwd",
    "//x",
    "https://[::1]/",
    "https://[",
    "",
)


# Calls into the network around us


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_that_is_none_of_slacks_is_answered_nowhere(address: str) -> None:
    assert not is_slacks(address, API)


def test_slacks_own_addresses_and_those_beside_its_web_api_are_answered() -> None:
    assert is_slacks("https://hooks.slack.com/actions/T1/1/x", API)
    assert is_slacks("https://hooks.slack-gov.com/commands/1/2", API)
    assert is_slacks("http://127.0.0.1:3999/response/1", "http://127.0.0.1:3999/api/")
    assert not is_slacks("http://127.0.0.1:3998/response/1", "http://127.0.0.1:3999/api/")


class Listener:
    """A service of the network around us, that nobody has any business with."""

    def __init__(self) -> None:
        self.called = 0

    async def __call__(self, _: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.called += 1
        writer.close()


async def test_no_request_has_us_call_an_address_of_its_own(scene: Scene) -> None:
    listener, who = Listener(), INTRUDERS["a member"]
    async with await asyncio.start_server(listener, "127.0.0.1", 0) as server:
        inside = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        for action_id, attack in ACTIONS.items():
            press = scene.press(action_id, attack, who) | {"response_url": inside}
            await sent(scene.office, {"payload": press})
        command = scene.command("how to share subnets", who) | {"response_url": inside}
        await sent(scene.office, command)
        form = scene.form("private_answer", ACTIONS["hint"], who)
        await sent(scene.office, {"payload": form | {"response_urls": [{"response_url": inside}]}})
        share = scene.press("asked_share", ACTIONS["share"], who)
        share["view"] = {"id": "V1", "private_metadata": Place(RANDOM, "1.0", inside).pack(), "type": "modal"}
        await sent(scene.office, {"payload": share})
        await scene.office.settle()
    assert listener.called == 0


async def sent(office: Office, body: Json) -> int | None:
    fields = {name: value if isinstance(value, str) else json.dumps(value) for name, value in body.items()}
    encoded = urllib.parse.urlencode(fields).encode()
    return (await post(office, encoded, signed(office.slack.signing_secret, encoded), FORM))[0]


# Bodies that are something else


async def test_an_event_sent_again_as_a_form_is_no_command_in_it(office: Office) -> None:
    hidden = f"&command=/scs&text=help&user_id={SAM}&channel_id={DAILY}&team_id={TEAM_ID}&trigger_id=1.2.x&x="
    said = event(type="message", channel=DAILY, user=ANNA, text=hidden, ts="1793610000.000200")
    body = json.dumps(said).encode()
    status, answer = await post(office, body, signed(office.slack.signing_secret, body), FORM)
    assert (status, answer) == (200, "")
    assert office.whispers(SAM) == []


async def test_a_body_that_is_packed_is_not_unpacked(office: Office) -> None:
    bomb = gzip.compress(b"0" * 100_000_000)
    assert await send(office, bomb, JSON, **{"content-encoding": "gzip"}) == 401


@pytest.mark.parametrize(
    "fields",
    [
        {"type": "tokens_revoked", "tokens": ["bot"]},
        {"type": "tokens_revoked", "tokens": {"bot": "UBOT"}},
        {"type": "team_access_revoked"},
        {"type": "team_access_revoked", "team_ids": "T1"},
        {"type": "team_access_granted", "team_ids": [{"id": "T1"}]},
        {"type": "team_access_granted", "team_ids": ["T\0"]},
    ],
    ids=str,
)
def test_an_event_that_ends_an_installation_is_held_against_its_shape(fields: Json) -> None:
    assert not fits(event(**fields))


@pytest.mark.parametrize("at", [1e400, -1, 10**18, "1793610000", [1]], ids=str)
def test_an_event_of_no_time_is_none(at: object) -> None:
    assert not fits(event(type="app_uninstalled") | {"event_time": at})


def test_what_ends_an_installation_gets_through_as_slack_sends_it() -> None:
    for fields in (
        {"type": "app_uninstalled"},
        {"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": ["U2"]}},
        {"type": "tokens_revoked", "tokens": {"oauth": ["U1"]}},
        {"type": "team_access_revoked", "team_ids": ["T1", "T2"]},
    ):
        assert fits(event(**fields) | {"event_time": 1793610000, "enterprise_id": None})


# Texts that are statements


async def test_no_statement_is_made_of_what_people_write(scene: Scene) -> None:
    office, written = scene.office, "zanzibar'; DROP TABLE posts; --"
    statements: list[str] = []

    def executed(*given: Any) -> None:  # noqa: ANN401 # connection, cursor, statement, parameters, …
        statements.append(given[2])

    engine = office.bot.database._engine
    listen(engine, "before_cursor_execute", executed)
    await office.command(ANNA, f"how to share subnets {written}")
    await office.say(ANNA, f"@scs-bot {written}")
    await office.say(SAM, f"share the subnets {written}", office.posts()[-1])
    for action_id, attack in ACTIONS.items():
        await scene.send(scene.press(action_id, replace(attack, value=written), INTRUDERS["a member"]))
    for callback_id, attack in VIEWS.items():
        for value in (written, attack.value):
            form = scene.form(callback_id, replace(attack, value=value), INTRUDERS["a member"])
            form["view"]["id"] = "V'--"
            await scene.send(form)
    await office.command(MIKA, "gaps all")
    remove(engine, "before_cursor_execute", executed)
    assert any("INSERT" in statement for statement in statements)
    assert [statement for statement in statements if "zanzibar" in statement or "V'--" in statement] == []
    assert office.posts()


# The port, the file


async def test_the_public_port_has_nothing_but_its_pages(office: Office) -> None:
    address = (office.slack.request_url or "").removesuffix(PATH)
    async with aiohttp.ClientSession() as http:
        for path in (
            "/metrics",
            "/",
            "/docs",
            "/openapi.json",
            "/slack",
            "/.git/config",
            "/slack/events/../../etc/passwd",
        ):
            async with http.get(address + path) as response:
                assert response.status == 404, path
        async with http.get(address + PATH) as response:
            assert response.status == 405


async def test_a_flood_of_readiness_checks_asks_the_database_once_at_a_time() -> None:
    asked, at_once, most = 0, 0, 0

    async def ready() -> bool:
        nonlocal asked, at_once, most
        asked, at_once = asked + 1, at_once + 1
        most = max(most, at_once)
        await asyncio.sleep(0)
        at_once -= 1
        return True

    app = web_app(None, ready)
    answers: list[int] = []

    async def get() -> None:
        async def receive() -> Json:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:  # noqa: ANN401 # whatever ASGI says
            if message["type"] == "http.response.start":
                answers.append(message["status"])

        scope = {
            "type": "http",
            "method": "GET",
            "path": "/readyz",
            "headers": [],
            "query_string": b"",
            "root_path": "",
        }
        await app(scope, receive, send)

    await asyncio.gather(*(get() for _ in range(200)))
    assert answers == [200] * 200
    assert most == 1
    assert asked < 20


def test_the_database_file_is_its_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "new.db"
    upgrade(f"sqlite:///{file}")
    kept = [file, *tmp_path.glob("new.db-*")]
    assert [stat.S_IMODE(each.stat().st_mode) for each in kept] == [0o600] * len(kept)
