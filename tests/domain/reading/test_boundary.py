"""Where a sentence may end without a full stop."""

from __future__ import annotations

import pytest

from bot.domain.reading.boundary import beside, places
from bot.domain.reading.text import read
from bot.wordbook.loader import load_asides


def likeliest(text: str) -> str:
    """What stands behind the likeliest place."""
    reading = read(text)
    asides = load_asides()
    at = max(places(reading, reading.sentences[-1]), key=lambda at: asides.odds_of_boundary(reading, at))
    return reading.plain[at:]


@pytest.mark.parametrize(
    ("text", "behind"),
    [
        ("Put the password into Secrets Manager I forgot my umbrella today", "i forgot my umbrella today"),
        ("キーを無効化します 今日は天気がいいですね", "今日は天気がいいですね"),
        ("アクセスキーを無効化する コーヒーが飲みたい", "コーヒーが飲みたい"),
    ],
)
def test_a_sentence_without_a_full_stop_ends_where_another_begins(text: str, behind: str) -> None:
    assert likeliest(text) == behind


def test_spaces_between_japanese_words_tell_nothing() -> None:
    assert likeliest("キーを無効化します今日は天気がいいですね") == likeliest(
        "キーを無効化します 今日は天気がいいですね"
    )


def test_what_is_too_short_or_too_far_from_the_end_is_no_sentence_of_its_own() -> None:
    reading = read("one two three four five six seven eight nine ten eleven twelve thirteen fourteen.")
    behind = [reading.plain[at:] for at in places(reading, reading.sentences[0])]
    assert behind[0].startswith("three ")
    assert behind[-1].startswith("twelve ")


def test_looked_at_are_the_nearest_words_on_either_side() -> None:
    assert set(beside("share the subnets i need a coffee", 18)) == {
        "<subnets",
        "<the subnets",
        ">i",
        ">i need",
        "subnets|i",
    }


def test_of_japanese_the_nearest_characters_are_looked_at() -> None:
    assert {"<す", "<ます", ">今", ">今日は", "す|今"} <= set(beside("無効化します今日は晴れ", 6))
