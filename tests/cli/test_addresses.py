"""Where the bot listens: what `run` and `doctor` say of a port that is taken and an address that is none."""

from __future__ import annotations

import asyncio
import errno
import socket
from collections.abc import AsyncIterator, Iterator

import pytest

from bot.bootstrap import SystemClock
from bot.domain.scenario import Language
from bot.playground import MovableClock, Playground
from bot.slack.manifest import manifest
from bot.texts import say_error
from bot.web_server import PortTaken, as_set
from tests.cli.calling import Call

NOWHERE = ("192.0.2.1", "a..b")
"""An address for documents, which no machine has, and a name that can't be one."""


@pytest.fixture
async def environ(sqlite_url: str) -> AsyncIterator[dict[str, str]]:
    """Of a bot with good credentials and metrics, on any ports."""
    clock = MovableClock(SystemClock())
    async with Playground(clock, machine=SystemClock(), manifest=manifest(None)) as slack:
        yield {
            "DATABASE_URL": sqlite_url,
            "SLACK_API_URL": slack.api_url,
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_SIGNING_SECRET": slack.signing_secret,
            "PORT": "0",
            "METRICS_PORT": "0",
        }


@pytest.fixture
def taken() -> Iterator[str]:
    """A port on which something else listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield str(listener.getsockname()[1])


def test_the_port_that_the_local_workspace_wants_and_is_taken_is_named_with_its_variable(
    call: Call, taken: str
) -> None:
    called = call("run", PORT=taken)
    assert called.code == 1
    assert f"Port {taken} is taken" in called.err
    assert "PORT=3100" in called.err


def test_the_port_to_choose_instead_is_another_one() -> None:
    with pytest.raises(PortTaken) as raised, as_set("127.0.0.1", 3100):
        raise OSError(errno.EADDRINUSE, "taken")
    assert "PORT=3100" not in say_error(Language.EN, raised.value)
    assert "PORT=3200" in say_error(Language.EN, raised.value)


@pytest.mark.parametrize("variable", ["PORT", "METRICS_PORT"])
async def test_of_two_ports_the_one_that_is_taken_is_named_with_its_variable(
    call: Call, environ: dict[str, str], taken: str, variable: str
) -> None:
    called = await asyncio.to_thread(lambda: call("run", **{**environ, variable: taken}))
    assert called.code == 1
    assert f"Port {taken} is taken" in called.err
    assert f" {variable}=3100" in called.err


@pytest.mark.parametrize("host", NOWHERE)
@pytest.mark.parametrize("variable", ["HOST", "METRICS_HOST"])
async def test_an_address_that_is_none_of_this_machine_is_named_with_its_variable(
    call: Call, environ: dict[str, str], variable: str, host: str
) -> None:
    called = await asyncio.to_thread(lambda: call("run", **{**environ, variable: host}))
    assert called.code == 1
    assert f" {variable}={host}" in called.err


@pytest.mark.parametrize("host", NOWHERE)
def test_the_local_workspace_names_an_address_that_is_none_too(call: Call, host: str) -> None:
    called = call("run", HOST=host)
    assert (called.code, f" HOST={host}" in called.err) == (1, True)


@pytest.mark.parametrize("host", NOWHERE)
@pytest.mark.parametrize("variable", ["HOST", "METRICS_HOST"])
async def test_the_doctor_names_an_address_at_which_nobody_can_listen(
    call: Call, environ: dict[str, str], variable: str, host: str
) -> None:
    called = await asyncio.to_thread(lambda: call("doctor", **{**environ, variable: host}))
    assert (called.code, called.out.count("✗")) == (1, 1)
    assert f" {variable}={host}" in called.out


async def test_the_doctor_beside_the_bot_takes_no_port_that_is_in_use_for_a_fault(
    call: Call, environ: dict[str, str], taken: str
) -> None:
    called = await asyncio.to_thread(lambda: call("doctor", **{**environ, "METRICS_PORT": taken}))
    assert (called.code, "✗" in called.out) == (0, False)
    assert f"Port {taken} (METRICS_PORT) is in use" in called.out


@pytest.mark.parametrize(
    ("hosts", "clash"),
    [
        ({}, True),
        ({"HOST": "0.0.0.0"}, True),
        ({"METRICS_HOST": "0.0.0.0"}, True),
        ({"METRICS_HOST": "127.0.0.2"}, False),
    ],
    ids=["one address", "all for Slack", "all for metrics", "two addresses"],
)
async def test_the_doctor_finds_one_port_that_is_to_serve_for_both(
    call: Call, environ: dict[str, str], hosts: dict[str, str], clash: bool
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        free = str(listener.getsockname()[1])
    given = {**environ, **hosts, "PORT": free, "METRICS_PORT": free}
    called = await asyncio.to_thread(lambda: call("doctor", **given))
    assert (f"✗ PORT and METRICS_PORT are both {free}" in called.out) is clash


async def test_metrics_can_not_have_the_port_that_the_bot_takes_without_being_told(
    call: Call, environ: dict[str, str]
) -> None:
    given = {**environ, "PORT": "", "METRICS_PORT": "3000"}
    called = await asyncio.to_thread(lambda: call("doctor", **given))
    assert (called.code, "PORT and METRICS_PORT are both 3000" in called.out) == (1, True)


def test_the_doctor_looks_at_the_address_of_the_local_workspace(call: Call) -> None:
    called = call("doctor", HOST=NOWHERE[0])
    assert (called.code, f" HOST={NOWHERE[0]}" in called.out) == (1, True)
