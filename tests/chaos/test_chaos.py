"""One day of the storm, so that it can be relied on when it is needed: `make chaos` is the whole of it."""

from __future__ import annotations

import pytest

from tests.chaos.library import SMALL
from tests.chaos.run import on_postgresql, on_sqlite
from tests.chaos.storm import Size
from tests.postgres import NoPostgres

DAY = Size(channels=4, days=1, replies_per_post=6, deaths_per_point=1, restarts=1, seed=1, packs=(SMALL,))
PRELOAD = "tests.chaos.rehearsed"


def test_nothing_is_lost_or_doubled_while_replicas_die_and_postgresql_crashes() -> None:
    try:
        outcome = on_postgresql(DAY, PRELOAD, replicas=2)
    except NoPostgres as reason:
        pytest.skip(str(reason))
    assert outcome.wrong == {}


def test_nothing_is_lost_or_doubled_while_the_one_process_on_sqlite_dies() -> None:
    assert on_sqlite(DAY, PRELOAD).wrong == {}
