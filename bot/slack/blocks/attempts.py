"""A person's own attempts, to be read again: what they said, why it scored so, and a way to dispute it.

Of each attempt there are four blocks at most, of each round two besides, so that two rounds of ten attempts
fit into the 100 blocks of a view. A view also has 250 KB, which many long paragraphs share.
"""

from __future__ import annotations

from dataclasses import replace

from bot.domain.results import Feedback, MyAttempts
from bot.domain.scenario import Language
from bot.slack.blocks.feedback import dispute, reasons
from bot.slack.blocks.parts import (
    SECTION_TEXT,
    Block,
    clip,
    divider,
    escape,
    modal,
    moment,
    one_line,
    section,
)
from bot.slack.blocks.standing import MY_ATTEMPTS, readable
from bot.texts import say, say_day

CHARACTERS = 50_000  # of four bytes at most
SAID = 300
SITUATION = 300


def my_attempts(mine: MyAttempts, language: Language) -> Block:
    """The whole form. Before the close nothing that is missing is named in it."""
    blocks: list[Block] = []
    numbers = iter(range(sum(map(len, mine.rounds))))
    for given in mine.rounds:
        blocks += [divider()] if blocks else []
        blocks += _round(given, language)
        for feedback in given:
            blocks += _attempt(replace(feedback, language=language), next(numbers))
    return modal(
        MY_ATTEMPTS,
        say(language, "attempts.title"),
        _fitted(blocks) or [section(say(language, "attempts.none"))],
        close=say(language, "private.close"),
        private_metadata=mine.channel_id,
    )


def _round(given: tuple[Feedback, ...], language: Language) -> list[Block]:
    post, best = given[0].post, given[0].best
    key = "attempts.closed" if given[0].closed else "attempts.open"
    day, closes = say_day(language, post.day), moment(post.closes_at)
    spoken = readable(post.languages, language)[0]
    situation = escape(clip(given[0].scenario.situation[spoken], SITUATION))
    title = say(language, key, channel=post.channel_id, day=day, closes=closes, best=best)
    return [section(title), section(situation)]


def _attempt(feedback: Feedback, number: int) -> list[Block]:
    language, reply = feedback.language, feedback.reply
    which = {"attempt": feedback.attempt, "allowed": feedback.attempts_allowed}
    if reply.withdrawn:
        return [section(say(language, "attempts.withdrawn", **which))]
    lines = [say(language, "attempts.attempt", **which)]
    lines += [f"> {escape(one_line(reply.text, SAID))}"] if reply.text else []
    if feedback.appeal:
        lines.append(say(language, f"dispute.state.{feedback.appeal}"))
    head = section("\n".join(lines))
    if feedback.disputable:
        head["accessory"] = dispute(feedback, number)
    return [head, *reasons(feedback)]


def _fitted(blocks: list[Block]) -> list[Block]:
    limit = min(SECTION_TEXT, CHARACTERS // max(1, len(blocks)))
    return [
        {**block, **section(block["text"]["text"], limit)} if block["type"] == "section" else block
        for block in blocks
    ]
