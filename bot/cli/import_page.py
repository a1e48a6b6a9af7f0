"""What became of every line of the notes, for people."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cli.import_places import Place
from bot.cli.opening import shown
from bot.cli.page import Page, cut
from bot.domain.scenario import Language
from bot.packs.importing import ranges
from bot.packs.notes import Left, Notes
from bot.texts import say


def print_account(notes: Notes, name: str, places: Sequence[Place], language: Language, check: str) -> None:
    """The account: lines read, lines in each draft, lines in none; `check` is the command to go on with."""
    page = Page()
    page.text(say(language, "cli.import.read", n=len(notes.lines), file=cut(name)), style="bold")
    for topic, place in zip(notes.topics, places, strict=True):
        key = "cli.import.draft" if place.written else "cli.import.there"
        page.text(say(language, key, n=len(topic.lines), file=shown(place.file)), indent=2)
        filled = {*topic.situation_lines, *topic.point_lines, *topic.trap_lines}
        about = say(
            language,
            "cli.import.lines",
            lines=ranges(topic.lines),
            situation=len(topic.situation_lines),
            points=len(topic.point_lines),
            rest=len(topic.lines) - len(filled),
        )
        if topic.trap_lines:
            about += say(language, "cli.import.misconceptions", n=len(topic.trap_lines))
        page.text(about, indent=4, style="dim")
    placed = sum(len(topic.lines) for topic in notes.topics)
    page.text(say(language, "cli.import.placed", n=placed, count=len(notes.lines)))
    _print_left(page, notes, language)
    page.text(say(language, _end(places), check=check))


def _end(places: Sequence[Place]) -> str:
    """The key of what there is to do now."""
    if not places:
        return "cli.import.nothing"
    return "cli.import.next" if any(place.written for place in places) else "cli.import.all-there"


def _print_left(page: Page, notes: Notes, language: Language) -> None:
    if not notes.left:
        return
    page.text(say(language, "cli.import.left", n=len(notes.left)))
    for why in Left:
        numbers = [number for number, reason in notes.left.items() if reason is why]
        if numbers:
            page.text(say(language, f"cli.import.left.{why}", lines=ranges(numbers)), indent=2)
        if why is Left.HEADING:
            for number in numbers:
                page.text(cut(notes.lines[number - 1]), indent=4, bullet=str(number), style="dim")
