"""The pattern language of rubrics."""

from __future__ import annotations

import pytest

from bot.domain.errors import BotError
from bot.domain.grading import PatternFault, parse_pattern
from bot.domain.scenario import Language
from bot.texts import say_error


def test_a_bar_means_or_and_a_plus_means_near() -> None:
    pattern = parse_pattern("new|another + ou|organizational unit")
    assert pattern.elements == (("new", "another"), ("ou", "organizational unit"))


def test_a_plain_phrase_is_a_pattern_of_one_element() -> None:
    assert parse_pattern("resource  share").elements == (("resource share",),)


def test_full_width_signs_and_letters_are_the_same_pattern() -> None:
    assert parse_pattern("ＲＡＭ ＋ 共有｜シェア") == parse_pattern("RAM + 共有|シェア")


def test_a_mark_alone_beside_a_word_is_passed_over() -> None:
    assert parse_pattern("percent|% + s3|*").elements == (("percent",), ("s3",))


@pytest.mark.parametrize(
    ("text", "key", "at"),
    [
        ("a + %|*", "pattern.blank", 4),
        ("", "pattern.blank", 1),
        ("  ", "pattern.blank", 1),
        ("…", "pattern.blank", 1),
        ("a||b", "pattern.empty-alternative", 3),
        ("|a", "pattern.empty-alternative", 1),
        ("a + b|", "pattern.empty-alternative", 7),
        ("a +", "pattern.dangling-plus", 4),
        ("+ a", "pattern.dangling-plus", 1),
        ("a + + b", "pattern.dangling-plus", 4),
    ],
)
def test_a_fault_names_its_kind_and_its_place(text: str, key: str, at: int) -> None:
    with pytest.raises(PatternFault) as raised:
        parse_pattern(text)
    assert (raised.value.key, raised.value.facts["at"]) == (key, at)


@pytest.mark.parametrize("language", list(Language))
def test_a_fault_is_both_an_error_people_can_read_and_a_value_error(language: Language) -> None:
    with pytest.raises(ValueError, match="empty-alternative") as raised:
        parse_pattern("a||b")
    assert isinstance(raised.value, BotError)
    assert "a||b" in say_error(language, raised.value)
