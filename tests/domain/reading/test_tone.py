"""The tone of a text."""

from __future__ import annotations

from bot.domain.reading.text import read
from bot.domain.reading.tone import Tone, turns_of_phrase

HESITANT = Tone({"hard to say": 2.0, "どれでも": 2.0, "to": 0.1}, bias=-1.0, shortest=3.0, clear=2.0)


def test_turns_of_phrase_are_words_in_a_row_and_japanese_in_pieces() -> None:
    assert {"hard", "hard to", "hard to say"} <= turns_of_phrase(read("Hard to say"))
    assert {"どれ", "れでも", "どれでも"} <= turns_of_phrase(read("どれでも"))


def test_a_tone_is_heard_when_its_turns_of_phrase_outweigh_the_rest() -> None:
    assert HESITANT.sounds(read("RAM or peering, hard to say"))
    assert HESITANT.sounds(read("RAM でもピアリングでも、どれでもいい"))
    assert not HESITANT.sounds(read("share the subnets with RAM"))


def test_a_tone_may_be_heard_without_being_clear() -> None:
    assert not HESITANT.sounds(read("RAM or peering, hard to say"), clearly=True)
    assert HESITANT.sounds(read("hard to say, どれでもいい"), clearly=True)


def test_of_few_words_nobody_can_tell() -> None:
    assert not HESITANT.sounds(read("どれでも"))


def test_the_words_that_tell_most_are_named() -> None:
    reading = read("RAM or peering? Hard to say")
    assert reading.original(HESITANT.most_telling(reading)) == "Hard to say"
