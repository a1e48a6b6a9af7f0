"""Pictures of figures, drawn with Pillow.

A picture brings its own opaque background and stands on it with enough contrast (WCAG 2.2: 4.5 to 1), so
that it can be read in Slack's light and dark themes alike. It holds figures only, days of the month among
them: the words are in the message, where they can be in Japanese and be read aloud.
"""

from __future__ import annotations

import asyncio
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from bot.domain.recaps import RecapDay, Week

Colour = tuple[int, int, int]
Box = tuple[int, int, int, int]

BACKGROUND: Colour = (244, 244, 242)
INK: Colour = (38, 38, 38)
BARS: Colour = (13, 92, 143)
LINE: Colour = (163, 58, 15)
RULES: Colour = (214, 214, 210)  # they carry no meaning
MEANINGFUL = (INK, BARS, LINE)

# Twice the size at which Slack shows a picture across a message, for dense screens.
WIDTH, HEIGHT = 1440, 720
MARGIN = 48
LEFT = 112
LINE_PANEL: Box = (LEFT, 64, WIDTH - MARGIN, 332)
BAR_PANEL: Box = (LEFT, 412, WIDTH - MARGIN, 636)
TEXT, SMALL = 34, 28
WIDEST_BAR = 120
DOT = 11


class Pictures:
    """The Charts port."""

    async def week(self, week: Week) -> bytes:
        """Averages as a line above, participation as bars below; drawn in a thread."""
        return await asyncio.to_thread(draw_week, week)


def draw_week(week: Week) -> bytes:
    """The week as a PNG: the same week gives the same bytes."""
    image = Image.new("RGB", (WIDTH, HEIGHT), BACKGROUND)
    draw = ImageDraw.Draw(image)
    places = _places(len(week.days))
    _draw_averages(draw, week.days, places)
    _draw_people(draw, week.days, places)
    for day, x in zip(week.days, places, strict=True):
        draw.text((x, BAR_PANEL[3] + 16), str(day.day.day), INK, _font(TEXT), anchor="mt")
    written = BytesIO()
    image.save(written, "PNG", optimize=True)
    return written.getvalue()


def _draw_averages(draw: ImageDraw.ImageDraw, days: tuple[RecapDay, ...], places: list[int]) -> None:
    for mark in (0, 50, 100):
        _rule(draw, LINE_PANEL, mark / 100, str(mark))
    points = [
        (x, _height(LINE_PANEL, day.average / 100), day.average)
        for day, x in zip(days, places, strict=True)
        if day.average is not None
    ]
    if len(points) > 1:
        draw.line([(x, y) for x, y, _ in points], LINE, 6, joint="curve")
    for x, y, average in points:
        draw.ellipse((x - DOT, y - DOT, x + DOT, y + DOT), LINE)
        # Below the dot near the top, so that no figure leaves the picture.
        below = average > 80
        at, anchor = (y + 2 * DOT, "mt") if below else (y - 2 * DOT, "mb")
        draw.text((x, at), str(average), LINE, _font(TEXT), anchor, stroke_width=5, stroke_fill=BACKGROUND)


def _draw_people(draw: ImageDraw.ImageDraw, days: tuple[RecapDay, ...], places: list[int]) -> None:
    most = max((day.people for day in days), default=0)
    _rule(draw, BAR_PANEL, 0, "0")
    half = min(WIDEST_BAR, (BAR_PANEL[2] - BAR_PANEL[0]) // (2 * max(1, len(days)))) // 2
    for day, x in zip(days, places, strict=True):
        top = _height(BAR_PANEL, day.people / most if most else 0)
        if day.people:
            draw.rectangle((x - half, top, x + half, BAR_PANEL[3]), BARS)
        draw.text((x, top - 8), str(day.people), BARS, _font(TEXT), anchor="mb")


def _places(count: int) -> list[int]:
    """The middles of `count` equal columns."""
    width = (BAR_PANEL[2] - BAR_PANEL[0]) / max(1, count)
    return [round(BAR_PANEL[0] + width * (place + 0.5)) for place in range(count)]


def _rule(draw: ImageDraw.ImageDraw, panel: Box, share: float, label: str) -> None:
    y = _height(panel, share)
    draw.line((panel[0], y, panel[2], y), RULES, 2)
    draw.text((panel[0] - 16, y), label, INK, _font(SMALL), anchor="rm")


def _height(panel: Box, share: float) -> int:
    """Where a share (0..1) of the panel's height stands."""
    return round(panel[3] - (panel[3] - panel[1]) * share)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    """Pillow's own font, which every installation has."""
    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont), "Pillow was built without FreeType"
    return font
