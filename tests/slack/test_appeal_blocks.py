"""The screens of appeals at their worst, as `test_blocks` holds all others to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given

from bot.domain.appeals import AppealState, Deed
from bot.domain.disputes import Case, ChannelLog, LogLine, Ruled
from bot.domain.grading import with_granted
from bot.domain.scenario import Language
from bot.slack.blocks.appeals import (
    Opened,
    accept_form,
    appeal_notice,
    decision,
    log,
    read_form,
    ruled_form,
    ruled_notice,
)
from bot.slack.blocks.feedback import breakdown
from bot.slack.blocks.parts import Block, Message
from tests.slack import worst
from tests.slack.worst import (
    MIKA,
    NINE,
    WORST,
    feedback,
    fit_for_slack,
    hostile,
    languages,
    scenario_of,
    view_fit_for_slack,
)

OPENED = Opened(10**17, "1762084800.000100", "D0MIKA0001", "1762084800.000100")


def case(text: str, language: Language, state: AppealState = AppealState.OPEN) -> Case:
    return worst.case(feedback(text, language), state)


def decided(text: str, language: Language) -> Ruled:
    judged = case(text, language, AppealState.ACCEPTED)
    return Ruled(judged, new=True, rescored=(replace(judged.feedback.reply, id=2),) * 9)


def full_log(text: str, language: Language) -> ChannelLog:
    actions = ("appeal.accepted", "appeal.declined", "alias.added", "<!channel>" * 9)
    deeds = (Deed("T1", "C0DAILY001", MIKA, actions[n % 4], "<!here>", NINE) for n in range(20))
    lines = tuple(LogLine(deed, MIKA if deed.subject else None) for deed in deeds)
    return ChannelLog("C0DAILY001", lines, (case(text, language),) * 5, 10**6)


def granted(text: str, language: Language) -> Message:
    told = feedback(text, language)
    score = with_granted(told.score, [point.id for point in told.score.points])
    return breakdown(replace(told, score=score, rescored=True, appeal=AppealState.ACCEPTED))


MESSAGES: dict[str, Callable[[str, Language], Message]] = {
    "notice": lambda text, language: appeal_notice(case(text, language), language),
    "notice, playing": lambda text, language: appeal_notice(
        replace(case(text, language), playing=True), language
    ),
    "accepted": lambda text, language: ruled_notice(decided(text, language), language),
    "declined": lambda text, language: ruled_notice(
        Ruled(case(text, language, AppealState.DECLINED), new=False), language
    ),
    "told: accepted": lambda text, language: decision(case(text, language, AppealState.ACCEPTED), language),
    "told: declined": lambda text, language: decision(case(text, language, AppealState.DECLINED), language),
    "log": lambda text, language: log(full_log(text, language), language),
    "log, empty": lambda _, language: log(ChannelLog("C0DAILY001", (), ()), language),
    "breakdown, granted": granted,
    "breakdown, disputed": lambda text, language: breakdown(case(text, language).feedback),
}
VIEWS: dict[str, Callable[[str, Language], Block]] = {
    "form": lambda text, language: accept_form(case(text, language), language, OPENED),
    "form, many points": lambda text, language: accept_form(crowded(text, language), language, OPENED),
    "result": lambda text, language: ruled_form(decided(text, language), language),
}


def crowded(text: str, language: Language) -> Case:
    """A rubric with more points than checkboxes may have."""
    one = case(text, language)
    missing = replace(one.feedback.score.points[1], hit=False, earned=0)
    scenario = scenario_of(text, points=14)
    points = tuple(replace(missing, id=point.id) for point in scenario.rubric)
    score = replace(one.feedback.score, points=points)
    return replace(one, feedback=replace(one.feedback, scenario=scenario, score=score))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("screen", MESSAGES)
def test_a_message_at_its_worst_is_taken(screen: str, language: Language) -> None:
    for text in WORST:
        fit_for_slack(MESSAGES[screen](text, language))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("screen", VIEWS)
def test_a_view_at_its_worst_is_taken(screen: str, language: Language) -> None:
    for text in WORST:
        view_fit_for_slack(VIEWS[screen](text, language))


@given(hostile, languages)
def test_no_text_breaks_a_screen(text: str, language: Language) -> None:
    for message in MESSAGES.values():
        fit_for_slack(message(text, language))
    for view in VIEWS.values():
        view_fit_for_slack(view(text, language))


def test_what_travels_with_the_form_comes_back() -> None:
    assert Opened.unpack(OPENED.pack()) == OPENED
    assert Opened.unpack(Opened(1, "").pack()) == Opened(1, "")


@pytest.mark.parametrize(
    "metadata", ["", "x", "1:2:3", "１:a:b:c", "-1:a:b:c", "9" * 19 + ":a:b:c", "1:2:3:4:5"]
)
def test_what_others_send_along_is_nothing(metadata: str) -> None:
    assert Opened.unpack(metadata) is None


def test_a_form_without_anything_chosen_reads_as_that() -> None:
    filled = read_form({"state": {"values": {"points": {"points": {"type": "checkboxes"}}}}})
    assert (filled.points, filled.phrase, filled.phrase_for) == ((), "", None)
