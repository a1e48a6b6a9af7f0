"""Which known words a word of a question may be."""

from __future__ import annotations

import pytest

from bot.domain.search.vocabulary import Vocabulary

KNOWN = Vocabulary(
    ["subnet", "rotation", "guardduty", "role", "region", "policies", "ram", "サブネット", "リソース"]
)


def spellings(word: str) -> list[str]:
    return [candidate.spelling for candidate in KNOWN.near(word)]


@pytest.mark.parametrize("slip", ["subnt", "subnnet", "subnat", "usbnet", "sunbet"])
def test_a_letter_missing_doubled_wrong_or_swapped_is_one_slip(slip: str) -> None:
    assert spellings(slip) == ["subnet"]


def test_long_words_may_have_two_slips() -> None:
    assert spellings("gaurddutty") == ["guardduty"]


def test_words_of_three_letters_are_taken_as_they_are() -> None:
    assert spellings("rim") == []


def test_a_short_word_keeps_its_first_letter() -> None:
    assert spellings("mole") == []
    assert spellings("rolle") == ["role"]


def test_a_known_word_is_not_respelt() -> None:
    assert [(found.term, found.similarity) for found in KNOWN.near("policy")] == [("polici", 1.0)]


def test_an_unknown_word_has_no_candidates() -> None:
    assert spellings("pizza") == []


def test_katakana_is_near_the_word_that_sounds_the_same() -> None:
    assert spellings("ローテーション") == ["rotation"]
    assert set(spellings("サブネット")) == {"サブネット", "subnet"}


def test_misspelt_katakana_is_near_too() -> None:
    assert "サブネット" in spellings("サブネト")


def test_a_katakana_compound_is_cut_into_known_words() -> None:
    assert list(KNOWN.segments("サブネットローテーション")) == ["サブネット", "ローテーション"]


def test_unknown_katakana_between_known_words_is_left_out() -> None:
    assert list(KNOWN.segments("ピザリソース")) == ["リソース"]


def test_a_compound_of_katakana_with_one_part_misspelt_is_read_by_the_other() -> None:
    assert KNOWN.compound("サブネットリソソス") == "サブネットリソース"
    assert KNOWN.compound("サブネッツリソース") == "サブネットリソース"


@pytest.mark.parametrize("run", ["ピザハンバーガー", "サブネットピザ", "ピザ", ""])
def test_a_compound_of_nothing_known_stays_as_it_is(run: str) -> None:
    assert KNOWN.compound(run) == run


def test_of_three_letters_only_neighbours_may_be_swapped() -> None:
    assert spellings("rma") == spellings("arm") == ["ram"]
    assert spellings("rim") == spellings("mar") == []
