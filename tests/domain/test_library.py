from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.errors import DoubledPack, UnknownPack, UnknownScenario
from bot.domain.library import Library
from bot.domain.scenario import Bilingual, Pack
from bot.domain.search import Verdict
from bot.wordbook.loader import load_word_book
from tests.domain.search.practice_pack import SCENARIOS, pack_of

FIRST = replace(pack_of(*SCENARIOS[:4]), id="first")
SECOND = replace(pack_of(*SCENARIOS[4:]), id="second")
LIBRARY = Library([FIRST, SECOND], load_word_book())


def ids(packs: tuple[Pack, ...]) -> list[str]:
    return [pack.id for pack in packs]


def test_a_library_needs_a_pack() -> None:
    with pytest.raises(ValueError, match="at least one pack"):
        Library([], load_word_book())


def test_two_packs_of_one_id_are_refused() -> None:
    with pytest.raises(DoubledPack):
        Library([FIRST, replace(SECOND, id="first")], load_word_book())


def test_the_first_pack_is_the_default() -> None:
    assert ids(LIBRARY.packs) == ["first", "second"]


def test_packs_go_by_their_ids() -> None:
    assert LIBRARY.has("second")
    assert LIBRARY.pack("second") is SECOND


def test_a_pack_that_is_not_loaded_is_named() -> None:
    assert not LIBRARY.has("third")
    with pytest.raises(UnknownPack) as unknown:
        LIBRARY.pack("third")
    assert unknown.value.facts == {"id": "third"}


def test_a_scenario_leads_to_its_pack() -> None:
    assert LIBRARY.pack_of(SCENARIOS[5].id) is SECOND


def test_a_scenario_in_two_packs_belongs_to_the_first() -> None:
    twice = Library([FIRST, replace(FIRST, id="again")], load_word_book())
    assert twice.pack_of(SCENARIOS[0].id).id == "first"


def test_a_misspelt_scenario_is_answered_with_the_nearest_of_all_packs() -> None:
    with pytest.raises(UnknownScenario) as unknown:
        LIBRARY.pack_of("session-duration-engineer")
    assert unknown.value.facts["nearest"] == "session-duration-engineers"


def test_a_scenario_unlike_any_other_is_answered_without_a_guess() -> None:
    with pytest.raises(UnknownScenario) as unknown:
        LIBRARY.pack_of("????")
    assert unknown.value.facts["nearest"] == ""


IDS = ("opensearch-ingestion-pipeline", "nitro-enclave-attestation", "guardduty-lambda-protection")


@pytest.mark.parametrize("strange", ["nope", "x", "test", "foo", "for-the", ""])
def test_a_few_letters_in_common_are_no_likeness(strange: str) -> None:
    assert UnknownScenario.among(strange, IDS).facts["nearest"] == ""


@pytest.mark.parametrize(
    ("typed", "meant"), [("opensearch", IDS[0]), ("pipeline-OpenSearch", IDS[0]), ("gurdduty-lambda", IDS[2])]
)
def test_words_of_an_id_and_slips_in_it_are_enough_to_know_it(typed: str, meant: str) -> None:
    assert UnknownScenario.among(typed, IDS).facts["nearest"] == meant


def test_a_reply_is_graded_with_the_rubric_of_its_scenario() -> None:
    point = replace(SCENARIOS[1].rubric[0], accept=Bilingual(("rate-based rule",), ("レートベースのルール",)))
    pack = replace(FIRST, scenarios=(replace(SCENARIOS[1], rubric=(point,)),))
    graded = Library([pack], load_word_book()).grade(
        "first", SCENARIOS[1].id, "I would add a rate-based rule to the web ACL."
    )
    assert graded.value == 100


def test_grading_asks_for_a_pack_and_a_scenario_that_exist() -> None:
    with pytest.raises(UnknownPack):
        LIBRARY.grade("third", SCENARIOS[0].id, "anything")
    with pytest.raises(UnknownScenario):
        LIBRARY.grade("first", SCENARIOS[5].id, "anything")


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.id)
def test_a_question_is_answered_by_the_pack_that_is_surest(scenario: object) -> None:
    wanted = next(each for each in SCENARIOS if each is scenario)
    pack, found = LIBRARY.search(wanted.questions.en[0])
    assert found.matches[0].scenario_id == wanted.id
    assert pack is LIBRARY.pack_of(wanted.id)


def test_the_default_pack_wins_ties() -> None:
    twins = Library([FIRST, replace(FIRST, id="twin")], load_word_book())
    assert twins.search(SCENARIOS[0].questions.en[0])[0].id == "first"
    assert twins.search("")[0].id == "first"


def test_a_question_without_words_is_empty_in_every_pack() -> None:
    assert LIBRARY.search("  ")[1].verdict is Verdict.EMPTY


def test_no_more_matches_come_than_were_asked_for() -> None:
    assert len(LIBRARY.search("change credentials on a schedule", limit=1)[1].matches) <= 1
