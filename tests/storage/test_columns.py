"""Values come back from the database as they went in, on both engines."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import JSON, column, table, update
from sqlalchemy.exc import StatementError

from bot.domain.daily import Reply
from bot.domain.grading import Outcome, PointResult, Remark, Score
from bot.domain.scenario import Language
from bot.domain.schedule import Timetable
from bot.storage import SqlDatabase
from tests.storage.samples import REPLY, SUBSCRIPTION, posted, replied

INSTANT = datetime(2026, 11, 1, 5, 30, 0, 123456, UTC)


async def stored(database: SqlDatabase, reply: Reply) -> Reply:
    found = await database.transact(lambda work: work.replies.by_id(reply.id))
    assert found
    return found


@pytest.mark.parametrize(
    "instant",
    [
        INSTANT,
        INSTANT.astimezone(ZoneInfo("Asia/Tokyo")),
        INSTANT.astimezone(ZoneInfo("America/New_York")),  # 01:30, the first of two
        INSTANT.astimezone(timezone(timedelta(hours=-3, minutes=-30))),
    ],
)
async def test_an_instant_comes_back_in_utc_to_the_microsecond(
    database: SqlDatabase, instant: datetime
) -> None:
    found = await stored(database, await replied(database, await posted(database), received_at=instant))
    assert found.received_at == INSTANT
    assert found.received_at.tzinfo is UTC


async def test_a_naive_datetime_is_refused(database: SqlDatabase) -> None:
    post = await posted(database)
    naive = replace(REPLY, post_id=post.id, received_at=INSTANT.replace(tzinfo=None))
    with pytest.raises(StatementError, match="naive"):
        await database.transact(lambda work: work.replies.add(naive))


async def test_instants_compare_across_zones(database: SqlDatabase) -> None:
    """Tokyo's morning is before UTC's, though its clock shows more."""
    await posted(database, ready_at=INSTANT.astimezone(ZoneInfo("Asia/Tokyo")))
    due = await database.transact(lambda work: work.posts.take_due(INSTANT, INSTANT + timedelta(hours=1), 1))
    assert len(due) == 1


@pytest.mark.parametrize(
    "score",
    [
        Score(0, Outcome.NONE, (), remarks=(Remark.BLANK,)),
        Score(
            100,
            Outcome.FULL,
            (PointResult("a", 100, True, True, 100, ("共有", "\"quoted\" 'it''s' %s \\ \0")),),
        ),
        Score(0, Outcome.NONE, (PointResult("a", 100, True, False, 0, ("",), ""),), (), tuple(Remark), 100),
    ],
)
async def test_a_score_comes_back_whole(database: SqlDatabase, score: Score) -> None:
    found = await stored(database, await replied(database, await posted(database), score=score))
    assert found.score == score


async def test_what_a_newer_version_notes_in_a_score_is_left_out(database: SqlDatabase) -> None:
    """While replicas are replaced one by one, a version reads the scores of the next one."""
    score = Score(40, Outcome.PARTIAL, (), remarks=(Remark.CUT,))
    reply = await replied(database, await posted(database), score=score)
    told = {
        "value": 40,
        "outcome": "partial",
        "points": [],
        "remarks": ["not-thought-of-yet", "cut"],
        "mood": "sour",
    }
    newer = update(table("replies", column("score", JSON))).values(score=told)
    await database._in_thread(lambda connection: connection.execute(newer))
    assert (await stored(database, reply)).score == score


async def test_text_comes_back_as_it_was_written(database: SqlDatabase) -> None:
    written = "全角　空白、“quotes” 'it''s' %s :name \\ \r\n\t 👩‍💻 e\u0301 " * 200
    found = await stored(database, await replied(database, await posted(database), text=written))
    assert found.text == written


async def test_characters_that_no_engine_keeps_are_replaced_and_not_refused(database: SqlDatabase) -> None:
    added = await replied(database, await posted(database), text="a\0b\ud83dc🙂")
    assert (await stored(database, added)).text == "a\ufffdb\ufffdc🙂"


@pytest.mark.parametrize(
    "timetable",
    [
        Timetable(time(0, 0), "UTC"),
        Timetable(time(23, 59), "America/Argentina/Buenos_Aires", frozenset({6}), timedelta(seconds=1)),
        Timetable(time(9, 5), "Asia/Kathmandu", frozenset(range(7)), timedelta(hours=23)),
    ],
)
async def test_a_timetable_comes_back_as_it_was(database: SqlDatabase, timetable: Timetable) -> None:
    subscription = replace(SUBSCRIPTION, timetable=timetable, languages=(Language.EN,))
    await database.transact(lambda work: work.subscriptions.save(subscription))
    assert await database.transact(lambda work: work.subscriptions.of_channel("T1", "C1")) == subscription


async def test_a_length_of_time_with_a_fraction_of_a_second_is_refused(database: SqlDatabase) -> None:
    odd = replace(SUBSCRIPTION.timetable, open_for=timedelta(seconds=1.5))
    with pytest.raises(StatementError, match="whole seconds"):
        await database.transact(lambda work: work.subscriptions.save(replace(SUBSCRIPTION, timetable=odd)))
