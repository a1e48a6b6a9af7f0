from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendars import HolidayCalendars
from bot.domain.scenario import Language
from bot.slack.blocks.countries import country
from bot.texts import catalogue

CALENDARS = HolidayCalendars()
NEW_YEAR = date(2027, 1, 1)

days = st.dates(date(2020, 1, 1), date(2035, 12, 31))  # outside, the package warns of gaps
codes = st.lists(st.sampled_from([*CALENDARS.codes, "XX", ""]), max_size=4)


@pytest.mark.parametrize(
    ("code", "day", "language", "name"),
    [
        ("JP", date(2026, 11, 3), Language.JA, "文化の日"),
        ("JP", date(2026, 11, 3), Language.EN, "Culture Day"),
        ("JP", date(2026, 5, 6), Language.JA, "振替休日"),
        ("US", date(2026, 7, 3), Language.EN, "Independence Day (observed)"),
        ("US", date(2026, 7, 3), Language.JA, "Independence Day (observed)"),
        ("DE", date(2026, 10, 3), Language.EN, "German Unity Day"),
    ],
)
def test_a_holiday_has_its_name(code: str, day: date, language: Language, name: str) -> None:
    assert CALENDARS.holiday([code], day, language) == name


def test_a_working_day_has_none() -> None:
    assert CALENDARS.holiday(["JP", "US"], date(2026, 11, 4), Language.JA) is None


def test_without_calendars_no_day_is_a_holiday() -> None:
    assert CALENDARS.holiday([], NEW_YEAR, Language.EN) is None


def test_the_first_calendar_that_has_the_day_names_it() -> None:
    assert CALENDARS.holiday(["US", "JP"], date(2026, 11, 3), Language.JA) == "文化の日"
    assert CALENDARS.holiday(["JP", "US"], NEW_YEAR, Language.JA) == "元日"
    assert CALENDARS.holiday(["US", "JP"], NEW_YEAR, Language.JA) == "New Year's Day"


def test_a_calendar_that_is_gone_has_no_holidays() -> None:
    assert CALENDARS.holiday(["XX"], NEW_YEAR, Language.EN) is None


@given(codes, days, st.sampled_from(Language))
def test_any_day_of_any_countries_has_a_name_or_none(codes: list[str], day: date, language: Language) -> None:
    name = CALENDARS.holiday(codes, day, language)
    assert name is None or name.strip()


@given(codes, days)
def test_what_is_a_holiday_does_not_depend_on_the_language(codes: list[str], day: date) -> None:
    named = [CALENDARS.holiday(codes, day, language) is None for language in Language]
    assert named[0] == named[1]


def test_every_country_on_offer_has_a_name_in_both_languages() -> None:
    assert [code for code in CALENDARS.codes if f"country.{code.lower()}" not in catalogue()] == []
    for language in Language:
        assert len({country(language, code) for code in CALENDARS.codes}) == len(CALENDARS.codes)


def test_a_country_that_is_newer_than_our_names_goes_by_its_code() -> None:
    assert country(Language.JA, "ZZ") == "ZZ"
