"""Appeals, aliases and deeds as they are kept."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from functools import partial

from sqlalchemy.dialects import sqlite

from bot.domain.appeals import Alias, Appeal, AppealState, Deed
from bot.domain.grading import Outcome, PointResult, Score
from bot.domain.scenario import Language
from bot.ports import UnitOfWork
from bot.storage import SqlDatabase
from bot.storage.columns import Grade
from tests.storage.samples import MINUTE, NOON, posted, replied

ALIAS = Alias("T1", "scs", "ram", "share", Language.JA, "貸し出す + サブネット", "U9", NOON)
DEED = Deed("T1", "C1", "U9", "appeal.accepted", "7", NOON)


async def opened(database: SqlDatabase, **changes: object) -> Appeal:
    post = await posted(database)
    reply = await replied(database, post)
    appeal = Appeal(reply.id, post.id, "T1", "C1", "U1", AppealState.OPEN, NOON, NOON + MINUTE)
    added = await database.transact(lambda work: work.appeals.add(replace(appeal, **changes)))  # type: ignore[arg-type] # a test's shorthand
    assert added
    return added


def accepted(appeal: Appeal, by: str = "U9") -> Appeal:
    return replace(
        appeal,
        state=AppealState.ACCEPTED,
        decided_by=by,
        decided_at=NOON + 5 * MINUTE,
        granted=("scope", "share"),
        owes_notice_at=NOON + 6 * MINUTE,
    )


async def test_an_appeal_comes_back_as_it_was_stored(database: SqlDatabase) -> None:
    appeal = await opened(database)
    assert await database.transact(lambda work: work.appeals.by_id(appeal.id)) == appeal
    assert await database.transact(lambda work: work.appeals.of_reply(appeal.reply_id)) == appeal
    assert await database.transact(lambda work: work.appeals.of_post(appeal.post_id)) == [appeal]


async def test_a_reply_is_disputed_once(database: SqlDatabase) -> None:
    appeal = await opened(database)
    again = await database.transact(lambda work: work.appeals.add(replace(appeal, id=0)))
    assert again is None


async def test_of_two_decisions_the_first_is_stored(database: SqlDatabase) -> None:
    appeal = await opened(database)
    first, second = accepted(appeal), replace(accepted(appeal, by="U8"), state=AppealState.DECLINED)
    assert await database.transact(lambda work: work.appeals.update(appeal, first))
    assert not await database.transact(lambda work: work.appeals.update(appeal, second))
    assert await database.transact(lambda work: work.appeals.by_id(appeal.id)) == first


async def test_two_deciders_at_once_store_one_decision(database: SqlDatabase) -> None:
    appeal = await opened(database)

    def decide(decided: Appeal, work: UnitOfWork) -> bool:
        return work.appeals.update(appeal, decided)

    stored = await asyncio.gather(
        *(database.transact(partial(decide, accepted(appeal, by))) for by in ("U7", "U8", "U9"))
    )
    assert sorted(stored) == [False, False, True]


async def test_an_open_appeal_waits_in_its_channel_until_it_is_decided(database: SqlDatabase) -> None:
    appeal = await opened(database)
    assert await database.transact(lambda work: work.appeals.open_in("T1", "C1")) == [appeal]
    assert await database.transact(lambda work: work.appeals.open_in("T2", "C1")) == []
    await database.transact(lambda work: work.appeals.update(appeal, accepted(appeal)))
    assert await database.transact(lambda work: work.appeals.open_in("T1", "C1")) == []


async def test_a_notice_is_owed_until_it_is_sent(database: SqlDatabase) -> None:
    await opened(database)
    later = NOON + timedelta(minutes=10)
    [owing] = await database.transact(lambda work: work.appeals.take_owing(NOON + MINUTE, later, 9))
    assert owing.owes_notice_at == later
    assert await database.transact(lambda work: work.appeals.take_owing(NOON + MINUTE, later, 9)) == []
    await database.transact(lambda work: work.appeals.notice_sent(owing))
    assert await database.transact(lambda work: work.appeals.take_owing(later, later, 9)) == []


async def test_a_notice_of_before_the_decision_leaves_that_of_the_decision_owing(
    database: SqlDatabase,
) -> None:
    appeal = await opened(database)
    decided = accepted(appeal)
    await database.transact(lambda work: work.appeals.update(appeal, decided))
    await database.transact(lambda work: work.appeals.notice_sent(appeal))
    assert await database.transact(lambda work: work.appeals.by_id(appeal.id)) == decided


async def test_an_alias_belongs_to_its_workspace_and_scenario(database: SqlDatabase) -> None:
    added = await database.transact(lambda work: work.aliases.add(ALIAS))
    assert added
    assert await database.transact(lambda work: work.aliases.of_scenario("T1", "scs", "ram")) == [added]

    def of_others(work: UnitOfWork) -> list[Alias]:
        places = (("T2", "scs", "ram"), ("T1", "other", "ram"), ("T1", "scs", "other"))
        return [alias for place in places for alias in work.aliases.of_scenario(*place)]

    assert await database.transact(of_others) == []


async def test_the_same_alias_is_kept_once(database: SqlDatabase) -> None:
    await database.transact(lambda work: work.aliases.add(ALIAS))
    assert await database.transact(lambda work: work.aliases.add(replace(ALIAS, added_by="U8"))) is None


async def test_the_record_tells_the_latest_deeds_of_a_channel_first(database: SqlDatabase) -> None:
    def fill(work: UnitOfWork) -> None:
        for number in range(5):
            work.deeds.add(replace(DEED, subject=str(number), done_at=NOON + (number // 2) * MINUTE))
        work.deeds.add(replace(DEED, channel_id="C2", done_at=NOON + 9 * MINUTE))
        work.deeds.add(replace(DEED, team_id="T2", done_at=NOON + 9 * MINUTE))

    await database.transact(fill)
    told = await database.transact(lambda work: work.deeds.of_channel("T1", "C1", 4))
    assert [deed.subject for deed in told] == ["4", "3", "2", "1"]
    assert told[0] == replace(DEED, id=told[0].id, subject="4", done_at=NOON + 2 * MINUTE)


def test_a_score_of_before_there_were_appeals_is_read_as_it_was() -> None:
    point = {"id": "a", "weight": 100, "required": True, "hit": False, "earned": 0}
    stored = {"value": 0, "outcome": "none", "points": [point]}
    score = Grade().process_result_value(stored, sqlite.dialect())
    assert score == Score(0, Outcome.NONE, (PointResult("a", 100, True, hit=False, earned=0),))
