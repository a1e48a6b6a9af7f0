"""Tell the author of a reply, and nobody else, what was found in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.daily import PostStage, Reply
from bot.domain.library import Library
from bot.domain.results import Feedback
from bot.domain.scenario import Language
from bot.ports import Clock, Database, Messenger, NotNow, OutcomeUnknown, Refused, UnitOfWork

RETRY_AFTER = timedelta(seconds=60)
BATCH = 100


class GiveFeedback:
    """Pays the feedback that replies are owed."""

    def __init__(self, database: Database, messenger: Messenger, library: Library, clock: Clock) -> None:
        self._database = database
        self._messenger = messenger
        self._library = library
        self._clock = clock

    async def pay(self, reply: Reply, again: bool = False) -> None:
        """Send the feedback on one reply and note that it is out. `again` says that an earlier
        score may be showing, which has to go."""
        feedback = await self._database.transact(lambda work: feedback_on(work, self._library, reply))
        try:
            await self._messenger.give_feedback(replace(feedback, again=again))
        except (NotNow, OutcomeUnknown):
            return  # its owes_feedback_at comes round again; a reaction twice is one reaction
        except Refused:
            pass  # it can never be delivered, so nothing is owed any more
        await self._database.transact(lambda work: work.replies.feedback_sent(reply))

    async def pay_all(self) -> None:
        """Send every feedback that is overdue."""
        now = self._clock.now()
        owing = await self._database.transact(
            lambda work: work.replies.take_owing(now, now + RETRY_AFTER, BATCH)
        )
        for reply in owing:
            await self.pay(reply, again=True)


def feedback_on(work: UnitOfWork, library: Library, reply: Reply) -> Feedback:
    """The breakdown of a stored reply, as of now."""
    post = work.posts.by_id(reply.post_id)
    assert post is not None, "a reply's post is never deleted before it"
    scenario = library.pack(post.pack_id).scenario(post.scenario_id)
    attempts = [r for r in work.replies.of_person(post.id, reply.user_id) if not (r.late or r.withdrawn)]
    attempt = sum(r.id <= reply.id for r in attempts)
    missing = reply.score.missing
    # A reply without Japanese in it may be no more than a service's name.
    language = Language.JA if post.languages == (Language.JA,) else reply.language
    return Feedback(
        reply=reply,
        post=post,
        scenario=scenario,
        language=language,
        score=reply.score,
        attempt=attempt,
        attempts_allowed=post.attempts,
        best=max((r.score.value for r in attempts), default=0),
        hint=scenario.point(missing[0].id).hint[language] if missing else None,
        may_reveal=post.stage is PostStage.CLOSED or len(attempts) >= post.attempts,
        late=reply.late,
        closed=post.stage in (PostStage.CLOSING, PostStage.CLOSED),
    )
