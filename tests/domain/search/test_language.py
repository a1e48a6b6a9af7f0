"""In which language a question is asked."""

from __future__ import annotations

import pytest

from bot.domain.library import Library
from bot.domain.scenario import Language
from bot.wordbook.loader import load_word_book
from tests.domain.search.practice_pack import SCENARIOS, pack_of

LIBRARY = Library([pack_of(*SCENARIOS)], load_word_book())


@pytest.mark.parametrize(
    "names", ["SSM", "kms", "ＫＭＳ", "AWS WAF", "Macie?", "Session Manager", "KMS, WAF"]
)
def test_names_of_the_glossary_are_in_no_language(names: str) -> None:
    assert LIBRARY.language_of(names) is None


@pytest.mark.parametrize("name", ["ECR", "IMDSv2", "CloudHSM", "ec2", "TLS 1.3"])
def test_what_is_spelt_like_a_name_is_in_no_language(name: str) -> None:
    assert LIBRARY.language_of(name) is None


@pytest.mark.parametrize("text", ["", "?!", "12345"])
def test_what_has_no_words_is_in_no_language(text: str) -> None:
    assert LIBRARY.language_of(text) is None


@pytest.mark.parametrize("question", ["what is KMS", "KMS rotation", "WAF or Macie", "HOW TO USE SSM"])
def test_a_plain_word_beside_a_name_makes_it_english(question: str) -> None:
    assert LIBRARY.language_of(question) is Language.EN


@pytest.mark.parametrize("question", ["KMS とは", "ＷＡＦの設定", "シークレットマネージャー"])
def test_kana_or_kanji_make_it_japanese(question: str) -> None:
    assert LIBRARY.language_of(question) is Language.JA
