"""The chart in the weekly recap, as a picture."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.charts import BACKGROUND, HEIGHT, MEANINGFUL, WIDTH, Colour, Pictures, draw_week
from bot.domain.recaps import RecapDay, Week

MONDAY = date(2026, 11, 2)
LARGEST = 100_000  # bytes


def week(*figures: tuple[int, int | None]) -> Week:
    days = [
        RecapDay(MONDAY + timedelta(days=at), "s", people, average)
        for at, (people, average) in enumerate(figures)
    ]
    return Week(MONDAY, tuple(days))


FULL = week((12, 71), (9, 45), (0, None), (14, 100), (11, 0), (3, 62), (1, 80))


def picture(drawn: bytes) -> Image.Image:
    return Image.open(BytesIO(drawn))


def luminance(colour: Colour) -> float:
    """https://www.w3.org/TR/WCAG22/#dfn-relative-luminance"""
    parts = [part / 255 for part in colour]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Colour, other: Colour) -> float:
    """https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio"""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colour", MEANINGFUL)
def test_everything_with_a_meaning_stands_out_from_the_background(colour: Colour) -> None:
    assert contrast(colour, BACKGROUND) >= 4.5


def test_the_picture_has_words_of_no_language() -> None:
    """Of days it knows the number: those of another month fall on other weekdays."""
    later = tuple(replace(day, day=day.day.replace(month=12)) for day in FULL.days)
    assert draw_week(Week(later[0].day, later)) == draw_week(FULL)


def test_the_picture_brings_its_own_opaque_background() -> None:
    drawn = picture(draw_week(FULL))
    assert drawn.mode == "RGB"
    assert "transparency" not in drawn.info
    corners = [(x, y) for x in (0, WIDTH - 1) for y in (0, HEIGHT - 1)]
    assert {drawn.getpixel(corner) for corner in corners} == {BACKGROUND}


def test_it_is_twice_the_size_at_which_it_is_shown() -> None:
    assert picture(draw_week(FULL)).size == (1440, 720)


def test_the_same_week_gives_the_same_bytes() -> None:
    assert draw_week(FULL) == draw_week(FULL)


def test_other_figures_give_another_picture() -> None:
    assert draw_week(week((1, 70))) != draw_week(week((1, 71)))
    assert draw_week(week((1, 70), (2, 70))) != draw_week(week((2, 70), (2, 70)))


@given(
    st.lists(
        st.one_of(st.just((0, None)), st.tuples(st.integers(1, 99_999), st.integers(0, 100))), max_size=7
    )
)
def test_any_week_is_a_small_png_with_a_free_margin(figures: list[tuple[int, int | None]]) -> None:
    drawn = draw_week(week(*figures))
    assert drawn.startswith(b"\x89PNG")
    assert len(drawn) < LARGEST
    shown = picture(drawn)
    edges = [
        (0, 0, WIDTH, 8),
        (0, HEIGHT - 8, WIDTH, HEIGHT),
        (0, 0, 8, HEIGHT),
        (WIDTH - 8, 0, WIDTH, HEIGHT),
    ]
    for edge in edges:  # no figure runs out of the picture
        assert shown.crop(edge).getcolors() is not None
        assert {colour for _, colour in shown.crop(edge).getcolors() or []} == {BACKGROUND}


async def test_the_port_draws_the_same() -> None:
    assert await Pictures().week(FULL) == draw_week(FULL)
