"""The word book as it comes along."""

from __future__ import annotations

import re

import numpy as np
import pytest

from bot.domain.grading.weighing import Evidence
from bot.domain.reading.listener import heed
from bot.domain.reading.meaning import WordVectors
from bot.domain.reading.text import read
from bot.wordbook.loader import load_asides, load_listener, load_small_talk, load_vectors, load_word_book


def likeness(vectors: WordVectors, one: str, other: str) -> float:
    """Cosine between the first words of two texts."""
    a, b = (vectors.units([vectors.tokens(read(text))[0].row])[0] for text in (one, other))
    return float(np.dot(a, b))


def test_the_trees_were_fitted_on_the_evidence_that_is_gathered() -> None:
    assert load_word_book().evidence.features == Evidence._fields


def test_words_of_the_same_meaning_are_near_each_other_across_languages() -> None:
    vectors = load_vectors()
    assert likeness(vectors, "server", "サーバー") > 0.5
    assert likeness(vectors, "rotate", "ローテーション") > 0.5
    assert likeness(vectors, "server", "soup") < 0.3


def test_the_book_is_loaded_once() -> None:
    assert load_word_book() is load_word_book()


def test_small_talk_is_told_from_talk_about_systems() -> None:
    vectors, small_talk = load_vectors(), load_small_talk()

    def everyday(text: str) -> bool:
        rows = [token.row for token in vectors.tokens(read(text)) if token.row >= 0]
        direction = (vectors.units(rows) * vectors.weights(rows)[:, None]).sum(axis=0)
        return bool(small_talk.all_odds(direction[None] / np.linalg.norm(direction))[0] > 0)

    assert everyday("My grandmother baked an apple cake on Sunday")
    assert everyday("昨日の夕飯はカレーで、とてもおいしかった")
    assert not everyday("Rotate the access key and look through the audit log")
    assert not everyday("アクセスキーを無効化して監査ログを調べる")


def test_an_aside_is_told_by_how_it_is_said_though_its_words_are_those_of_systems() -> None:
    asides = load_asides()
    assert asides.odds("i lost my house key again.", everyday=0.0, said=0.5) > 0
    assert asides.odds("また家の鍵を忘れました。", everyday=0.0, said=0.5) > 0
    assert asides.odds("disable the access key.", everyday=0.0, said=0.5) < 0
    assert asides.odds("アクセスキーを無効化する。", everyday=0.0, said=0.5) < 0


@pytest.mark.parametrize(
    ("refusal", "answer"),
    [
        ("we swapped in the policy on staging and nothing changed, next idea", "the policy"),
        ("use the policy? over my dead body", "use the policy"),
        ("ポリシーを試したけど何も変わらなかった", "ポリシー"),
        ("ポリシーでは話にならない", "ポリシーを使う"),
    ],
)
def test_the_listener_tells_who_turns_something_down_from_who_names_it(refusal: str, answer: str) -> None:
    vectors, listener = load_vectors(), load_listener()

    def refuses(text: str) -> float:
        reading = read(text)
        it = [found.span() for found in re.finditer("policy|ポリシー", reading.plain)]
        heeded = heed(reading.plain, vectors.tokens(reading), it, ())
        return listener.hear(heeded, vectors.units(heeded.rows)).refuses

    assert refuses(refusal) > refuses(answer) + 1.0
