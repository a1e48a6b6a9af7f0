"""What a person sent with the set-up form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time, timedelta

from bot.domain.daily import Answering
from bot.domain.day_list import read_days
from bot.domain.errors import BadNumber, BadTimetable, ForeignDomain
from bot.domain.scenario import Language, Pack
from bot.domain.schedule import Timetable
from bot.services.subscribe_channel import MOST_ATTEMPTS, MOST_POINTS
from bot.slack.blocks.domains import chosen_domains
from bot.slack.blocks.parts import Block
from bot.slack.blocks.setup import LANGUAGES


@dataclass(frozen=True, slots=True)
class Filled:
    """The form as a person sent it."""

    channel_id: str
    pack_id: str
    languages: tuple[Language, ...]
    timetable: Timetable
    answering: Answering
    attempts: int
    pass_mark: int
    domains: frozenset[str]
    difficulties: frozenset[int]
    recaps: bool


def read_form(view: Block, packs: Sequence[Pack]) -> Filled:
    """What was sent. Raises `BadDate` or `TooManyDates` for dates, `BadNumber` for numbers, `ForeignDomain`
    for domains of another of the `packs`, and `BadTimetable` for values that the form doesn't offer."""
    values = {block: next(iter(state.values())) for block, state in view["state"]["values"].items()}
    try:
        return _read(values, packs)
    except (KeyError, OverflowError, TypeError, ValueError) as fault:
        raise BadTimetable(field="form", value=type(fault).__name__) from fault


def _read(values: dict[str, Block], packs: Sequence[Pack]) -> Filled:
    pack_id = _chosen(values["pack"])
    domains = chosen_domains(packs, pack_id, _all_chosen(values, "domains"))
    if domains is None:
        raise ForeignDomain(field="domains")
    return Filled(
        channel_id=_conversation(values["channel"]),
        pack_id=pack_id,
        languages=LANGUAGES[_chosen(values["language"])],
        timetable=Timetable(
            at=time.fromisoformat(values["time"]["selected_time"]),
            zone=_chosen(values["zone"]),
            weekdays=frozenset(int(day) for day in _all_chosen(values, "weekdays")),
            open_for=timedelta(hours=int(_chosen(values["open_for"]))),
            calendars=tuple(sorted(_all_chosen(values, "calendars"))),
            skipped=read_days(values["skipped"]["value"] or ""),
        ),
        answering=Answering(_chosen(values["answering"])),
        attempts=_number(values, "attempts", MOST_ATTEMPTS),
        pass_mark=_number(values, "pass_mark", MOST_POINTS),
        domains=domains,
        difficulties=frozenset(int(level) for level in _all_chosen(values, "difficulty")),
        # A form that was opened before there was this choice doesn't turn them off.
        recaps="recaps" not in values or bool(_all_chosen(values, "recaps")),
    )


def _number(values: dict[str, Block], name: str, most: int) -> int:
    try:
        return int(values[name]["value"])
    except ValueError:
        raise BadNumber(field=name, most=most) from None


def _all_chosen(values: dict[str, Block], name: str) -> list[str]:
    """What is ticked in a field that the form may leave out."""
    return [str(each["value"]) for each in values.get(name, {}).get("selected_options") or []]


def _chosen(state: Block) -> str:
    return str(state["selected_option"]["value"])


def _conversation(state: Block) -> str:
    if not (chosen := state["selected_conversation"]):
        raise ValueError("no channel")
    return str(chosen)
