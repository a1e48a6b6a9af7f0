"""Which replies become material for phrasings, and that nothing of their authors comes along."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.errors import UnknownScenario
from bot.domain.grading import MisconceptionFound, Outcome, PointResult, Remark, Score
from bot.domain.library import Library
from bot.packs.loader import load_pack
from bot.services.list_unmatched import ListUnmatched, UnmatchedPoint, UnmatchedScenario
from bot.storage import SqlDatabase
from bot.wordbook.loader import load_word_book
from tests.packs.small_pack import SOUND
from tests.slack.conftest import ANNA, SAM, Office
from tests.storage.samples import posted, replied

SCENARIO = "recover-deleted-branch"


@pytest.fixture
def drill() -> Library:
    return Library([load_pack(SOUND)], load_word_book())


@pytest.fixture
def unmatched(sqlite_database: SqlDatabase, drill: Library) -> ListUnmatched:
    return ListUnmatched(sqlite_database, drill)


def score(
    value: int = 0, *remarks: Remark, hit: tuple[str, ...] = (), evidence: tuple[str, ...] = ()
) -> Score:
    """A score of the git drill in which these points are made, and no other has any evidence."""
    points = tuple(
        PointResult(point, weight, weight > 15, point in hit, weight * (point in hit), evidence)
        for point, weight in (("reflog", 50), ("branch-at-commit", 35), ("before-gc", 15))
    )
    return Score(value, Outcome.NONE, points, remarks=remarks)


async def fill(database: SqlDatabase, *replies: tuple[str, Score], scenario: str = SCENARIO) -> None:
    post = await posted(database, pack_id="git-drill", scenario_id=scenario, channel_id=scenario)
    for origin, (text, scored) in enumerate(replies):
        await replied(database, post, origin=str(origin), text=text, score=scored)


async def texts(unmatched: ListUnmatched, point: int = 0) -> list[tuple[str, int]]:
    """Text and times under one point of the only scenario."""
    [found] = await unmatched(limit=20)
    return [(wording.text, wording.times) for wording in found.points[point].wordings]


def in_office(office: Office) -> ListUnmatched:
    return ListUnmatched(office.bot.database, office.library)


def everything(found: list[UnmatchedScenario]) -> set[str]:
    return {wording.text for scenario in found for point in scenario.points for wording in point.wordings}


# What people did, in the whole product


async def test_replies_to_one_scenario_come_together_from_every_attempt_and_channel(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    for person, text in ((SAM, "ask a friend"), (SAM, "ask two friends"), (ANNA, "build a castle")):
        await office.say(person, text, post)
    [found] = await in_office(office)(limit=20)
    assert (found.scenario, found.replies) == (office.todays(post), 3)
    assert everything([found]) == {"ask a friend", "ask two friends", "build a castle"}


async def test_an_edited_reply_is_there_only_in_its_newest_form(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    reply = await office.say(SAM, "ask a friend", post)
    await office.slack.edit(reply, "build a castle")
    await office.settle()
    assert everything(await in_office(office)(limit=20)) == {"build a castle"}


@pytest.mark.parametrize("closed", [False, True])
async def test_a_deleted_reply_is_left_out_whenever_it_was_deleted(office: Office, closed: bool) -> None:
    await office.subscribe()
    post = await office.next_post()
    reply = await office.say(SAM, "ask a friend", post)
    if closed:
        await office.next_close()
    await office.slack.delete(reply)
    await office.settle()
    assert await in_office(office)(limit=20) == []


async def test_what_is_said_after_the_close_is_talk_and_no_reply(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    await office.next_close()
    await office.say(SAM, "ask a friend", post)
    assert await in_office(office)(limit=20) == []


# Which texts, in which order


async def test_a_text_is_listed_under_the_points_that_were_not_hit(
    sqlite_database: SqlDatabase, unmatched: ListUnmatched
) -> None:
    await fill(sqlite_database, ("reflog", score(50, hit=("reflog",))), ("friends", score()))
    [found] = await unmatched(limit=20)
    listed = {p.point.id: (p.missed, [w.text for w in p.wordings]) for p in found.points}
    assert found.replies == 2
    assert listed == {
        "reflog": (1, ["friends"]),
        "branch-at-commit": (2, ["reflog", "friends"]),
        "before-gc": (2, ["reflog", "friends"]),
    }


async def test_texts_that_differ_in_case_width_and_white_space_only_are_one(
    sqlite_database: SqlDatabase, unmatched: ListUnmatched
) -> None:
    said = ["Ask  Git", "ask git", "ask\nｇｉｔ ", "ask git", "ask gut"]
    await fill(sqlite_database, *((text, score()) for text in said))
    assert await texts(unmatched) == [("ask git", 4), ("ask gut", 1)]


async def test_the_most_frequent_come_first_then_the_nearest_to_full_then_by_text(
    sqlite_database: SqlDatabase, unmatched: ListUnmatched
) -> None:
    said = [("d", 0), ("b", 15), ("c", 35), ("a", 15), ("d", 0)]
    await fill(sqlite_database, *((text, score(value)) for text, value in said))
    assert await texts(unmatched) == [("d", 2), ("c", 1), ("a", 1), ("b", 1)]


@pytest.mark.parametrize("remark", [Remark.BLANK, Remark.INSTRUCTIONS, Remark.KEYWORDS, Remark.PASTED])
async def test_what_nobody_wants_as_a_phrasing_is_counted_and_not_listed(
    sqlite_database: SqlDatabase, unmatched: ListUnmatched, remark: Remark
) -> None:
    await fill(sqlite_database, ("nonsense", score(5, remark)), ("friends", score(0, Remark.CUT)))
    [found] = await unmatched(limit=20)
    assert (found.replies, found.points[0].missed) == (2, 2)
    assert await texts(unmatched) == [("friends", 1)]


async def test_a_copy_of_the_question_is_left_out_unless_something_stands_beside_it(
    sqlite_database: SqlDatabase, unmatched: ListUnmatched
) -> None:
    beside = score(0, Remark.COPIED, evidence=("reflog",))
    trapped = replace(
        score(0, Remark.COPIED), misconceptions=(MisconceptionFound("pull", ("pull the branch",), 0),)
    )
    await fill(sqlite_database, ("copied", score(0, Remark.COPIED)), ("beside", beside), ("trapped", trapped))
    assert await texts(unmatched) == [("beside", 1), ("trapped", 1)]


@pytest.mark.parametrize(
    "trace",
    [
        "<@U0SAM00001>",
        "<#C0DAILY001|daily>",
        "<!subteam^S0TEAM0001>",
        "https://acme.slack.com/archives/C0DAILY001/p1762084800000100?thread_ts=1762084800.000100",
        "acme.slack.com",
        "sam.smith+x@mail.example.com",
    ],
)
async def test_what_leads_back_to_people_is_taken_out_of_the_text(
    sqlite_database: SqlDatabase, unmatched: ListUnmatched, trace: str
) -> None:
    said = [f"聞く{trace} git で", f"{trace}", "run git@edge via slack.com"]
    await fill(sqlite_database, *((text, score()) for text in said))
    assert await texts(unmatched) == [("run git@edge via slack.com", 1), ("聞く  git で", 1)]


async def test_no_text_takes_long_however_it_is_made(
    sqlite_database: SqlDatabase, unmatched: ListUnmatched
) -> None:
    said = ["a" * 40_000, "a@" * 20_000, "<@" * 20_000, "a." * 20_000, "あ" * 40_000, "https://" * 5_000]
    await fill(sqlite_database, *((text, score()) for text in said))
    assert len(await texts(unmatched)) == len(said)


# What is there to be listed


async def test_a_limit_leaves_off_the_rest_and_says_how_many(
    sqlite_database: SqlDatabase, unmatched: ListUnmatched
) -> None:
    await fill(sqlite_database, *((text, score()) for text in "abc"))
    [found] = await unmatched(limit=2)
    assert [(len(point.wordings), point.more) for point in found.points] == [(2, 1)] * 3


async def test_a_point_that_is_younger_than_the_score_was_not_missed(
    sqlite_database: SqlDatabase, unmatched: ListUnmatched
) -> None:
    scored = score()
    await fill(sqlite_database, ("friends", replace(scored, points=scored.points[:2])))
    [found] = await unmatched(limit=20)
    assert found.points[2] == UnmatchedPoint(found.scenario.rubric[2], 0, (), 0)


async def test_replies_to_a_scenario_that_is_gone_are_left_out(
    sqlite_database: SqlDatabase, unmatched: ListUnmatched
) -> None:
    await fill(sqlite_database, ("friends", score()), scenario="gone")
    assert await unmatched(limit=20) == []


async def test_a_scenario_that_never_was_is_refused(unmatched: ListUnmatched) -> None:
    with pytest.raises(UnknownScenario):
        await unmatched(limit=20, scenario_id="recover-branch")
