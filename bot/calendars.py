"""Public holidays of the world's countries, as the `holidays` package knows them.

A year of a country is worked out once and remembered. The names come in the language that was asked for
where the package has it, else in English, else as the country itself writes them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

import holidays

from bot.domain.scenario import Language

LANGUAGES = {Language.JA: ("ja", "en_US"), Language.EN: ("en_US",)}
"""What the package calls our languages, best first. Where a country has none of them, its own will do."""

YEARS_KEPT = 2_000


class HolidayCalendars:
    """See `bot.ports.Calendars`. Works out of memory, for as many years as the package knows."""

    def __init__(self) -> None:
        self._spoken = holidays.list_localized_countries(include_aliases=False)
        self.codes: Sequence[str] = tuple(sorted(holidays.list_supported_countries(include_aliases=False)))
        self._year = lru_cache(YEARS_KEPT)(self._work_out)

    def holiday(self, codes: Sequence[str], day: date, language: Language) -> str | None:
        """The day's name in the first of these calendars that has it; a calendar that is gone has none."""
        known = (self._year(code, day.year, language).get(day) for code in codes if code in self.codes)
        return next((name for name in known if name), None)

    def _work_out(self, code: str, year: int, language: Language) -> Mapping[date, str]:
        spoken = self._spoken.get(code, ())
        said = next((known for known in LANGUAGES[language] if known in spoken), None)
        found = holidays.country_holidays(code, years=year, language=said)
        return {day: " / ".join(dict.fromkeys(found.get_list(day))) for day in found}
