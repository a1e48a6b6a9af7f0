"""Glossary names in running text."""

from __future__ import annotations

import pytest

from bot.domain.glossary import Glossary, Term
from bot.domain.search.names import NameBook
from bot.domain.search.tokens import normalise

ROOT = ("root", "ルート")
BOOK = NameBook(
    Glossary(
        (
            Term("AWS Control Tower", "service", (), ("コントロールタワー",)),
            Term("AWS Transit Gateway", "service", ("TGW",), ("トランジットゲートウェイ",)),
            Term("account root user", "concept", (), ("ルートユーザー",), ROOT, frozenset(ROOT)),
            Term("organization root", "concept", (), (), ROOT, frozenset(ROOT)),
            Term("permission set", "feature", (), ("許可セット",)),
        )
    )
)  # fmt: skip


def named(text: str) -> list[tuple[str, ...]]:
    return [BOOK.concepts(mention.name) for mention in BOOK.find(normalise(text))]


@pytest.mark.parametrize(
    "text",
    ["AWS Control Tower", "control tower", "ControlTower", "control-tower", "Amazon Control Tower",
     "ＣＯＮＴＲＯＬ　ＴＯＷＥＲ", "コントロール・タワー",
     "コントロール タワー", "ｺﾝﾄﾛｰﾙﾀﾜｰ", "コントロールタワ"],
)  # fmt: skip
def test_spacing_width_middle_dots_and_the_vendor_do_not_matter(text: str) -> None:
    assert named(text) == [("AWS Control Tower",)]


def test_names_are_found_inside_a_sentence() -> None:
    assert named("is TGW better than control tower?") == [("AWS Transit Gateway",), ("AWS Control Tower",)]
    assert named("許可セットとは") == [("permission set",)]


def test_a_plural_is_the_same_name() -> None:
    assert named("two permission sets") == [("permission set",)]


def test_a_name_inside_another_word_is_none() -> None:
    assert named("uncontrol towering stgw") == []


def test_a_short_katakana_name_inside_a_longer_word_is_none() -> None:
    assert named("ルートテーブル") == []
    assert named("サブルート") == []


def test_a_long_katakana_name_is_recognised_inside_a_compound() -> None:
    assert named("トランジットゲートウェイアタッチメント") == [("AWS Transit Gateway",)]


def test_the_longest_name_wins() -> None:
    assert named("ルートユーザー") == [("account root user",)]


def test_an_ambiguous_name_means_all_it_may_mean() -> None:
    assert named("root") == [("account root user", "organization root")]
    assert BOOK.is_ambiguous("root")


def test_a_mention_says_where_it_is_in_the_text() -> None:
    text = "use control  tower now"
    (mention,) = BOOK.find(text)
    assert text[mention.start : mention.end] == "control  tower"
