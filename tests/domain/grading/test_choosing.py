"""Whether a reply as a whole leaves the choice open."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.grading import Grader, Remark
from bot.domain.grading.choosing import OPEN, SEEMS_OPEN, ChoiceEvidence, open_choice
from bot.domain.grading.hedges import is_plainly_open, says_it_is_open
from bot.domain.reading.text import read
from bot.domain.trees import BoostedTrees
from bot.wordbook.loader import load_word_book
from tests.domain.grading.conftest import Grade, load_glossary, load_scenarios

RAM = "ram-shared-subnets"
NOTHING = ChoiceEvidence(*(0.0 for _ in ChoiceEvidence._fields))


def certain(odds: float) -> BoostedTrees:
    """Trees that always answer the same."""
    return BoostedTrees.of({"features": ChoiceEvidence._fields, "baseline": odds, "trees": ()})


@pytest.mark.parametrize(
    "reply",
    [
        "RAM share of the subnets to the OU, transit gateway, PrivateLink: three doors, let the dice pick.",
        "half of us want the subnets shared through RAM, the other half a transit gateway. popcorn time",
        "RAM でサブネットを OU に共有する派と、Transit Gateway でつなぐ派で割れています。続報を待ちます。",
    ],
)
def test_options_without_a_choice_earn_little_in_whatever_words(grade: Grade, reply: str) -> None:
    assert grade(RAM, reply).value <= 30


@pytest.mark.parametrize(
    "reply",
    [
        "I think I'd share the subnets with the OU through RAM, probably after turning sharing on.",
        "Peering or a transit gateway would mean a VPC each. Share the subnets with the OU through RAM.",
        "RAM でサブネットを OU に共有するのがいいんじゃないですかね。Transit Gateway は不要かと。",
    ],
)
def test_who_weighs_and_then_settles_has_answered(grade: Grade, reply: str) -> None:
    assert grade(RAM, reply).value >= 65


def test_who_seems_to_leave_it_open_keeps_at_most_thirty_points_and_is_told_why() -> None:
    seeming = replace(load_word_book(), choices=certain(3.0))
    assert OPEN > 0.95 > SEEMS_OPEN
    score = Grader(load_glossary(), seeming).grade(
        load_scenarios()[RAM],
        "Monday after lunch the network team shares the subnets with the OU through RAM.",
    )
    assert Remark.OPEN in score.remarks
    assert score.value == 30
    assert sum(p.earned for p in score.points) - score.withheld == score.value


def test_who_clearly_leaves_it_open_has_hedged() -> None:
    assert open_choice(certain(4.0), NOTHING, sets_aside=False) is Remark.HEDGED
    assert open_choice(certain(-3.0), NOTHING, sets_aside=False) is None


def test_who_sets_another_option_aside_seems_to_have_chosen() -> None:
    assert open_choice(certain(3.0), NOTHING, sets_aside=False) is Remark.OPEN
    assert open_choice(certain(3.0), NOTHING, sets_aside=True) is None
    assert open_choice(certain(4.0), NOTHING, sets_aside=True) is Remark.HEDGED


def test_who_has_words_for_it_needs_less_to_seem_undecided() -> None:
    unlikely = certain(-1.0)  # .27
    assert open_choice(unlikely, NOTHING, sets_aside=False) is None
    assert open_choice(unlikely, NOTHING, sets_aside=True, says_so=True) is Remark.OPEN
    assert open_choice(certain(-2.0), NOTHING, sets_aside=False, says_so=True) is None


def test_who_plainly_says_so_seems_undecided_whatever_the_rest_sounds_like() -> None:
    assert open_choice(certain(-9.0), NOTHING, sets_aside=True, plainly=True) is Remark.OPEN
    assert open_choice(certain(4.0), NOTHING, sets_aside=False, plainly=True) is Remark.HEDGED


@pytest.mark.parametrize(
    ("reply", "is_so"),
    [
        ("Share the subnets or peer the networks, both would work.", True),
        ("サブネットの共有も、ピアリングも、つながるのは同じなので、そこは好みの問題かと思います。", True),
        ("Whichever name you like: share the subnets with the OU.", False),
        ("好みの問題ではなく、サブネットを共有します。", False),
        ("Both would work, but I'd go with sharing the subnets, up to you.", False),
        ("I can't decide between these two. Share the subnets. Peer the networks.", True),
        ("Maybe share the subnets with the OU. Maybe peer the networks.", True),
        ("案1：サブネットを OU に共有する。案2：ピアリングする。", True),
        ("1) Share the subnets. 2) Name the OU.", False),
        ("Maybe share the subnets with the OU.", False),
        ("", False),
    ],
)
def test_what_opens_or_ends_a_reply_or_offers_way_after_way_leaves_it_open(
    reply: str, *, is_so: bool
) -> None:
    assert is_plainly_open(read(reply)) is is_so


@pytest.mark.parametrize(
    ("reply", "is_so"),
    [
        ("there are two schools, and i'd be happy with whichever the architects prefer", True),
        ("ram or a transit gateway. either works for me", True),
        ("ramで共有する派もいれば、transit gatewayでつなぐ派もいます", True),
        ("届くという点では同じなので、好みの問題かと", True),
        ("share the subnets with the ou through ram", False),
        ("their call to sts:assumerole is denied", False),
        ("別の人による承認を求めます", False),
        ("どちらもいけません", False),
        ("人によるんじゃないですかね", True),
        ("どちらも考えましたが、ramで共有する一択です", False),
    ],
)
def test_a_choice_left_open_is_known_by_its_words_too(reply: str, *, is_so: bool) -> None:
    assert says_it_is_open(reply) is is_so


def test_without_such_trees_cues_and_tone_alone_tell() -> None:
    deaf = replace(load_word_book(), choices=None)
    reply = "RAM share of the subnets, or a transit gateway, or PrivateLink. any of these, not sure which"
    score = Grader(load_glossary(), deaf).grade(load_scenarios()[RAM], reply)
    assert Remark.HEDGED in score.remarks


def test_trees_that_were_fitted_on_other_evidence_are_refused() -> None:
    other = BoostedTrees.of({"features": ["indecision"], "baseline": 0.0, "trees": ()})
    with pytest.raises(ValueError, match="fit them again"):
        Grader(load_glossary(), replace(load_word_book(), choices=other))


def test_the_model_answer_leaves_nothing_open_however_it_sounds() -> None:
    scenario = load_scenarios()[RAM]
    seeming = Grader(load_glossary(), replace(load_word_book(), choices=certain(4.0)))
    assert seeming.grade(scenario, scenario.answer.en).value == 100


def test_a_choice_is_heard_with_the_talk_around_it_to_be_left_open() -> None:
    seeming = Grader(load_glossary(), replace(load_word_book(), choices=certain(2.5), refusal=None))
    right = "No peering. Share the subnets with the OU through RAM."
    assert Remark.OPEN not in seeming.grade(load_scenarios()[RAM], right).remarks
    assert Remark.OPEN in seeming.grade(load_scenarios()[RAM], f"{right} My cat hid under the sofa.").remarks
