"""What a question and a reply cost, beside rapidfuzz's own time for the same strings."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence

import pytest
from rapidfuzz import fuzz, process

from bot.bootstrap import load_library
from bot.domain.library import Library
from bot.domain.reading.text import MAX_COLUMNS
from bot.domain.scenario import Language, Scenario
from tests.bench.agreement import LAST, NEWEST, RECENT, UNMET, Labelled, labelled
from tests.bench.bench_grading import DATA, PACKS
from tests.bench.timing import in_turns, row

SAMPLE = 600  # labelled replies
STRUNG_TOGETHER = 60  # texts of each language

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
    return load_library(PACKS)


@pytest.fixture(scope="module")
def replies(library: Library) -> list[Labelled]:
    """What people answer, of every class and length, a part of it."""
    found = [reply for reply in labelled(DATA, UNMET, NEWEST, LAST, RECENT) if reply.held]
    return random.Random(1).sample(found, SAMPLE)


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


def test_labelled_replies_of_every_length_beside_rapidfuzz(library: Library, replies: list[Labelled]) -> None:
    by_length: dict[str, list[Labelled]] = defaultdict(list)
    for reply in replies:
        length = columns(reply.text)
        name = "to 250 columns" if length <= 250 else "to 500 columns" if length <= 500 else "longer ones"
        by_length[name].append(reply)
    print(f"\n{len(replies)} labelled replies, each graded once; peer: rapidfuzz partial_ratio as above")
    show(library, "grade: all of them", replies)
    for name in sorted(by_length, reverse=True):
        show(library, f"grade: {name} ({len(by_length[name])})", by_length[name])


@pytest.mark.parametrize("language", list(Language))
def test_replies_strung_together_cost_no_more_than_the_cap(library: Library, language: Language) -> None:
    said: dict[tuple[str, str], list[str]] = defaultdict(list)
    for reply in labelled(DATA, UNMET, NEWEST, LAST, RECENT):
        if reply.held and reply.language is language:
            said[reply.pack, reply.scenario].append(reply.text)
    chance = random.Random(4)
    texts = []
    for (pack, scenario), replies in chance.sample(sorted(said.items()), min(STRUNG_TOGETHER, len(said))):
        chance.shuffle(replies)
        texts.append((pack, scenario, " ".join(replies)[: 2 * MAX_COLUMNS]))
    print(f"\n{len(texts)} texts of {MAX_COLUMNS:,} columns and more, all of it what people answered")
    ours, peer = in_turns(
        texts,
        [
            lambda text: library.grade(*text),
            lambda text: _partial_ratios(_scenario(library, text), text[2][:MAX_COLUMNS]),
        ],
        rounds=3,
    )
    print(row(f"grade: strung together, {language.value}", ours, peer))


def test_hostile_input_costs_no_more_than_its_cap(library: Library) -> None:
    pack = library.packs[0]
    scenario = pack.scenarios[0]
    print(f"\nhostile input; peer: rapidfuzz partial_ratio, capped likewise at {MAX_COLUMNS:,}")
    for name, text in HOSTILE.items():
        grading, searching, peer = in_turns(
            [text],
            [
                lambda text: library.grade(pack.id, scenario.id, text),
                library.search,
                lambda text: _partial_ratios(scenario, text[:MAX_COLUMNS]),
            ],
        )
        print(row(f"grade: {name}", grading, peer))
        print(row(f"search: {name}", searching, peer))


def _partial_ratios(scenario: Scenario, reply: str) -> list[float]:
    phrasings = (phrase for point in scenario.rubric for both in point.accept for phrase in both)
    return [fuzz.partial_ratio(phrase, reply) for phrase in phrasings]


def _scenario(library: Library, where: Sequence[str]) -> Scenario:
    pack, scenario, *_ = where
    return library.pack(pack).scenario(scenario)


def columns(text: str) -> int:
    """How many columns of a terminal the text takes, as the cap counts them."""
    return sum(1 if character.isascii() else 2 for character in text)


def show(library: Library, name: str, replies: list[Labelled]) -> None:
    """A line of the table: each reply graded once, as it is in a channel."""
    ours, peer = in_turns(
        replies,
        [
            lambda reply: library.grade(reply.pack, reply.scenario, reply.text),
            lambda reply: _partial_ratios(_scenario(library, (reply.pack, reply.scenario)), reply.text),
        ],
        rounds=1,
    )
    print(row(name, ours, peer))
