"""From text to terms."""

from __future__ import annotations

import pytest

from bot.domain.scenario import Language
from bot.domain.search import detect_language
from bot.domain.search.tokens import normalise, stem, terms


@pytest.mark.parametrize("text", ["サブネット", "how to とは", "共有", "ｻﾌﾞﾈｯﾄ", "S3 の料金"])
def test_kana_or_kanji_make_a_text_japanese(text: str) -> None:
    assert detect_language(text) is Language.JA


@pytest.mark.parametrize("text", ["how to share subnets", "", "?!", "12345", "ＶＰＣ"])
def test_any_other_text_counts_as_english(text: str) -> None:
    assert detect_language(text) is Language.EN


@pytest.mark.parametrize(
    "family",
    [
        ("share", "shared", "sharing", "shares"),
        ("policy", "policies"),
        ("rotate", "rotation", "rotating", "rotated"),
        ("delegate", "delegated", "delegation"),
        ("encrypt", "encrypted", "encryption", "encrypting"),
        ("log", "logs", "logging", "logged"),
        ("deploy", "deployment", "deployments"),
        ("manage", "managed", "management"),
        ("address", "addresses"),
    ],
)
def test_the_forms_of_a_word_have_one_stem(family: tuple[str, ...]) -> None:
    assert len({stem(word) for word in family}) == 1


@pytest.mark.parametrize("word", ["kms", "dns", "aws", "ring", "need", "access", "サブネット"])
def test_short_words_and_words_that_only_look_inflected_stay(word: str) -> None:
    assert stem(word) == word


def test_width_case_and_spacing_inside_japanese_are_normalised() -> None:
    assert normalise("ＫＭＳ　ｻｰﾋﾞｽ コントロール・タワー") == "kms サービスコントロールタワ"


def test_a_long_vowel_at_the_end_of_a_loan_word_is_optional() -> None:
    assert normalise("サーバー") == normalise("サーバ")
    assert normalise("キー") == "キー"


def test_english_gives_stems() -> None:
    assert list(terms("sharing subnets")) == ["shar", "subnet"]


def test_japanese_gives_katakana_words_pairs_and_single_kanji() -> None:
    assert list(terms("キーを共有する")) == ["キー", "共", "有", "共有", "有す", "する"]
