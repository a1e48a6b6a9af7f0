"""Texts that teach what a reply does: turn the answer down or not, leave the choice open or not.

The labelled replies of the part `tune`, the scenarios' own answers and examples, and ways of saying it
(`data/stances.tsv`, `data/templates.tsv`, `data/choices.tsv`) filled with accepted phrasings, and what people
put around a whole answer (`data/frames.tsv`). The tones, the listener and the trees learn from these.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.domain.grading import parse_pattern
from bot.domain.reading.listener import Heard
from bot.domain.scenario import Language, Pack, Scenario
from tests.bench.agreement import (
    CHOOSING,
    DENYING,
    FAITHFUL,
    MIXED,
    REJECTING,
    TOGETHER,
    UNDECIDED,
    Labelled,
    labelled,
)
from tools.fit_tones import DATA, FILLINGS, LONGEST_FILLING, choices, stances
from tools.frames import framed

REPLIES = (
    *("strangers-tune-arguing.jsonl", "strangers-tune-refusing.jsonl"),
    *(REJECTING, MIXED, CHOOSING, DENYING, FAITHFUL, UNDECIDED, TOGETHER),
)
TEMPLATES = Path(__file__).parent / "data" / "templates.tsv"
LEFT_OUT = Path(__file__).parent / "foreign" / "heard.json"
"""What the listener hears in each of these texts, fitted without its scenario or way of saying it;
`tools.fit_listener` makes it, and Git does not keep it."""
SAYING, SAYING_WEIGHT = "sayings", 0.5  # of a way of saying it beside a reply
EXAMPLES, PROMISED_WEIGHT = "examples", 0.3  # of a scenario's own example beside a reply
CLEAR = 25  # points of 100 above which a reply that is no hedge has settled on something right
UNCLEAR = ("contradictory", "negated")  # whether they settle on something
PLAIN = (
    *("full", "partial", "paraphrase", "terse", "typo", "long", "negated", "attack-stuffed"),
    *("aside", "mixed"),
)


@dataclass(frozen=True, slots=True)
class Said:
    """A text about a scenario that does something or doesn't. `name` is that of the scenario or way of saying
    it, `kind` is for reports, and `weight` how much it counts beside a reply."""

    name: str
    pack: str
    scenario: str
    text: str
    does: bool
    kind: str
    weight: float = 1.0


def refusing(packs: Mapping[str, Pack]) -> Iterator[Said]:
    """Texts that refuse, and that don't."""
    for reply in _labelled():
        if reply.kind in PLAIN and (reply.kind == "negated" or reply.gold > 20):
            yield _reply(reply, does=reply.kind == "negated", kind=_collection(reply))
    for pack in packs.values():
        for scenario in pack.scenarios:
            for text in promised(scenario):
                yield Said(scenario.id, pack.id, scenario.id, text, False, EXAMPLES, PROMISED_WEIGHT)
    for taken in stances(packs.values(), FILLINGS):
        yield Said(taken.name, taken.pack, taken.scenario, taken.text, taken.against, SAYING, SAYING_WEIGHT)
    chance = random.Random(11)
    scenarios = [(pack.id, scenario) for pack in packs.values() for scenario in pack.scenarios]
    for number, line in enumerate(TEMPLATES.read_text("utf-8").splitlines()):
        stance, language, template = line.split("\t")
        for _ in range(FILLINGS):
            pack_id, scenario = chance.choice(scenarios)
            text = fill(template, scenario, Language(language), chance)
            name = f"template {number}"
            yield Said(name, pack_id, scenario.id, text, stance == "against", SAYING, SAYING_WEIGHT)
    yield from _framed(packs, does="against", does_not="for")


def choosing(packs: Mapping[str, Pack]) -> Iterator[Said]:
    """Texts that leave the choice open, and that don't."""
    for reply in _labelled():
        if reply.kind == "hedge" or (reply.gold > CLEAR and reply.kind not in UNCLEAR):
            yield _reply(reply, does=reply.kind == "hedge", kind="replies")
    for name, pack, scenario, text, is_open in choices(packs):
        yield Said(name, pack, scenario, text, is_open, SAYING, SAYING_WEIGHT)
    yield from _framed(packs, does="open", does_not="settled")


def heard_left_out() -> dict[tuple[str, str], Heard]:
    """What the listener hears in each text, by name and text."""
    rows = json.loads(LEFT_OUT.read_text("utf-8"))
    return {(name, text): Heard(*odds) for name, text, *odds in rows}


def promised(scenario: Scenario) -> list[str]:
    """The scenario's own answers, whole and half right ones."""
    examples = [text for found in scenario.examples for text in (*found.full, *found.partial)]
    return [*scenario.answer, *examples]


def fill(template: str, scenario: Scenario, language: Language, chance: random.Random) -> str:
    """The template with phrasings of three key points, a required one first."""
    points = sorted(scenario.rubric, key=lambda point: (not point.required, chance.random()))
    steps = [phrasing for point in points for phrasing in _short_phrasings(point.accept[language], chance)]
    for at, place in enumerate(("{X}", "{Y}", "{Z}")):
        template = template.replace(place, steps[at % len(steps)])
    return template


def _short_phrasings(accepted: Sequence[str], chance: random.Random) -> list[str]:
    """One of them, or none."""
    found = (" ".join(element[0] for element in parse_pattern(pattern).elements) for pattern in accepted)
    short = [phrasing for phrasing in found if len(phrasing) <= LONGEST_FILLING]
    return [chance.choice(short)] if short else []


def _framed(packs: Mapping[str, Pack], *, does: str, does_not: str) -> Iterator[Said]:
    """What people put around a whole answer, of these two stances."""
    for found in framed(packs.values(), (does, does_not)):
        does_it = found.stance == does
        yield Said(found.name, found.pack, found.scenario, found.text, does_it, SAYING, SAYING_WEIGHT)


def _labelled() -> Iterator[Labelled]:
    return (reply for reply in (*labelled(DATA), *labelled(DATA, *REPLIES)) if not reply.held)


def _reply(reply: Labelled, *, does: bool, kind: str) -> Said:
    return Said(reply.scenario, reply.pack, reply.scenario, reply.text, does, kind)


def _collection(reply: Labelled) -> str:
    if reply.kind in ("aside", "mixed"):
        return "mixed"
    return reply.id.rsplit("-", 1)[1][:1] if reply.pack == "scs" else "replies"
