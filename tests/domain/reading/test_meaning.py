"""Looking words up in a table of vectors."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.reading.meaning import UNKNOWN, WordVectors, unit
from bot.domain.reading.text import read

WORDS = {"server": 0, "shut off": 1, "off": 2, "隔離": 3, "ネットワーク": 4, "隔離する": 5}


@pytest.fixture
def vectors() -> WordVectors:
    return table()


def table() -> WordVectors:
    rng = np.random.default_rng(0)
    table = rng.integers(-127, 127, (len(WORDS), 8), dtype=np.int8)
    return WordVectors(WORDS, np.full(len(WORDS), 0.5, np.float32), table)


def keys(vectors: WordVectors, text: str) -> list[str]:
    return [token.key for token in vectors.tokens(read(text))]


def test_a_word_is_found_by_its_stem(vectors: WordVectors) -> None:
    assert keys(vectors, "Servers") == ["server"]


def test_the_longest_phrase_wins_over_its_words(vectors: WordVectors) -> None:
    assert keys(vectors, "shut off the server") == ["shut off", "server"]


def test_japanese_is_cut_at_the_longest_entries(vectors: WordVectors) -> None:
    assert keys(vectors, "ネットワークから隔離する") == ["ネットワーク", "隔離する"]


def test_a_word_that_is_not_in_the_table_stays_as_itself(vectors: WordVectors) -> None:
    token = vectors.tokens(read("GuardDuty"))[0]
    assert (token.key, token.row) == ("guardduty", UNKNOWN)


def test_function_words_say_nothing(vectors: WordVectors) -> None:
    assert keys(vectors, "the server is with them") == ["server"]


def test_a_token_knows_where_it_stands(vectors: WordVectors) -> None:
    assert [token.span for token in vectors.tokens(read("my server"))] == [(3, 9)]


def test_vectors_come_at_length_one_and_unknown_ones_as_nothing(vectors: WordVectors) -> None:
    lengths = np.linalg.norm(vectors.units([0, UNKNOWN]), axis=1)
    assert lengths == pytest.approx([1.0, 0.0], abs=1e-6)


def test_names_and_numbers_weigh_fully(vectors: WordVectors) -> None:
    assert vectors.weights([0, UNKNOWN]).tolist() == [0.5, 1.0]


def test_nothing_has_no_direction() -> None:
    assert unit(np.zeros((1, 3), np.float32)).tolist() == [[0.0, 0.0, 0.0]]


SAID = st.lists(
    st.sampled_from(["shut", " off ", "the ", "Servers", "隔離", "する", "ネットワーク", "、", "x"])
)


@given(SAID.map("".join))
def test_the_rows_of_a_text_are_those_of_its_tokens(text: str) -> None:
    vectors = table()
    reading = read(text)
    found = [token.row for token in vectors.tokens(reading) if token.row != UNKNOWN]
    assert vectors.rows(reading.plain) == found


def test_known_words_are_looked_up_as_any_are(vectors: WordVectors) -> None:
    units, weights = vectors.known([0, 3])
    assert units.tolist() == vectors.units([0, 3]).tolist()
    assert weights.tolist() == vectors.weights([0, 3]).tolist()
