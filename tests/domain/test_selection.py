from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.glossary import Glossary
from bot.domain.scenario import Bilingual, ExamDomain, Examples, Pack, Scenario
from bot.domain.selection import choose_scenario, narrowed

EXAM = {"detection": 16, "response": 14, "infrastructure": 18, "identity": 20, "data": 18, "governance": 14}
CHANNEL = "C0DAILY001"


def both(text: str) -> Bilingual[str]:
    return Bilingual(text, text)


def scenario(domain: str, number: int, difficulty: int = 1) -> Scenario:
    name = f"{domain}-{number}"
    return Scenario(
        id=name, exam="X", domain=domain, task="", difficulty=difficulty, services=(), confusable_with=(),
        situation=both(name), answer=both(name), questions=Bilingual((name,), (name,)), rubric=(),
        misconceptions=(), examples=Bilingual(Examples(), Examples()), explanation=both(name), sources=(),
    )  # fmt: skip


def pack_of(counts: dict[str, int], weights: dict[str, int] | None = None) -> Pack:
    """A pack with so many scenarios of each domain."""
    domains = tuple(ExamDomain(both(name), share) for name, share in (weights or EXAM).items())
    made = [scenario(domain, number) for domain, count in counts.items() for number in range(count)]
    scenarios = tuple(sorted(made, key=lambda scenario: scenario.id))
    return Pack("test", both("Test"), "X", both("-"), domains, Glossary(), scenarios)


@cache
def exam_pack(size: int) -> Pack:
    """A pack in the exam's proportions; the largest remainders fill it up to its size."""
    counts = {domain: size * share // 100 for domain, share in EXAM.items()}
    for domain in sorted(EXAM, key=lambda d: -(size * EXAM[d] % 100))[: size - sum(counts.values())]:
        counts[domain] += 1
    return pack_of(counts)


def played(pack: Pack, posts: int, channel: str = CHANNEL, history: tuple[str, ...] = ()) -> list[str]:
    """The scenarios of so many posts in a row."""
    chosen = list(history)
    for _ in range(posts):
        chosen.append(choose_scenario(pack, channel, chosen).id)
    return chosen[len(history) :]


small_packs = st.dictionaries(st.sampled_from(sorted(EXAM)), st.integers(1, 6), min_size=1).map(pack_of)
histories = st.lists(st.sampled_from([s.id for s in exam_pack(50).scenarios] + ["gone", ""]), max_size=80)
channels = st.text(min_size=1, max_size=12)


@given(channels, histories)
def test_replicas_that_know_the_same_history_agree(channel: str, history: list[str]) -> None:
    once = choose_scenario(exam_pack(50), channel, history)
    assert choose_scenario(replace(exam_pack(50)), channel, list(history)) == once


@given(small_packs, channels, st.integers(1, 3))
def test_nothing_repeats_before_the_pack_is_used_up(pack: Pack, channel: str, laps: int) -> None:
    size = len(pack.scenarios)
    posts = played(pack, laps * size, channel)
    for lap in range(laps):
        assert len(set(posts[lap * size : (lap + 1) * size])) == size


@given(channels, histories)
def test_whatever_was_posted_the_next_is_one_of_those_used_least(channel: str, history: list[str]) -> None:
    pack = exam_pack(50)
    times = Counter(history)
    chosen = choose_scenario(pack, channel, history)
    assert times[chosen.id] == min(times[scenario.id] for scenario in pack.scenarios)


@given(channels, histories)
def test_scenarios_that_are_no_longer_in_the_pack_are_ignored(channel: str, history: list[str]) -> None:
    known = [scenario_id for scenario_id in history if scenario_id in exam_pack(50)]
    assert choose_scenario(exam_pack(50), channel, history) == choose_scenario(exam_pack(50), channel, known)


@pytest.mark.parametrize("size", [50, 83, 120, 400])
def test_any_twenty_posts_in_a_row_are_within_one_of_the_exams_weights(size: int) -> None:
    pack = exam_pack(size)
    domains = [pack.scenario(chosen).domain for chosen in played(pack, min(3 * size, 420))]
    for start in range(len(domains) - 19):
        seen = Counter(domains[start : start + 20])
        for domain, share in EXAM.items():
            assert abs(seen[domain] - share / 5) <= 1, f"{domain} in the twenty posts from {start}"


def test_a_domain_without_scenarios_leaves_its_share_to_the_others() -> None:
    pack = pack_of({"detection": 30, "data": 30}, {"detection": 25, "data": 25, "identity": 50})
    domains = Counter(pack.scenario(chosen).domain for chosen in played(pack, 20))
    assert domains == {"detection": 10, "data": 10}


def test_a_pack_out_of_proportion_keeps_to_the_exam_while_it_can() -> None:
    pack = pack_of({"detection": 10, "data": 90}, {"detection": 50, "data": 50})
    domains = Counter(pack.scenario(chosen).domain for chosen in played(pack, 18))
    assert abs(domains["detection"] - domains["data"]) <= 2


def test_a_domain_without_a_weight_is_posted_all_the_same() -> None:
    assert len(set(played(pack_of({"identity": 3, "unheard-of": 3}, {"identity": 100}), 6))) == 6


def test_two_channels_do_not_march_in_step() -> None:
    assert played(exam_pack(120), 20, "C1") != played(exam_pack(120), 20, "C2")


def test_the_second_time_through_the_pack_has_another_order() -> None:
    posts = played(exam_pack(50), 100)
    assert posts[:50] != posts[50:]


def test_a_scenario_that_joins_the_pack_later_comes_next() -> None:
    history = played(exam_pack(50), 50)
    joined = scenario("data", 99)
    larger = replace(exam_pack(50), scenarios=(*exam_pack(50).scenarios, joined))
    assert choose_scenario(larger, CHANNEL, history) == joined


def test_the_order_of_the_files_does_not_matter() -> None:
    pack = exam_pack(50)
    turned = replace(pack, scenarios=pack.scenarios[::-1])
    assert played(pack, 60) == played(turned, 60)


# Some of a pack

MIXED = replace(
    exam_pack(120),
    scenarios=tuple(replace(each, difficulty=1 + n % 3) for n, each in enumerate(exam_pack(120).scenarios)),
)
some_domains = st.frozensets(st.sampled_from(sorted(EXAM)))
some_levels = st.frozensets(st.integers(1, 3))


@given(some_domains, some_levels)
def test_only_what_was_asked_for_is_left(domains: frozenset[str], levels: frozenset[int]) -> None:
    left = narrowed(MIXED, domains, levels)
    assert left is not None
    fitting = [
        each.id
        for each in MIXED.scenarios
        if (each.domain in domains or not domains) and (each.difficulty in levels or not levels)
    ]
    assert [each.id for each in left.scenarios] == fitting


@given(some_domains, some_levels, channels)
def test_nothing_repeats_before_what_was_asked_for_is_used_up(
    domains: frozenset[str], levels: frozenset[int], channel: str
) -> None:
    left = narrowed(MIXED, domains, levels)
    assert left is not None
    size = len(left.scenarios)
    posts = played(left, size, channel)
    assert sorted(posts) == [each.id for each in left.scenarios]
    assert played(left, 1, channel, tuple(posts))[0] in posts


@pytest.mark.parametrize("domains", [{"identity", "data"}, {"detection", "response", "governance"}])
def test_the_chosen_domains_keep_their_proportions_over_any_twenty(domains: set[str]) -> None:
    left = narrowed(MIXED, domains, ())
    assert left is not None
    total = sum(EXAM[domain] for domain in domains)
    said = [left.scenario(each).domain for each in played(left, len(left.scenarios) * 3)]
    for start in range(len(said) - 19):
        seen = Counter(said[start : start + 20])
        for domain in domains:
            assert abs(seen[domain] - 20 * EXAM[domain] / total) <= 1.5, f"{domain} from {start}"


def test_what_was_posted_before_the_choice_still_counts_as_used() -> None:
    left = narrowed(MIXED, {"identity"}, ())
    assert left is not None
    history = tuple(played(MIXED, 60))
    seen = [each for each in history if each in left]
    fresh = played(left, len(left.scenarios) - len(seen), history=history)
    assert set(fresh).isdisjoint(seen)


def test_where_nothing_fits_nothing_is_left() -> None:
    assert narrowed(exam_pack(50), {"unheard-of"}, ()) is None
    assert narrowed(exam_pack(50), (), {3}) is None
