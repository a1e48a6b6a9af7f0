"""A small network that hears what a text does."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.reading.listener import (
    ANOTHER,
    MOST_TOKENS,
    NUMBER,
    SILENCE,
    Floats,
    Heeded,
    Listener,
    Network,
    heed,
    paired,
)
from bot.domain.reading.meaning import Token
from bot.domain.reading.text import Span, read
from bot.domain.reading.tone import IT
from bot.wordbook.loader import load_listener, load_vectors


def _at(plain: str, *words: str) -> list[Span]:
    return [(plain.index(word), plain.index(word) + len(word)) for word in words]


def _numbers(*rows: list[float]) -> Floats:
    return np.array(rows, np.float32)


def _attentive() -> Listener:
    """Hears "no" right before what is spoken of, two places away, and by itself, with one number for each
    token: 1 for "no", 2 for the sign of the answer."""
    next_to_each_other = _numbers([1.0], [0.0], [0.0]), _numbers([0.0])[0]
    nothing = _numbers([0.0], [0.0], [0.0]), _numbers([0.0])[0]
    return Listener(
        {"no": 1, IT: 2},
        {"使わ": 1},
        Network(
            token=_numbers([0.0], [1.0], [2.0]),
            pair=_numbers([0.0], [5.0]),
            meaning=_numbers([10.0]),
            convolutions=(next_to_each_other, nothing, nothing),
            attention=_numbers([0.0]),
            # What is attended to (here the mean), the highest, the sum by √tokens: the highest decides.
            answer=_numbers([0.0, 0.0], [1.0, -1.0], [0.0, 0.0]),
            bias=_numbers([0.5, 0.0])[0],
        ),
    )


def _deaf(*tokens: str) -> tuple[Heeded, Floats]:
    """Tokens of which the table of words has none."""
    return Heeded(tokens, (-1,) * len(tokens)), np.zeros((len(tokens), 1), np.float32)


def test_what_is_spoken_of_is_one_sign_whatever_it_is_called() -> None:
    plain = "share it with ram, not with peering"
    heeded = heed(plain, [], _at(plain, "ram"), _at(plain, "ram", "peering"))
    assert heeded.tokens == ("share", "it", "with", IT, ",", "not", "with", ANOTHER)


def test_neighbouring_words_for_it_are_one_sign() -> None:
    plain = "put the key policy in place"
    assert heed(plain, [], _at(plain, "key", "policy"), ()).tokens == ("put", "the", IT, "in", "place")


def test_overlapping_words_for_it_are_one_sign() -> None:
    plain = "put the key policy in place"
    assert heed(plain, [], _at(plain, "key policy", "policy in"), ()).tokens == ("put", "the", IT, "place")


def test_japanese_is_heard_character_by_character_and_in_pairs() -> None:
    tokens = heed("ramは使わない", [], _at("ramは使わない", "ram"), ()).tokens
    assert tokens == (IT, "は", "使", "わ", "な", "い")
    assert paired(tokens) == ["", "は使", "使わ", "わな", "ない"]


def test_any_number_is_the_same_number() -> None:
    assert heed("wait 15 days", [], (), ()).tokens == ("wait", NUMBER, "days")


def test_of_a_long_text_the_beginning_and_the_end_are_heard() -> None:
    heeded = heed("first " + "word " * 500 + "last", [], (), ())
    assert len(heeded.tokens) == len(heeded.rows) == MOST_TOKENS
    assert (heeded.tokens[0], heeded.tokens[-1]) == ("first", "last")


def test_every_word_of_a_phrase_means_what_the_phrase_means() -> None:
    heeded = heed("turn off it", [Token("turn off", 7, (0, 8))], (), ())
    assert heeded.rows == (7, 7, -1)


def test_what_stands_before_a_token_counts() -> None:
    listener = _attentive()
    no_before_it, it_before_no = (
        listener.hear(*_deaf(*tokens)).refuses for tokens in (("no", IT, "x"), (IT, "x", "no"))
    )
    assert (no_before_it, it_before_no) == (0.5 + 2.0, 0.5 + 2.0)
    assert listener.hear(*_deaf("x", "no")).refuses == 0.5


def test_pairs_and_meanings_add_to_a_token() -> None:
    listener = _attentive()
    assert listener.hear(*_deaf("使", "わ", "x")).refuses == 0.5 + 5.0
    meant = np.array([[0.0], [0.3], [0.0]], np.float32)
    assert listener.hear(Heeded(("x", "y", "z"), (-1, 3, -1)), meant).refuses == pytest.approx(0.5 + 3.0)


def test_where_there_is_nothing_to_hear_there_is_silence() -> None:
    assert _attentive().hear(*_deaf()) == SILENCE


def test_two_listeners_with_the_same_numbers_have_the_same_fingerprint() -> None:
    assert _attentive().fingerprint == _attentive().fingerprint != load_listener().fingerprint


@given(st.text(max_size=300))
def test_whatever_the_text_there_are_odds(text: str) -> None:
    reading, vectors = read(text), load_vectors()
    heeded = heed(reading.plain, vectors.tokens(reading), (), ())
    assert all(map(math.isfinite, load_listener().hear(heeded, vectors.units(heeded.rows))))
