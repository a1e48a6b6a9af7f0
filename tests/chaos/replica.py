"""One replica: the real bot in a process of its own, wired so that it can die at the worst moments.

Only what the fault test needs is put in another's place: the clock, the pictures (a chart takes longer to
draw than everything else together), how often the schedulers look, and a database that may be the last
thing its process sees.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar, cast

import uvicorn
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot import bootstrap, scheduler
from bot.bootstrap import build
from bot.domain.recaps import Week
from bot.ports import UnitOfWork
from bot.running import scheduled
from bot.slack.endpoint import Endpoint, web_app
from bot.storage import SqlDatabase
from bot.web_server import WebServer, stop_on_signal
from tests.chaos.fate import AFTER, BEFORE, Fate, MovedClock, passed
from tests.chaos.library import LIBRARY

T = TypeVar("T")
Deeds = list[tuple[str, Sequence[object], object]]


@dataclass(frozen=True)
class Life:
    """What a replica is born with. `ports[number]` is where it tells that it listens."""

    number: int
    database_url: str
    api_url: str
    token: str
    signing_secret: str
    clock: MovedClock
    fate: Fate
    ports: Any  # a shared array
    log: str


def live(life: Life) -> None:
    """Be a replica until SIGTERM, or until fate strikes."""
    logging.basicConfig(
        filename=life.log, level=logging.INFO, format=f"%(asctime)s {life.number} %(message)s"
    )
    logging.getLogger("slack_bolt").setLevel(logging.WARNING)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    scheduler.POLL_SECONDS, scheduler.REST_SECONDS = 0.3, 0.5
    wiring = cast("Any", bootstrap)
    wiring.Pictures = _NoPictures
    wiring.SqlDatabase = partial(MortalDatabase, life)
    loop_factory = uvicorn.Config("", log_config=None).get_loop_factory()
    with asyncio.Runner(loop_factory=loop_factory) as runner:
        try:
            runner.run(_serve(life))
        except Exception:  # as the front door does: say why, end, be started again
            logging.exception("the replica ended")
            sys.exit(1)


async def _serve(life: Life) -> None:
    async with AsyncExitStack() as stack:
        bot = await stack.enter_async_context(
            build(
                LIBRARY,
                life.clock,
                life.database_url,
                life.token,
                life.signing_secret,
                life.api_url,
                agree=True,
            )
        )
        web = web_app(Endpoint(bot.app, life.signing_secret), bot.ready)

        async def idle(_: Request) -> Response:
            turning = any(each._turn.locked() for each in bot.schedulers)
            return PlainTextResponse("busy" if turning or bot.background._tasks else "idle")

        web.router.routes.append(Route("/idle", idle))
        server = WebServer(web, "127.0.0.1", 0)
        await bot.arrive()
        await stack.enter_async_context(scheduled(bot))
        life.ports[life.number] = int(server.url.rpartition(":")[2])
        stop_on_signal(server)
        await server.run()


class _NoPictures:
    async def week(self, week: Week) -> bytes:
        return b"a picture"


class MortalDatabase(SqlDatabase):
    """The real database, and a process that may be killed before or after each commit."""

    def __init__(self, life: Life, *given: Any) -> None:  # noqa: ANN401 # whatever the real one wants
        super().__init__(*given)
        self._life = life

    async def transact(self, work: Callable[[UnitOfWork], T]) -> T:
        return await self._watching(super().transact, work)

    async def claim(self, work: Callable[[UnitOfWork], T], first: Callable[[], object] | None = None) -> T:
        return await self._watching(partial(super().claim, first=first), work)

    async def _watching(self, run: Callable[..., Awaitable[T]], work: Callable[[UnitOfWork], T]) -> T:
        deeds: Deeds = []

        def watched(unit: UnitOfWork) -> T:
            deeds.clear()  # it may run again after a lost race
            result = work(cast("UnitOfWork", _Watched(unit, deeds)))
            self._pass(BEFORE, deeds)
            return result

        result = await run(watched)
        self._pass(AFTER, deeds)
        return result

    async def now(self) -> datetime | None:
        """The server's clock is right, and the days pass there as quickly as everywhere."""
        jumped = timedelta(seconds=self._life.clock.jumped.value)
        told = await super().now()
        return told and told + jumped

    def _pass(self, when: str, deeds: Deeds) -> None:
        for point, times in passed(deeds).items():
            if self._life.fate.strikes(when + point, times):
                os.kill(os.getpid(), signal.SIGKILL)


class _Watched:
    """Repositories that write down what was asked of them."""

    def __init__(self, unit: UnitOfWork, deeds: Deeds) -> None:
        self._unit, self._deeds = unit, deeds

    def __getattr__(self, name: str) -> object:
        return _WatchedRepository(name, getattr(self._unit, name), self._deeds)


class _WatchedRepository:
    def __init__(self, name: str, repository: object, deeds: Deeds) -> None:
        self._name, self._repository, self._deeds = name, repository, deeds

    def __getattr__(self, name: str) -> Callable[..., object]:
        method = getattr(self._repository, name)

        def noted(*given: object, **named: object) -> object:
            result = method(*given, **named)
            self._deeds.append((f"{self._name}.{name}", given, result))
            return result

        return noted
