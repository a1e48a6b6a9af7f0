"""What the listeners may ask for: the use cases, ready to call."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.library import Library
from bot.services.announce_vacation import AnnounceVacation
from bot.services.answer_mention import AnswerMention
from bot.services.answer_question import AnswerQuestion
from bot.services.channels_around import ChannelsAround
from bot.services.decide_appeal import DecideAppeal
from bot.services.dispute_score import DisputeScore
from bot.services.export_me import ExportMe
from bot.services.forget_me import ForgetMe
from bot.services.give_feedback import GiveFeedback
from bot.services.hide_me import HideMe
from bot.services.keep_phrases import KeepPhrases
from bot.services.pause_channel import PauseChannel
from bot.services.point_to_thread import PointToThread
from bot.services.practise import Practise
from bot.services.record_question import RecordQuestion
from bot.services.score_reply import ScoreReply
from bot.services.set_language import SetLanguage
from bot.services.share_answer import ShareAnswer
from bot.services.show_attempts import ShowAttempts
from bot.services.show_gaps import ShowGaps
from bot.services.show_home import ShowHome
from bot.services.show_log import ShowLog
from bot.services.show_readiness import ShowReadiness
from bot.services.show_standing import ShowStanding
from bot.services.show_today import ShowToday
from bot.services.subscribe_channel import SubscribeChannel
from bot.services.tell_appeals import TellAppeals


@dataclass(frozen=True, slots=True)
class UseCases:
    """Built by the composition root."""

    library: Library
    answer_question: AnswerQuestion
    answer_mention: AnswerMention
    record_question: RecordQuestion
    share_answer: ShareAnswer
    score_reply: ScoreReply
    give_feedback: GiveFeedback
    dispute_score: DisputeScore
    decide_appeal: DecideAppeal
    tell_appeals: TellAppeals
    show_log: ShowLog
    keep_phrases: KeepPhrases
    show_gaps: ShowGaps
    show_standing: ShowStanding
    channels_around: ChannelsAround
    show_today: ShowToday
    show_attempts: ShowAttempts
    show_home: ShowHome
    announce_vacation: AnnounceVacation
    set_language: SetLanguage
    hide_me: HideMe
    practise: Practise
    show_readiness: ShowReadiness
    export_me: ExportMe
    forget_me: ForgetMe
    subscribe_channel: SubscribeChannel
    pause_channel: PauseChannel
    point_to_thread: PointToThread
