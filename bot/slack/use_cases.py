"""What the listeners may ask for: the use cases, ready to call."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.library import Library
from bot.services.answer_mention import AnswerMention
from bot.services.answer_question import AnswerQuestion
from bot.services.give_feedback import GiveFeedback
from bot.services.record_question import RecordQuestion
from bot.services.score_reply import ScoreReply
from bot.services.show_gaps import ShowGaps
from bot.services.show_standing import ShowStanding
from bot.services.show_today import ShowToday
from bot.services.subscribe_channel import SubscribeChannel


@dataclass(frozen=True, slots=True)
class UseCases:
    """Built by the composition root."""

    library: Library
    answer_question: AnswerQuestion
    answer_mention: AnswerMention
    record_question: RecordQuestion
    score_reply: ScoreReply
    give_feedback: GiveFeedback
    show_gaps: ShowGaps
    show_standing: ShowStanding
    show_today: ShowToday
    subscribe_channel: SubscribeChannel
