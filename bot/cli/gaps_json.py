"""What people asked and did not get, for programs: whole texts and nothing about people."""

from __future__ import annotations

from typing import Any

from bot.domain.results import Gap, Gaps


def gaps_record(found: Gaps) -> dict[str, Any]:
    """The questions, most asked first, and how many were left off."""
    return {"gaps": [_gap_record(gap) for gap in found.gaps], "more": found.more}


def _gap_record(gap: Gap) -> dict[str, Any]:
    return {
        "text": gap.text,
        "times": gap.times,
        "how": {miss.value: times for miss, times in gap.how.items()},
        "nearest": gap.nearest,
        "last": gap.last_day.isoformat(),
    }
