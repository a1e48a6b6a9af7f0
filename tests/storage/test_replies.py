"""Attempts and their scores, on both engines."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from bot.domain.scenario import Language
from bot.storage import SqlDatabase
from tests.storage.samples import MINUTE, NOON, POST, REPLY, posted, replied, scored

LATER = NOON + 10 * MINUTE


async def due(database: SqlDatabase, limit: int = 10) -> list[str]:
    taken = await database.transact(lambda work: work.replies.take_owing(NOON, LATER, limit))
    return [reply.origin for reply in taken]


async def test_a_reply_comes_back_as_it_was_added_with_its_whole_score(database: SqlDatabase) -> None:
    post = await posted(database)
    added = await replied(database, post)
    assert added == replace(REPLY, id=added.id, post_id=post.id)
    assert await database.transact(lambda work: work.replies.by_id(added.id)) == added


async def test_a_redelivered_message_is_not_added_again(database: SqlDatabase) -> None:
    first = await replied(database, await posted(database))
    assert await database.transact(lambda work: work.replies.add(replace(first, text="again"))) is None
    assert await database.transact(lambda work: work.replies.by_origin("C1", first.origin)) == first


async def test_the_same_timestamp_in_another_channel_is_another_reply(database: SqlDatabase) -> None:
    first = await replied(database, await posted(database))
    second = await replied(database, await posted(database, channel_id="C2"))
    assert first.origin == second.origin
    assert first.id != second.id


async def test_an_unknown_reply_is_none(database: SqlDatabase) -> None:
    assert await database.transact(lambda work: work.replies.by_id(99)) is None
    assert await database.transact(lambda work: work.replies.by_origin("C1", "9.9")) is None


async def test_a_reply_to_a_post_that_is_not_there_is_refused(database: SqlDatabase) -> None:
    with pytest.raises(IntegrityError):
        await database.transact(lambda work: work.replies.add(replace(REPLY, post_id=99)))


async def test_a_persons_attempts_come_in_order_of_arrival_whatever_became_of_them(
    database: SqlDatabase,
) -> None:
    post = await posted(database)
    third = await replied(database, post, origin="3", received_at=NOON + 3 * MINUTE, late=True)
    first = await replied(database, post, origin="1", received_at=NOON)
    second = await replied(database, post, origin="2", received_at=NOON + MINUTE, withdrawn=True)
    await replied(database, post, origin="4", user_id="U2")
    await replied(database, await posted(database, day=date(2026, 11, 3)), origin="5")
    attempts = await database.transact(lambda work: work.replies.of_person(post.id, "U1"))
    assert attempts == [first, second, third]


async def test_a_posts_replies_are_those_that_count_in_order_of_arrival(database: SqlDatabase) -> None:
    post = await posted(database)
    second = await replied(database, post, origin="2", received_at=NOON + MINUTE)
    first = await replied(database, post, origin="1", user_id="U2", received_at=NOON)
    await replied(database, post, origin="3", late=True)
    await replied(database, post, origin="4", withdrawn=True)
    await replied(database, await posted(database, day=date(2026, 11, 3)), origin="5")
    assert await database.transact(lambda work: work.replies.of_post(post.id)) == [first, second]


async def test_the_channels_a_person_replied_in_come_once_each_and_in_order(database: SqlDatabase) -> None:
    for channel in ("C2", "C1", "Ca"):
        post = await posted(database, channel_id=channel)
        await replied(database, post, origin="1")
        await replied(database, post, origin="2")
    await replied(database, await posted(database, channel_id="C3"), user_id="U2")
    await replied(database, await posted(database, channel_id="C4"), team_id="T2")
    assert await database.transact(lambda work: work.replies.channels_of("T1", "U1")) == ["C1", "C2", "Ca"]


async def test_the_best_of_a_channel_is_each_persons_best_on_each_day(database: SqlDatabase) -> None:
    monday, tuesday = date(2026, 11, 2), date(2026, 11, 3)
    first, second = await posted(database, day=monday), await posted(database, day=tuesday)
    elsewhere = await posted(database, channel_id="C2")
    await replied(database, second, origin="1", user_id="U2", score=scored(40))
    await replied(database, first, origin="2", user_id="U2", score=scored(0))
    await replied(database, first, origin="3", user_id="U1", score=scored(9))
    await replied(database, first, origin="4", user_id="U1", score=scored(80))
    await replied(database, first, origin="5", user_id="U1", score=scored(100), late=True)
    await replied(database, first, origin="6", user_id="U3", score=scored(100), withdrawn=True)
    await replied(database, elsewhere, origin="7", user_id="U1", score=scored(100))
    assert await database.transact(lambda work: work.replies.best_of_channel("T1", "C1")) == [
        ("U1", monday, 80),
        ("U2", monday, 0),
        ("U2", tuesday, 40),
    ]
    assert await database.transact(lambda work: work.replies.best_of_channel("T1", "C1", tuesday)) == [
        ("U2", tuesday, 40)
    ]


async def test_wordings_are_the_texts_of_a_packs_scenarios_with_their_scores(database: SqlDatabase) -> None:
    first = await posted(database, scenario_id="a")
    again = await posted(database, scenario_id="a", channel_id="C2")
    other = await posted(database, scenario_id="b", channel_id="C3")
    await replied(database, first, origin="1", text="RAM", score=scored(10))
    await replied(database, first, origin="2", text="share", score=scored(20))
    await replied(database, again, text="VPC", score=scored(30))
    await replied(database, other, text="WAF", score=scored(40))
    await replied(database, await posted(database, pack_id="other", channel_id="C4"), text="none of it")
    in_a = [("a", "RAM", scored(10)), ("a", "VPC", scored(30)), ("a", "share", scored(20))]
    found = await database.transact(lambda work: work.replies.wordings("scs"))
    assert sorted(found, key=lambda row: row[:2]) == [*in_a, ("b", "WAF", scored(40))]
    found = await database.transact(lambda work: work.replies.wordings("scs", "a"))
    assert sorted(found, key=lambda row: row[:2]) == in_a


async def test_wordings_leave_out_what_does_not_count_or_was_deleted(database: SqlDatabase) -> None:
    post = await posted(database)
    await replied(database, post, origin="1", withdrawn=True)
    await replied(database, post, origin="2", late=True)
    await replied(database, post, origin="3", text="")
    assert await database.transact(lambda work: work.replies.wordings("scs")) == []


async def test_an_edited_reply_is_worded_as_it_was_last(database: SqlDatabase) -> None:
    reply = await replied(database, await posted(database))
    await database.transact(lambda work: work.replies.update(replace(reply, text="new", score=scored(9))))
    found = await database.transact(lambda work: work.replies.wordings("scs"))
    assert found == [(POST.scenario_id, "new", scored(9))]


async def test_an_edit_replaces_text_score_and_what_follows_from_them(database: SqlDatabase) -> None:
    reply = await replied(database, await posted(database))
    edited = replace(
        reply, text="AWS RAM", language=Language.EN, score=scored(90), version="2", owes_feedback_at=LATER
    )
    edited = replace(edited, late=True, withdrawn=True)
    await database.transact(lambda work: work.replies.update(edited))
    assert await database.transact(lambda work: work.replies.by_id(reply.id)) == edited


async def test_an_edit_changes_the_best_of_the_channel(database: SqlDatabase) -> None:
    reply = await replied(database, await posted(database), score=scored(10))
    await database.transact(lambda work: work.replies.update(replace(reply, score=scored(90))))
    best = await database.transact(lambda work: work.replies.best_of_channel("T1", "C1"))
    assert best == [("U1", date(2026, 11, 2), 90)]


async def test_owed_feedback_comes_earliest_first_and_then_stays_away(database: SqlDatabase) -> None:
    post = await posted(database)
    for origin, minutes in (("1", 1), ("2", 3), ("3", 2), ("4", -1)):
        await replied(database, post, origin=origin, owes_feedback_at=NOON - minutes * MINUTE)
    await replied(database, post, origin="5", owes_feedback_at=None)
    assert await due(database, limit=2) == ["2", "3"]
    assert await due(database) == ["1"]
    assert await due(database) == []


async def test_feedback_that_is_out_is_owed_no_more(database: SqlDatabase) -> None:
    await replied(database, await posted(database), owes_feedback_at=NOON)
    [taken] = await database.transact(lambda work: work.replies.take_owing(NOON, LATER, 10))
    await database.transact(lambda work: work.replies.feedback_sent(taken))
    stored = await database.transact(lambda work: work.replies.by_id(taken.id))
    assert stored == replace(taken, owes_feedback_at=None)


async def test_feedback_on_an_earlier_wording_leaves_the_edit_owing(database: SqlDatabase) -> None:
    sent = await replied(database, await posted(database))
    edited = replace(sent, score=scored(90), owes_feedback_at=LATER + timedelta(microseconds=1))
    await database.transact(lambda work: work.replies.update(edited))
    await database.transact(lambda work: work.replies.feedback_sent(sent))
    assert await database.transact(lambda work: work.replies.by_id(sent.id)) == edited


async def test_an_edit_that_kept_the_debt_is_handed_on_once(database: SqlDatabase) -> None:
    sent = await replied(database, await posted(database))
    assert not await database.transact(lambda work: work.replies.hand_on(sent, NOON))
    edited = replace(sent, score=scored(90), version="9.9")
    await database.transact(lambda work: work.replies.update(edited))
    assert await database.transact(lambda work: work.replies.hand_on(sent, NOON))
    assert not await database.transact(lambda work: work.replies.hand_on(sent, LATER))
    stored = await database.transact(lambda work: work.replies.by_id(sent.id))
    assert stored == replace(edited, owes_feedback_at=NOON)


async def test_feedback_that_was_put_off_comes_when_it_may(database: SqlDatabase) -> None:
    await replied(database, await posted(database), origin="1", owes_feedback_at=NOON)
    [taken] = await database.transact(lambda work: work.replies.take_owing(NOON, NOON + MINUTE, 10))
    await database.transact(lambda work: work.replies.put_off(taken, NOON + 5 * MINUTE))
    early, late = NOON + 2 * MINUTE, NOON + 5 * MINUTE
    assert await database.transact(lambda work: work.replies.take_owing(early, LATER, 10)) == []
    [again] = await database.transact(lambda work: work.replies.take_owing(late, LATER, 10))
    assert again.id == taken.id


async def test_what_puts_an_earlier_wording_off_leaves_the_edit_as_it_is(database: SqlDatabase) -> None:
    held = await replied(database, await posted(database))
    edited = replace(held, score=scored(90), owes_feedback_at=LATER + timedelta(microseconds=1))
    await database.transact(lambda work: work.replies.update(edited))
    await database.transact(lambda work: work.replies.put_off(held, LATER + MINUTE))
    assert await database.transact(lambda work: work.replies.by_id(held.id)) == edited


async def test_what_owes_nothing_is_not_put_off(database: SqlDatabase) -> None:
    private = await replied(database, await posted(database), owes_feedback_at=None)
    await database.transact(lambda work: work.replies.put_off(private, LATER))
    assert await database.transact(lambda work: work.replies.by_id(private.id)) == private
