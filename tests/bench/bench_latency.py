"""What a question and a reply cost, beside rapidfuzz's own time for the same strings."""

from __future__ import annotations

import pytest
from rapidfuzz import fuzz, process

from bot.bootstrap import load_library
from bot.domain.library import Library
from bot.domain.scenario import Scenario
from tests.bench.timing import in_turns, row

HOSTILE = {
    "40,000 characters": "share the subnets with the OU " * 1334,
    "10,000 combining marks": "a" + "\u0301" * 10_000,
    "short sentences": "maybe a. or b. " * 2_600,
    "one endless token": "subnet" * 6_000,
    "40,000 kanji": "共有" * 20_000,
    "control characters": "\x01\x02" * 5_000,
}


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(())


def test_a_question_beside_a_scan_over_all_questions(library: Library) -> None:
    pack = library.packs[0]
    asked = [question for scenario in pack.scenarios for both in scenario.questions for question in both]
    titles = [scenario.id.replace("-", " ") for scenario in pack.scenarios]
    ours, peer = in_turns(
        asked, [library.search, lambda text: process.extractOne(text, titles, scorer=fuzz.WRatio)]
    )
    print(
        f"\n{len(asked)} questions, {len(pack.scenarios)} scenarios; peer: rapidfuzz WRatio over the titles"
    )
    print(row("search", ours, peer))


def test_a_reply_beside_rapidfuzz_over_the_same_strings(library: Library) -> None:
    pack = library.packs[0]
    replies = [
        (scenario, reply)
        for scenario in pack.scenarios
        for examples in scenario.examples
        for reply in (*examples.full, *examples.partial, *examples.wrong)
    ]
    ours, peer = in_turns(
        replies,
        [lambda pair: library.grade(pack.id, pair[0].id, pair[1]), lambda pair: _partial_ratios(*pair)],
    )
    print(f"\n{len(replies)} replies; peer: rapidfuzz partial_ratio of every accepted phrasing")
    print(row("grade", ours, peer))


def test_hostile_input_costs_no_more_than_its_cap(library: Library) -> None:
    pack = library.packs[0]
    scenario = pack.scenarios[0]
    print("\nhostile input; peer: rapidfuzz partial_ratio, capped likewise at 2,000 characters")
    for name, text in HOSTILE.items():
        grading, searching, peer = in_turns(
            [text],
            [
                lambda text: library.grade(pack.id, scenario.id, text),
                library.search,
                lambda text: _partial_ratios(scenario, text[:2000]),
            ],
        )
        print(row(f"grade: {name}", grading, peer))
        print(row(f"search: {name}", searching, peer))


def _partial_ratios(scenario: Scenario, reply: str) -> list[float]:
    phrasings = (phrase for point in scenario.rubric for both in point.accept for phrase in both)
    return [fuzz.partial_ratio(phrase, reply) for phrase in phrasings]
