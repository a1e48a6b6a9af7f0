"""Scenarios as authors in a hurry would write them: for fitting.

The labelled scenarios have many accepted phrasings, most of them more than the guide asks for. Trees fitted
on those alone trust phrasings too much: where there are few, what a reply says in other words hardly counted.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from bot.domain.scenario import Bilingual, Examples, Pack, Scenario

SHARES = (0.25, 0.6)  # of the phrasings are kept, drawn for each list
FEWEST = 2  # phrasings of a key point in a language; of anything else one


def thinned(pack: Pack) -> Pack:
    """The pack with a part of its accepted phrasings and examples, always the same part."""
    return replace(pack, scenarios=tuple(map(_thin, pack.scenarios)))


def _thin(scenario: Scenario) -> Scenario:
    chance = random.Random(scenario.id)

    def some(texts: Sequence[str], least: int = 1) -> tuple[str, ...]:
        count = min(len(texts), max(least, round(len(texts) * chance.uniform(*SHARES))))
        kept = sorted(chance.sample(range(len(texts)), count))
        return tuple(texts[at] for at in kept)

    def accepted(accept: Bilingual[tuple[str, ...]], least: int) -> Bilingual[tuple[str, ...]]:
        return Bilingual(some(accept.en, least), some(accept.ja, least))

    return replace(
        scenario,
        rubric=tuple(replace(point, accept=accepted(point.accept, FEWEST)) for point in scenario.rubric),
        misconceptions=tuple(
            replace(trap, accept=accepted(trap.accept, 1)) for trap in scenario.misconceptions
        ),
        examples=Bilingual(
            *(Examples(some(each.full), some(each.partial), some(each.wrong)) for each in scenario.examples)
        ),
    )
