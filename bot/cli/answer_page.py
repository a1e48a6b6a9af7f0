"""What `ask` found, for people: all in the language of the answer."""

from __future__ import annotations

from bot.cli.page import Page
from bot.domain.reading.opening import opening
from bot.domain.scenario import Language, Pack, Scenario
from bot.domain.search import FieldGain, Found, Match, Verdict
from bot.texts import say

NEIGHBOURS = 2
SITUATION = 300  # characters of a neighbour's


def print_answer(pack: Pack, found: Found, language: Language, explain: bool) -> None:
    """The answer, or what comes closest to one."""
    page = Page()
    page.text(_verdict(found, language), style="bold green" if _answered(found) else "bold yellow")
    others = found.matches
    if _answered(found):
        _print_scenario(page, pack, pack.scenario(found.matches[0].scenario_id), language)
        others = found.matches[1 : 1 + NEIGHBOURS]
        if others:
            page.heading(say(language, "cli.answer.neighbours"))
    for match in others:
        scenario = pack.scenario(match.scenario_id)
        page.text(
            f"{scenario.id} — {opening(scenario.situation[language], 1, SITUATION)}", bullet="•", indent=2
        )
    if explain:
        _print_reasons(page, found, language)


def _verdict(found: Found, language: Language) -> str:
    if not _answered(found):
        none_close = found.verdict is Verdict.NOTHING and not found.matches
        return say(language, "cli.answer.nothing-at-all" if none_close else f"cli.answer.{found.verdict}")
    return say(language, f"confidence.{found.fit}")


def _answered(found: Found) -> bool:
    return found.verdict is Verdict.ANSWER


def _print_scenario(page: Page, pack: Pack, scenario: Scenario, language: Language) -> None:
    domain = pack.domain_name(scenario, language)
    facts = say(language, "cli.answer.facts", id=scenario.id, domain=domain, difficulty=scenario.difficulty)
    page.text(facts, style="dim")
    page.heading(say(language, "cli.answer.situation"))
    page.text(scenario.situation[language])
    page.heading(say(language, "cli.answer.answer"))
    page.text(scenario.answer[language])
    page.heading(say(language, "cli.answer.points"))
    for point in scenario.rubric:
        page.text(point.text[language], bullet="•", indent=2)
    page.heading(say(language, "cli.answer.sources"))
    for source in scenario.sources:
        read = source.read.isoformat()
        page.text(say(language, "cli.answer.source", title=source.title, read=read), bullet="•", indent=2)
        page.text(source.url, indent=4, style="dim")
    page.gap()
    if scenario.reviewed:
        page.text(say(language, "cli.answer.reviewed", date=scenario.reviewed.isoformat()))
    else:
        page.text(say(language, "cli.answer.not-reviewed"))


def _print_reasons(page: Page, found: Found, language: Language) -> None:
    page.heading(say(language, "cli.answer.why", confidence=f"{found.confidence:.2f}"))
    for match in found.matches:
        page.text(f"{match.scenario_id}  {match.score:.3f}", indent=2)
        page.text(
            say(language, "cli.answer.by-meaning", gain=f"{match.by_meaning:.2f}"), bullet="·", indent=4
        )
        _print_words(page, match, language)


def _print_words(page: Page, match: Match, language: Language) -> None:
    for word in match.words:
        gains = ", ".join(f"{_field(gain, language)} {gain.gain:.2f}" for gain in word.fields)
        same = word.word == word.matched
        pair = word.word if same else f"{word.word} ≈ {word.matched} ({word.similarity:.2f})"
        page.text(f"{pair}: {gains}", bullet="·", indent=4)


def _field(gain: FieldGain, language: Language) -> str:
    """The part of a scenario that a word was found in."""
    return say(language, f"cli.answer.in.{gain.field.replace(' ', '-')}")
