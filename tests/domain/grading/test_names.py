"""Glossary names: each form as good as another."""

from __future__ import annotations

import pytest

from bot.domain.glossary import Glossary, Term
from bot.domain.grading.names import Names, longest
from bot.domain.reading.text import read

GLOSSARY = Glossary(
    (
        Term("AWS Resource Access Manager", "service", ("RAM",), ("リソースアクセスマネージャー",)),
        Term("Amazon GuardDuty", "service", (), ("ガードデューティ",), ("Guard Duty",)),
        Term("Amazon Inspector", "service"),
        Term("AWS managed key", "concept", (), ("AWS マネージドキー",)),
        Term("customer managed key", "concept", ("CMK",), ("カスタマーマネージドキー",)),
        Term("organizational unit", "concept", ("OU",)),
        Term("IAM role", "concept", (), ("ロール",)),
        Term("Automated Security Response on AWS", "service", ("SHARR",)),
        Term("AWS Config", "service"),
    )
)
NAMES = Names(GLOSSARY)


def named(text: str) -> list[str]:
    return [
        GLOSSARY.terms[term].name
        for mention in longest(NAMES.mentions(read(text)))
        for term in sorted(mention.terms)
    ]


@pytest.mark.parametrize(
    "text",
    ["RAM", "ram", "aws ram", "Resource Access Manager", "リソースアクセスマネージャー", "ＲＡＭで共有"],
)
def test_every_form_names_the_term(text: str) -> None:
    assert named(text) == ["AWS Resource Access Manager"]


@pytest.mark.parametrize("text", ["GuardDuty", "guard duty", "Guard-Duty", "ガードデューティ"])
def test_joined_and_split_spellings_are_one_name(text: str) -> None:
    assert named(text) == ["Amazon GuardDuty"]


def test_the_plural_of_an_acronym_is_the_acronym() -> None:
    assert named("two OUs") == ["organizational unit"]


def test_the_vendor_may_be_left_out_unless_it_makes_the_difference() -> None:
    assert named("Inspector") == ["Amazon Inspector"]
    assert named("customer managed key") == ["customer managed key"]
    assert named("カスタマーマネージドキー") == ["customer managed key"]


@pytest.mark.parametrize("text", ["sharing", "コントロール", "pram", "cou"])
def test_a_name_inside_another_word_is_no_name(text: str) -> None:
    assert named(text) == []
