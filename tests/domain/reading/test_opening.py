from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.reading.opening import opening


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("One. Two! Three? Four.", "One. Two! …"),
        ("一つ目。二つ目！三つ目？四つ目。", "一つ目。二つ目！ …"),
        ("He said “no.” Then left. Nobody knew. The end.", "He said “no.” Then left. …"),
        ("Use TLS 1.2 on port 443.5 only. And s3.amazonaws.com. Then? Done.", None),
        ("「だめ。」と言われた。次です。終わり。完。", None),
    ],
)
def test_the_first_sentences_stand_for_all(text: str, shown: str | None) -> None:
    got = opening(text, 2, 300)
    assert got.endswith(" …")
    assert text.startswith(got.removesuffix(" …"))
    assert shown is None or got == shown


def test_one_sentence_more_is_no_reason_to_leave_anything_out() -> None:
    assert opening("One. Two.\nWhat now?", 2, 300) == "One. Two. What now?"


def test_a_sentence_that_is_too_long_is_cut() -> None:
    assert opening("abc " * 100, 2, 20) == "abc abc abc abc abc…"


def test_as_many_sentences_are_shown_as_there_is_room_for() -> None:
    assert opening(f"Short. {'x' * 300}. Three. Four.", 2, 100) == "Short. …"


@given(st.text(), st.integers(1, 3), st.integers(10, 100))
def test_it_is_one_line_and_never_longer_than_asked(text: str, sentences: int, longest: int) -> None:
    got = opening(text, sentences, longest)
    assert len(got) <= longest
    assert "\n" not in got
