"""Practice and privacy at their worst; see `test_blocks`."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import UnknownScenario
from bot.domain.practice import DomainReadiness, Readiness
from bot.domain.privacy import Export, Forgotten
from bot.domain.results import Practised, ToPractise
from bot.domain.scenario import ExamDomain, Language, Pack
from bot.slack.blocks.parts import Block, Message
from bot.slack.blocks.practice import Turn, practice_form, practice_over, practice_result, ready
from bot.slack.blocks.privacy import export_file, exported, forget_form, forgotten, privacy
from tests.slack.worst import (
    LONG_ID,
    NINE,
    WORST,
    both,
    feedback,
    fit_for_slack,
    pack_of,
    scenario_of,
    view_fit_for_slack,
)


def pack(text: str) -> Pack:
    return pack_of(scenario_of(text), text, LONG_ID)


def practised(text: str, language: Language) -> Practised:
    return Practised(pack(text), scenario_of(text), feedback(text, language).score, NINE)


def readiness_of(text: str, reviews: int) -> Readiness:
    domain = DomainReadiness(ExamDomain(both(text[:200]), 12.5), 10**4, 10**4, reviews, 1.0, 1.0)
    return Readiness(pack(text[:200]), (domain,) * 30, 1.0, 1.0)


VIEWS: dict[str, Callable[[str, Language], Block]] = {
    "form": lambda text, language: practice_form(
        ToPractise(pack(text), scenario_of(text), None), 10**6, language
    ),
    "form, again": lambda text, language: practice_form(
        ToPractise(pack(text), scenario_of(text), NINE), 0, language
    ),
    "result": lambda text, language: practice_result(practised(text, language), 10**6, language),
    "result, forgotten": lambda text, language: practice_result(
        replace(practised(text, language), due_at=None), 0, language
    ),
    "over": lambda _, language: practice_over(None, language),
    "over, later": lambda _, language: practice_over(NINE, language),
    "forget": lambda _, language: forget_form(language),
    "forgotten": lambda _, language: forgotten(Forgotten(10**6, 10**6, ("C0DAILY001",) * 400), language),
    "forgotten, nothing": lambda _, language: forgotten(Forgotten(0, 0, ()), language),
}
MESSAGES: dict[str, Callable[[str, Language], Message]] = {
    "ready": lambda text, language: ready([readiness_of(text, 10**6)] * 30, language),
    "ready, too few": lambda text, language: ready([readiness_of(text, 0)], language),
    "privacy": lambda _, language: privacy(language),
    "exported": lambda _, language: exported(True, language),
    "not exported": lambda _, language: exported(False, language),
}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("screen", VIEWS)
def test_a_view_at_its_worst_is_taken(screen: str, language: Language) -> None:
    for text in WORST:
        view_fit_for_slack(VIEWS[screen](text, language))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("screen", MESSAGES)
def test_a_message_at_its_worst_is_taken(screen: str, language: Language) -> None:
    for text in WORST:
        fit_for_slack(MESSAGES[screen](text, language))


@given(st.text(max_size=80), st.text(max_size=80), st.integers(0, 10**6))
def test_what_a_form_carries_can_be_read_back(pack_id: str, scenario_id: str, number: int) -> None:
    turn = Turn(pack_id, scenario_id, number)
    assert Turn.unpack(turn.pack()) == turn


@pytest.mark.parametrize("carried", ["", "scs:a:0", "{}", "[1]", '["a","b","c"]', "null", "[[]]"])
def test_what_no_form_of_ours_carries_is_refused(carried: str) -> None:
    with pytest.raises(UnknownScenario):
        Turn.unpack(carried)


@given(st.text(max_size=200))
def test_whatever_people_wrote_can_be_exported(text: str) -> None:
    export = Export("T1", "U1", NINE, {"replies": [{"text": text}]})
    read = json.loads(export_file(export, Language.JA))
    assert read["rows"] == {"replies": [{"text": text}]}
    assert read["about"]["replies"].startswith("回答")
