"""Kanji that an input method got wrong."""

from __future__ import annotations

import pytest

from bot.domain.search.homophones import Homophones
from bot.domain.search.meanings import Meanings
from bot.domain.search.postings import FIELDS, Postings
from bot.domain.search.tokens import terms
from bot.wordbook.loader import load_vectors
from tests.domain.search.practice_pack import SCENARIOS, index_of

INDEXED = "管理者の権限を外部の公開バケットから削除し、暗号化した証跡を復号する。公開を禁止し料金を払う。"


@pytest.fixture(scope="module")
def homophones() -> Homophones:
    postings = Postings()
    postings.add([list(terms(INDEXED)), *([] for _ in FIELDS[1:])])
    postings.seal()
    return Homophones(postings, Meanings(load_vectors()))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("券限を外す", "権限を外す"),
        ("官吏者の件現", "管理者の権限"),
        ("害部から読む", "外部から読む"),
        ("証石を策除したい", "証跡を削除したい"),
    ],
)
def test_kanji_that_are_no_word_are_read_by_sound(homophones: Homophones, typed: str, meant: str) -> None:
    assert homophones.respelt(typed) == meant


def test_a_real_word_gives_way_where_the_question_speaks_of_something_else(homophones: Homophones) -> None:
    assert homophones.respelt("航海を禁止する") == "公開を禁止する"
    assert homophones.respelt("クラウドの良禽を安くする") == "クラウドの料金を安くする"


def test_a_real_word_stays_where_the_question_speaks_of_it(homophones: Homophones) -> None:
    asked = "船で太平洋を渡る航海の海図"
    assert homophones.respelt(asked) == asked


@pytest.mark.parametrize(
    "known", ["管理者の権限", "公開バケット", "delete the trail", "バケットを消したい", "", "鍵"]
)
def test_what_the_index_knows_is_left_as_it_is(homophones: Homophones, known: str) -> None:
    assert homophones.respelt(known) == known


def test_a_pair_with_inflection_behind_it_is_a_verb_and_no_misconversion(homophones: Homophones) -> None:
    assert homophones.respelt("権減りの件") == "権減りの件"


def test_a_strange_suffix_is_read_as_the_one_of_that_sound_that_several_scenarios_have() -> None:
    postings = Postings()
    for text in ("組織外から読む", "組織外の相手", "識別紙"):
        postings.add([list(terms(text)), *([] for _ in FIELDS[1:])])
    postings.seal()
    homophones = Homophones(postings, Meanings(load_vectors()))
    assert homophones.respelt("組織害のロール") == "組織外のロール"
    assert homophones.respelt("識別氏") == "識別氏"


def test_nothing_is_made_up_where_no_word_of_the_index_sounds_alike(homophones: Homophones) -> None:
    assert homophones.respelt("蜜柑と林檎") == "蜜柑と林檎"


def test_only_the_first_strange_pairs_of_a_question_are_looked_at(homophones: Homophones) -> None:
    respelt = homophones.respelt("券限、" * 40)
    assert respelt.startswith("権限、" * 6)
    assert respelt.endswith("券限、")


def test_a_misconverted_question_finds_what_was_meant() -> None:
    found = index_of(*SCENARIOS).search("完戦していない副旧ポイントを選ぶ")
    assert found.matches[0].scenario_id == "restore-from-clean-backup"


@pytest.mark.parametrize(
    "typed", ["シークレットマネジャー", "シークレットマネージヤー", "シークレトマネージャー"]
)
def test_a_misspelt_loan_word_is_known_by_the_name_it_belongs_to(typed: str) -> None:
    index = index_of(*SCENARIOS)
    found = index.search(typed).matches[0]
    assert found.scenario_id == index.search("AWS Secrets Manager").matches[0].scenario_id
