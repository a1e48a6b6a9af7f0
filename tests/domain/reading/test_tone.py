"""The tone of a text."""

from __future__ import annotations

from bot.domain.reading.text import read
from bot.domain.reading.tone import IT, Tone, pointing, turns_of_phrase

HESITANT = Tone({"hard to say": 2.0, "どれでも": 2.0, "to": 0.1}, bias=-1.0, shortest=3.0)


def test_turns_of_phrase_are_words_in_a_row_and_japanese_in_pieces() -> None:
    assert {"hard", "hard to", "hard to say"} <= turns_of_phrase("hard to say")
    assert {"どれ", "れでも", "どれでも"} <= turns_of_phrase("どれでも")


def test_a_tone_is_heard_when_its_turns_of_phrase_outweigh_the_rest() -> None:
    assert HESITANT.odds(read("RAM or peering, hard to say")) > 0
    assert HESITANT.odds(read("RAM でもピアリングでも、どれでもいい")) > 0
    assert HESITANT.odds(read("share the subnets with RAM")) < 0


def test_the_order_in_which_turns_of_phrase_come_changes_no_odds() -> None:
    """They come as a set, whose order changes from one process to the next."""
    tone = Tone({"a": 0.1, "b": 0.2, "c": 0.3}, bias=0.0, shortest=0.0)
    assert tone.odds_of(["a", "b", "c"]) == tone.odds_of(["c", "b", "a"])


def test_a_tone_about_something_hears_what_is_said_of_it_whatever_it_is() -> None:
    torn = Tone({f"{IT} or {IT}": 3.0}, bias=-1.0, shortest=0.0)
    reading = read("ram or peering then")
    assert torn.odds_about(reading, [(0, 3), (7, 14)]) > torn.odds_about(reading, [(0, 3)])


def test_of_few_words_nobody_can_tell() -> None:
    assert HESITANT.odds(read("どれでも")) == 0.0


def test_the_words_that_tell_most_are_named() -> None:
    reading = read("RAM or peering? Hard to say")
    assert reading.original(HESITANT.most_telling(reading)) == "Hard to say"


def _about(text: str, *words: str) -> list[tuple[int, int]]:
    plain = read(text).plain
    return [(plain.index(word), plain.index(word) + len(word)) for word in words]


def test_words_that_are_spoken_of_count_as_one_and_the_same() -> None:
    text = "not aws ram and not the gateway"
    seen = pointing(text, _about(text, "aws", "ram", "gateway"), (0, len(text)))
    it = pointing("x", [(0, 1)], (0, 1))
    assert seen == f"not {it} and not the {it}"


def test_a_stretch_of_a_text_shows_only_what_stands_in_it() -> None:
    text = "use ram. no ram there"
    assert pointing(text, [(4, 7), (12, 15)], (8, len(text))).endswith("there")
    assert pointing(text, [(4, 7), (12, 15)], (0, 8)).startswith("use ")


def test_a_stance_is_that_of_the_whole_and_of_the_mildest_sentence() -> None:
    it = pointing("x", [(0, 1)], (0, 1))
    tone = Tone({f"not {it}": 3.0, f"use {it}": -2.0}, bias=-1.0, shortest=0.0)
    text = "Not ram. Use ram."
    plain = read(text).plain
    spans = [(at, at + 3) for at in range(len(plain)) if plain.startswith("ram", at)]
    assert tone.stance(read(text), spans) == (0.0, -3.0)


def test_a_stance_towards_what_is_not_spoken_of_is_that_of_the_whole() -> None:
    assert HESITANT.stance(read("hard to say"), []) == (1.1, 1.1)
