"""Values to store. Each differs from the defaults wherever a column could be forgotten."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bot.domain.daily import Answering, Post, PostStage, Question, Reply, Subscription
from bot.domain.grading import MisconceptionFound, Outcome, PointResult, Remark, Score
from bot.domain.scenario import Language
from bot.domain.schedule import Timetable
from bot.storage import SqlDatabase

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

SUBSCRIPTION = Subscription(
    team_id="T1",
    channel_id="C1",
    pack_id="scs",
    languages=(Language.JA, Language.EN),
    timetable=Timetable(
        time(9, 30),
        "Asia/Tokyo",
        frozenset({0, 2, 6}),
        timedelta(hours=7, minutes=45),
        ("JP", "US"),
        frozenset({date(2026, 12, 28)}),
    ),
    created_by="U1",
    attempts=2,
    pass_mark=75,
    ready_at=NOON,
    answering=Answering.THREAD,
    domains=frozenset({"Detection", "Data Protection"}),
    difficulties=frozenset({1, 3}),
    recaps=False,
)

POST = Post(
    team_id="T1",
    channel_id="C1",
    day=date(2026, 11, 2),
    pack_id="scs",
    scenario_id="s3-block-public-access",
    languages=(Language.EN,),
    attempts=2,
    pass_mark=75,
    due_at=NOON,
    closes_at=NOON + timedelta(hours=8),
    stage=PostStage.CLAIMED,
    ready_at=NOON + MINUTE,
    answering=Answering.PRIVATELY,
    rest="文化の日",
)

SCORE = Score(
    value=55,
    outcome=Outcome.PARTIAL,
    points=(
        PointResult("share", 60, True, True, 60, ("RAM で共有", "share")),
        PointResult("scope", 40, False, False, 0, ("all accounts",), "not"),
    ),
    misconceptions=(MisconceptionFound("peering", ("VPC peering",), 5),),
    remarks=(Remark.COPIED, Remark.CUT),
)

REPLY = Reply(
    post_id=1,
    team_id="T1",
    channel_id="C1",
    origin="1762084800.000100",
    user_id="U1",
    text="RAM で共有します 🙂 <@U2>",
    language=Language.JA,
    score=SCORE,
    version="1762084800.000100",
    received_at=NOON + timedelta(microseconds=1),
    owes_feedback_at=NOON + MINUTE,
    granted=("share", "scope"),
)

QUESTION = Question(
    team_id="T1",
    channel_id="C1",
    origin="1762084800.000200",
    user_id="U1",
    text="How do I share a subnet?",
    language=Language.EN,
    verdict="answer",
    top="ram-share-subnets",
    confidence=0.1 + 0.2,
    asked_at=NOON,
    owes_answer_at=NOON + MINUTE,
    thread_ts="1762084000.000100",
)


def scored(value: int) -> Score:
    """A score of this many points."""
    return replace(SCORE, value=value)


async def posted(database: SqlDatabase, **changes: Any) -> Post:  # noqa: ANN401 - any field of the value
    """`POST`, changed, in the database."""
    post = await database.transact(lambda work: work.posts.claim(replace(POST, **changes)))
    assert post
    return post


async def replied(database: SqlDatabase, post: Post, **changes: Any) -> Reply:  # noqa: ANN401 - as above
    """`REPLY` to this post, changed, in the database."""
    reply = replace(REPLY, post_id=post.id, channel_id=post.channel_id, **changes)
    added = await database.transact(lambda work: work.replies.add(reply))
    assert added
    return added


async def asked(database: SqlDatabase, **changes: Any) -> Question:  # noqa: ANN401 - as above
    """`QUESTION`, changed, in the database."""
    question = await database.transact(lambda work: work.questions.add(replace(QUESTION, **changes)))
    assert question
    return question
