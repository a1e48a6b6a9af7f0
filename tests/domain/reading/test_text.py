"""How a reply is read: one spelling for matching, the person's own for the explanation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.reading.text import MAX_COLUMNS, Script, plain, read, runs


@pytest.mark.parametrize(
    ("reply", "plain"),
    [
        ("Use  RAM\t now", "use ram now"),
        ("ＲＡＭ を　使う", "ramを使う"),
        ("ﾊﾞｹｯﾄ", "バケット"),
        ("use <https://example.com/ram|the share> today", "use the share today"),
        ("<@U123ABC> use RAM <#C1|general> :thumbsup:", "use ram"),
        ("see https://example.com/x and `RAM`", "see and ram"),
        ("arn:aws:s3 stays", "arn:aws:s3 stays"),
        ("A &amp; B", "a b"),
        ("zero\u200bwidth", "zerowidth"),
        ("don’t", "don't"),
    ],
)
def test_markup_width_case_and_spacing_are_evened_out(reply: str, plain: str) -> None:
    assert read(reply).plain == plain


def test_words_are_quoted_as_they_stand_in_the_reply() -> None:
    reading = read("Use ＲＡＭ, `Please`")
    start = reading.plain.index("ram")
    assert reading.original((start, start + 3)) == "ＲＡＭ"


def test_a_line_break_ends_a_sentence_only_between_whole_lines() -> None:
    assert len(read("don't peer the networks\nshare the subnets instead").sentences) == 2
    assert len(read("share\nthe\nsubnets").sentences) == 1


def test_a_blank_line_ends_a_sentence_however_short() -> None:
    assert len(read("share the subnets\n\nmondays").sentences) == 2


def test_a_bullet_starts_a_sentence() -> None:
    assert len(read("- enable\n- share").sentences) == 2


def test_what_is_beyond_the_limit_is_not_read() -> None:
    reading = read("word " * 1_000)
    assert reading.cut
    assert MAX_COLUMNS - len("word ") <= len(reading.plain) <= MAX_COLUMNS


@given(st.integers(0, MAX_COLUMNS // 2), st.integers(0, MAX_COLUMNS))
def test_a_japanese_character_counts_as_two_of_english(japanese: int, english: int) -> None:
    reading = read("共" * japanese + "a" * english)
    assert reading.cut == (2 * japanese + english > MAX_COLUMNS)
    assert len(reading.plain) == japanese + min(english, MAX_COLUMNS - 2 * japanese)


@pytest.mark.parametrize("ending", [".", "。", "!!", "？", " ...", " ;", ")."])
def test_how_a_reply_ends_is_not_read(ending: str) -> None:
    for reply in ("Use RAM. Not the gateway", "RAMで共有。GWは要らない", "Use *RAM*"):
        assert read(reply + ending).plain == read(reply).plain


def test_a_sentence_taken_out_leaves_no_ending() -> None:
    reading = read("Use RAM. The weather is nice.")
    assert reading.without([(8, 28)]).plain == "use ram"


def test_a_short_reply_is_read_whole() -> None:
    assert not read("share the subnets").cut


LETTERS = "aB1 _-.,'!?/<>@#:&;*`http|\n\t—〜→がーカタカナ・漢字、。ｶﾞＡé\u0301\u200b’"


@given(st.one_of(st.text(max_size=100), st.text(LETTERS, max_size=60)))
def test_a_plain_text_is_the_same_with_and_without_its_origin(text: str) -> None:
    assert plain(text) == read(text).plain


@given(st.text(LETTERS, max_size=60))
def test_runs_are_the_words_with_touching_japanese_ones_joined(text: str) -> None:
    reading = read(text)
    assert "".join(map("".join, runs(reading.plain))) == "".join(word.text for word in reading.words)
    assert [latin for _, latin in runs(reading.plain) if latin] == [
        word.text for word in reading.words if word.script is Script.LATIN
    ]
