"""Preview a scenario: a whole round of it, with the author's own examples as the team's replies.

Everything is made as on a real day, by the same rules, except that nothing is sent or stored.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.daily import DEFAULT_ATTEMPTS, DEFAULT_PASS_MARK, Post, PostStage, Reply
from bot.domain.grading import Outcome
from bot.domain.library import Library
from bot.domain.results import ClosedRound, DailyPost, Feedback
from bot.domain.scenario import Bilingual, Examples, Language
from bot.domain.schedule import DEFAULT_OPEN_FOR
from bot.services.close_scenario import summarise
from bot.services.give_feedback import feedback_among
from bot.services.show_today import next_hint


@dataclass(frozen=True, slots=True)
class Preview:
    """What people would see. `replies` pairs the outcome that the author promises with the feedback on
    the first example of it; an outcome without an example in this language is not there."""

    daily: DailyPost
    hint: Bilingual[str]
    replies: tuple[tuple[Outcome, Feedback], ...]
    closed: ClosedRound


def preview_scenario(library: Library, scenario_id: str, language: Language, now: datetime) -> Preview:
    """A round of the scenario in a channel that speaks this language, posted at the aware instant `now`.

    Raises `UnknownScenario`.
    """
    pack = library.pack_of(scenario_id)
    scenario = pack.scenario(scenario_id)
    post = Post(
        team_id="",
        channel_id="",
        day=now.date(),
        pack_id=pack.id,
        scenario_id=scenario_id,
        languages=(language,),
        attempts=DEFAULT_ATTEMPTS,
        pass_mark=DEFAULT_PASS_MARK,
        due_at=now,
        closes_at=now + DEFAULT_OPEN_FOR,
        stage=PostStage.OPEN,
        ready_at=None,
    )
    replies = [
        (outcome, _reply(library, post, outcome, text, language))
        for outcome, text in _first_of_each(scenario.examples[language])
    ]
    return Preview(
        daily=DailyPost(post, pack, scenario),
        hint=next_hint(scenario, ()),
        replies=tuple(
            (outcome, feedback_among([reply], reply, post, scenario)) for outcome, reply in replies
        ),
        closed=summarise(
            replace(post, stage=PostStage.CLOSING), pack, scenario, [reply for _, reply in replies]
        ),
    )


def _first_of_each(examples: Examples) -> list[tuple[Outcome, str]]:
    kinds = (
        (Outcome.FULL, examples.full),
        (Outcome.PARTIAL, examples.partial),
        (Outcome.NONE, examples.wrong),
    )
    return [(outcome, texts[0]) for outcome, texts in kinds if texts]


def _reply(library: Library, post: Post, outcome: Outcome, text: str, language: Language) -> Reply:
    """An example as the reply of a person of its own."""
    return Reply(
        post_id=post.id,
        team_id=post.team_id,
        channel_id=post.channel_id,
        origin=outcome.value,
        user_id=outcome.value,
        text=text,
        language=language,
        score=library.grade(post.pack_id, post.scenario_id, text),
        version="",
        received_at=post.due_at,
        owes_feedback_at=None,
    )
