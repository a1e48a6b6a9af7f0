"""How a tone goes through a text about something."""

from __future__ import annotations

from bot.domain.reading.course import course, course_of, phrases
from bot.domain.reading.text import Span, read
from bot.domain.reading.tone import IT, Tone, begins_with

SOUR = Tone({"refuse": 3.0, "^ no": 2.0, "L:refuse": 1.0, "やめ": 2.0}, bias=-1.0, shortest=0.0)


def _about(text: str, *words: str) -> list[Span]:
    plain = read(text).plain
    return [(plain.index(word), plain.index(word) + len(word)) for word in words]


def test_each_sentence_is_heard_by_itself_and_all_of_them_together() -> None:
    text = "Share it with RAM. I refuse."
    heard = course(SOUR, read(text), _about(text, "ram"))
    assert (heard.first, heard.last) == (-1.0, 2.0)
    assert heard.whole == -1.0 + 3.0 + 1.0
    assert heard.strongest == heard.last


def test_only_sentences_about_the_thing_are_mild_or_harsh_about_it() -> None:
    text = "Share it with RAM. I refuse."
    heard = course(SOUR, read(text), _about(text, "ram"))
    assert (heard.mildest, heard.harshest) == (heard.first, heard.first)


def test_where_no_sentence_is_about_it_all_are() -> None:
    assert course_of(0.0, [1.0, -2.0], [False, False])[1:3] == (-2.0, 1.0)


def test_steps_in_a_row_count_as_one() -> None:
    text = "RAM, then OU and sharing: I refuse"
    assert f"{IT} : i" in phrases(read(text), _about(text, "ram", "ou", "sharing")).whole


def test_how_a_text_begins_is_a_turn_of_phrase_of_its_own() -> None:
    assert begins_with("no, not that") == {"^ no", "^ no ,"}
    assert begins_with("いや、それは") == {"^い", "^いや"}


def test_a_text_without_words_has_a_course_all_the_same() -> None:
    assert course(SOUR, read("…"), []).whole == -1.0


def test_two_tones_are_heard_apart_in_the_same_text() -> None:
    reading = read("Share it with RAM. I refuse.")
    course(SOUR, reading, [])
    assert course(Tone({}, bias=5.0, shortest=0.0), reading, []).strongest == 5.0


def test_what_stands_between_steps_in_a_row_is_not_heard() -> None:
    text = "RAM, then OU and sharing: I refuse"
    assert f"{IT} , then" not in phrases(read(text), _about(text, "ram", "ou", "sharing")).whole


def test_steps_of_two_sentences_are_not_in_a_row() -> None:
    text = "take ram. ou: i refuse"
    assert f"{IT} . {IT}" in phrases(read(text), _about(text, "ram", "ou")).whole
