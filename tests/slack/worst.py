"""What screens are made of at their worst, the longest, the most, the most hostile, and what Slack would take
by the word of the local workspace's referee."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st

from bot.domain.appeals import Appeal, AppealState
from bot.domain.daily import Miss, Post, PostStage, Reply, Subscription
from bot.domain.disputes import Case
from bot.domain.glossary import Glossary
from bot.domain.grading import MisconceptionFound, Outcome, PointResult, Remark, Score
from bot.domain.people import Absence, Person
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
    PackAccuracy,
    PointShare,
    RecentGaps,
    Standing,
    Today,
)
from bot.domain.scenario import (
    Bilingual,
    ExamDomain,
    Examples,
    KeyPoint,
    Language,
    Misconception,
    Pack,
    Scenario,
    Source,
)
from bot.domain.schedule import Timetable
from bot.domain.search import Verdict
from bot.domain.streak import DayKind, LedgerDay, Streak
from bot.playground.payload_check import TEXT_ADVISED, check_message, check_view
from bot.services.announce_vacation import MOST_AHEAD
from bot.slack.blocks.parts import Block, Message

MIKA = "U0MIKA0001"
NINE = datetime(2026, 11, 2, 9, tzinfo=UTC)
DAY = date(2026, 11, 2)
BOTH = (Language.EN, Language.JA)
HOSTILE = (
    "<!channel> <@U1> &amp; <https://evil.example|click> *b* _i_ ~s~ `c` \x00\x1b\u202e\n> {x} 日本語 🙂 "
)
LONG_ID = "a" * 80
ORIGIN = "command:" + "f" * 40

pieces = st.one_of(
    st.sampled_from(
        (
            "<!channel>",
            "<!here|",
            "<@U1>",
            "&",
            "&lt;",
            "*",
            "`",
            "\\",
            '"',
            "|",
            ">",
            "\n",
            "\0",
            "漢字",
            "🙂",
        )
    ),
    st.text(max_size=40),
)
repeated = st.sampled_from((1, 1, 7, 60))
hostile = st.builds(
    lambda parts, times: ("".join(parts) or "?") * times, st.lists(pieces, max_size=12), repeated
)
languages = st.sampled_from(Language)


def both(text: str) -> Bilingual[str]:
    return Bilingual(text, text)


def scenario_of(text: str, points: int = 6) -> Scenario:
    """A scenario in which everything an author may write freely is `text`."""
    phrases: Bilingual[tuple[str, ...]] = Bilingual((text,), (text,))
    rubric = tuple(
        KeyPoint(f"{n}-{LONG_ID}"[:80], 100 // points, True, both(text), phrases, both(text))
        for n in range(points)
    )
    wrong = tuple(Misconception(f"wrong-{n}", both(text), both(text), phrases) for n in range(4))
    pages = tuple(Source(text, f"https://docs.example/{n}/{'p' * 200}", DAY, ()) for n in range(8))
    return Scenario(
        id=LONG_ID, exam="X", domain=text, task="1.1", difficulty=3, services=(text,), confusable_with=(),
        situation=both(text), answer=both(text), questions=phrases, rubric=rubric, misconceptions=wrong,
        examples=Bilingual(Examples(), Examples()), explanation=both(text), sources=pages, reviewed=DAY,
    )  # fmt: skip


def pack_of(scenario: Scenario, text: str, pack_id: str = "p") -> Pack:
    return Pack(pack_id, both(text), "X", both(text), (), Glossary(), (scenario,))


POST = Post(
    team_id="T1", channel_id="C0DAILY001", day=DAY, pack_id="p", scenario_id=LONG_ID, languages=BOTH,
    attempts=3, pass_mark=60, due_at=NINE, closes_at=NINE + timedelta(hours=8), stage=PostStage.OPEN,
    ready_at=None, id=10**17, message_ts="1762084800.000100",
)  # fmt: skip
SUBSCRIPTION = Subscription("T1", "C0DAILY001", "p", BOTH, Timetable(time(9), "Asia/Tokyo"), "U0MIKA0001")


RUNNING = replace(SUBSCRIPTION, ready_at=NINE)
EVERY_OTHER_DAY = frozenset(DAY + timedelta(2 * n) for n in range(100))
OFTEN_OFF = Timetable(time(9), "Asia/Tokyo", calendars=("JP", "US"), skipped=EVERY_OTHER_DAY)


def subjects(text: str, pack_id: str) -> Pack:
    """A pack whose one exam domain is called `text`."""
    return replace(pack_of(scenario_of(text), text, pack_id), domains=(ExamDomain(both(text), 100),))


def daily(text: str) -> DailyPost:
    scenario = scenario_of(text)
    return DailyPost(POST, pack_of(scenario, text), scenario)


def closed(text: str, people: int = 200) -> ClosedRound:
    """A round that everybody took part in and nobody got right."""
    given = daily(text)
    shares = tuple(PointShare(point.id, people) for point in given.scenario.rubric)
    came_up = tuple((wrong, people) for wrong in given.scenario.misconceptions)
    average = 100 if people else None
    return ClosedRound(POST, given.pack, given.scenario, people, people, average, shares, came_up)


def feedback(text: str, language: Language, closed: bool = True, late: bool = False) -> Feedback:
    """Half of the points, and everything that can be held against a reply."""
    scenario = scenario_of(text)
    points = tuple(
        PointResult(point.id, 16, True, n % 2 == 0, 16 if n % 2 == 0 else 0, (text, text), text)
        for n, point in enumerate(scenario.rubric)
    )
    wrong = tuple(MisconceptionFound(each.id, (text,), 20) for each in scenario.misconceptions)
    score = Score(0, Outcome.NONE, points, wrong, tuple(Remark), 48)
    reply = Reply(1, "T1", "C0DAILY001", "1.2", "U1", text, language, score, "1.2", NINE, None)
    return Feedback(
        reply, POST, scenario, language, score, attempt=3, attempts_allowed=3, best=48, hint=both(text),
        late=late, closed=closed,
    )  # fmt: skip


def case(told: Feedback, state: AppealState) -> Case:
    """A dispute about the reply of this breakdown."""
    appeal = Appeal(1, 1, "T1", "C0DAILY001", MIKA, state, NINE, None, MIKA, NINE, ("x",), id=10**17)
    return Case(appeal, replace(told, appeal=state), MIKA)


def answered(text: str, language: Language, verdict: Verdict = Verdict.ANSWER, **changes: Any) -> Answer:  # noqa: ANN401 # any field
    scenario = scenario_of(text)
    given = Answer(
        verdict, language, 0.9, text, pack_of(scenario, text), scenario, (scenario, scenario, scenario)
    )
    return replace(given, **changes)


def streak(days: int) -> Streak:
    kinds = list(DayKind)
    ledger = tuple(LedgerDay(DAY + timedelta(n), kinds[n % len(kinds)], 10**6, 2) for n in range(days))
    return Streak(10**6, 10**6, 2, ledger)


def recent_gaps(text: str, count: int = 10, days: int = 30) -> RecentGaps:
    gap = Gap(text, 10**6, dict.fromkeys(Miss, 10**6), LONG_ID, DAY)
    return RecentGaps(Gaps((gap,) * count, 10**6), days, {LONG_ID: scenario_of(text)})


def home_channels(text: str, count: int) -> list[HomeChannel]:
    now = Today("C0DAILY001", SUBSCRIPTION, daily(text), 100, 3)
    return [HomeChannel(now, Standing("C0DAILY001", "U1", streak(400), DAY + timedelta(399)))] * count


def absences(count: int) -> tuple[Absence, ...]:
    days = (DAY + timedelta(2 * n) for n in range(count))
    return tuple(Absence("T1", "U1", day, day + timedelta(1), NINE, id=10**17) for day in days)


def home_page(text: str, count: int, *, hidden: bool = True) -> Home:
    """An App Home with so many channels and packs, and everything else at its most."""
    domains = tuple(Accuracy(ExamDomain(both(text), 10), 0.995, 10**6) for _ in range(12))
    pack = pack_of(scenario_of(text), text)
    return Home(
        Person("T1", "U1", Language.JA, hidden), tuple(home_channels(text, count)),
        (PackAccuracy(pack, domains),) * count, absences(MOST_AHEAD), DAY, "America/Argentina/ComodRivadavia",
        Language.JA,
    )  # fmt: skip


NEW_HOME = Home(Person("T1", "U1"), (), (), (), DAY, "UTC", Language.EN)


SHORT, LONG, JAPANESE = "?", (HOSTILE + "word ") * 80, "サブネットを共有します。" * 600
WORST = [SHORT, LONG, JAPANESE, "&" * 4000, "<" * 4000, "*" * 4000, '"\\' * 3000, "🙂" * 4000]


def texts(node: object) -> Iterator[str]:
    """Every mrkdwn text in a payload, each as Slack would read it."""
    if isinstance(node, list):
        for each in node:
            yield from texts(each)
    elif isinstance(node, dict):
        if node.get("type") == "mrkdwn":
            yield node["text"]
        for each in node.values():
            yield from texts(each)


def fit_for_slack(message: Message) -> None:
    """Slack takes it as it is: nothing too long, nobody called, no markup cut in the middle."""
    check_message({"text": message.text, "blocks": message.blocks})
    assert len(message.text) <= TEXT_ADVISED
    harmless([message.text, *texts(message.blocks)])


def view_fit_for_slack(view: Block) -> None:
    check_view(view, view["type"])
    harmless(list(texts(view)))


def harmless(shown: list[str]) -> None:
    for text in shown:
        assert not re.search(r"<!(?!date\^)|<@(?!U0MIKA0001>)", text), text
        assert not re.search(r"&(?!amp;|lt;|gt;)", text), text
        assert not re.search(r"<[^<>]*(<|$)", text), text
