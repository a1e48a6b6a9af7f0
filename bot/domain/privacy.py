"""What is stored about a person, and what becomes of it when they wish to be forgotten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

NOBODY = ""
"""Stands for a person who wished to be forgotten, where a row has to stay."""

Rows = Mapping[str, Sequence[Mapping[str, object]]]
"""Rows by the name of their table, as values that JSON knows."""


@dataclass(frozen=True, slots=True)
class Export:
    """Everything that is stored about a person, as of `made_at`, without what it says about others."""

    team_id: str
    user_id: str
    made_at: datetime
    rows: Rows


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was done to forget a person: how many rows were `deleted`, how many were `emptied` (they hold
    nobody's id and no text any more), and which channels lost the person who had set them up."""

    deleted: int
    emptied: int
    ownerless: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        """Whether nothing was stored in the first place."""
        return not (self.deleted or self.emptied)
