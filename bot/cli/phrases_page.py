"""What people wrote where no phrasing matched, for the rubric's author."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cli.page import Page, cut
from bot.domain.scenario import Language
from bot.services.list_unmatched import UnmatchedPoint, UnmatchedScenario
from bot.texts import say


def print_unmatched(unmatched: Sequence[UnmatchedScenario], language: Language) -> None:
    """Every scenario with its points and the texts under them."""
    page = Page()
    if not unmatched:
        page.text(say(language, "cli.phrases.none"))
    for number, found in enumerate(unmatched):
        if number:
            page.gap()
        title = say(language, "cli.phrases.scenario", id=found.scenario.id, n=found.replies)
        page.text(title, style="bold")
        for missed in found.points:
            _print_point(page, missed, found.replies, language)


def _print_point(page: Page, missed: UnmatchedPoint, replies: int, language: Language) -> None:
    point, claim = missed.point.id, missed.point.text[language]
    page.gap()
    page.text(
        say(language, "cli.phrases.point", id=point, claim=claim, missed=missed.missed, replies=replies),
        indent=2,
    )
    for wording in missed.wordings:
        page.text(cut(wording.text), indent=4, bullet=f"{wording.times}×", style="dim")
    if missed.more:
        page.text(say(language, "cli.phrases.more", n=missed.more), indent=4)
