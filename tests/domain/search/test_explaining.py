"""Why a scenario was found: which word matched what, and what each field gave."""

from __future__ import annotations

import pytest

from bot.domain.search import SearchIndex, WordMatch
from tests.domain.search.practice_pack import SCENARIOS

FIELDS = {"title", "questions", "names", "key points", "situation"}


def words_of(index: SearchIndex, question: str) -> dict[str, WordMatch]:
    """The words of the first match; where a name is also matched as a word, the name."""
    first = next(s for s in SCENARIOS if s.id == index.search(question).matches[0].scenario_id)
    return {word.word: word for word in reversed(index.explain(question, first))}


def test_a_word_of_the_scenario_matches_itself(index: SearchIndex) -> None:
    password = words_of(index, "database password")["password"]
    assert (password.matched, password.similarity) == ("password", 1.0)


def test_a_misspelt_word_names_the_word_it_was_taken_for(index: SearchIndex) -> None:
    misspelt = words_of(index, "database pasword")["pasword"]
    assert misspelt.matched == "password"
    assert misspelt.similarity == pytest.approx(0.875)


def test_another_name_shows_the_official_one(index: SearchIndex) -> None:
    assert words_of(index, "ASM")["asm"].matched == "AWS Secrets Manager"


def test_katakana_names_the_word_that_sounds_the_same(index: SearchIndex) -> None:
    assert words_of(index, "リカバリーポイント")["リカバリー"].matched == "recovery"


def test_a_word_that_matched_nothing_is_left_out(index: SearchIndex) -> None:
    assert "zebra" not in words_of(index, "database password zebra")


def test_a_field_is_named_only_if_the_word_is_in_it(index: SearchIndex) -> None:
    ransomware = words_of(index, "ransomware")["ransomware"]
    assert [field.field for field in ransomware.fields] == ["questions"]


def test_the_fields_have_the_names_people_read(index: SearchIndex) -> None:
    named = {gain.field for word in words_of(index, "rotate password").values() for gain in word.fields}
    assert named <= FIELDS


def test_a_word_in_the_title_gives_more_than_one_in_the_situation(index: SearchIndex) -> None:
    gains = {field.field: field.gain for field in words_of(index, "personal data")["personal"].fields}
    assert gains["title"] > gains["situation"]
