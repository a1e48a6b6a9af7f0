"""Which misconceptions a reply asserts, and which it only names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.grading import Grader
from bot.domain.grading.mistaking import MistakeEvidence
from bot.domain.trees import BoostedTrees
from bot.domain.wordbook import Hearing
from bot.wordbook.loader import load_word_book
from tests.domain.grading.conftest import Grade, load_glossary, load_scenarios

RAM = "ram-shared-subnets"
RIGHT = "Share the subnets with the OU through RAM."
RIGHT_JA = "RAM でサブネットを OU に共有します。"


def weighing(odds: float) -> Grader:
    """A grader whose trees of mistakes always answer the same."""
    book = load_word_book()
    assert book.mistakes
    trees = BoostedTrees.of({"features": MistakeEvidence._fields, "baseline": odds, "trees": ()})
    return Grader(load_glossary(), replace(book, mistakes=Hearing(book.mistakes.tone, trees)))


@pytest.mark.parametrize(
    "mention",
    [
        "Every VPC hangs off one transit gateway then.",
        "The VPCs get joined by a transit gateway as well.",
    ],
)
def test_a_misconception_costs_in_words_that_nobody_listed(grade: Grade, mention: str) -> None:
    assert [found.id for found in grade(RAM, f"{RIGHT} {mention}").misconceptions] == ["transit-gateway"]


@pytest.mark.parametrize(
    "mention",
    [
        "Transit gateway is a dead end here, leave it.",
        "No transit gateway needed.",
        "Skip the transit gateway, that is one more thing to run.",
    ],
)
def test_a_misconception_that_is_set_aside_costs_nothing(grade: Grade, mention: str) -> None:
    assert grade(RAM, f"{mention} {RIGHT}").misconceptions == ()


@pytest.mark.parametrize(
    "mention", ["Transit Gateway までは要らないです。", "Transit Gateway は遠回りなだけ。"]
)
def test_setting_aside_is_heard_in_japanese(grade: Grade, mention: str) -> None:
    assert grade(RAM, f"{mention}{RIGHT_JA}").misconceptions == ()


def test_the_words_that_show_a_misconception_are_quoted(grade: Grade) -> None:
    (found,) = grade(RAM, f"{RIGHT} Then attach every VPC to a transit gateway.").misconceptions
    assert "transit gateway" in " ".join(found.evidence).casefold()


def test_nobody_is_suspected_whose_words_are_near_no_misconception() -> None:
    score = weighing(9.0).grade(load_scenarios()[RAM], "RAM")
    assert score.misconceptions == ()


def test_what_two_misconceptions_share_costs_once() -> None:
    reply = f"{RIGHT} Then attach every VPC to a transit gateway."
    score = weighing(9.0).grade(load_scenarios()[RAM], reply)
    words = [word for found in score.misconceptions for word in found.evidence]
    assert len(words) == len(set(words)) > 0


def test_without_trees_a_misconception_is_known_by_its_phrasings() -> None:
    grader = Grader(load_glossary(), replace(load_word_book(), mistakes=None))
    score = grader.grade(load_scenarios()[RAM], f"{RIGHT} And attach every VPC to a transit gateway.")
    assert [found.id for found in score.misconceptions] == ["transit-gateway"]


def test_trees_that_were_fitted_on_other_evidence_are_refused() -> None:
    book = load_word_book()
    assert book.mistakes
    other = BoostedTrees.of({"features": ["near"], "baseline": 0.0, "trees": ()})
    with pytest.raises(ValueError, match="fit them again"):
        Grader(load_glossary(), replace(book, mistakes=Hearing(book.mistakes.tone, other)))
