"""Lines end where each language may break."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from bot.cli.wrapping import wrap

TEXTS = st.text(alphabet="ab, .「」（）、。ーっカタあい漢字", max_size=60)


def test_english_breaks_at_spaces() -> None:
    assert list(wrap("one two three", 8)) == ["one two", "three"]


def test_japanese_breaks_between_characters() -> None:
    assert list(wrap("サブネットを共有", 6)) == ["サブ", "ネット", "を共有"]


def test_no_line_begins_with_closing_punctuation() -> None:
    assert list(wrap("共有します。次", 10)) == ["共有しま", "す。次"]


def test_no_line_ends_with_an_opening_bracket() -> None:
    assert list(wrap("これは「組織」", 8)) == ["これは", "「組織」"]


@given(TEXTS, st.integers(4, 30))
def test_wrapping_changes_nothing_but_the_spaces(text: str, width: int) -> None:
    assert "".join("".join(wrap(text, width)).split()) == "".join(text.split())


@given(st.text(alphabet="ab いろは漢字", max_size=60).filter(lambda t: all(len(w) < 8 for w in t.split())))
def test_lines_keep_to_the_width(text: str) -> None:
    assert all(cell_len(line) <= 16 for line in wrap(text, 16))
