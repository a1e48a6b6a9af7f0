"""What was asked, on both engines."""

from dataclasses import replace
from typing import Any

from sqlalchemy import select

from bot.domain.daily import Miss, Missed, Question
from bot.storage import SqlDatabase
from bot.storage.tables import questions
from tests.storage.samples import MINUTE, NOON, QUESTION, asked

LATER = NOON + 10 * MINUTE


async def due(database: SqlDatabase, limit: int = 10) -> list[Question]:
    return await database.transact(lambda work: work.questions.take_owing(NOON, LATER, limit))


async def opinion(database: SqlDatabase) -> bool | None:
    return await database._in_thread(lambda connection: connection.scalar(select(questions.c.helped)))


async def test_a_question_comes_back_as_it_was_added_with_an_id(database: SqlDatabase) -> None:
    added = await asked(database, owes_answer_at=NOON)
    assert added == replace(QUESTION, id=added.id, owes_answer_at=NOON)
    assert await due(database) == [replace(added, owes_answer_at=LATER)]


async def test_what_is_not_known_about_a_question_stays_unknown(database: SqlDatabase) -> None:
    added = await asked(database, owes_answer_at=NOON, top=None, thread_ts=None)
    assert await due(database) == [replace(added, owes_answer_at=LATER)]


async def test_a_redelivered_question_is_not_added_again(database: SqlDatabase) -> None:
    await asked(database)
    assert await database.transact(lambda work: work.questions.add(QUESTION)) is None


async def test_questions_added_together_are_all_there_and_known_ones_stay_as_they_were(
    database: SqlDatabase,
) -> None:
    known = await asked(database, owes_answer_at=NOON)
    many = [replace(QUESTION, origin=origin, owes_answer_at=NOON, text="again") for origin in ("8", "9")]
    again = replace(known, text="something else")
    await database.transact(lambda work: work.questions.add_all([*many, again]))
    texts = {question.origin: question.text for question in await due(database)}
    assert texts == {known.origin: known.text, "8": "again", "9": "again"}


async def test_owed_answers_come_earliest_first_and_then_stay_away(database: SqlDatabase) -> None:
    for origin, minutes in (("1", 1), ("2", 3), ("3", 2), ("4", -1)):
        await asked(database, origin=origin, owes_answer_at=NOON - minutes * MINUTE)
    await asked(database, origin="5", owes_answer_at=None)
    assert [question.origin for question in await due(database, limit=2)] == ["2", "3"]
    assert [question.origin for question in await due(database)] == ["1"]
    assert await due(database) == []


async def test_an_answered_question_is_owed_no_more(database: SqlDatabase) -> None:
    answered, waiting = await asked(database), await asked(database, origin="2")
    await database.transact(lambda work: work.questions.answered(answered))
    owing = await database.transact(lambda work: work.questions.take_owing(LATER, LATER + MINUTE, 10))
    assert [question.id for question in owing] == [waiting.id]


async def test_the_last_opinion_of_an_answer_stands(database: SqlDatabase) -> None:
    await asked(database)
    assert await opinion(database) is None
    await database.transact(lambda work: work.questions.helped("C1", QUESTION.origin, "U1", True))
    assert await opinion(database) is True
    await database.transact(lambda work: work.questions.helped("C1", QUESTION.origin, "U1", False))
    assert await opinion(database) is False


async def test_only_who_asked_says_whether_it_helped(database: SqlDatabase) -> None:
    await asked(database)
    await database.transact(lambda work: work.questions.helped("C1", QUESTION.origin, "U2", True))
    assert await opinion(database) is None


async def missed(database: SqlDatabase, *given: Any) -> list[Missed]:  # noqa: ANN401 - as `missed` takes
    found = await database.transact(lambda work: work.questions.missed(*given))
    return sorted(found, key=lambda each: (each.text, each.miss))


async def test_missed_questions_of_one_text_missed_in_one_way_come_together(database: SqlDatabase) -> None:
    for origin, (text, verdict) in enumerate(
        [("VPC", "nothing"), ("VPC", "nothing"), ("VPC", "unsure"), ("vpc", "nothing"), ("VPC", "answer")]
    ):
        when = NOON + origin * MINUTE
        await asked(database, origin=str(origin), text=text, verdict=verdict, asked_at=when, top="a")
    assert await missed(database) == [
        Missed("VPC", Miss.NOTHING, "a", 2, NOON + MINUTE),
        Missed("VPC", Miss.UNSURE, "a", 1, NOON + 2 * MINUTE),
        Missed("vpc", Miss.NOTHING, "a", 1, NOON + 3 * MINUTE),
    ]


async def test_an_answer_that_did_not_help_was_missed_until_it_did(database: SqlDatabase) -> None:
    await asked(database, top=None)
    await database.transact(lambda work: work.questions.helped("C1", QUESTION.origin, "U1", False))
    assert await missed(database) == [Missed(QUESTION.text, Miss.UNHELPFUL, None, 1, NOON)]
    await database.transact(lambda work: work.questions.helped("C1", QUESTION.origin, "U1", True))
    assert await missed(database) == []


async def test_missed_questions_may_be_of_a_time_and_of_a_workspace(database: SqlDatabase) -> None:
    for team, minutes in (("T1", 0), ("T1", 1), ("T2", 1)):
        fields = {"team_id": team, "text": f"{team} {minutes}", "verdict": "nothing"}
        await asked(database, origin=fields["text"], asked_at=NOON + minutes * MINUTE, **fields)
    assert [each.text for each in await missed(database, NOON + MINUTE)] == ["T1 1", "T2 1"]
    assert [each.text for each in await missed(database, None, "T1")] == ["T1 0", "T1 1"]
