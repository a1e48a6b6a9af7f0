"""Both engines, one after the other, and what came of it as a table."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.chaos.fate import POINTS
from tests.chaos.fleet import context
from tests.chaos.storm import Size, Storm, Stuck
from tests.chaos.truth import Violations, audit
from tests.postgres import SURVIVES_ITS_CRASH, Server, binaries

SHOWN = 5  # of each kind of violation


@dataclass(frozen=True)
class Outcome:
    """What one engine's run came to."""

    engine: str
    storm: Storm
    figures: dict[str, int]
    wrong: Violations


def on_postgresql(size: Size, preload: str, replicas: int = 4) -> Outcome:
    """Several replicas, one of them with a clock that is ahead, on a server that crashes."""
    server = Server(binaries(), SURVIVES_ITS_CRASH)
    try:
        return _run("PostgreSQL", size, server.url, replicas, preload, server)
    finally:
        server.close()


def on_sqlite(size: Size, preload: str) -> Outcome:
    """One process that is killed and started again."""
    with tempfile.TemporaryDirectory(prefix="scs-chaos-") as folder:
        return _run("SQLite", size, f"sqlite:///{folder}/chaos.sqlite3", 1, preload)


def _run(
    engine: str, size: Size, url: str, replicas: int, preload: str, server: Server | None = None
) -> Outcome:
    with tempfile.TemporaryDirectory(prefix="scs-chaos-", ignore_cleanup_errors=True) as folder:
        storm = Storm(size, url, replicas, context(preload), Path(folder), server, tell=_progress)

        async def live_and_count() -> tuple[dict[str, int], Violations]:
            try:
                await storm.live()
            except Stuck as stuck:
                figures, wrong = await audit(storm)
                return figures, wrong | {"stuck": [str(stuck)]}
            return await audit(storm)

        figures, wrong = asyncio.run(live_and_count())
        log = Path(folder, "replicas.log")
        if wrong and log.exists():
            kept = Path(tempfile.gettempdir(), f"scs-chaos-{engine.lower()}.log")
            with suppress(OSError):
                kept.write_bytes(log.read_bytes())
                wrong["(what the replicas logged)"] = [str(kept)]
        return Outcome(engine, storm, figures, wrong)


def _progress(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def report(outcome: Outcome, tell: Callable[[str], None]) -> None:
    """The figures, and whatever is wrong."""
    storm = outcome.storm
    replicas = f"{storm.replicas} replicas, one 90 s ahead" if storm.replicas > 1 else "1 process"
    tell(f"\n{outcome.engine}, {replicas}: {storm.seconds:.0f} s")
    _table(outcome.figures, tell)
    tell("  what was done to it")
    deaths = sum(storm.fate.met(point) for point in POINTS)
    did = {"processes killed (SIGKILL)": deaths, "starts that failed": storm.fleet.failed_starts}
    did |= {"database crashes": storm.crashes, **dict(sorted(storm.slack.faults.items()))}
    _table(did, tell)
    _table(dict(sorted(storm.deliveries.counts.items())), tell)
    if storm.deliveries.given_up:
        tell("  given up by Slack after")
        for line in storm.deliveries.given_up[:SHOWN]:
            tell(f"    {line}")
    tell("  killed at")
    _table({point: storm.fate.met(point) for point in POINTS}, tell)
    tell("  VIOLATIONS" if outcome.wrong else "  no violation")
    for what, each in outcome.wrong.items():
        tell(f"    {what}: {len(each)}")
        for line in each[:SHOWN]:
            tell(f"      {line}")


def _table(figures: dict[str, int], tell: Callable[[str], None]) -> None:
    for name, figure in figures.items():
        tell(f"    {name:<52}{figure:>9,}")
