"""In which language a reply is answered: that of who chose one, else its own. A number, say, has none."""

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
    """The feedback in the language that its author chose for the bot; without a choice in their own if the
    reply is in none, else as it is. Where no text was kept, its language was."""
    reply = feedback.reply
    theirs = feedback.chosen
    if theirs is None and reply.text and is_wordless(reply.text):
        theirs = await people.language(reply.team_id, reply.user_id)
    return feedback if theirs is None else replace(feedback, language=theirs)
