"""Words in katakana as people mistype them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.reading.katakana import Katakana, skeleton
from bot.domain.reading.text import read
from bot.wordbook.loader import load_vectors

WORDS = (
    "アカウント",
    "ポリシー",
    "セキュリティ",
    "アグリゲーター",
    "スナップショット",
    "ロール",
    "キー",
    "トコロ",
)
KANA = st.text(st.sampled_from("あいうえおかきくけこさしすせそーアイウエオカキクケコッャュョ"), max_size=20)


def meant(kana: str, longer_than: int = 0) -> str | None:
    found = Katakana(WORDS).meant(kana, 0, longer_than)
    return found[0] if found else None


@pytest.mark.parametrize(
    ("kana", "word"),
    [
        ("ぽりしー", "ポリシー"),
        ("ポリシ", "ポリシー"),
        ("セキュリテイ", "セキュリティ"),
        ("アカウソト", "アカウント"),
        ("アカンウト", "アカウント"),
        ("あかうんと", "アカウント"),
        ("アグリゲータ", "アグリゲーター"),
        ("すなプショット", "スナップショット"),
        ("ろーるを渡す", "ロール"),
    ],
)
def test_a_word_is_known_by_what_people_make_of_it(kana: str, word: str) -> None:
    assert meant(kana) == word


@pytest.mark.parametrize("kana", ["ところ", "きー", "ロル", "アウント", "監視", "account", ""])
def test_grammar_short_words_and_first_letters_are_not_guessed_at(kana: str) -> None:
    assert meant(kana) is None


def test_what_is_known_already_gives_way_to_longer_words_only() -> None:
    assert meant("アカンウトに", longer_than=3) == "アカウント"
    assert meant("アカンウトに", longer_than=5) is None


def test_a_word_as_it_is_spelled_goes_before_what_another_may_be_mistyped_as() -> None:
    book = Katakana(("アイウエオカ", "アイウオカ"))
    assert book.meant("アイウオカ", 0, 0) == ("アイウオカ", 5)


@given(KANA)
def test_script_and_long_vowels_never_matter(kana: str) -> None:
    assert skeleton(kana) == skeleton(kana.replace("ー", "")) == skeleton(skeleton(kana))


def test_a_mistyped_word_means_what_the_word_means() -> None:
    vectors = load_vectors()
    typed, spelled = (
        [token.row for token in vectors.tokens(read(text))]
        for text in ("くらいあんとのばけっとポリシ", "クライアントのバケットポリシー")
    )
    assert typed == spelled


def test_grammar_in_hiragana_is_not_taken_for_words_in_katakana() -> None:
    text = "うーん、これはちょっと迷いますね。とりあえずやってみようかなと思います。ですよねー"
    assert not [token.key for token in load_vectors().tokens(read(text)) if "ァ" <= token.key[0] <= "ヶ"]
