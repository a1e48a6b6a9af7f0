"""The time zones of the set-up form."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from bot.slack.blocks.parts import Block, option

GROUP = 100  # options in a group, and groups in a select
AREAS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


def zone_select(chosen: str) -> Block:
    """Every zone of the database, by area, with the chosen one first if it is none of them."""
    groups = [{"label": _label(label), "options": [option(z, z) for z in zones]} for label, zones in _zones()]
    if not any(chosen in zones for _, zones in _zones()):
        groups.insert(0, {"label": _label(chosen), "options": [option(chosen, chosen)]})
    return {"type": "static_select", "option_groups": groups, "initial_option": option(chosen, chosen)}


@cache
def _zones() -> tuple[tuple[str, tuple[str, ...]], ...]:
    groups: list[tuple[str, tuple[str, ...]]] = [("UTC", ("UTC",))]
    for area in AREAS:
        names = sorted(name for name in available_timezones() if name.startswith(f"{area}/"))
        for start in range(0, len(names), GROUP):
            part = tuple(names[start : start + GROUP])
            groups.append((area if len(names) <= GROUP else f"{area} ({part[0]} – {part[-1]})", part))
    return tuple(groups)


def _label(text: str) -> Block:
    return {"type": "plain_text", "text": text[:75]}
