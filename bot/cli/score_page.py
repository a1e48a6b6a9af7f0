"""What `grade` found, for the scenario's author: outcome, number, and the words behind every part."""

from __future__ import annotations

from bot.cli.page import Page
from bot.domain.grading import Outcome, PointResult, Score
from bot.domain.scenario import Language, Scenario
from bot.texts import say

_STYLES = {Outcome.FULL: "bold green", Outcome.PARTIAL: "bold yellow", Outcome.NONE: "bold red"}


def print_score(scenario: Scenario, score: Score, language: Language) -> None:
    """The whole score. Names what is missing, which only an author should see."""
    page = Page()
    some = score.outcome is Outcome.NONE and any(point.earned for point in score.points)
    result = "some" if some else score.outcome
    page.text(say(language, f"cli.score.{result}", value=score.value), style=_STYLES[score.outcome])
    page.gap()
    for point in score.points:
        _print_point(page, scenario, point, language)
    for found in score.misconceptions:
        claim = scenario.misconception(found.id)
        page.gap()
        key = "cli.score.misconception" if found.price else "cli.score.misconception-free"
        title = say(language, key, claim=claim.text[language], price=found.price)
        page.text(title, bullet="!", style="red")
        page.text(say(language, "cli.score.words", words=_quoted(found.evidence, language)), indent=2)
        page.text(claim.why[language], indent=2)
    page.gap()
    if score.withheld:
        page.text(say(language, "cli.score.withheld", n=score.withheld))
    for remark in score.remarks:
        page.text(say(language, f"remark.{remark}"))
    page.text(say(language, "cli.score.missing", n=len(score.missing)) if score.missing else _all(language))


def _print_point(page: Page, scenario: Scenario, point: PointResult, language: Language) -> None:
    claim = scenario.point(point.id).text[language]
    required = say(language, "cli.score.required") if point.required else ""
    title = say(language, "cli.score.point", claim=claim, earned=point.earned, weight=point.weight)
    bullet, style = ("✓", "green") if point.hit else ("≈", "yellow") if point.earned else ("–", "")
    page.text(title + required, bullet=bullet, style=style)
    words = _quoted(point.evidence, language)
    if point.earned and not point.hit:
        key = "cli.score.near" if point.near else "cli.score.offered"
        page.text(say(language, key, words=words), indent=2, style="yellow")
    elif point.ruled_out_by is not None:
        ruled_out = say(language, "cli.score.ruled-out", words=words, by=point.ruled_out_by)
        page.text(ruled_out, indent=2, style="yellow")
    elif point.evidence and point.earned:  # what led to no points explains none
        page.text(say(language, "cli.score.words", words=words), indent=2, style="dim")


def _quoted(words: tuple[str, ...], language: Language) -> str:
    return say(language, "cli.and").join(say(language, "cli.quoted", words=text) for text in words)


def _all(language: Language) -> str:
    return say(language, "cli.score.nothing-missing")
