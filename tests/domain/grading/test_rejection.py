"""A wrong answer that is mentioned to be argued against is not the reply's answer."""

from __future__ import annotations

import pytest

from bot.domain.grading import Remark
from bot.domain.grading.negation import negations
from bot.domain.grading.rejection import rejections
from bot.domain.grading.retraction import turning_point
from bot.domain.reading.spelling import stem
from bot.domain.reading.text import read
from tests.domain.grading.conftest import Grade

RAM = "ram-shared-subnets"
RIGHT = "Enable sharing in Organizations, then share the subnets with the OU through RAM."
RIGHT_JA = "Organizations で共有を有効にし、RAM でサブネットを OU に共有する。"


@pytest.mark.parametrize(
    "mention",
    [
        "A transit gateway would need a network in every account.",
        "A transit gateway is out because it connects networks.",
        "Somebody draws a transit gateway every time.",
        "A transit gateway connects networks, it doesn't remove them.",
        "Attach everything to a transit gateway? No, that wouldn't remove a network.",
        "A transit gateway was my first idea, but it only connects.",
    ],
)
def test_a_misconception_argued_against_costs_nothing(grade: Grade, mention: str) -> None:
    assert grade(RAM, f"{mention} {RIGHT}").misconceptions == ()


@pytest.mark.parametrize(
    "mention",
    [
        "Transit Gateway だとルートが増えるので要件に合いません。",
        "Transit Gateway を使う案もありましたが、つなぐだけです。",
        "最初は Transit Gateway と考えましたが、要件を満たしません。",
        "Transit Gateway はネットワークを増やすので同じ理由でだめ。",
    ],
)
def test_a_misconception_argued_against_in_japanese_costs_nothing(grade: Grade, mention: str) -> None:
    assert grade(RAM, f"{mention}{RIGHT_JA}").misconceptions == ()


@pytest.mark.parametrize(
    "mention",
    [
        "Use a transit gateway, it doesn't cost much.",
        "Then attach every VPC to a transit gateway because peering can't scale.",
        "Transit Gateway も作って各 VPC をつなぎます。",
    ],
)
def test_a_misconception_put_forward_costs(grade: Grade, mention: str) -> None:
    assert [found.id for found in grade(RAM, f"{RIGHT} {mention}").misconceptions] == ["transit-gateway"]


@pytest.mark.parametrize(
    "reply",
    [
        "RAM won't work otherwise, so enable sharing first",
        "It won't share anything without the OU",
        "A share through RAM, find the accounts where it can't be used",
        "Nothing else will do: share the subnets",
        "RAM は組織に限ればいいんじゃないでしょうか",
        "RAM は OU に統一しませんか",
    ],
)
def test_who_makes_a_condition_or_asks_what_others_think_argues_against_nothing(reply: str) -> None:
    assert rejections(read(reply)) == ()


def test_what_is_argued_against_ends_with_the_sentence() -> None:
    reading = read("peering can't do it. use a gateway")
    gateway = reading.plain.index("gateway")
    assert not any(ruling.covers(((gateway, gateway + 7),)) for ruling in rejections(reading))


@pytest.mark.parametrize(
    "reply",
    [
        f"{RIGHT} Mind you, don't use it.",
        f"{RIGHT} Actually, subnets can't be shared with RAM.",
        f"{RIGHT_JA}ただし RAM ではサブネットを共有できないので使わない",
    ],
)
def test_an_answer_taken_back_is_a_contradiction(grade: Grade, reply: str) -> None:
    assert Remark.CONTRADICTED in grade(RAM, reply).remarks


@pytest.mark.parametrize(
    "reply",
    [
        "share with RAM. scratch that, it can't",
        "share with RAM. hmm, on second thought that won't work",
        "share with RAM. forget what I said",
        "RAM で共有する。いや待って、やっぱり違う",
        "RAM で共有する、と思ったけど使えないはず",
        "RAM で共有する。この案はなしで",
    ],
)
def test_a_reply_that_turns_round_turns_where_it_says_so(reply: str) -> None:
    turn = turning_point(read(reply))
    assert turn is not None
    assert "共有する" in reply[:turn] or "RAM" in reply[:turn]


@pytest.mark.parametrize(
    "reply",
    [
        "share with RAM, and don't forget to enable sharing",
        "revoke the sessions, then wait for the logs",
        "セッションを取り消してから隔離する",
        "やっぱり RAM で共有する",
    ],
)
def test_a_reply_that_goes_straight_has_no_turning_point(reply: str) -> None:
    assert turning_point(read(reply)) is None


def test_a_reason_with_a_negated_noun_denies_nothing() -> None:
    reading = read("管理イベントではないため、データイベントを使う")
    assert not any(ruling.strong for ruling in negations(reading))


def test_a_denial_does_not_reach_over_a_comma_behind_a_bare_noun() -> None:
    reading = read("隔離グループ、止めない")
    assert not any(ruling.covers(((0, 2),)) for ruling in negations(reading))


def test_examples_in_brackets_are_no_list_of_keywords(grade: Grade) -> None:
    reply = "Share the subnets with the OU through RAM (EC2, RDS, Lambda, ECS, EKS, Redshift)"
    assert Remark.KEYWORDS not in grade(RAM, reply).remarks


def test_three_options_without_a_choice_are_a_hedge_even_if_all_are_right(grade: Grade) -> None:
    reply = "use RAM, or share the subnets, or enable sharing in Organizations. not sure which"
    assert Remark.HEDGED in grade(RAM, reply).remarks


def test_headings_of_a_manual_are_documentation(grade: Grade) -> None:
    page = (
        "概要。このページでは、AWS RAM について説明します。共有: サブネットを組織に共有します。料金: 料金が"
        "発生します。クォータ: 一覧を参照してください。関連項目: 組織、サブネット、ルート、アカウント。"
    )
    assert Remark.PASTED in grade(RAM, page).remarks


@pytest.mark.parametrize(("word", "same"), [("two", "2"), ("mgmt", "management"), ("creds", "credentials")])
def test_numbers_and_everyday_abbreviations_are_the_words_they_stand_for(word: str, same: str) -> None:
    assert stem(word) == stem(same)


def test_a_long_name_may_be_mistyped(grade: Grade) -> None:
    score = grade(RAM, "Share the subnets with RAM and put PrivateLnik in between")
    assert [found.id for found in score.misconceptions] == ["privatelink"]


def test_services_looked_at_and_found_wanting_are_not_proposed(grade: Grade) -> None:
    seen = "I looked at GuardDuty, Macie and Inspector first and none of them does this."
    assert Remark.UNRELATED not in grade(RAM, f"{seen} {RIGHT}").remarks
