"""Text taken over from the question, told from an answer that uses its terms."""

from __future__ import annotations

from bot.domain.grading.copying import Wording
from bot.domain.reading.text import read

SITUATION = (
    "委任管理者アカウントから、140 アカウントの Security Hub CSPM を管理しています。"
    "3 リージョンの検出結果は 1 つのホームリージョンに集約済みです。"
    "決済系の OU は PCI DSS、研究系の OU は AWS の基本的なベストプラクティスだけで評価します。"
    "ところが担当者が標準を無効にし、毎週増えるアカウントも誤った設定で始まります。スクリプトは禁止され、"
    "AWS Organizations で新しいポリシータイプを有効にする案も認められません。どう対応しますか。"
)
ANSWER = (
    "委任管理者から中央設定に切り替え。設定ポリシーを2本作って、決済OUはPCI DSS、研究OUはFSBPだけ。"
    "新規アカウントはOUに入った時点で継承されるし、担当者側ではいじれなくなる。"
    "ホームリージョンで作れば他のリージョンにも効く"
)


def copied(text: str) -> str:
    reading = read(text)
    return "".join(reading.plain[start:end] for start, end in Wording([SITUATION]).copied(reading))


def test_an_answer_in_the_terms_of_the_question_is_no_copy() -> None:
    assert copied(ANSWER) == ""


def test_the_question_before_an_answer_is_set_aside_and_the_answer_stays() -> None:
    assert copied(f"{SITUATION}\n{ANSWER}") == read(SITUATION).plain + "。"


def test_the_question_with_words_left_out_is_a_copy() -> None:
    trimmed = SITUATION.replace("140 ", "").replace("検出結果は", "結果は").replace("決済系の ", "")

    assert copied(trimmed) == read(trimmed).plain


def quoted(text: str) -> str:
    reading = read(text)
    return "".join(reading.plain[start:end] for start, end in Wording([ANSWER]).quoted(reading))


def test_a_whole_answer_is_found_in_what_quotes_it_word_for_word() -> None:
    assert quoted(f"先生の案は次のとおり。{ANSWER}。うちではやりません") == read(ANSWER).plain


def test_an_answer_with_a_word_changed_is_quoted_all_the_same() -> None:
    changed = ANSWER.replace("入った", "加わった")

    assert quoted(f"{changed}。やりません") == read(changed).plain


def test_who_quotes_a_part_of_an_answer_quotes_no_answer() -> None:
    assert quoted(ANSWER.partition("。")[0]) == ""


def test_a_short_text_said_again_is_no_quotation() -> None:
    reading = read("share the subnets with the whole organization")

    assert Wording([reading.plain]).quoted(reading) == []


def test_a_few_japanese_words_in_a_row_are_no_copy() -> None:
    assert copied("対象アカウントの Security Hub CSPM を一括で有効にする") == ""


def test_a_single_word_is_told_by_its_neighbours() -> None:
    wording = Wording(["share the subnets and never peer"])

    assert wording.has(read("they say and never peer"), (13, 18))
    assert not wording.has(read("they say never share"), (9, 14))
