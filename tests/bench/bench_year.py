"""A year that nobody has lived before: the simulation of `tests/simulation` with a new seed on each run.

SCS_YEAR_SEED=12345 make bench     the same year again
"""

from __future__ import annotations

import os
from pathlib import Path
from random import SystemRandom

from tests.simulation.year import live_and_compare

SEED = int(os.environ.get("SCS_YEAR_SEED", SystemRandom().randrange(1_000_000)))


async def test_another_year_comes_out_as_counted_by_hand(tmp_path: Path) -> None:
    print(f"\n\nthe year of seed {SEED}")
    happened = await live_and_compare(SEED, tmp_path)
    print(", ".join(f"{kind} {times:,}" for kind, times in sorted(happened.items())))
