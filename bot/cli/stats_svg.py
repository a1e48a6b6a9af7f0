"""What a pack covers as a picture: an SVG that takes the colours of its reader, light or dark."""

from __future__ import annotations

from datetime import date
from xml.sax.saxutils import escape

from rich.cells import cell_len

from bot.cli.stats_charts import Bar, Chart, charts
from bot.domain.scenario import Language, Pack
from bot.services.measure_coverage import Coverage
from bot.texts import say

WIDTH, EDGE = 820, 28
ROW, BAR, HEAD, BETWEEN = 26, 14, 34, 18
BASELINE = 5  # from a row's middle down to where its text stands
COLUMN = 7.6  # pixels that a column of a terminal takes at 14 pixels, on the safe side
FIGURES = 190

# Text against its ground: at least 7 to 1; bars: at least 3 to 1. What is drawn is also said in figures.
STYLE = """\
svg {
  --ground: #ffffff; --text: #1c2330; --soft: #4b5565; --track: #e8ebf0; --bar: #2f6db3; --mark: #b3261e;
}
@media (prefers-color-scheme: dark) {
  svg {
    --ground: #12161d; --text: #e9edf3; --soft: #aeb8c6; --track: #252c37; --bar: #69a7e8; --mark: #ff9d8a;
  }
}
text {
  font: 14px system-ui, "Hiragino Sans", "Noto Sans JP", "Noto Sans CJK JP", sans-serif; fill: var(--text);
}
.title { font-size: 20px; font-weight: 600; }
.head { font-weight: 600; }
.soft { fill: var(--soft); }
.ground { fill: var(--ground); }
.track { fill: var(--track); }
.bar { fill: var(--bar); }
.mark { fill: var(--mark); stroke: var(--ground); stroke-width: 1; }"""


def coverage_svg(pack: Pack, coverage: Coverage, today: date, language: Language) -> str:
    """The charts one under the other; title and description say what is seen to who can't see it."""
    title = say(language, "cli.stats.picture", title=pack.title[language])
    about = say(language, "cli.stats.about", id=pack.id, n=coverage.scenarios, day=today.isoformat())
    drawn = charts(coverage, language)
    left = EDGE + COLUMN * max(cell_len(bar.label) for chart in drawn for bar in chart.bars) + 14
    parts, y = [_text(EDGE, 44, title, "title"), _text(EDGE, 68, about, "soft")], 84.0
    for chart in drawn:
        parts += _chart(chart, left, y)
        y += HEAD + ROW * len(chart.bars) + BETWEEN
    height = round(y + EDGE - BETWEEN)
    size = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
    labelled = f'role="img" aria-labelledby="title about" lang="{language.value}"'
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} {labelled}>',
            f'<title id="title">{escape(title)}</title>',
            f'<desc id="about">{escape(_described(about, drawn))}</desc>',
            f"<style>\n{STYLE}\n</style>",
            f'<rect class="ground" width="{WIDTH}" height="{height}" rx="8"/>',
            *parts,
            "</svg>",
            "",
        )
    )


def _chart(chart: Chart, left: float, top: float) -> list[str]:
    parts = [_text(EDGE, top + 22, chart.title, "head")]
    if chart.legend:
        parts += [_mark(left, top + 17), _text(left + 10, top + 22, chart.legend, "soft")]
    for number, bar in enumerate(chart.bars):
        parts += _bar(chart, bar, left, top + HEAD + ROW * number + ROW / 2)
    return parts


def _bar(chart: Chart, bar: Bar, left: float, middle: float) -> list[str]:
    room = WIDTH - EDGE - FIGURES - left
    parts = [
        _text(EDGE, middle + BASELINE, bar.label),
        _rect("track", left, middle - BAR / 2, room, BAR),
        _rect("bar", left, middle - BAR / 2, room * bar.share / chart.longest, BAR),
    ]
    if bar.mark is not None:
        parts.append(_mark(left + room * bar.mark / chart.longest, middle))
    return [*parts, _text(left + room + 12, middle + BASELINE, _figures(chart, bar))]


def _figures(chart: Chart, bar: Bar) -> str:
    """The figures that fit beside a bar: count, share, and where it should end."""
    count, share, *more = bar.figures
    expected = [f"{chart.columns[3]} {more[0]}"] if bar.mark is not None else []
    return " · ".join((count, share, *expected))


def _described(about: str, drawn: tuple[Chart, ...]) -> str:
    """Every bar in words, a line for each chart."""
    lines = [about]
    for chart in drawn:
        names = " · ".join(chart.columns[1:3])
        bars = " / ".join(f"{bar.label}: {_figures(chart, bar)}" for bar in chart.bars)
        lines.append(f"{chart.title} ({names}): {bars}")
    return "\n".join(lines)


def _mark(x: float, middle: float) -> str:
    return _rect("mark", x - 2, middle - BAR / 2 - 3, 4, BAR + 6)


def _rect(kind: str, x: float, y: float, width: float, height: float) -> str:
    return f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="2"/>'


def _text(x: float, y: float, text: str, kind: str = "") -> str:
    styled = f' class="{kind}"' if kind else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{styled}>{escape(text)}</text>'
