"""The form in which a vacation is announced, and its confirmation."""

from __future__ import annotations

from datetime import date

from bot.domain.errors import BadVacation
from bot.domain.people import Absence
from bot.domain.scenario import Language
from bot.services.announce_vacation import Vacations
from bot.slack.blocks.parts import Block, context, escape, field, modal, section
from bot.texts import say, say_day


def vacation_form(vacations: Vacations, language: Language) -> Block:
    """Two dates, today at first, and what is announced already."""
    today: Block = {"type": "datepicker", "initial_date": vacations.day.isoformat()}
    return modal(
        "vacation",
        say(language, "vacation.title"),
        [
            section(say(language, "vacation.about")),
            field(say(language, "vacation.first"), "first", today),
            field(say(language, "vacation.last"), "last", today, say(language, "vacation.last-hint")),
            context(say(language, "vacation.zone", zone=escape(vacations.zone))),
            *_announced(vacations, language),
        ],
        close=say(language, "vacation.cancel"),
        submit=say(language, "vacation.submit"),
    )


def read_vacation(view: Block) -> tuple[date, date]:
    """The dates that were sent; raises `BadVacation` for anything but two dates."""
    values = view["state"]["values"]
    first, last = (_date(values, name) for name in ("first", "last"))
    return first, last


def vacation_saved(vacations: Vacations, language: Language) -> Block:
    """What is announced now."""
    return modal(
        "vacation_saved",
        say(language, "vacation.title"),
        _announced(vacations, language) or [section(say(language, "vacation.none"))],
        close=say(language, "vacation.done"),
    )


def dates(absence: Absence, language: Language) -> str:
    """A vacation's days, from the first to the last."""
    first, last = (say_day(language, day, year=True) for day in (absence.first, absence.last))
    key = "vacation.day" if first == last else "vacation.days"
    return say(language, key, first=first, last=last)


def _announced(vacations: Vacations, language: Language) -> list[Block]:
    lines = [f"• {dates(absence, language)}" for absence in vacations.absences]
    return [section("\n".join([say(language, "vacation.announced"), *lines]))] if lines else []


def _date(values: Block, name: str) -> date:
    try:
        return date.fromisoformat(next(iter(values[name].values()))["selected_date"])
    except (KeyError, StopIteration, TypeError, ValueError) as fault:
        raise BadVacation(field=name) from fault
