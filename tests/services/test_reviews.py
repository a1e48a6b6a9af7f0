"""What a person is held to remember follows what their daily reply came to in the end."""

from __future__ import annotations

from bot.domain.daily import Reply
from bot.domain.practice import Card, Rating, Review
from bot.playground.people import DAILY, TEAM_ID
from bot.ports import UnitOfWork
from bot.services.decide_appeal import Ruling
from bot.services.taking import Said
from tests.slack.conftest import MIKA, SAM, Office


async def remembered(office: Office, person: str) -> tuple[list[Review], list[Card]]:
    def read(work: UnitOfWork) -> tuple[list[Review], list[Card]]:
        return work.reviews.of_person(TEAM_ID, person), work.cards.of_person(TEAM_ID, person)

    return await office.bot.database.transact(read)


async def accepted(office: Office, person: str) -> None:
    """The person's first reply, disputed and given all that it lacks."""

    def find(work: UnitOfWork) -> Reply:
        return work.replies.of_person(1, person)[0]

    reply = await office.bot.database.transact(find)
    disputed = await office.bot.use_cases.dispute_score(reply.id, TEAM_ID, person, DAILY)
    assert disputed.opened
    case = await office.bot.use_cases.decide_appeal.look(disputed.opened.id, TEAM_ID, MIKA)
    points = tuple(point.id for point in case.points)
    ruling = Ruling(disputed.opened.id, TEAM_ID, MIKA, case.feedback.reply.version, points)
    assert (await office.bot.use_cases.decide_appeal.accept(ruling)).new


async def test_an_appeal_after_the_close_makes_the_review_another_one(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    await office.say(SAM, office.todays(post).examples.en.wrong[0], post)
    await office.next_close()
    [[before], [forgotten]] = await remembered(office, SAM)
    assert before.rating is Rating.AGAIN
    await accepted(office, SAM)
    [[after], [card]] = await remembered(office, SAM)
    assert (after.points, after.rating) == (100, Rating.EASY)
    assert card.due_at > forgotten.due_at


async def test_an_appeal_before_the_close_leaves_the_review_to_the_close(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    await office.say(SAM, office.todays(post).examples.en.wrong[0], post)
    for _ in range(3):  # whoever may still answer can't decide yet
        await office.slack.delete(await office.say(MIKA, "no idea", post))
    await accepted(office, SAM)
    assert await remembered(office, SAM) == ([], [])
    await office.next_close()
    [[review], [_]] = await remembered(office, SAM)
    assert review.rating is Rating.EASY


async def test_a_reply_in_time_that_is_delivered_after_the_close_is_a_review_too(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    written = f"{office.slack.clock.now().timestamp() + 60:.6f}"
    await office.next_close()
    text = office.todays(post).examples.en.full[0]
    said = Said(TEAM_ID, DAILY, post.ts, written, written, SAM, text)
    found = await office.bot.use_cases.score_reply.in_thread(said)
    assert found
    assert found.reply.counts
    [[review], [_]] = await remembered(office, SAM)
    assert (review.origin, review.points) == ("post:1", found.score.value)
