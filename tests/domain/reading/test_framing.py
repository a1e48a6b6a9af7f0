"""What stands around something that a text quotes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.reading.framing import around, turns_around
from bot.domain.reading.tone import IT

QUOTED = "share the subnets. then tag them"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("the vendor says: ", ". not with me", f"the vendor says:{IT}not with me"),
        ("", " <- no", f"{IT}<- no"),
        ("「", "」はやらない", f"「{IT}」はやらない"),
        ("これはやめて。", "。", f"これはやめて。{IT}"),
    ],
)
def test_one_sign_stands_for_what_is_quoted_and_for_the_punctuation_that_ends_it(
    before: str, after: str, said: str
) -> None:
    span = (len(before), len(before) + len(QUOTED))

    assert around(before + QUOTED + after, [span]) == said


def test_two_stretches_with_nothing_but_punctuation_between_them_are_one_thing() -> None:
    assert around("aa, bb; but no", [(0, 2), (4, 6)]) == f"{IT}; but no"


def test_how_the_last_sentence_ends_is_a_turn_of_phrase_of_its_own() -> None:
    assert "$$no thanks" in turns_around(f"{IT}no thanks!")


def test_the_first_and_the_last_sentence_are_heard_by_themselves() -> None:
    turns = turns_around(f"tried it. {IT}never again")

    assert {"F:tried it", "L:never again"} <= turns


@given(st.text())
def test_any_text_can_be_heard(text: str) -> None:
    assert turns_around(around(text, []))


@pytest.mark.parametrize(
    ("text", "turns"),
    [
        (f"試した。{IT}二度と", {"F:試し", "L:二度"}),
        (f"tried it\n{IT}never again", {"F:tried it", "L:never again"}),
        (f"tried it. {IT}never again!", {"F:tried it", "L:never again"}),
    ],
)
def test_sentences_end_with_any_mark_and_with_a_line(text: str, turns: set[str]) -> None:
    assert turns <= turns_around(text)
