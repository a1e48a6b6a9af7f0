"""Postings in segments: many small ones are one large one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.search import SearchIndex, index, postings, segment
from bot.domain.search.postings import FIELDS, Postings
from tests.domain.search.practice_pack import SCENARIOS, index_of

QUESTIONS = ("rotate the databse password", "リカバリーポイント", "key deletion", "SSO", "個人データ")

documents = st.lists(
    st.lists(st.lists(st.sampled_from("abcdef"), max_size=4), min_size=len(FIELDS), max_size=len(FIELDS)),
    min_size=1,
    max_size=9,
)


def held(built: Postings, term: str) -> dict[int, float]:
    """What a term is worth in the documents that hold it."""
    known = built.term(term)
    gains = built.gains([(known[0], 1.0)] if known else [], [])
    return {number: float(gain) for number, gain in enumerate(gains) if gain}


def postings_of(found: list[list[list[str]]]) -> Postings:
    built = Postings()
    for fields in found:
        built.add(fields)
    built.seal()
    return built


@given(documents)
def test_every_document_with_a_term_holds_it_and_no_other(found: list[list[list[str]]]) -> None:
    built = postings_of(found)
    for term in "abcdef":
        expected = {number for number, fields in enumerate(found) if any(term in field for field in fields)}
        assert held(built, term).keys() == expected


@given(documents)
def test_what_a_term_is_worth_is_the_same_from_either_side(found: list[list[list[str]]]) -> None:
    built = postings_of(found)
    for term in "abcdef":
        worth = held(built, term)
        numbers = [known[0]] if (known := built.term(term)) else []
        for number in range(len(found)):
            assert sum(built.impacts(number, numbers)) == worth.get(number, 0)


@given(documents)
def test_a_table_and_flat_arrays_say_the_same(found: list[list[list[str]]]) -> None:
    tabled = postings_of(found)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(segment, "MOST_CELLS", 0)
        flat = postings_of(found)
    a, b, c, d, e, f = range(6)
    wanted = [(a, 1.0), (b, 0.5)], [[(c, 1.0), (d, 0.7)], [(e, 0.36), (f, 0.36)]]
    assert tabled.gains(*wanted).tolist() == flat.gains(*wanted).tolist()
    for number in range(len(found)):
        assert tabled.impacts(number, range(6)) == flat.impacts(number, range(6))


def test_a_term_that_came_up_later_is_in_no_document_before() -> None:
    built = postings_of([[["a"]] * len(FIELDS)])
    built.add([["b"]] * len(FIELDS))
    built.seal()
    assert list(held(built, "b")) == [1]


@given(documents)
def test_stored_postings_come_back_as_they_were(found: list[list[list[str]]]) -> None:
    built = postings_of(found)
    again = Postings.restored(built.arrays())
    assert [held(again, term) for term in "abcdef"] == [held(built, term) for term in "abcdef"]
    assert [again.term(term) for term in "abcdef"] == [built.term(term) for term in "abcdef"]


@pytest.mark.parametrize("size", [1, 2, 3, 8])
def test_the_size_of_a_segment_changes_nothing(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    whole = answers(index_of(*SCENARIOS))
    monkeypatch.setattr(postings, "SEGMENT", size)
    assert answers(index_of(*SCENARIOS)) == whole


def test_scenarios_on_the_shortlist_are_found_as_among_all(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = index_of(*SCENARIOS)
    first = [whole.search(question).matches[0] for question in QUESTIONS]
    monkeypatch.setattr(index, "SHORTLIST", 2)
    assert [whole.search(question).matches[0] for question in QUESTIONS] == first


def answers(built: SearchIndex) -> list[object]:
    return [built.search(question) for question in QUESTIONS]
