"""Asking an index: the right scenario first, nothing where nothing fits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.calibration import ANSWERED, Calibration
from bot.domain.glossary import Glossary
from bot.domain.search import SearchIndex, Verdict
from bot.wordbook.loader import load_vectors
from tests.domain.search.practice_pack import SCENARIOS, index_of, scenario


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("how do I rotate a database password", "database-password-rotation"),
        ("データベースのパスワードを定期的に変えたい", "database-password-rotation"),
        ("cancel deletion of an encryption key", "kms-deletion-window"),
        ("踏み台サーバーなしでシェルに入る方法", "shell-without-bastion"),
        ("which buckets contain personal data?", "macie-personal-data"),
        ("1 時間でサインアウトされるのはなぜ", "session-duration-engineers"),
        ("clean recovery point after malware", "restore-from-clean-backup"),
    ],
)
def test_a_question_in_other_words_of_the_scenario_is_answered(
    index: SearchIndex, question: str, expected: str
) -> None:
    found = index.search(question)
    assert (found.verdict, found.matches[0].scenario_id) == (Verdict.ANSWER, expected)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("databse pasword rotaton", "database-password-rotation"),
        ("recovrey piont infeced", "restore-from-clean-backup"),
        ("encrpytion key deletoin", "kms-deletion-window"),
        ("lgoin too many reqeusts", "waf-rate-limit"),
    ],
)
def test_typing_slips_do_not_hide_a_scenario(index: SearchIndex, question: str, expected: str) -> None:
    assert index.search(question).matches[0].scenario_id == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("KMS", "kms-deletion-window"),
        ("key management service", "kms-deletion-window"),
        ("キー管理サービス", "kms-deletion-window"),
        ("AWS SSO", "session-duration-engineers"),
        ("アイデンティティ・センター", "session-duration-engineers"),
        ("ASM", "database-password-rotation"),
        ("シークレットマネージャ", "database-password-rotation"),
        ("secretsmanager", "database-password-rotation"),
        ("web application firewall", "waf-rate-limit"),
        ("aplication firewall for the web", "waf-rate-limit"),
    ],
)
def test_every_name_of_a_service_finds_it(index: SearchIndex, question: str, expected: str) -> None:
    assert index.search(question).matches[0].scenario_id == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("データベースのローテーション", "database-password-rotation"),
        ("リカバリーポイント", "restore-from-clean-backup"),
        ("エンドポイント", "private-storage-endpoint"),
        ("パーミッションセット", "session-duration-engineers"),
    ],
)
def test_katakana_finds_words_that_only_english_text_has(
    index: SearchIndex, question: str, expected: str
) -> None:
    assert index.search(question).matches[0].scenario_id == expected


@pytest.mark.parametrize(
    "question",
    [
        "best pizza in town",
        "今日の天気",
        "おすすめのラーメン屋",
        "Amazon Polly voices",
        "ポリー",
        "quantum circuits",
    ],
)
def test_a_question_about_something_else_is_declined(index: SearchIndex, question: str) -> None:
    assert index.search(question).verdict is Verdict.NOTHING


@pytest.mark.parametrize(
    "question", ["", "   ", "?!…。", "how do I", "どうすればいいですか", "AWS", "\x00\x07"]
)
def test_text_without_a_question_is_empty(index: SearchIndex, question: str) -> None:
    found = index.search(question)
    assert (found.verdict, found.confidence, found.matches) == (Verdict.EMPTY, 0.0, ())


@pytest.mark.parametrize("limit", [0, 1, 2, 5])
def test_there_are_at_most_as_many_matches_as_asked_for(index: SearchIndex, limit: int) -> None:
    assert len(index.search("console session key data account", limit).matches) == limit


def test_the_number_of_matches_does_not_change_the_verdict(index: SearchIndex) -> None:
    one, three = index.search("key deletion", 1), index.search("key deletion", 3)
    assert (one.verdict, one.confidence, one.matches) == (three.verdict, three.confidence, three.matches[:1])


def test_a_name_with_two_meanings_is_weaker_evidence_than_a_clear_one(index: SearchIndex) -> None:
    clear, ambiguous = index.search("identity center").matches[0], index.search("SSO").matches[0]
    assert ambiguous.scenario_id == clear.scenario_id
    assert ambiguous.score - ambiguous.by_meaning < clear.score - clear.by_meaning


def test_equal_scenarios_come_in_the_order_of_their_ids() -> None:
    key = SCENARIOS[2]
    twins = [replace(key, id=f"{letter}-kms-key") for letter in "cab"]
    found = index_of(*twins).search("key deletion")
    assert [match.scenario_id for match in found.matches] == ["a-kms-key", "b-kms-key", "c-kms-key"]


def test_one_scenario_is_an_index_too() -> None:
    index = index_of(SCENARIOS[0])
    assert index.search("rotate the database password").verdict is Verdict.ANSWER
    assert index.search("best pizza in town").verdict is Verdict.NOTHING


def test_an_index_of_nothing_declines() -> None:
    assert index_of().search("rotate the database password").verdict is Verdict.NOTHING


@pytest.mark.parametrize(
    "question",
    ["a" * 40_000, "ア" * 40_000, "組織" * 20_000, "key " * 10_000, "\x00key\x1f" * 8_000, "ﷺ" * 40_000],
)
def test_a_question_of_any_length_is_searched(index: SearchIndex, question: str) -> None:
    assert 0 <= index.search(question).confidence <= 1


def test_what_follows_a_very_long_question_is_not_read(index: SearchIndex) -> None:
    assert index.search("key deletion " * 50 + "pizza " * 9_000) == index.search("key deletion " * 50)


def test_nothing_is_answered_where_no_scenario_is_near_however_sure_the_pack_is() -> None:
    index = SearchIndex.build(
        SCENARIOS, Glossary(), load_vectors(), Calibration(replace(ANSWERED, intercept=50.0))
    )
    found = index.search("best pizza in town")
    assert (found.verdict, found.matches) == (Verdict.NOTHING, ())


def rotations(of: int) -> SearchIndex:
    """An index of so many scenarios about the rotation of something, among others."""
    things = ("password", "certificate", "log file", "access key", "signing key", "shift", "backup tape")
    shared = (
        scenario(
            f"rotate-{thing.replace(' ', '-')}", ("AWS KMS",),
            (f"The {thing} is due for rotation.", "ローテーションの時期です。"),
            (f"Rotate the {thing} on schedule.", "予定どおりローテーションします。"),
            ((f"rotation of the {thing}",), ("ローテーションしたい",)),
        )
        for thing in things[:of]
    )  # fmt: skip
    return index_of(*SCENARIOS, *shared)


@pytest.mark.parametrize("question", ["KMS", "rotation", "KMS rotation", "ローテーション"])
def test_a_subject_that_five_scenarios_share_asks_which_is_meant(question: str) -> None:
    found = rotations(of=7).search(question, limit=5)
    assert found.verdict is Verdict.SEVERAL
    assert len(found.matches) == 5


@pytest.mark.parametrize(
    ("question", "expected"),
    [("KMS rotation of the certificate", "rotate-certificate"), ("rotate a log file", "rotate-log-file")],
)
def test_a_word_that_only_one_of_them_holds_tells_which_is_meant(question: str, expected: str) -> None:
    found = rotations(of=7).search(question)
    assert (found.verdict, found.matches[0].scenario_id) == (Verdict.ANSWER, expected)


def test_a_subject_of_fewer_scenarios_is_answered_as_ever() -> None:
    assert rotations(of=3).search("ローテーション").verdict is Verdict.ANSWER


def test_what_no_scenario_is_about_is_no_subject_of_several() -> None:
    assert rotations(of=7).search("pizza").verdict is Verdict.NOTHING
