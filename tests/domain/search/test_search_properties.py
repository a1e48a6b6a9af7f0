"""What holds for every question, whatever it says."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from tests.domain.search.practice_pack import SCENARIOS, index_of

INDEX = index_of(*SCENARIOS)
WORDS = (  # noqa: SIM905 - a list literal would hide the words behind quotes
    "how to rotate a key KMS deletion databse password bucket session console backup web acl SSO S3 pizza "
    "キー 削除 シークレットマネージャー サーバー 復旧 ポイント の を 今日の天気 個人データ セッション"
).split()

questions = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join)
any_text = st.text(max_size=300)


@given(any_text)
def test_no_text_makes_searching_fail(text: str) -> None:
    INDEX.search(text)


@given(st.one_of(any_text, questions))
def test_confidence_is_a_chance(text: str) -> None:
    assert 0 <= INDEX.search(text).confidence <= 1


@given(st.one_of(any_text, questions))
def test_the_same_question_has_the_same_answer(text: str) -> None:
    assert INDEX.search(text) == INDEX.search(text)


@given(questions)
def test_the_order_of_the_files_does_not_matter(question: str) -> None:
    reversed_index = index_of(*reversed(SCENARIOS))
    assert reversed_index.search(question) == INDEX.search(question)


@given(questions)
def test_case_does_not_matter(question: str) -> None:
    assert INDEX.search(question.upper()) == INDEX.search(question.lower())


@given(questions)
def test_width_does_not_matter(question: str) -> None:
    full_width = "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in question)
    assert unicodedata.normalize("NFKC", full_width) == question
    assert INDEX.search(full_width) == INDEX.search(question)


@given(questions, st.sampled_from(["  ", "\t", "\n\n", "\u3000", " \u00a0 "]))
def test_spacing_does_not_matter(question: str, space: str) -> None:
    assert INDEX.search(space + question.replace(" ", space) + space) == INDEX.search(question)


@given(questions, st.sampled_from(["?", "？", "!!", "。", " ...", "…"]))
def test_punctuation_at_the_end_does_not_matter(question: str, mark: str) -> None:
    assert INDEX.search(question + mark) == INDEX.search(question)


@given(questions)
def test_the_order_of_matches_is_total(question: str) -> None:
    matches = INDEX.search(question, limit=8).matches
    assert list(matches) == sorted(matches, key=lambda match: (-match.score, match.scenario_id))


@given(questions, st.integers(min_value=0, max_value=8))
def test_a_smaller_limit_cuts_the_same_list(question: str, limit: int) -> None:
    assert INDEX.search(question, limit).matches == INDEX.search(question, 8).matches[:limit]


@given(questions)
def test_what_words_and_meaning_gave_adds_up_to_the_score(question: str) -> None:
    scenarios = {scenario.id: scenario for scenario in SCENARIOS}
    for match in INDEX.search(question).matches:
        words = INDEX.explain(question, scenarios[match.scenario_id])
        gains = [field.gain for word in words for field in word.fields]
        assert abs(sum(gains) + match.by_meaning - match.score) < 1e-4
