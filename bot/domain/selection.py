"""Which scenario comes next in a channel: a pure function of what the channel has seen.

Every replica that knows the same history chooses the same scenario, so a choice needs no lock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from hashlib import sha256

from bot.domain.scenario import Pack, Scenario

WINDOW = 20
"""Over so many posts in a row each exam domain should be within one post of its share."""


def narrowed(pack: Pack, domains: Collection[str], difficulties: Collection[int]) -> Pack | None:
    """The pack with its scenarios of these exam domains (by their English names) and difficulties alone; an
    empty choice is no restriction. None if nothing is left."""
    fitting = tuple(
        scenario
        for scenario in pack.scenarios
        if (not domains or scenario.domain in domains)
        and (not difficulties or scenario.difficulty in difficulties)
    )
    return replace(pack, scenarios=fitting) if fitting else None


def choose_scenario(pack: Pack, channel_id: str, history: Sequence[str]) -> Scenario:
    """The next scenario for a channel whose earlier ones were `history` (ids, oldest first). In a channel
    that wants some of a pack only, `pack` is what `narrowed` left of it.

    No scenario repeats before every one of the pack was used as often. Among those that are left,
    a domain comes first that would otherwise fall more than one post short of its share of the last
    `WINDOW` posts, and last if it would overshoot; between equals comes the domain of which the
    smallest part was used in this lap through the pack. Within a domain the order is a shuffle that
    is fixed for the channel, so that two channels of a team don't march in step.
    """
    posted = [pack.scenario(scenario_id) for scenario_id in history if scenario_id in pack]
    used = Counter(scenario.id for scenario in posted)
    fewest = min(used[scenario.id] for scenario in pack.scenarios)
    held = Counter(scenario.domain for scenario in pack.scenarios)
    left = Counter(scenario.domain for scenario in pack.scenarios if used[scenario.id] == fewest)
    urgency = _urgency(pack, [scenario.domain for scenario in posted[1 - WINDOW :]])

    def turn(scenario: Scenario) -> tuple[int, float, bytes]:
        domain = scenario.domain
        return -urgency[domain], -left[domain] / held[domain], _shuffled(channel_id, fewest, scenario.id)

    return min((scenario for scenario in pack.scenarios if used[scenario.id] == fewest), key=turn)


def posts_without_repeating(pack: Pack, history: Collection[str]) -> int:
    """How many scenarios of the pack, or of what `narrowed` left of it, the channel hasn't had yet."""
    return len({scenario.id for scenario in pack.scenarios}.difference(history))


def _urgency(pack: Pack, recent: list[str]) -> dict[str, int]:
    """1 for a domain that without the next post is more than one behind its share of the posts in
    `recent` (their domains) and the next; -1 for one that is ahead even so; else 0."""
    weights = {domain.name.en: domain.weight for domain in pack.domains}
    domains = {scenario.domain for scenario in pack.scenarios}
    total = sum(weights.get(domain, 0.0) for domain in domains) or 1.0
    seen, posts = Counter(recent), len(recent) + 1
    # Rounded, so that an error in the last bit of a share doesn't make one post behind more than one.
    behind = {d: round(weights.get(d, 0.0) * posts / total - seen[d], 9) for d in domains}
    return {domain: (posts_owed > 1) - (posts_owed < 0) for domain, posts_owed in behind.items()}


def _shuffled(channel_id: str, lap: int, scenario_id: str) -> bytes:
    """A place in the channel's own order of a lap through the pack."""
    return sha256(f"{channel_id}:{lap}:{scenario_id}".encode()).digest()
