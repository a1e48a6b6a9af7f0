"""A workspace's own phrasings."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.appeals import Alias
from bot.domain.grading import PatternFault
from bot.domain.library import KEPT_EXTENDED, Library
from bot.domain.phrasings import BadPhrase, PhraseOfQuestion, PhraseTooLong, with_phrasings
from bot.domain.scenario import Bilingual, Language
from bot.wordbook.loader import load_word_book
from tests.domain.search.practice_pack import SCENARIOS, pack_of

SCENARIO = replace(
    SCENARIOS[1],
    situation=Bilingual(
        "A login page is flooded with guesses of passwords from many addresses. What do you add?",
        "ログインページに、多数のアドレスからパスワードの推測が押し寄せています。何を追加しますか。",
    ),
    rubric=(
        replace(SCENARIOS[1].rubric[0], accept=Bilingual(("rate-based rule",), ("レートベースのルール",))),
    ),
)
POINT = SCENARIO.rubric[0].id
LIBRARY = Library([replace(pack_of(SCENARIO), id="drill")], load_word_book())


def alias(phrase: str, language: Language = Language.EN, point: str = POINT) -> Alias:
    at = datetime(2026, 11, 2, tzinfo=UTC)
    return Alias("T1", "drill", SCENARIO.id, point, language, phrase, "U1", at)


def refused(phrase: str) -> type[Exception] | None:
    try:
        LIBRARY.check_phrase("drill", SCENARIO.id, phrase)
    except (BadPhrase, PatternFault) as fault:
        return type(fault)
    return None


def test_a_reply_in_a_granted_wording_earns_the_point() -> None:
    reply = "I would use the zorblifier here."
    assert LIBRARY.grade("drill", SCENARIO.id, reply).value < 100
    assert LIBRARY.grade("drill", SCENARIO.id, reply, [alias("zorblifier")]).value == 100


def test_one_workspaces_wordings_are_nothing_to_another() -> None:
    reply = "I would use the zorblifier here."
    before = LIBRARY.grade("drill", SCENARIO.id, reply)
    LIBRARY.grade("drill", SCENARIO.id, reply, [alias("zorblifier")])
    assert LIBRARY.grade("drill", SCENARIO.id, reply) == before


def test_wordings_of_a_point_that_is_gone_or_that_cannot_be_read_any_more_are_passed_over() -> None:
    extended = with_phrasings(
        SCENARIO,
        [("gone", Language.EN, "zorblifier"), (POINT, Language.EN, "a + "), (POINT, Language.JA, "弁")],
    )
    assert extended.rubric[0].accept == Bilingual(("rate-based rule",), ("レートベースのルール", "弁"))


def test_the_same_wordings_are_compiled_once_in_any_order() -> None:
    wordings = [alias("zorblifier"), alias("弁", Language.JA)]
    library = Library([replace(pack_of(SCENARIO), id="drill")], load_word_book())
    for order in (wordings, wordings[::-1], wordings):
        library.grade("drill", SCENARIO.id, "anything", order)
    assert library._extended.cache_info().misses == 1


def test_only_so_many_are_kept() -> None:
    library = Library([replace(pack_of(SCENARIO), id="drill")], load_word_book())
    for number in range(KEPT_EXTENDED + 3):
        library.grade("drill", SCENARIO.id, "anything", [alias(f"zorblifier {number}")])
    assert library._extended.cache_info().currsize == KEPT_EXTENDED


@pytest.mark.parametrize(
    "phrase",
    [
        "the",
        "use it",
        "and then you",
        "do not",
        "AWS",
        "してください",
        "それを",
        "the | it",
        "the + zorblifier|it",
    ],
)
def test_a_wording_of_words_that_every_reply_has_is_refused(phrase: str) -> None:
    assert refused(phrase) is BadPhrase


@pytest.mark.parametrize(
    "phrase", ["zorblifier", "the zorblifier", "use + zorblifier|gate", "弁を付ける", "しぼり", "レート制限"]
)
def test_a_wording_that_tells_something_is_taken(phrase: str) -> None:
    assert refused(phrase) is None


@pytest.mark.parametrize("phrase", ["login page", "flooded", "ログインページ", "zorblifier | passwords"])
def test_a_wording_of_the_question_is_refused(phrase: str) -> None:
    assert refused(phrase) is PhraseOfQuestion


@pytest.mark.parametrize("phrase", ["", " ", "a +", "| zorblifier", "+++"])
def test_a_wording_that_is_no_pattern_is_refused(phrase: str) -> None:
    assert refused(phrase) is not None
    assert issubclass(refused(phrase) or Exception, PatternFault)


def test_a_wording_as_long_as_a_reply_is_refused() -> None:
    assert refused("zorblifier " * 30) is PhraseTooLong
