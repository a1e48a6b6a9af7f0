"""Which questions are gaps, which of them are the same, and that nothing of who asked comes along."""

from __future__ import annotations

import pytest

from bot.domain.daily import Miss
from bot.domain.results import Gap
from bot.domain.search import Verdict
from bot.playground.people import DAILY, TEAM_ID, direct_id
from bot.services.list_gaps import ListGaps
from bot.storage import SqlDatabase
from tests.slack.conftest import ANNA, KENJI, SAM, Office, everything
from tests.storage.samples import MINUTE, NOON, asked


@pytest.fixture
def list_gaps(sqlite_database: SqlDatabase) -> ListGaps:
    return ListGaps(sqlite_database)


async def fill(database: SqlDatabase, *texts: str, verdict: str = "nothing") -> None:
    for origin, text in enumerate(texts):
        await asked(database, text=text, verdict=verdict, origin=f"{verdict}{origin}")


async def listed(list_gaps: ListGaps) -> list[tuple[str, int]]:
    return [(gap.text, gap.times) for gap in (await list_gaps(limit=20)).gaps]


def how(nothing: int = 0, unsure: int = 0, unhelpful: int = 0) -> dict[Miss, int]:
    return {Miss.NOTHING: nothing, Miss.UNSURE: unsure, Miss.UNHELPFUL: unhelpful}


# What people did, in the whole product


async def test_a_question_that_nothing_fits_is_a_gap_however_it_was_asked(office: Office) -> None:
    await office.command(ANNA, "best pizza in town")
    await office.say(SAM, "@scs-bot Best pizza in town")
    await office.slack.say(KENJI, direct_id(KENJI), "best  pizza in town")
    await office.settle()
    [gap] = (await ListGaps(office.bot.database)(limit=20)).gaps
    assert (gap.text, gap.how) == ("best pizza in town", how(nothing=3))


async def test_an_answered_question_is_a_gap_once_it_is_said_not_to_have_helped(office: Office) -> None:
    await office.command(ANNA, "how to share subnets")
    assert await listed(ListGaps(office.bot.database)) == []
    await office.slack.press(ANNA, office.whispers(ANNA)[0], "not_helped")
    await office.settle()
    [gap] = (await ListGaps(office.bot.database)(limit=20)).gaps
    assert (gap.text, gap.how, gap.nearest) == (
        "how to share subnets",
        how(unhelpful=1),
        "ram-shared-subnets",
    )


async def test_a_mentioned_command_is_no_question(office: Office) -> None:
    await office.say(ANNA, "@scs-bot gaps")
    assert await listed(ListGaps(office.bot.database)) == []


async def test_anybody_is_shown_the_gaps_and_not_who_asked(office: Office) -> None:
    await office.command(ANNA, "best pizza in town")
    await office.command(SAM, "gaps")
    shown = everything(office.whispers(SAM)[-1])
    assert "Asked in the last 30 days, and not answered well" in shown
    assert "1× best pizza in town" in shown
    assert "1× nothing fitted" in shown
    assert [person for person in (ANNA, "Anna", DAILY) if person in shown] == []


async def test_gaps_are_shown_in_the_persons_language(office: Office) -> None:
    await office.command(ANNA, "best pizza in town")
    await office.command(KENJI, "未解決 all")
    shown = everything(office.whispers(KENJI)[-1])
    assert "これまでに、答えが得られなかった質問" in shown
    assert "該当なし 1 回" in shown


async def test_a_period_leaves_out_what_was_asked_before_it(office: Office) -> None:
    early = office.slack.clock.now() - 8 * 24 * 60 * MINUTE
    await asked(office.bot.database, team_id=TEAM_ID, text="pizza", verdict="nothing", asked_at=early)
    await office.command(SAM, "gaps week")
    assert "Nothing was asked in vain in this time." in everything(office.whispers(SAM)[-1])
    await office.command(SAM, "gaps")
    assert "1× pizza" in everything(office.whispers(SAM)[-1])


async def test_another_workspaces_questions_are_not_shown(office: Office) -> None:
    now = office.slack.clock.now()
    await asked(office.bot.database, team_id="T0OTHER", text="pizza", verdict="nothing", asked_at=now)
    await office.command(SAM, "gaps all")
    assert "pizza" not in everything(office.whispers(SAM)[-1])


async def test_a_question_about_gaps_is_still_a_question(office: Office) -> None:
    await office.command(SAM, "gaps in CloudTrail logs")
    assert "not answered well" not in everything(office.whispers(SAM)[-1])


async def test_a_scenario_that_is_gone_is_not_shown_as_the_closest(office: Office) -> None:
    now = office.slack.clock.now()
    for top in ("gone", "ram-shared-subnets"):
        fields = {"team_id": TEAM_ID, "text": f"pizza {top}", "verdict": "unsure", "asked_at": now}
        await asked(office.bot.database, top=top, origin=top, **fields)
    await office.command(SAM, "gaps")
    shown = everything(office.whispers(SAM)[-1])
    assert "1× pizza gone" in shown
    ram = office.library.packs[0].scenario("ram-shared-subnets")
    assert shown.count("closest: ") == shown.count(f"closest: {ram.questions.en[0]}") > 0


# Which questions, in which order


@pytest.mark.parametrize(
    ("verdict", "missed"), [("answer", False), ("several", False), ("empty", False), ("unsure", True)]
)
async def test_the_verdict_makes_a_gap(
    sqlite_database: SqlDatabase, list_gaps: ListGaps, verdict: str, missed: bool
) -> None:
    await fill(sqlite_database, "pizza", verdict=verdict)
    assert await listed(list_gaps) == ([("pizza", 1)] if missed else [])


def test_a_miss_is_called_as_its_verdict_is() -> None:
    assert (Miss.NOTHING.value, Miss.UNSURE.value) == (Verdict.NOTHING.value, Verdict.UNSURE.value)


async def test_questions_that_differ_in_case_width_and_spacing_only_are_one(
    sqlite_database: SqlDatabase, list_gaps: ListGaps
) -> None:
    said = ["Share  VPC", "share vpc", "ｓｈａｒｅ\nVPC ", "share vpn", "サーバー を立てる", "ｻｰﾊﾞを立てる"]
    await fill(sqlite_database, *said)
    assert await listed(list_gaps) == [("share vpc", 3), ("サーバを立てる", 2), ("share vpn", 1)]


async def test_each_asking_counts_in_one_way_and_what_a_person_said_goes_first(
    sqlite_database: SqlDatabase, list_gaps: ListGaps
) -> None:
    await fill(sqlite_database, "pizza", "pizza", verdict="nothing")
    await fill(sqlite_database, "pizza", "Pizza", verdict="unsure")
    await sqlite_database.transact(lambda work: work.questions.helped("C1", "unsure1", "U1", False))
    [gap] = (await list_gaps(limit=20)).gaps
    assert (gap.times, gap.how) == (4, how(nothing=2, unsure=1, unhelpful=1))


async def test_the_most_asked_come_first_then_the_latest_then_by_text(
    sqlite_database: SqlDatabase, list_gaps: ListGaps
) -> None:
    await fill(sqlite_database, "d", "c", "b", "d")
    await asked(sqlite_database, text="e", verdict="nothing", asked_at=NOON.replace(day=3))
    assert [text for text, _ in await listed(list_gaps)] == ["d", "e", "b", "c"]


async def test_the_nearest_scenario_is_that_of_the_last_time_there_was_one(
    sqlite_database: SqlDatabase, list_gaps: ListGaps
) -> None:
    for minutes, top in enumerate(("early", "late", None)):
        when = NOON + minutes * MINUTE
        await asked(sqlite_database, text="a", verdict="nothing", top=top, asked_at=when, origin=str(minutes))
    assert (await list_gaps(limit=20)).gaps == (Gap("a", 3, how(nothing=3), "late", NOON.date()),)


async def test_a_limit_leaves_off_the_rest_and_says_how_many(
    sqlite_database: SqlDatabase, list_gaps: ListGaps
) -> None:
    await fill(sqlite_database, *"abc")
    found = await list_gaps(limit=2)
    assert ([gap.text for gap in found.gaps], found.more) == (["a", "b"], 1)


@pytest.mark.parametrize(
    "trace",
    [
        "<@U0SAM00001>",
        "＜＠Ｕ0SAM00001＞",
        "<#C0DAILY001|daily>",
        "https://acme.slack.com/archives/C0DAILY001/p1762084800000100",
        "sam.smith+x@mail.example.com",
        "ｓａｍ＠example．com",
    ],
)
async def test_what_leads_back_to_people_is_taken_out_of_the_text(
    sqlite_database: SqlDatabase, list_gaps: ListGaps, trace: str
) -> None:
    await fill(sqlite_database, f"ask {trace} today", trace, f"聞く {trace} と")
    assert await listed(list_gaps) == [("ask today", 1), ("聞くと", 1)]


async def test_no_text_takes_long_however_it_is_made(
    sqlite_database: SqlDatabase, list_gaps: ListGaps
) -> None:
    said = ["a" * 40_000, "a@" * 20_000, "<@" * 20_000, "あ " * 20_000, "ー" * 40_000, "https://" * 5_000]
    await fill(sqlite_database, *said)
    assert len(await listed(list_gaps)) == len(said)
