"""In which language people are answered: a reply in that of who chose one, else in its own; a question in its
own. A number, say, is in none, and neither is an abbreviation; then the person's serves."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.domain.results import Answer, Feedback
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


async def asked_by(given: Answer, people: PeopleDirectory, team_id: str, user_id: str) -> Answer:
    """The answer in the language of its question; where that has none, in the language of who asked."""
    if not given.wordless:
        return given
    return replace(given, language=await people.language(team_id, user_id))
