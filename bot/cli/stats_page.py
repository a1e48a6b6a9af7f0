"""What a pack covers, for people in a terminal: tables whose last column is a bar."""

from __future__ import annotations

from datetime import date

from rich.cells import cell_len

from bot.cli.page import Page
from bot.cli.stats_charts import Bar, Chart, charts
from bot.domain.scenario import Language, Pack
from bot.services.measure_coverage import Coverage
from bot.texts import say

SHORTEST, LONGEST = 8, 40
INDENT, GAP = 2, 2
MARK = "┃"
EIGHTHS = " ▏▎▍▌▋▊▉"
"""Blocks from an empty one to seven eighths of a full one."""


def print_coverage(pack: Pack, coverage: Coverage, drafts: int, today: date, language: Language) -> None:
    """A heading, then one table for each way to look at the pack."""
    page = Page()
    page.text(pack.title[language], style="bold")
    about = say(language, "cli.stats.about", id=pack.id, n=coverage.scenarios, day=today.isoformat())
    page.text(about, style="dim")
    if drafts:
        page.text(say(language, "cli.stats.drafts", n=drafts), style="dim")
    for chart in charts(coverage, language):
        page.heading(chart.title)
        _print(page, chart)


def _print(page: Page, chart: Chart) -> None:
    rows = [chart.columns, *((bar.label, *bar.figures) for bar in chart.bars)]
    taken = sum(max(map(cell_len, column)) + GAP for column in zip(*rows, strict=True))
    width = max(SHORTEST, min(LONGEST, page.width - INDENT - taken))
    drawn = ["", *(_drawn(bar, chart.longest, width) for bar in chart.bars)]
    page.table([(*row, bar) for row, bar in zip(rows, drawn, strict=True)], indent=INDENT)
    if chart.legend:
        page.text(chart.legend, indent=INDENT, bullet=MARK, style="dim")


def _drawn(bar: Bar, longest: float, width: int) -> str:
    """The bar, to an eighth of a column, with the mark in the column where it should end."""
    whole, rest = divmod(round(8 * width * bar.share / longest), 8)
    cells = list(("█" * whole + (EIGHTHS[rest] if rest else "")).ljust(width))
    if bar.mark is not None:
        cells[min(width - 1, int(width * bar.mark / longest))] = MARK
    return "".join(cells).rstrip()
