"""The replicas as processes: born, killed, and born again."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.context import ForkServerContext, ForkServerProcess
from random import Random
from typing import Any

import aiohttp

from tests.chaos.replica import Life, live

REBORN_AFTER = (0.0, 0.4)  # seconds


def context(preload: str) -> ForkServerContext:
    """Processes forked from one that has imported this module."""
    forking = multiprocessing.get_context("forkserver")
    forking.set_forkserver_preload([preload])
    return forking


class Fleet:
    """Keeps so many replicas alive. `birth` makes the life of the replica of that number."""

    def __init__(
        self,
        forking: ForkServerContext,
        size: int,
        ports: Any,  # noqa: ANN401 # a shared array
        birth: Callable[[int], Life],
        chance: Random,
    ) -> None:
        self._forking, self._birth, self._chance = forking, birth, chance
        self.ports, self.size = ports, size
        self.processes: list[ForkServerProcess | None] = [None] * size
        self.killed = self.failed_starts = 0
        self.bad_ends: list[str] = []
        self._tending = False

    def kill(self, number: int) -> None:
        """Slack's part: end the replica that is calling."""
        process = self.processes[number]
        if process is not None and process.pid is not None and process.is_alive():
            os.kill(process.pid, signal.SIGKILL)

    def listening(self) -> list[int]:
        """The numbers of those that can be reached, as far as a load balancer knows."""
        return [n for n in range(self.size) if self.ports[n] and (p := self.processes[n]) and p.is_alive()]

    async def tend(self) -> None:
        """Bury the dead and start others in their places, until cancelled."""
        while True:
            for number in range(self.size):
                process = self.processes[number]
                if process is None or not process.is_alive():
                    await self._replace(number, process)
            await asyncio.sleep(0.02)

    async def _replace(self, number: int, process: ForkServerProcess | None) -> None:
        self.ports[number] = 0
        if process is not None:
            self.processes[number] = None
            self._bury(process)
            await asyncio.sleep(self._chance.uniform(*REBORN_AFTER))
        born = self._forking.Process(target=live, args=(self._birth(number),), daemon=True)
        await asyncio.to_thread(born.start)
        self.processes[number] = born

    def _bury(self, process: ForkServerProcess) -> None:
        if process.exitcode == -signal.SIGKILL:
            self.killed += 1
        else:
            self.failed_starts += 1  # such as a start without a database
        process.close()

    async def stop(self) -> None:
        """Ask all to stop, as an operator does; who doesn't within 30 s is killed and written down."""
        living = [process for process in self.processes if process is not None]
        for process in living:
            if process.pid is not None and process.is_alive():
                os.kill(process.pid, signal.SIGTERM)
        for process in living:
            await asyncio.to_thread(process.join, 30)
            if process.exitcode != 0:
                self.bad_ends.append(f"a replica that was asked to stop ended with {process.exitcode}")
                process.kill()

    async def idle(self, session: aiohttp.ClientSession) -> bool:
        """Whether all are there and none has anything under way."""
        if len(self.listening()) < self.size:
            return False
        with suppress(aiohttp.ClientError, TimeoutError, OSError):
            for number in range(self.size):
                async with session.get(f"http://127.0.0.1:{self.ports[number]}/idle") as response:
                    if await response.text() != "idle":
                        return False
            return True
        return False
