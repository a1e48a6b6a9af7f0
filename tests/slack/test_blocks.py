"""Every screen at its worst: whether Slack would take it, and what stands on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from zoneinfo import available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendars import HolidayCalendars
from bot.domain.errors import StrangeForm
from bot.domain.grading import PointResult
from bot.domain.periods import Period
from bot.domain.results import (
    Leaderboard,
    PointShare,
    Rank,
    Rest,
    Standing,
    Subscribed,
    Today,
)
from bot.domain.scenario import (
    Language,
)
from bot.domain.schedule import Timetable
from bot.domain.search import Verdict
from bot.services.announce_vacation import MOST_AHEAD, Vacations
from bot.slack.blocks import private, setup, standing, subscription, zones
from bot.slack.blocks.answer import About, Done, answer, shared
from bot.slack.blocks.feedback import breakdown
from bot.slack.blocks.gaps import gaps
from bot.slack.blocks.help import help_text
from bot.slack.blocks.home import home
from bot.slack.blocks.parts import Block, Message, button, clip, escape, section
from bot.slack.blocks.post import closed_post, daily_post, reveal
from bot.slack.blocks.vacation import vacation_form, vacation_saved
from bot.texts import say_day
from tests.slack.worst import (
    DAY,
    LONG_ID,
    NEW_HOME,
    NINE,
    OFTEN_OFF,
    ORIGIN,
    POST,
    RUNNING,
    SUBSCRIPTION,
    WORST,
    absences,
    answered,
    both,
    closed,
    daily,
    feedback,
    fit_for_slack,
    home_page,
    hostile,
    languages,
    pack_of,
    recent_gaps,
    scenario_of,
    streak,
    subjects,
    view_fit_for_slack,
)

MESSAGES: dict[str, Callable[[str, Language], Message]] = {
    "post": lambda text, _: daily_post(daily(text)),
    "closed post": lambda text, _: closed_post(closed(text)),
    "closed post, nobody": lambda text, _: closed_post(closed(text, people=0)),
    "reveal": lambda text, _: reveal(closed(text)),
    "reveal, nobody": lambda text, _: reveal(closed(text, people=0)),
    "feedback": lambda text, language: breakdown(feedback(text, language)),
    "feedback, hint": lambda text, language: breakdown(feedback(text, language, closed=False)),
    "feedback, late": lambda text, language: breakdown(feedback(text, language, late=True)),
    "answer": lambda text, language: answer(answered(text, language), ORIGIN),
    "answer, thanked": lambda text, language: answer(answered(text, language), ORIGIN, frozenset(Done)),
    "answer, todays": lambda text, language: answer(answered(text, language, todays=POST), ORIGIN),
    "answer, unsure": lambda text, language: answer(
        answered(text, language, Verdict.UNSURE, scenario=None), ORIGIN
    ),
    "answer, several": lambda text, language: answer(
        answered(text, language, Verdict.SEVERAL, scenario=None), ORIGIN
    ),
    "answer, nothing": lambda text, language: answer(
        answered(text, language, Verdict.NOTHING, scenario=None), ORIGIN
    ),
    "answer, nothing at all": lambda text, language: answer(
        answered(text, language, Verdict.NOTHING, scenario=None, closest=()), ORIGIN
    ),
    "answer, empty": lambda text, language: answer(answered(text, language, Verdict.EMPTY), ORIGIN),
    "shared": lambda text, language: shared(answered(text, language), "U0MIKA0001"),
    "gaps": lambda text, language: gaps(recent_gaps(text), language),
    "gaps, none": lambda text, language: gaps(recent_gaps(text, count=0, days=0), language),
    "today": lambda text, language: standing.today(
        Today("C0DAILY001", SUBSCRIPTION, daily(text), 48, 2), language
    ),
    "today, a day off": lambda text, language: standing.today(
        Today("C0DAILY001", RUNNING, next_at=NINE, rest=Rest(DAY, both(text))), language
    ),
    "today, paused": lambda _, language: standing.today(
        Today("C0DAILY001", replace(SUBSCRIPTION, paused_because="is_archived")), language
    ),
}
VIEWS: dict[str, Callable[[str, Language], Block]] = {
    "private form": lambda text, language: private.private_form(daily(text), language),
    "private result": lambda text, language: private.private_result(feedback(text, language)),
    "home": lambda text, language: home(home_page(text, 200), language),
    "home, twenty channels": lambda text, language: home(home_page(text, 20, hidden=False), language),
    "home, new": lambda _, language: home(NEW_HOME, language),
    "vacation": lambda _, language: vacation_form(Vacations(absences(MOST_AHEAD), DAY, "UTC"), language),
    "vacation, saved": lambda _, language: vacation_saved(Vacations(absences(1), DAY, "UTC"), language),
    "vacation, none": lambda _, language: vacation_saved(Vacations((), DAY, "UTC"), language),
    "setup": lambda text, language: setup.setup_form(
        [pack_of(scenario_of(text), text, f"{n}-{LONG_ID}"[:80]) for n in range(150)],
        language, "C0DAILY001", "Asia/Tokyo", SUBSCRIPTION,
    ),
    "setup, everything chosen": lambda text, language: setup.setup_form(
        [subjects(text, "p"), subjects(text, "q")], language, "C0DAILY001", "Asia/Tokyo",
        replace(SUBSCRIPTION, timetable=OFTEN_OFF, domains=frozenset({text}), difficulties=frozenset({1, 3})),
        HolidayCalendars().codes,
    ),
    "setup, new": lambda text, language: setup.setup_form(
        [pack_of(scenario_of(text), text)], language, "C0DAILY001", "Asia/Tokyo", None
    ),
    "setup, from a message": lambda text, language: setup.setup_form(
        [pack_of(scenario_of(text), text)], language, "D0MIKA0001", "Asia/Tokyo", None
    ),
    "setup, from the home": lambda text, language: setup.setup_form(
        [pack_of(scenario_of(text), text)], language, "", "Asia/Tokyo", None
    ),
    "setup, saved": lambda text, language: subscription.setup_saved(
        Subscribed(SUBSCRIPTION, (NINE,) * 5, (Rest(DAY, both(text)),) * 400), language
    ),
    "setup, saved, nothing to come": lambda _, language: subscription.setup_saved(
        Subscribed(SUBSCRIPTION, ()), language
    ),
    "setup, paused": lambda _, language: subscription.after_setup(
        subscription.paused("C0DAILY001", language), language
    ),
}  # fmt: skip


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


@given(hostile, languages, st.sampled_from(sorted(MESSAGES)))
def test_no_text_spoils_a_message(text: str, language: Language, screen: str) -> None:
    fit_for_slack(MESSAGES[screen](text, language))


@given(hostile, languages, st.sampled_from(sorted(set(VIEWS) - {"setup", "setup, everything chosen"})))
def test_no_text_spoils_a_view(text: str, language: Language, screen: str) -> None:
    view_fit_for_slack(VIEWS[screen](text, language))


@pytest.mark.parametrize("language", Language)
def test_the_help_is_taken(language: Language) -> None:
    fit_for_slack(help_text(language))


# Many people, many days


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("count", [0, 1, 10, 200])
def test_a_leaderboard_of_many_people_is_taken(count: int, language: Language) -> None:
    ranks = tuple(Rank(n, "U0MIKA0001", 36_500, 365, 365) for n in range(count))
    own = Rank(count, "U0MIKA0001", 36_500, 365, 365)
    for period in Period:
        for hidden in (False, True):
            board = Leaderboard("C1", period, DAY, DAY, ranks, own, hidden)
            fit_for_slack(standing.leaderboard(board, language))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("days", [0, 1, 10, 11, 3650])
def test_a_streak_of_many_days_is_taken(days: int, language: Language) -> None:
    fit_for_slack(standing.streak(Standing("C1", "U1", streak(days), DAY), language))


@pytest.mark.parametrize("language", Language)
def test_a_streak_shows_its_last_ten_days_the_newest_first(language: Language) -> None:
    shown = standing.streak(Standing("C1", "U1", streak(30), DAY), language).blocks[1]["text"]["text"]
    lines = shown.split("\n")
    assert len(lines) == 10
    assert say_day(language, date(2026, 12, 1)) in lines[0]


@pytest.mark.parametrize("points", [1, 6, 50])
def test_a_rubric_of_many_points_is_taken(points: int) -> None:
    scenario = scenario_of("A claim. " * 20, points)
    shares = tuple(PointShare(point.id, 3) for point in scenario.rubric)
    fit_for_slack(reveal(replace(closed("?"), scenario=scenario, shares=shares)))


# The set-up form


@pytest.mark.parametrize("zone", ["UTC", "Etc/GMT+3", "Japan", "America/Argentina/ComodRivadavia"])
def test_the_form_offers_the_zone_that_is_set(zone: str) -> None:
    current = replace(SUBSCRIPTION, timetable=Timetable(time(9), zone))
    form = setup.setup_form([pack_of(scenario_of("?"), "?")], Language.EN, "C0DAILY001", "UTC", current)
    view_fit_for_slack(form)
    assert f"'initial_option': {{'text': {{'type': 'plain_text', 'text': '{zone}'" in str(form)


def test_the_form_offers_every_zone_of_the_nine_areas() -> None:
    form = setup.setup_form([pack_of(scenario_of("?"), "?")], Language.EN, "C0DAILY001", "UTC", None)
    zone = next(block for block in form["blocks"] if block["block_id"] == "zone")
    offered = {each["value"] for group in zone["element"]["option_groups"] for each in group["options"]}
    areas = tuple(f"{area}/" for area in zones.AREAS)
    assert {name for name in available_timezones() if name.startswith(areas)} <= offered


def test_a_form_opened_where_no_channel_is_leaves_the_channel_to_be_chosen() -> None:
    for place in ("", "D0MIKA0001"):
        form = setup.setup_form([pack_of(scenario_of("?"), "?")], Language.EN, place, "UTC", None)
        assert "initial_conversation" not in form["blocks"][0]["element"]


# What a button carries


@given(hostile, st.sampled_from((ORIGIN, "1762084800.000100", "view:V0123456789")))
def test_what_a_button_carries_can_be_read_back(question: str, origin: str) -> None:
    about = About(LONG_ID, question, origin, 0.913)
    assert About.unpack(about.pack()) == about


@given(hostile)
def test_no_question_is_too_long_for_a_button(question: str) -> None:
    for block in answer(answered("?", Language.EN, question=question), ORIGIN).blocks:
        for element in block.get("elements", []):
            assert len(element.get("value", "")) <= 2000


@given(hostile)
def test_a_question_that_comes_back_from_a_button_stays_as_it_is(question: str) -> None:
    def carried(asked: str) -> str:
        buttons = answer(answered("?", Language.EN, question=asked), ORIGIN).blocks[-1]["elements"]
        return About.unpack(buttons[0]["value"]).question

    assert carried(carried(question)) == carried(question)


@pytest.mark.parametrize(
    "value", ["", "{}", "[]", '["a", "b"]', '["a", "b", 1]', '"abc"', "[1, 2, 3]", "nonsense"]
)
def test_a_value_that_is_none_of_ours_is_refused(value: str) -> None:
    with pytest.raises(StrangeForm):
        About.unpack(value)


# The parts


def test_a_long_text_ends_in_an_ellipsis() -> None:
    assert clip("12345", 5) == "12345"
    assert clip("123456", 5) == "1234…"


def test_slacks_three_control_characters_are_escaped() -> None:
    assert escape("<!channel> & <@U1>") == "&lt;!channel&gt; &amp; &lt;@U1&gt;"


def test_a_paragraph_is_not_cut_inside_an_escape() -> None:
    shown = section(escape("x" * 2997 + "& more"))["text"]["text"]
    assert shown == "x" * 2997 + "…"


def test_a_paragraph_is_not_cut_inside_a_link() -> None:
    shown = section("x" * 2960 + "<https://docs.example/page|the title of the page> and more")["text"]["text"]
    assert shown == "x" * 2960 + "…"


def test_a_paragraph_that_just_fits_is_left_alone() -> None:
    fitting = "x" * 2950 + "<https://docs.example/a-page-of-the-manuals|a page>"[-50:]
    assert section(fitting)["text"]["text"] == fitting


def test_a_value_too_long_for_a_button_is_an_error_and_not_cut() -> None:
    with pytest.raises(ValueError, match="2001 characters"):
        button("Press", "press", "x" * 2001)


def test_a_point_that_is_only_close_is_quoted_and_not_named() -> None:
    known = feedback("the secret claim", Language.EN, closed=False)
    near = PointResult(known.score.points[0].id, 16, True, hit=False, earned=8, evidence=("mine",), near=True)
    told = str(breakdown(replace(known, score=replace(known.score, points=(near,), misconceptions=()))))
    assert "Close to a point: “mine” (+8)" in told
    assert known.hint
    assert "the secret claim" not in told.replace(known.hint.en, "")


def test_one_of_several_options_says_so_instead_of_not_counted() -> None:
    known = feedback("the secret claim", Language.EN, closed=False)
    offered = PointResult(known.score.points[0].id, 16, True, False, 8, ("mine",), "or yours")
    told = str(breakdown(replace(known, score=replace(known.score, points=(offered,), misconceptions=()))))
    assert "One of several options: “mine” (+8)" in told
    assert "Not counted" not in told
