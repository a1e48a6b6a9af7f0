"""Which scenario comes next in a channel: a pure function of what the channel has seen.

Every replica that knows the same history chooses the same scenario, so a choice needs no lock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import sha256

from bot.domain.scenario import Pack, Scenario


def choose_scenario(pack: Pack, channel_id: str, history: Sequence[str]) -> Scenario:
    """The next scenario for a channel whose earlier ones were `history` (ids, oldest first).

    No scenario repeats before every one of the pack was used as often. Among those that are left,
    the exam domain comes first that is furthest behind its share (the largest remainder of
    weight x posts so far); within a domain the order is a shuffle that is fixed for the channel,
    so that two channels of a team don't march in step.
    """
    used = Counter(scenario_id for scenario_id in history if scenario_id in pack)
    fewest = min(used[scenario.id] for scenario in pack.scenarios)
    left = [scenario for scenario in pack.scenarios if used[scenario.id] == fewest]
    lag = _lag(pack, history, {scenario.domain for scenario in left})
    return min(left, key=lambda scenario: (-lag[scenario.domain], _shuffled(channel_id, fewest, scenario.id)))


def _lag(pack: Pack, history: Iterable[str], domains: set[str]) -> dict[str, float]:
    """By how many posts each domain is behind its share once the next post is out."""
    weights = {domain.name.en: domain.weight for domain in pack.domains}
    held = {scenario.domain for scenario in pack.scenarios}
    total = sum(weights.get(domain, 0.0) for domain in held) or 1.0
    seen = Counter(pack.scenario(scenario_id).domain for scenario_id in history if scenario_id in pack)
    posts = seen.total() + 1
    return {domain: weights.get(domain, 0.0) / total * posts - seen[domain] for domain in domains}


def _shuffled(channel_id: str, lap: int, scenario_id: str) -> bytes:
    """A place in the channel's own order of a lap through the pack."""
    return sha256(f"{channel_id}:{lap}:{scenario_id}".encode()).digest()
