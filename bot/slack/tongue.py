"""In which language somebody is answered whose words have none: an emoji, say, or a number."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.domain.results import Feedback
from bot.ports import PeopleDirectory

_EMOJI = re.compile(r":[a-z0-9_+'-]+:", re.IGNORECASE)
"""How Slack writes an emoji in a message: https://docs.slack.dev/messaging/formatting-message-text."""


def is_wordless(text: str) -> bool:
    """Whether there is no letter in it, of any script."""
    return not any(char.isalpha() for char in _EMOJI.sub(" ", text))


async def understood(feedback: Feedback, people: PeopleDirectory) -> Feedback:
    """The feedback in its author's own language if the reply is in none; else as it is."""
    reply = feedback.reply
    if not is_wordless(reply.text):
        return feedback
    return replace(feedback, language=await people.language(reply.team_id, reply.user_id))
