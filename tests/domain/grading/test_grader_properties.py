"""What holds for every reply, made up of sentences that people write."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.domain.grading import Grader, Score
from bot.domain.grading.score import outcome_of
from bot.domain.scenario import Scenario
from bot.packs.loader import load_pack, shipped_pack_path
from bot.wordbook.loader import load_word_book

SENTENCES = [
    "Share the subnets with RAM.",
    "Turn on sharing with Organizations first.",
    "Give the resource share to the OU.",
    "Each account can only touch its own resources.",
    "Don't use a transit gateway.",
    "Do not share the subnets!",
    "RAM or PrivateLink or peering?",
    "RAM, OU, subnets, VPC, Macie, Inspector",
    "attach every VPC to a transit gateway",
    "RAM でサブネットを共有します。",
    "Transit Gateway ではなく RAM を使う。",
    "管理アカウントで Organizations との共有を有効にする。",
    "サブネットは共有しない。",
    "RAM か PrivateLink か TGW を使う。",
    "他のアカウントのリソースは操作できない。",
    "Create a new OU without the deny SCP and move the account.",
    "Disable the access key, then check CloudTrail.",
    "キーを無効化して CloudTrail を調べる。",
    "I don't know.",
]
TALK = Path(__file__).parents[2] / "bench" / "data" / "grading" / "unrelated.tsv"
UNRELATED = [
    "The weather was lovely on Tuesday.",
    "My cat likes to sleep near the window.",
    "昨日の夕飯はカレーでした。",
    "週末は海へ行く予定です。",
    *(line.split("\t")[1] for line in TALK.read_text("utf-8").splitlines()),
]
replies = st.lists(st.sampled_from(SENTENCES), max_size=5).map(" ".join)
anything = st.text(max_size=400) | st.lists(
    st.sampled_from([*SENTENCES, "+", "|", "<", ":a:", "\u0301"])
).map("".join)
scenario_ids = st.sampled_from(["ram-shared-subnets", "scp-exception-ou", "leaked-access-key"])
Rescored = Callable[[str, str], Score]

each = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def score_of(grader: Grader, scenarios: dict[str, Scenario]) -> Rescored:
    return lambda scenario_id, reply: grader.grade(scenarios[scenario_id], reply)


def full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


@each
@given(scenario_ids, anything)
def test_any_text_gets_a_score_whose_parts_add_up(score_of: Rescored, scenario_id: str, reply: str) -> None:
    score = score_of(scenario_id, reply)
    earned = sum(point.earned for point in score.points)
    prices = sum(found.price for found in score.misconceptions)
    assert score.value == earned - prices - score.withheld
    assert 0 <= score.value <= 100
    assert score.withheld >= 0
    assert all(point.earned in (0, point.weight // 2, point.weight) for point in score.points)
    assert all((point.earned == point.weight) is point.hit for point in score.points)
    assert score.outcome is outcome_of(score.value, score.points)


@each
@given(scenario_ids, anything)
def test_the_same_text_always_gets_the_same_score(score_of: Rescored, scenario_id: str, reply: str) -> None:
    assert score_of(scenario_id, reply) == score_of(scenario_id, reply)


@each
@given(scenario_ids, replies, st.sampled_from([str.upper, str.lower, str.swapcase, str.title]))
def test_case_changes_nothing(
    score_of: Rescored, scenario_id: str, reply: str, change: Callable[[str], str]
) -> None:
    assert score_of(scenario_id, change(reply)).value == score_of(scenario_id, reply).value


@each
@given(scenario_ids, replies)
def test_width_changes_nothing(score_of: Rescored, scenario_id: str, reply: str) -> None:
    assert score_of(scenario_id, full_width(reply)).value == score_of(scenario_id, reply).value


@each
@given(scenario_ids, replies, st.sampled_from(["  ", "\t", "\u3000", " \u00a0 "]))
def test_spacing_changes_nothing(score_of: Rescored, scenario_id: str, reply: str, space: str) -> None:
    spaced = space + reply.replace(" ", space) + space
    assert score_of(scenario_id, spaced).value == score_of(scenario_id, reply).value


@each
@given(scenario_ids, replies, st.sampled_from([".", "。", "!", "!!", "？", "…", " ;", "、"]))
@example(
    "ram-shared-subnets",
    "Share the subnets with RAM. Share the subnets with RAM. attach every VPC to a transit gateway "
    "Turn on sharing with Organizations first.",
    ".",
)
def test_trailing_punctuation_changes_nothing(
    score_of: Rescored, scenario_id: str, reply: str, end: str
) -> None:
    assert score_of(scenario_id, reply + end).value == score_of(scenario_id, reply).value


# Not so for one pair in some 600 (`make bench` counts them): the same examples each time, or any change might
# seem to be to blame.
@settings(each, max_examples=400, derandomize=True)
@example(
    "ram-shared-subnets",
    "attach every VPC to a transit gateway Share the subnets with RAM. Share the subnets with RAM. "
    "attach every VPC to a transit gateway",
    "It finally stopped raining this morning.",
    " ",
)
@example(  # three sentences that may be asides
    "leaked-access-key",
    "Turn on sharing with Organizations first. RAM or PrivateLink or peering? Don't use a transit gateway. "
    "Disable the access key, then check CloudTrail.",
    "昨日の試合を見た人はいますか。",
    " ",
)
@given(scenario_ids, replies, st.sampled_from(UNRELATED), st.sampled_from([" ", ". ", "。", "\n"]))
def test_an_unrelated_sentence_never_raises_the_score(
    score_of: Rescored, scenario_id: str, reply: str, sentence: str, joint: str
) -> None:
    plain = score_of(scenario_id, reply).value
    assert score_of(scenario_id, f"{reply}{joint}{sentence}").value <= plain
    assert score_of(scenario_id, f"{sentence} {reply}").value <= plain


@pytest.fixture(scope="module")
def shipped() -> tuple[Grader, list[tuple[Scenario, str]]]:
    """The pack that comes along, with every example of its scenarios."""
    pack = load_pack(shipped_pack_path())
    return Grader(pack.glossary, load_word_book()), [
        (scenario, reply)
        for scenario in pack.scenarios
        for examples in scenario.examples
        for reply in chain(examples.full, examples.partial, examples.wrong)
    ]


@settings(each, max_examples=300, derandomize=True)
@given(st.integers(0, 10_000), st.sampled_from(UNRELATED), st.sampled_from([" ", "\n\n"]))
def test_an_unrelated_sentence_raises_no_example_of_the_pack(
    shipped: tuple[Grader, list[tuple[Scenario, str]]], number: int, sentence: str, joint: str
) -> None:
    grader, examples = shipped
    scenario, reply = examples[number % len(examples)]
    plain = grader.grade(scenario, reply).value
    assert grader.grade(scenario, f"{sentence}{joint}{reply}").value <= plain
    assert grader.grade(scenario, f"{reply}\n\n{sentence}").value <= plain


@each
@given(scenario_ids, replies, st.integers(2, 4))
def test_saying_it_again_earns_nothing(score_of: Rescored, scenario_id: str, reply: str, times: int) -> None:
    assert score_of(scenario_id, " ".join([reply] * times)).value <= score_of(scenario_id, reply).value


@pytest.mark.parametrize(
    "reply",
    [
        "x" * 40_000,
        "a " * 20_000,
        "e" + "\u0301" * 10_000,
        "共" * 40_000,
        "<" * 40_000,
        "ram or " * 6_000,
        "\ufdfa" * 9_000,
    ],
    ids=["token", "words", "marks", "kanji", "brackets", "choices", "ligatures"],
)
def test_text_of_any_size_is_scored(score_of: Rescored, reply: str) -> None:
    assert score_of("ram-shared-subnets", reply).value < 50  # what the one name earns, and a near point
