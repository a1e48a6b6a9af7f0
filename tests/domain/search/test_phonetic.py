"""The bridge of sound between katakana and Latin spelling."""

from __future__ import annotations

import pytest

from bot.domain.search import phonetic


@pytest.mark.parametrize(
    ("katakana", "latin"),
    [
        ("ガードデューティ", "guardduty"),
        ("クラウドトレイル", "cloudtrail"),
        ("セキュリティ", "security"),
        ("コンプライアンス", "compliance"),
        ("マネージャー", "manager"),
        ("ローテーション", "rotation"),
        ("ターゲット", "target"),
        ("リージョン", "region"),
        ("インスペクター", "inspector"),
        ("オーガニゼーションズ", "organizations"),
        ("シールド", "shield"),
        ("ネットワーク", "network"),
        ("アーキテクチャ", "architecture"),
    ],
)
def test_katakana_and_its_source_have_one_skeleton(katakana: str, latin: str) -> None:
    assert phonetic.of_katakana(katakana) in phonetic.of_latin(latin)


def test_different_words_have_different_skeletons() -> None:
    assert phonetic.of_katakana("サブネット") not in phonetic.of_latin("instance")


def test_a_word_in_another_script_has_no_consonants() -> None:
    assert phonetic.of_latin("привет") == {""}
