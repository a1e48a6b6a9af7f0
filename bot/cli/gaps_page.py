"""What people asked and did not get, for authors of packs."""

from __future__ import annotations

from rich.cells import cell_len

from bot.cli.page import Page, cut
from bot.domain.results import Gap, Gaps
from bot.domain.scenario import Language
from bot.texts import say


def print_gaps(found: Gaps, language: Language) -> None:
    """Every question with how it was missed under it."""
    page = Page()
    if not found.gaps:
        page.text(say(language, "cli.gaps.none"))
    for gap in found.gaps:
        times = f"{gap.times}×"
        page.text(cut(gap.text), bullet=times, style="bold")
        page.text(_about(gap, language), indent=cell_len(times) + 1, style="dim")
    if found.more:
        page.text(say(language, "cli.gaps.more", n=found.more))


def _about(gap: Gap, language: Language) -> str:
    how = " · ".join(say(language, f"gap.{miss}", n=times) for miss, times in gap.how.items() if times)
    day = gap.last_day.isoformat()
    if gap.nearest is None:
        return say(language, "cli.gaps.about-far", how=how, day=day)
    return say(language, "cli.gaps.about", how=how, scenario=gap.nearest, day=day)
