"""What screens say in the cases that the worst payloads don't tell apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.appeals import AppealState
from bot.domain.daily import Answering
from bot.domain.disputes import Ruled
from bot.domain.practice import DomainReadiness, Readiness
from bot.domain.privacy import NOBODY
from bot.domain.results import Standing, Today
from bot.domain.scenario import ExamDomain, Language, Scenario
from bot.domain.streak import DayKind, LedgerDay, Streak
from bot.slack.blocks import standing
from bot.slack.blocks.appeals import decision, ruled_notice
from bot.slack.blocks.feedback import breakdown
from bot.slack.blocks.home import home
from bot.slack.blocks.parts import Block, Message
from bot.slack.blocks.practice import ready
from tests.slack.test_appeal_blocks import case
from tests.slack.worst import (
    DAY,
    SUBSCRIPTION,
    both,
    daily,
    feedback,
    home_page,
    pack_of,
    scenario_of,
    texts,
)

EN, JA = Language


def shown(message: Message) -> str:
    return "\n".join(texts(message.blocks))


def shrunk(scenario: Scenario) -> Scenario:
    """The scenario in a newer pack that has dropped all but one of its points, and what is wrong."""
    return replace(scenario, rubric=scenario.rubric[:1], misconceptions=())


# Feedback on what the pack has lost


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("closed", [True, False], ids=["closed", "open"])
def test_a_point_that_has_left_the_pack_is_told_without_its_name(language: Language, closed: bool) -> None:
    told = feedback("x", language, closed=closed)
    gone = {EN: "a point that the pack no longer has", JA: "現在のパックにはない要点"}
    assert gone[language] in shown(breakdown(replace(told, scenario=shrunk(told.scenario))))
    assert gone[language] not in shown(breakdown(told))


def test_a_decision_about_a_point_that_has_left_the_pack_is_told() -> None:
    judged = case("x", EN, AppealState.ACCEPTED)
    told = replace(judged.feedback, scenario=shrunk(judged.feedback.scenario))
    assert "+16" in shown(decision(replace(judged, feedback=told), EN))


# `/scs today`


def today(attempts_used: int, answering: Answering = Answering.EITHER) -> Message:
    given = daily("x")
    given = replace(given, post=replace(given.post, answering=answering))
    return standing.today(Today("C0DAILY001", SUBSCRIPTION, given, 48, attempts_used), EN)


def pressable(message: Message) -> list[str]:
    return [
        each["action_id"]
        for block in message.blocks
        for each in block.get("elements", [])
        if "action_id" in each
    ]


def test_today_offers_the_private_form_while_attempts_are_left() -> None:
    assert "answer_privately" in pressable(today(attempts_used=2))
    assert "answer_privately" not in pressable(today(attempts_used=2, answering=Answering.THREAD))


def test_today_offers_no_private_form_once_the_attempts_are_used_up() -> None:
    message = today(attempts_used=3)
    assert pressable(message) == ["hint", "my_streak"]
    assert "used up" in shown(message)


@pytest.mark.parametrize("answering", Answering)
def test_today_points_to_no_thread_of_its_own(answering: Answering) -> None:
    assert "this thread" not in shown(today(attempts_used=1, answering=answering))


# The ledger


def held(rest: str | None) -> Message:
    ledger = (
        LedgerDay(DAY, DayKind.ANSWERED, 1, 0),
        LedgerDay(DAY + timedelta(1), DayKind.HOLIDAY, 1, 0, rest),
    )
    return standing.streak(Standing("C0DAILY001", "U1", Streak(1, 1, 0, ledger), DAY), EN)


def test_the_ledger_names_the_holiday() -> None:
    assert "2026-11-03 Culture Day, doesn't count" in shown(held("Culture Day"))


@pytest.mark.parametrize("rest", ["", None])
def test_the_ledger_says_that_a_date_was_left_out(rest: str | None) -> None:
    assert "2026-11-03 holiday, doesn't count" in shown(held(rest))


# Appeals


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("state", [AppealState.ACCEPTED, AppealState.DECLINED])
@pytest.mark.parametrize("by", [NOBODY, None], ids=["forgotten", "unknown"])
def test_a_decider_who_is_forgotten_is_somebody(
    language: Language, state: AppealState, by: str | None
) -> None:
    judged = case("x", language, state)
    judged = replace(judged, appeal=replace(judged.appeal, decided_by=by))
    told = shown(ruled_notice(Ruled(judged, new=False), language))
    assert "<@>" not in told
    assert {EN: "somebody", JA: "削除された利用者"}[language] in told


# Long lists


def readiness_of(domains: int) -> Readiness:
    one = DomainReadiness(
        ExamDomain(both("Security Foundations and Governance"), 12.5), 240, 120, 31, 0.6, 0.7
    )
    return Readiness(pack_of(scenario_of("x"), "x"), (one,) * domains, 0.5, 0.6)


@pytest.mark.parametrize("language", Language)
def test_a_domain_of_ready_takes_two_lines_that_fit_a_narrow_screen(language: Language) -> None:
    lines = shown(ready([readiness_of(2)], language)).splitlines()
    at = next(n for n, line in enumerate(lines) if "Foundations" in line)
    assert [max(len(line) for line in lines[at : at + 4]) < 56, "60 %" in lines[at + 1]] == [True, True]


@pytest.mark.parametrize(
    ("draw", "more"),
    [
        (lambda: ready([readiness_of(25)], EN).blocks, "… and 5 more domains"),
        (lambda: ready([readiness_of(1)] * 6, EN).blocks, "… and 1 more pack"),
        (lambda: home(home_page("x", 9), EN)["blocks"], "… and 5 more packs"),
        (lambda: home(home_page("x", 1), EN)["blocks"], "… and 2 more domains"),
    ],
    ids=["ready, domains", "ready, packs", "home, packs", "home, domains"],
)
def test_a_list_that_is_too_long_says_how_much_is_left_off(
    draw: Callable[[], list[Block]], more: str
) -> None:
    assert more in "\n".join(texts(draw()))


def test_a_pack_of_few_domains_leaves_nothing_off() -> None:
    assert "more" not in "\n".join(texts(ready([readiness_of(3)], EN).blocks))
