"""Which kanji sound alike: what an input method confuses."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

_REMEMBERED = 4096


class Sounds:
    """Readings, each with the kanji that have it: 公, 後 and 更 are all read こう."""

    def __init__(self, kanji_of: Mapping[str, str]) -> None:
        self._kanji_of = kanji_of
        self._readings: dict[str, list[str]] = {}
        for reading, kanji in kanji_of.items():
            for one in kanji:
                self._readings.setdefault(one, []).append(reading)
        self.alike = lru_cache(maxsize=_REMEMBERED)(self._alike)

    def _alike(self, kanji: str) -> frozenset[str]:
        """The kanji that share a reading with this one, itself included."""
        return frozenset(kanji).union(*(self._kanji_of[one] for one in self._readings.get(kanji, ())))


SILENT = Sounds({})
"""No kanji sound alike."""
