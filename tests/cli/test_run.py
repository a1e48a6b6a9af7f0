"""`scs-bot run` as people start it: a process of its own, in each of its three modes."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from aiohttp import ClientSession

from bot.bootstrap import SystemClock
from bot.playground import Fault, MovableClock, Playground
from bot.playground.people import DAILY
from bot.slack.manifest import manifest
from bot.storage import SqlDatabase
from tests.slack.conftest import ANNA, SAM, everything

PATIENCE = 60


@pytest.fixture
async def slack() -> AsyncIterator[Playground]:
    async with Playground(
        MovableClock(SystemClock()), machine=SystemClock(), manifest=manifest(None)
    ) as slack:
        yield slack


@asynccontextmanager
async def running(folder: Path, environ: Mapping[str, str], *command: str) -> AsyncIterator[str]:
    """The address of the process, once it has said where it is."""
    async with started(folder, environ, *command) as (url, _):
        yield url


@asynccontextmanager
async def started(
    folder: Path, environ: Mapping[str, str], *command: str
) -> AsyncIterator[tuple[str, asyncio.subprocess.Process]]:
    """Its address and the process itself; it must end well when it is asked to."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *(command or ("run",))),
        env={"PORT": "0", "DATABASE_URL": f"sqlite:///{folder}/bot.sqlite3", "LANG": "C.UTF-8", **environ},
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    async with asyncio.timeout(PATIENCE):
        told = ""
        while "http" not in told:
            told += (await process.stdout.readline()).decode() or pytest.fail(f"it ended: {told}")
    try:
        yield next(word for word in told.split() if word.startswith("http")), process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(PATIENCE):
            assert await process.wait() == 0


async def status(url: str, path: str) -> int:
    address = urlsplit(url)
    async with ClientSession(f"{address.scheme}://{address.netloc}") as web, web.get(path) as answer:
        return answer.status


def credentials(slack: Playground) -> dict[str, str]:
    return {"SLACK_API_URL": slack.api_url, "SLACK_BOT_TOKEN": slack.bot_token}


async def test_with_a_signing_secret_slack_calls_it(slack: Playground, tmp_path: Path) -> None:
    async with running(tmp_path, {**credentials(slack), "SLACK_SIGNING_SECRET": slack.signing_secret}) as url:
        assert await status(url, "/readyz") == 200
        slack.request_url = url
        await slack.command(ANNA, DAILY, "/scs", "how to share subnets")
    assert "AWS RAM" in everything(slack.read(ANNA, DAILY)[-1])


async def test_with_an_app_token_it_calls_slack(slack: Playground, tmp_path: Path) -> None:
    async with running(tmp_path, {**credentials(slack), "SLACK_APP_TOKEN": slack.app_token}) as url:
        await slack.sockets.connected()
        assert await status(url, "/readyz") == 200
        await slack.command(ANNA, DAILY, "/scs", "how to share subnets")
    assert "AWS RAM" in everything(slack.read(ANNA, DAILY)[-1])


async def test_without_credentials_it_opens_a_workspace_of_its_own(tmp_path: Path) -> None:
    async with running(tmp_path, {}) as url:
        assert await status(url, "/") == 200
        assert await status(url, "/healthz") == 200


@asynccontextmanager
async def page(url: str) -> AsyncIterator[tuple[int, str]]:
    async with ClientSession() as web, web.get(url) as answer:
        yield answer.status, await answer.text()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@pytest.mark.parametrize("mode", ["SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"])
async def test_metrics_stand_on_a_port_of_their_own_in_both_modes(
    slack: Playground, tmp_path: Path, mode: str
) -> None:
    secret = slack.app_token if mode == "SLACK_APP_TOKEN" else slack.signing_secret
    port = free_port()
    environ = {**credentials(slack), mode: secret, "METRICS_PORT": str(port)}
    async with running(tmp_path, environ) as url:
        async with page(f"http://127.0.0.1:{port}/metrics") as (code, figures):
            assert code == 200
        assert "scs_database_up 1.0" in figures
        assert 'scs_backlog{kind="posts"} 0.0' in figures
        assert await status(url, "/metrics") == 404


async def test_without_a_port_no_metrics_are_served(slack: Playground, tmp_path: Path) -> None:
    async with running(tmp_path, {**credentials(slack), "SLACK_SIGNING_SECRET": slack.signing_secret}) as url:
        assert await status(url, "/metrics") == 404


async def test_who_is_told_to_stop_is_no_longer_ready_but_serves_on_until_told_again(
    slack: Playground, tmp_path: Path
) -> None:
    environ = {**credentials(slack), "SLACK_SIGNING_SECRET": slack.signing_secret, "DRAIN_SECONDS": "60"}
    async with started(tmp_path, environ) as (url, process):
        slack.request_url = url
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(PATIENCE):
            while await status(url, "/readyz") != 503:
                pass
        assert await status(url, "/healthz") == 200
        await slack.command(ANNA, DAILY, "/scs", "how to share subnets")
    assert "AWS RAM" in everything(slack.read(ANNA, DAILY)[-1])


@pytest.mark.parametrize("mode", ["SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"])
async def test_what_was_acknowledged_before_the_stop_is_finished(
    slack: Playground, tmp_path: Path, mode: str
) -> None:
    environ = {**credentials(slack), mode: getattr(slack, mode.removeprefix("SLACK_").lower())}
    slack.fail_next("chat.postEphemeral", Fault.slow(1), times=12)
    async with started(tmp_path, environ) as (url, process):
        if mode == "SLACK_APP_TOKEN":
            await slack.sockets.connected()
        else:
            slack.request_url = url
        for _ in range(4):
            await slack.say(ANNA, DAILY, "@scs-bot how to share subnets")
        await slack.settle()  # acknowledged, and Slack is slow to take the answers
        late = [asyncio.create_task(slack.say(SAM, DAILY, "@scs-bot encrypt a bucket")) for _ in range(4)]
        await asyncio.sleep(0)  # these are under way
        process.send_signal(signal.SIGTERM)
        await asyncio.gather(*late)
        assert await process.wait() == 0
    database = SqlDatabase(f"sqlite:///{tmp_path}/bot.sqlite3")
    waiting = await database.backlog(SystemClock().now())
    await database.close()
    assert waiting["answers"].pieces == 0
    assert len([m for m in slack.workspace.messages(DAILY) if m.only_for == ANNA]) == 4


FIRST_PROCESS = ("unshare", "--user", "--map-root-user", "--pid", "--fork", "--kill-child")
"""What makes a command the first process of a container, as far as signals go."""


def test_the_first_process_of_a_container_ends_when_it_is_stopped_while_it_starts(tmp_path: Path) -> None:
    try:
        subprocess.run([*FIRST_PROCESS, "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("namespaces can't be made here")
    with socket.create_server(("127.0.0.1", 0)) as silent:  # a database that never says a word
        silent.settimeout(PATIENCE)
        environ = {
            "DATABASE_URL": f"postgresql://scs@127.0.0.1:{silent.getsockname()[1]}/scs",
            "SLACK_BOT_TOKEN": "xoxb-made-up",
            "SLACK_SIGNING_SECRET": "made-up",
            "SCS_CACHE": str(tmp_path),
        }
        with subprocess.Popen([*FIRST_PROCESS, sys.executable, "-m", "bot", "run"], env=environ) as parent:
            try:
                asked, _ = silent.accept()  # kept, or the connection would be closed
                (first,) = Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text().split()
                os.kill(int(first), signal.SIGTERM)
                assert parent.wait(PATIENCE) == 128 + signal.SIGTERM
                asked.close()
            finally:
                parent.kill()
