"""Everything that the bot can send, function by function of `bot.slack.blocks`, at its worst: the longest
scenarios of the pack, one at the limits of the schema, hostile texts, hundreds of people.

`ARGUMENTS` holds a case for each; a function that is added without one fails
`test_every_screen_has_its_worst_case`. The playground's referee says whether Slack would take it.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from itertools import product
from string import Formatter
from typing import Any

import pytest

from bot.bootstrap import load_library
from bot.calendars import HolidayCalendars
from bot.domain.appeals import Alias, AppealState, Deed
from bot.domain.daily import Answering, Miss, PostStage
from bot.domain.disputes import Case, ChannelLog, KeptPhrase, KeptPhrases, LogLine, Ruled
from bot.domain.grading import Outcome
from bot.domain.people import Person
from bot.domain.periods import Period
from bot.domain.phrasings import LONGEST_PHRASE
from bot.domain.practice import DomainReadiness, Readiness
from bot.domain.privacy import Forgotten
from bot.domain.recaps import CameUp, Improved, Recap, RecapDay, Week, WeeklyRecap
from bot.domain.results import (
    Accuracy,
    Answer,
    ClosedRound,
    DailyPost,
    Feedback,
    Gap,
    Gaps,
    Home,
    HomeChannel,
    Leaderboard,
    MyAttempts,
    PackAccuracy,
    PointShare,
    Practised,
    Rank,
    RecentGaps,
    Rest,
    Standing,
    Subscribed,
    Today,
    ToPractise,
)
from bot.domain.scenario import Bilingual, ExamDomain, Language, Misconception, Pack, Scenario, Source
from bot.domain.search import Verdict
from bot.playground.payload_check import check_message, check_view
from bot.services.announce_vacation import MOST_AHEAD, Vacations
from bot.services.subscribe_channel import MOST_ATTEMPTS
from bot.slack import blocks
from bot.slack.blocks import (
    answer,
    appeals,
    asked,
    attempts,
    countries,
    domains,
    feedback,
    gaps,
    home,
    phrases,
    post,
    practice,
    privacy,
    private,
    recap,
    setup,
    standing,
    subscription,
    vacation,
    zones,
)
from bot.slack.blocks.help import help_text
from bot.slack.blocks.help import hint as help_hint
from bot.slack.blocks.help import in_thread as help_in_thread
from bot.slack.blocks.parts import Block, Message, escape, modal, section
from bot.slack.blocks.paused import why_paused
from bot.texts import catalogue, say
from tests.slack import worst
from tests.slack.worst import BOTH, DAY, LONG_ID, MIKA, NINE, OFTEN_OFF, ORIGIN, RUNNING

PEOPLE, MANY = 200, 10**6
DRAWN = frozenset({"Message", "Block", "list[Block]", "Block | None", "list[dict[str, str]]"})
"""What a function says it returns that makes something for Slack."""

PARTS: frozenset[Callable[..., Any]] = frozenset(
    {
        countries.country_groups,  # of the set-up form
        domains.domain_choice,  # of the set-up form
        feedback.dispute,  # of a breakdown, and of one's own attempts
        feedback.reasons,  # of a breakdown, and of a result of practice
        standing.attempts_button,  # of what is on today, and of App Home
        subscription.switch,  # of the set-up form and its confirmation
        zones.zone_select,  # of the set-up form
    }
)
"""Functions that draw a part of other screens, in which it is judged."""


@dataclass(frozen=True, slots=True)
class World:
    """A scenario, and what people write."""

    scenario: Scenario
    pack: Pack
    said: str

    @property
    def daily(self) -> DailyPost:
        return DailyPost(worst.POST, self.pack, self.scenario)

    @property
    def closed(self) -> ClosedRound:
        shares = tuple(PointShare(point.id, PEOPLE) for point in self.scenario.rubric)
        came_up = tuple((wrong, PEOPLE) for wrong in self.scenario.misconceptions)
        given = (worst.POST, self.pack, self.scenario)
        return ClosedRound(*given, PEOPLE, PEOPLE, average=100, shares=shares, misconceptions=came_up)

    def feedback(self, language: Language, **changes: Any) -> Feedback:  # noqa: ANN401 # any field
        """Half of the points, and everything that can be held against a reply."""
        known = worst.feedback(self.said, language)
        first = known.score.points[0]
        points = tuple(
            replace(first, id=point.id, hit=n % 2 == 0, earned=point.weight * (n % 2 == 0), near=n % 3 == 0)
            for n, point in enumerate(self.scenario.rubric)
        )
        wrong = tuple(replace(known.score.misconceptions[0], id=m.id) for m in self.scenario.misconceptions)
        score = replace(known.score, value=99, points=points, misconceptions=wrong)
        reply = replace(known.reply, score=score, text=self.said)
        hint = self.scenario.rubric[0].hint
        return replace(known, scenario=self.scenario, score=score, reply=reply, hint=hint, **changes)

    def case(self, language: Language, state: AppealState = AppealState.OPEN) -> Case:
        return worst.case(self.feedback(language), state)

    def answer(self, language: Language, **changes: Any) -> Answer:  # noqa: ANN401 # as above
        three = (self.scenario,) * 3
        given = (language, 0.9, self.said, self.pack, self.scenario, three)
        return replace(Answer(Verdict.ANSWER, *given), **changes)

    def answers(self, language: Language) -> Iterator[Answer]:
        """What a question may come to."""
        yield self.answer(language)
        yield self.answer(language, todays=worst.POST)
        yield self.answer(language, verdict=Verdict.EMPTY)
        for verdict, closest in product((Verdict.UNSURE, Verdict.NOTHING), ((self.scenario,) * 3, ())):
            yield self.answer(language, verdict=verdict, scenario=None, closest=closest)
        yield self.answer(language, verdict=Verdict.SEVERAL, scenario=None, closest=(self.scenario,) * 5)

    @property
    def standing(self) -> Standing:
        return Standing("C0DAILY001", MIKA, worst.streak(3650), DAY + timedelta(3649))

    @property
    def today(self) -> Today:
        return Today("C0DAILY001", RUNNING, self.daily, 100, 10, answered=True)

    @property
    def home_channels(self) -> list[HomeChannel]:
        return [HomeChannel(self.today, self.standing)] * 50

    def home(self, *, hidden: bool) -> Home:
        accuracy = tuple(Accuracy(domain, 0.995, MANY) for domain in self.pack.domains)
        return Home(
            Person("T1", MIKA, Language.JA, hidden), tuple(self.home_channels),
            (PackAccuracy(self.pack, accuracy),) * 20, worst.absences(MOST_AHEAD), DAY,
            "America/Argentina/ComodRivadavia", Language.JA,
        )  # fmt: skip

    @property
    def weekly(self) -> WeeklyRecap:
        """Every day of a week, `PEOPLE` on each."""
        days = tuple(RecapDay(DAY + timedelta(n), LONG_ID, PEOPLE, 100 if n else None) for n in range(7))
        wrong = self.scenario.misconceptions[0] if self.scenario.misconceptions else None
        came_up = CameUp(LONG_ID, "x", PEOPLE)
        week = Week(DAY, days, days[-1], Improved(MIKA, 0, 100), came_up)
        kept = Recap("T1", "C0DAILY001", DAY, PostStage.SENDING, NINE)
        return WeeklyRecap(kept, BOTH, week, self.scenario, wrong)

    def log(self, language: Language) -> ChannelLog:
        actions = ("appeal.accepted", "appeal.declined", "alias.added", self.said)
        deeds = (Deed("T1", "C0DAILY001", MIKA, actions[n % 4], self.said[:80], NINE) for n in range(20))
        lines = tuple(LogLine(deed, MIKA) for deed in deeds)
        return ChannelLog("C0DAILY001", lines, (self.case(language),) * 5, MANY)

    @property
    def gap(self) -> RecentGaps:
        gap = Gap(self.said, MANY, dict.fromkeys(Miss, MANY), LONG_ID, DAY)
        return RecentGaps(Gaps((gap,) * 10, MANY), 30, {LONG_ID: self.scenario})

    @property
    def readiness(self) -> Readiness:
        domains = tuple(DomainReadiness(each, MANY, MANY, MANY, 1.0, 1.0) for each in self.pack.domains)
        return Readiness(self.pack, domains, 1.0, 1.0)


Arguments = Callable[[World, Language], Iterator[tuple[Any, ...]]]
PLACE = asked.Place("C0DAILY001", "1762084800.000100", "https://hooks.example/actions/" + "T" * 400)
OPENED = appeals.Opened(10**17, "1762084800.000100", "D0MIKA0001", "1762084800.000100")
EVERY_CHANNEL = Forgotten(MANY, MANY, ("C0DAILY001",) * 400)


def of_breakdown(world: World, language: Language) -> Iterator[tuple[Any, ...]]:
    for closed, late, rescored in product((True, False), repeat=3):
        yield (world.feedback(language, closed=closed, late=late, rescored=rescored),)
    for state in AppealState:
        yield (world.feedback(language, appeal=state),)
    misplaced = replace(worst.POST, answering=Answering.PRIVATELY)
    yield (world.feedback(language, post=misplaced),)


def of_attempts(world: World, language: Language) -> Iterator[tuple[Any, ...]]:
    for state, closed in product((*AppealState, None), (True, False)):
        given = world.feedback(language, appeal=state, closed=closed)
        yield MyAttempts("C0DAILY001", ((given,) * MOST_ATTEMPTS,) * 2), language
    gone = replace(given, reply=replace(given.reply, withdrawn=True))
    yield MyAttempts("C0DAILY001", ((gone,),)), language
    yield MyAttempts("C0DAILY001", ()), language


def of_daily_post(world: World, _: Language) -> Iterator[tuple[Any, ...]]:
    for answering in Answering:
        yield (replace(world.daily, post=replace(worst.POST, answering=answering)),)


def of_kept_phrases(world: World, language: Language) -> Iterator[tuple[Any, ...]]:
    given = ("T1", world.pack.id, world.scenario.id)
    for point in (world.scenario.rubric[0].id, "gone"):
        alias = Alias(*given, point, language, world.said[:LONGEST_PHRASE] or "?", MIKA, NINE, id=10**17)
        kept = tuple(KeptPhrase(replace(alias, id=alias.id + n), world.scenario) for n in range(20))
        yield KeptPhrases("C0DAILY001", kept, MANY), language
    yield KeptPhrases("C0DAILY001", ()), language


def of_leaderboard(_: World, language: Language) -> Iterator[tuple[Any, ...]]:
    ranks = tuple(Rank(n, MIKA, MANY, MANY, MANY) for n in range(PEOPLE))
    for period, hidden in product(Period, (True, False)):
        own = Rank(PEOPLE, MIKA, MANY, MANY, MANY)
        yield Leaderboard("C0DAILY001", period, DAY, DAY, ranks, own, hidden), language


def of_today(world: World, language: Language) -> Iterator[tuple[Any, ...]]:
    off = Rest(DAY, Bilingual(world.said, world.said))
    paused = replace(worst.SUBSCRIPTION, paused_because=world.said[:100])
    yield world.today, language
    yield Today("C0DAILY001", RUNNING, next_at=NINE, rest=off), language
    yield Today("C0DAILY001", paused), language
    yield Today("C0DAILY001", None), language


def of_setup_form(world: World, language: Language) -> Iterator[tuple[Any, ...]]:
    """One pack with all its domains chosen, or so many packs that each has one."""
    names = frozenset(domain.name.en for domain in world.pack.domains)
    full = replace(
        RUNNING, timetable=OFTEN_OFF, domains=names, difficulties=frozenset({1, 2, 3}), pack_id=world.pack.id
    )
    one = replace(world.pack, domains=world.pack.domains[:1])
    many = [replace(one, id=f"{n}-{LONG_ID}"[:80]) for n in range(150)]
    yield [world.pack], language, "C0DAILY001", "Asia/Tokyo", full, HolidayCalendars().codes
    yield many, language, "C0DAILY001", "Asia/Tokyo", full, HolidayCalendars().codes
    yield many[:1], language, "C0DAILY001", "Asia/Tokyo", replace(full, ready_at=None)
    yield many[:1], language, "", "Asia/Tokyo", None


def subscribed(world: World) -> Subscribed:
    rest = Rest(DAY, Bilingual(world.said, world.said))
    names = frozenset(domain.name.en for domain in world.pack.domains)
    order = replace(RUNNING, timetable=OFTEN_OFF, domains=names, difficulties=frozenset({1, 2, 3}))
    return Subscribed(order, (NINE,) * 5, (rest,) * 400, world.pack, len(world.pack.scenarios), DAY)


def ruled(world: World, language: Language) -> Iterator[tuple[Any, ...]]:
    for state in (AppealState.ACCEPTED, AppealState.DECLINED):
        judged = world.case(language, state)
        yield Ruled(judged, True, (replace(judged.feedback.reply, id=2),) * PEOPLE), language


def of_asked(world: World, language: Language) -> Iterator[tuple[Any, ...]]:
    for given, note in product(world.answers(language), ("", "asked.not-shared")):
        yield given, ORIGIN, PLACE, language, frozenset(answer.Done), note
        yield given, ORIGIN, PLACE, language, answer.NOTHING, note


def of_practice_result(world: World, language: Language) -> Iterator[tuple[Any, ...]]:
    score = replace(world.feedback(language).score, outcome=Outcome.PARTIAL)
    for due in (NINE, None):
        yield Practised(world.pack, world.scenario, score, due), MANY, language


ARGUMENTS: dict[Callable[..., Any], Arguments] = {
    answer.answer: lambda world, language: (
        (given, ORIGIN, done, True, whole)
        for given, done, whole in product(
            world.answers(language), (answer.NOTHING, frozenset(answer.Done)), (True, False)
        )
    ),
    answer.shared: lambda world, language: iter([(world.answer(language), MIKA)]),
    appeals.accept_form: lambda world, language: iter([(world.case(language), language, OPENED)]),
    appeals.appeal_notice: lambda world, language: (
        (replace(world.case(language), playing=playing), language) for playing in (False, True)
    ),
    appeals.call_for_decider: lambda _, __: iter([(tuple(Language),)]),
    appeals.decision: lambda world, language: (
        (world.case(language, state), language) for state in (AppealState.ACCEPTED, AppealState.DECLINED)
    ),
    appeals.log: lambda world, language: iter([(world.log(language), language)]),
    appeals.ruled_form: ruled,
    appeals.ruled_notice: ruled,
    asked.asked: of_asked,
    asked.nothing_asked: lambda _, language: iter([(PLACE, language)]),
    asked.prompts: lambda world, language: iter([([world.pack] * 9, language)]),
    attempts.my_attempts: of_attempts,
    feedback.breakdown: of_breakdown,
    gaps.gaps: lambda world, language: iter([(world.gap, language)]),
    help_hint: lambda _, language: iter([(("top week",) * 3, language), (("setup",), language)]),
    help_in_thread: lambda _, language: iter([(help_text(language), language)]),
    help_text: lambda _, language: iter([(language,)]),
    home.home: lambda world, language: (
        (world.home(hidden=hidden), language, links)
        for hidden, links in product(
            (True, False), ({}, {worst.POST.id: f"https://slack.example/{'x' * 200}"})
        )
    ),
    phrases.kept_phrases: of_kept_phrases,
    post.closed_post: lambda world, _: iter([(world.closed,)]),
    post.daily_elsewhere: lambda world, _: iter([(world.daily, 1), (world.daily, 0)]),
    post.daily_post: of_daily_post,
    post.hint_text: lambda world, language: ((point.hint, language) for point in world.scenario.rubric),
    post.reveal: lambda world, _: iter([(world.closed,), (replace(world.closed, people=0, average=None),)]),
    practice.practice_form: lambda world, language: (
        (ToPractise(world.pack, world.scenario, seen), MANY, language) for seen in (NINE, None)
    ),
    practice.practice_over: lambda _, language: iter([(NINE, language), (None, language)]),
    practice.practice_result: of_practice_result,
    practice.ready: lambda world, language: iter([([world.readiness] * 20, language)]),
    privacy.exported: lambda _, language: iter([(True, language), (False, language)]),
    privacy.forget_form: lambda _, language: iter([(language,)]),
    privacy.forgotten: lambda _, language: iter([(EVERY_CHANNEL, language), (Forgotten(0, 0, ()), language)]),
    privacy.privacy: lambda _, language: iter([(language,)]),
    private.private_form: lambda world, language: iter([(world.daily, language)]),
    private.private_result: of_breakdown,
    recap.pointer: lambda _, language: (
        (replace(worst.POST, answering=way), link, language)
        for way, link in product(Answering, (None, "https://slack.example/archives/&" + "p" * 300))
    ),
    recap.recap: lambda world, _: iter([(world.weekly, "F0PICTURE1"), (world.weekly, None)]),
    setup.setup_form: of_setup_form,
    standing.leaderboard: of_leaderboard,
    standing.no_leaderboard: lambda _, language: iter([(language,)]),
    standing.overview: lambda world, language: iter([(world.home_channels, language), ([], language)]),
    standing.streak: lambda world, language: iter([(world.standing, language)]),
    standing.today: of_today,
    subscription.after_setup: lambda world, language: iter(
        [(subscription.going_on(subscribed(world), language), language)]
    ),
    subscription.going_on: lambda world, language: iter([(subscribed(world), language)]),
    subscription.paused: lambda _, language: iter([("C0DAILY001", language)]),
    subscription.setup_saved: lambda world, language: iter([(subscribed(world), language)]),
    vacation.vacation_form: lambda _, language: iter(
        [(Vacations(worst.absences(MOST_AHEAD), DAY, "America/Argentina/ComodRivadavia"), language)]
    ),
    vacation.vacation_saved: lambda _, language: iter(
        [(Vacations(worst.absences(count), DAY, "UTC"), language) for count in (0, MOST_AHEAD)]
    ),
}
"""For each function that draws a screen, what it is called with at its worst."""


def drawing() -> Iterator[Callable[..., Any]]:
    """Every public function that draws something for Slack, but for the blocks that screens are made of."""
    for found in pkgutil.iter_modules(blocks.__path__):
        module = importlib.import_module(f"{blocks.__name__}.{found.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            own = function.__module__ == module.__name__ and not name.startswith("_")
            if own and found.name != "parts" and function.__annotations__.get("return") in DRAWN:
                yield function


def test_every_screen_has_its_worst_case() -> None:
    judged = {called(function) for function in ARGUMENTS} | {called(function) for function in PARTS}
    assert {called(function) for function in drawing()} == judged


def called(function: Callable[..., Any]) -> str:
    return f"{function.__module__.removeprefix(blocks.__name__ + '.')}.{function.__name__}"


# The worlds

LONG = "word " * 1_000
TEXTS = {
    "long": LONG,
    "Japanese": worst.JAPANESE,
    "hostile": worst.LONG,
    "ampersands": "&" * 4_000,
    "everybody": "<!channel>" * 400,
    "emoji": "🙂" * 3_000,
    "one word": "x" * 5_000,
}


def at_the_limits(text: str) -> World:
    """The schema bounds an id at 80 characters and the points at 100, so at 100 points of one each; lists and
    texts it leaves to the author."""
    scenario = worst.scenario_of(text, points=100)
    wrong = tuple(replace(scenario.misconceptions[0], id=f"wrong-{n}") for n in range(100))
    pages = (Source(text, f"https://docs.example/{'p' * 2_000}?a=1&b=<2>", DAY, ()),) * 50
    scenario = replace(scenario, misconceptions=wrong, sources=pages)
    parts = tuple(ExamDomain(Bilingual(f"{n} {text}", f"{n} {text}"), 1) for n in range(100))
    scenario = replace(scenario, domain=parts[0].name.en)
    held = tuple(
        replace(scenario, id=f"{n}-{LONG_ID}"[:80], domain=part.name.en) for n, part in enumerate(parts)
    )
    pack = replace(worst.pack_of(scenario, text, LONG_ID), scenarios=(scenario, *held), domains=parts)
    return World(scenario, pack, text)


@cache
def longest(language: Language) -> tuple[World, ...]:
    """Of the shipped pack, the scenario that is longest by each of its parts, with the longest model answer
    as what people say."""
    (pack,) = load_library(()).packs
    measures: tuple[Callable[[Scenario], int], ...] = (
        lambda each: len(each.situation[language]),
        lambda each: len(each.answer[language]),
        lambda each: len(each.explanation[language]),
        lambda each: max(map(len, each.questions[language])),
        lambda each: sum(len(point.text[language]) for point in each.rubric),
        lambda each: max(len(point.hint[language]) for point in each.rubric),
        lambda each: sum(map(_told(language), each.misconceptions)),
        lambda each: sum(len(source.title + source.url) for source in each.sources),
    )
    found = {found.id: found for found in (max(pack.scenarios, key=measure) for measure in measures)}
    said = max((each.answer[language] for each in pack.scenarios), key=len)
    return tuple(World(scenario, pack, said) for scenario in found.values())


def _told(language: Language) -> Callable[[Misconception], int]:
    return lambda wrong: len(wrong.text[language] + wrong.why[language])


def judge(drawn: Any) -> list[str]:  # noqa: ANN401 # whatever is sent
    """What the referee advises on something that Slack takes; fails on what it doesn't."""
    if isinstance(drawn, Message):
        worst.fit_for_slack(drawn)
        return check_message({"text": drawn.text, "blocks": drawn.blocks})
    if isinstance(drawn, list):  # questions to begin with
        assert len(drawn) <= asked.PROMPTS
        assert all(0 < len(prompt["title"]) <= 75 and prompt["message"] for prompt in drawn)
        return []
    view: Block = drawn
    check_view(view, view["type"])
    worst.harmless(list(worst.texts(view)))
    return []


each_screen = pytest.mark.parametrize("function", ARGUMENTS, ids=map(called, ARGUMENTS))


@each_screen
@pytest.mark.parametrize("text", TEXTS)
def test_slack_takes_it_at_the_limits_of_the_schema(function: Callable[..., Any], text: str) -> None:
    world = at_the_limits(TEXTS[text])
    for language in Language:
        for arguments in ARGUMENTS[function](world, language):
            judge(function(*arguments))


@each_screen
@pytest.mark.parametrize("language", Language)
def test_slack_takes_the_longest_scenarios_of_the_pack_and_shows_them_as_meant(
    function: Callable[..., Any], language: Language
) -> None:
    for world in longest(language):
        for arguments in ARGUMENTS[function](world, language):
            assert judge(function(*arguments)) == []


@each_screen
@pytest.mark.parametrize("language", Language)
def test_nothing_of_the_longest_scenarios_is_cut_off(
    function: Callable[..., Any], language: Language
) -> None:
    for world in longest(language):
        for arguments in ARGUMENTS[function](replace(world, said="?"), language):
            drawn = function(*arguments)
            shown = drawn.blocks if isinstance(drawn, Message) else drawn
            texts = (text for text in worst.texts(shown) if not text.endswith(LEFT_OUT))
            cut = [text[-60:] for text in texts if text.endswith("…")]
            assert cut == [] or function in SHORTENED


SHORTENED = {
    standing.leaderboard,  # it is given the ten first
    home.home,  # begins to tell a situation
    attempts.my_attempts,  # the same, and what was answered
}
"""Screens that are meant to leave something out."""

LEFT_OUT = (". …", "。 …")
"""Whole sentences only: an answer shows the first ones of its scenario's situation."""


# What is said without a function of its own


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("key", [key for key in catalogue() if key.startswith("error.")])
def test_slack_takes_an_error_in_place_of_a_form(key: str, language: Language) -> None:
    entry = catalogue()[key][language.value]
    forms = entry.values() if isinstance(entry, dict) else [entry]
    facts = {name: worst.HOSTILE for form in forms for _, name, _, _ in Formatter().parse(form) if name}
    text = say(language, key, **facts | {"n": MANY})
    check_message({"text": text})
    title, close = say(language, "error.title"), say(language, "private.close")
    judge(modal("error", title, [section(escape(text))], close=close))


@pytest.mark.parametrize("language", Language)
def test_slack_takes_the_notice_that_a_channel_is_paused(language: Language) -> None:
    text = say(language, "paused.notice", channel="C0DAILY001", why=why_paused("x" * 255, language))
    judge(Message(text, []))
