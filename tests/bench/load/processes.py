"""Processes that are measured: started, asked for their address, time and memory, and stopped."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.bench.load.serve import SECRET

ROOT = Path(__file__).parents[3]
_TICK = os.sysconf("SC_CLK_TCK")


class Served:
    """A process that listens, and its children."""

    def __init__(self, name: str, process: subprocess.Popen[str], url: str) -> None:
        self.name, self.url = name, url
        self._process = process

    def processor_seconds(self) -> float:
        """Of the process and its children, so far."""
        return sum(self._ticks(pid) for pid in self._family()) / _TICK

    def kilobytes(self) -> int:
        """Resident memory of the process and its children."""
        return sum(_resident(pid) for pid in self._family())

    def _family(self) -> list[int]:
        own = self._process.pid
        children = Path(f"/proc/{own}/task/{own}/children").read_text().split()
        return [own, *map(int, children)]

    @staticmethod
    def _ticks(pid: int) -> int:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])


def _resident(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS:")), 0)


@contextmanager
def served(name: str, *arguments: str, environ: Mapping[str, str] | None = None) -> Iterator[Served]:
    """`python -m ARGUMENTS` in a process, once it has printed its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1", **(environ or {})},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    try:
        address = None
        for line in process.stdout:
            if address := re.search(r"http://[\w.:]+\d", line):
                break
        if address is None:
            raise RuntimeError(f"{name} ended before it listened")
        yield Served(name, process, address[0])
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()


@contextmanager
def bot(name: str, slack: Served, database: str, **environ: str) -> Iterator[Served]:
    """The product itself, in HTTP mode."""
    settings = {
        "SLACK_BOT_TOKEN": "xoxb-bench",
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_APP_TOKEN": "",
        "SLACK_API_URL": f"{slack.url}/api/",
        "DATABASE_URL": database,
        "PORT": "0",
        "SCS_LOG_LEVEL": "WARNING",
        **environ,
    }
    with served(name, "bot", "run", environ=settings) as running:
        yield running
