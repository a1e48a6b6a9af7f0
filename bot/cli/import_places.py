"""Where the topics of notes stand after an import."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Place:
    """The file of a topic's draft: `written` now, or there from an import before."""

    file: Path
    written: bool
