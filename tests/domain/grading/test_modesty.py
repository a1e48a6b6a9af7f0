"""What modest people put around an answer costs nothing; a no and an open choice are still heard."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.grading import Grader
from bot.domain.grading.modesty import modesties
from bot.domain.reading.text import read
from bot.wordbook.loader import load_asides, load_modesty, load_word_book
from tests.domain.grading.conftest import Grade, load_glossary, load_scenarios

RAM = "ram-shared-subnets"

RIGHT = "Enable sharing in Organizations, then share the subnets with the OU through RAM"
RIGHT_JA = "Organizations で共有を有効にして、サブネットを RAM で OU に共有する"


def passed_over(text: str) -> list[str]:
    reading = read(text)
    return [reading.plain[slice(*span)].strip() for span in modesties(reading, load_modesty(), load_asides())]


@pytest.mark.parametrize(
    ("right", "frame"),
    [
        (RIGHT, "{}. Sorry if that's wrong."),
        (RIGHT, "{}. Let me know if I missed something!"),
        (RIGHT, "{}, but correct me if I'm wrong"),
        (RIGHT, "Might be wrong, but: {}"),
        (RIGHT_JA, "{}。間違ってたらすみません。"),
        (RIGHT_JA, "{}。的外れだったらすみません"),
        (RIGHT_JA, "{} 間違っていたらご指摘ください"),
        (RIGHT_JA, "違ってたらすみません、{}"),
        (RIGHT_JA, "{}。他にいい方法があれば教えてください。"),
    ],
)
def test_modest_words_around_an_answer_cost_nothing(grade: Grade, right: str, frame: str) -> None:
    assert grade(RAM, frame.format(right)).value == grade(RAM, right).value


@pytest.mark.parametrize(
    ("text", "modest"),
    [
        ("Use RAM. Sorry if that's wrong.", ["sorry if that's wrong"]),
        ("Use RAM, but correct me if I'm wrong", ["but correct me if i'm wrong"]),
        ("I might be missing something, but use RAM", ["i might be missing something, but"]),
        ("RAM を使う。間違っていたらすみません", ["間違っていたらすみません"]),
    ],
)
def test_whole_sentences_and_their_beginnings_and_ends_are_passed_over(text: str, modest: list[str]) -> None:
    assert passed_over(text) == modest


@pytest.mark.parametrize(
    "text",
    [
        "Share the subnets? Sorry, that won't do.",
        "サブネットを共有。部長、無理です",
        "RAM or peering, either is fine",
        "Share the subnets. Scratch that.",
        RIGHT,
        RIGHT_JA,
    ],
)
def test_nothing_else_is_passed_over(text: str) -> None:
    assert passed_over(text) == []


def test_who_says_nothing_else_has_said_nothing(grade: Grade) -> None:
    assert grade(RAM, "Sorry if that's wrong. 間違ってたらすみません").value == 0


def test_without_what_tells_it_modesty_is_heard_as_anything_else() -> None:
    deaf = Grader(load_glossary(), replace(load_word_book(), modesty=None))
    assert deaf.grade(load_scenarios()[RAM], f"{RIGHT_JA}。間違ってたらすみません。").value < 50
