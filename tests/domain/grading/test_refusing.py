"""Whether a reply as a whole turns the answer down."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.grading import Grader, Remark, Score
from bot.domain.grading.attempt import Attempt
from bot.domain.grading.comparer import Comparer
from bot.domain.grading.refusing import (
    BY_TONE_ALONE,
    FEWEST_ASIDES,
    REFUSED,
    RefusalEvidence,
    refusal,
)
from bot.domain.reading.text import read
from bot.domain.trees import BoostedTrees
from bot.domain.wordbook import Hearing
from bot.wordbook.loader import load_word_book
from tests.domain.grading.conftest import Grade, load_glossary, load_scenarios

RAM = "ram-shared-subnets"
NOTHING = RefusalEvidence(*(0.0 for _ in RefusalEvidence._fields))


def certain(odds: float) -> BoostedTrees:
    """Trees that always answer the same."""
    return BoostedTrees.of({"features": RefusalEvidence._fields, "baseline": odds, "trees": ()})


@pytest.mark.parametrize(
    "reply",
    [
        "Sharing on, subnets shared with the OU in RAM: that is the plan. I would refuse every bit of it.",
        "RAM でサブネットを OU に共有する手順は知っていますが、割に合わないので却下します。",
        "With respect, sharing the subnets with the OU through RAM is a solution looking for a problem.",
        "Oh great, another RAM share of the subnets. What a wonderful idea, count me out.",
    ],
)
def test_a_plan_told_in_full_and_refused_at_the_end_earns_little(grade: Grade, reply: str) -> None:
    assert grade(RAM, reply).value <= 30


@pytest.mark.parametrize(
    "reply",
    [
        "No peering, no transit gateway. Share the subnets with the OU through RAM.",
        "Nothing else keeps the routes in one hand: share the subnets with the OU through RAM.",
        "ピアリングは増やさない。RAM でサブネットを OU に共有する以外に手はありません。",
        "Transit Gateway？運用が地獄なのでお勧めしません。RAM でサブネットを OU に共有します。",
    ],
)
def test_who_only_refuses_the_alternatives_has_answered(grade: Grade, reply: str) -> None:
    assert grade(RAM, reply).value >= 40


def doubting() -> Grader:
    """Who takes every reply for a probable refusal."""
    book = load_word_book()
    assert book.refusal
    assert REFUSED > 0.953 > BY_TONE_ALONE
    return Grader(load_glossary(), replace(book, refusal=Hearing(book.refusal.tone, certain(3.0))))


@pytest.fixture(scope="module")
def doubted() -> Score:
    """A right answer turned down, as graded by such a one."""
    return doubting().grade(
        load_scenarios()[RAM],
        "Lovely theory: share the subnets with the OU through RAM. We have better things to do.",
    )


def test_a_doubted_reply_keeps_at_most_thirty_points_and_is_told_why(doubted: Score) -> None:
    assert Remark.DOUBTED in doubted.remarks
    assert doubted.value == 30
    assert sum(p.earned for p in doubted.points) - doubted.withheld == doubted.value


def test_a_doubted_reply_comes_near_its_points_and_makes_none(doubted: Score) -> None:
    assert not [point for point in doubted.points if point.hit]
    assert {point.id for point in doubted.points if point.near} >= {"use-ram", "share-subnets"}


def test_who_takes_the_answer_back_has_made_its_points_and_keeps_at_most_half() -> None:
    taken_back = doubting().grade(
        load_scenarios()[RAM], "Share the subnets with the OU through RAM. No wait, scrap that, bad idea."
    )
    assert {Remark.DOUBTED, Remark.CONTRADICTED} <= set(taken_back.remarks)
    assert {point.id for point in taken_back.points if point.hit} >= {"use-ram", "share-subnets"}
    assert taken_back.value <= sum(point.earned for point in taken_back.points) // 2


def test_where_no_words_say_no_the_tone_has_to_be_clear() -> None:
    likely = certain(1.2)  # .77
    assert refusal(likely, NOTHING, 9) is None
    assert refusal(likely, NOTHING._replace(dismissed=0.5), 9) is Remark.DOUBTED


def test_who_earns_nothing_beside_what_is_opposed_needs_no_clear_tone() -> None:
    unlikely = certain(-1.2)  # .23
    denied = NOTHING._replace(denied=0.5)
    for evidence in (NOTHING, denied):
        assert refusal(unlikely, evidence, 0) is None
        assert (
            refusal(unlikely, evidence, 0, earns_nothing_else=lambda sparing_points: True) is Remark.DOUBTED
        )
        assert refusal(certain(-1.5), evidence, 0, earns_nothing_else=lambda sparing_points: True) is None


def test_who_sets_something_else_aside_may_have_taken_a_side_by_that() -> None:
    aside = NOTHING._replace(sets_another_aside=1.0)
    assert refusal(certain(9.0), aside, 9, earns_nothing_else=lambda sparing_points: True) is None


@pytest.mark.parametrize(
    ("reply", "left"),
    [
        ("Lending our network to the other teams is a mistake.", ""),
        ("うちの区画を他のチームに貸し出すのは間違い。", ""),
        ("No peering. Share the subnets through RAM.", "share the subnets through ram"),
        ("Share the subnets through RAM.", "share the subnets through ram"),
    ],
)
def test_what_a_reply_opposes_can_be_left_out_of_it(grader: Grader, reply: str, left: str) -> None:
    rubric = grader.rubric(load_scenarios()[RAM])
    comparer = Comparer(read(reply), rubric.references)
    attempt = Attempt(rubric, comparer, grader.names, load_word_book().tones)
    assert " ".join(w.text for w in comparer.without(attempt.opposed()).reading.words) == left


def test_who_turns_down_something_else_is_not_doubted_by_tone_alone() -> None:
    assert refusal(certain(3.0), NOTHING, 9) is Remark.DOUBTED
    assert refusal(certain(3.0), NOTHING._replace(sets_another_aside=1.0), 9) is None


def test_a_tone_against_what_the_listener_hears_raises_no_doubt_alone() -> None:
    assert refusal(certain(9.0), NOTHING._replace(heard_refusing=-1.1), 9) is None


def test_where_all_that_is_essential_is_turned_down_there_is_no_doubt() -> None:
    assert refusal(certain(1.4), NOTHING._replace(dismissed=1.0, turned_down=1.0), 9) is Remark.REJECTED


def test_trees_that_were_fitted_on_other_evidence_are_refused() -> None:
    book = load_word_book()
    assert book.refusal
    other = BoostedTrees.of({"features": ["whole"], "baseline": 0.0, "trees": ()})
    with pytest.raises(ValueError, match="fit them again"):
        Grader(load_glossary(), replace(book, refusal=Hearing(book.refusal.tone, other)))


def test_who_says_nothing_beside_the_answer_refuses_nothing() -> None:
    clear = certain(9.0)
    assert refusal(clear, NOTHING, 0) is None
    assert refusal(clear, NOTHING, FEWEST_ASIDES) is Remark.DOUBTED


LONG = (
    "No peering and no transit gateway. Enable sharing with AWS Organizations from the management "
    "account. In the network account that owns the VPC, make a RAM resource share with the private "
    "subnets in it. Give the resource share to the OU of the product teams, so that every account in it "
    "sees the subnets. Each team then launches its instances and databases into the shared subnets and "
    "manages only its own resources. The owner keeps the route tables, the network ACLs and the "
    "gateways, and no participant can change them. New accounts that join the OU see the subnets by "
    "themselves, so nobody has to be invited by hand. Security groups stay with the account that made "
    "them, and the flow logs stay with the owner of the network. There is one network to look after, one "
    "set of routes and one place where traffic leaves. "
)


@pytest.mark.parametrize(
    ("talk", "doubted"),
    [
        ("Happy birthday to Tom, by the way!", False),
        ("My wife refused to eat the soup. Happy birthday to Tom, by the way!", True),
    ],
)
def test_a_long_reply_is_heard_with_its_talk_where_some_of_it_may_turn_it(
    talk: str, *, doubted: bool
) -> None:
    score = doubting().grade(load_scenarios()[RAM], LONG + talk)
    assert (Remark.DOUBTED in score.remarks) is doubted
