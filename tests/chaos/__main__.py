"""`make chaos`: does everything happen exactly once while everything fails?

Four replicas on PostgreSQL, then one process on SQLite: killed at every point at which it hurts, with a
Slack that fails on purpose and a database that crashes. Ends with 1 if anything was lost or doubled, or if
there was no storm: on one of the engines none at all, or one without what belongs in it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from tests.chaos.run import on_postgresql, on_sqlite, report
from tests.chaos.storm import Size
from tests.postgres import NoPostgres


class Engine(StrEnum):
    POSTGRESQL = "postgresql"
    SQLITE = "sqlite"


ENGINES = {Engine.POSTGRESQL: on_postgresql, Engine.SQLITE: on_sqlite}
REPLIES_PER_POST = 11
DAYS = 8


def main(
    posts: Annotated[int, typer.Option(help="How many scenarios are posted, about.")] = 2000,
    engine: Annotated[Engine | None, typer.Option(help="This one alone; both without it.")] = None,
    seed: Annotated[
        int, typer.Option(help="Draws the same faults again, though not at the same moments.")
    ] = 1,
) -> None:
    channels = max(4, posts // DAYS)
    small = channels < 100
    size = Size(
        channels,
        DAYS,
        REPLIES_PER_POST,
        deaths_per_point=2 if small else 5,
        restarts=1 if small else 4,
        seed=seed,
    )
    wrong = 0
    for name in [engine] if engine else ENGINES:
        try:
            outcome = ENGINES[name](size, "tests.chaos.warm")
        except NoPostgres as reason:
            print(f"{name}: not tried, {reason}")
            wrong += 1
            continue
        report(outcome, lambda line: print(line, flush=True))
        wrong += len(outcome.wrong)
    raise typer.Exit(1 if wrong else 0)


if __name__ == "__main__":
    typer.run(main)
