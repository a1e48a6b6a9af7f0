"""The shipped pack knows when it has no answer, and how good one is."""

from __future__ import annotations

import pytest

from bot.domain.search import Fit, SearchIndex, Verdict
from bot.packs.loader import load_pack, shipped_pack_path
from bot.wordbook.loader import load_vectors


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    return SearchIndex.of(load_pack(shipped_pack_path()), load_vectors())


@pytest.mark.parametrize(
    "question", ["what is the weather", "who won the match", "今日の天気は", "昨日の試合の結果"]
)
def test_everyday_questions_are_declined(index: SearchIndex, question: str) -> None:
    assert index.search(question).verdict is not Verdict.ANSWER


@pytest.mark.parametrize(
    "question",
    [
        "send all guardduty findings to one account",
        "ルートユーザーを保護したい",
        "CloudTrail のログを改ざんされたくない",
    ],
)
def test_what_no_scenario_answers_is_never_called_a_good_match(index: SearchIndex, question: str) -> None:
    assert index.search(question).fit is not Fit.GOOD


def test_a_question_of_a_scenarios_own_is_a_good_match(index: SearchIndex) -> None:
    assert index.search("how to share subnets").fit is Fit.GOOD


def test_rotating_secrets_is_found_where_it_is_explained(index: SearchIndex) -> None:
    for question in ("how to rotate secrets automatically", "シークレットを自動でローテーションしたい"):
        assert index.search(question).matches[0].scenario_id == "secrets-rotation-database"
