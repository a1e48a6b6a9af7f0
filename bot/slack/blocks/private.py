"""The private form, and its result in the same place."""

from __future__ import annotations

from bot.domain.results import DailyPost, Feedback
from bot.domain.scenario import Language
from bot.slack.blocks.feedback import breakdown
from bot.slack.blocks.parts import Block, escape, field, modal, section
from bot.texts import say

REPLY_LIMIT = 2000  # as much as the grader reads


def private_form(daily: DailyPost, language: Language) -> Block:
    """The situation and a field for the reply. The post's id and channel travel along."""
    shown = language if language in daily.post.languages else daily.post.languages[0]
    element: Block = {
        "type": "plain_text_input",
        "multiline": True,
        "max_length": REPLY_LIMIT,
        "placeholder": {"type": "plain_text", "text": say(language, "private.placeholder")},
    }
    return modal(
        "private_answer",
        say(language, "private.title"),
        [
            section(escape(daily.scenario.situation[shown])),
            field(say(language, "private.label"), "reply", element),
        ],
        close=say(language, "private.close"),
        submit=say(language, "private.submit"),
        private_metadata=f"{daily.post.id}:{daily.post.channel_id}",
    )


def private_result(feedback: Feedback) -> Block:
    """The breakdown in place of the form."""
    language = feedback.language
    blocks = breakdown(feedback).blocks
    return modal(
        "private_result", say(language, "private.result"), blocks, close=say(language, "private.close")
    )
