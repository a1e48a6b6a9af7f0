"""Answers outside of messages: in a modal, as a workflow's text, and the questions to begin with."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.errors import StrangeForm
from bot.domain.reading.opening import opening
from bot.domain.results import Answer
from bot.domain.scenario import Language, Pack
from bot.slack.blocks.answer import NOTHING, SENTENCES, SITUATION, Doings, answer, shareable
from bot.slack.blocks.parts import BUTTON_TEXT, Block, clip, context, modal, read_json, section
from bot.texts import say

PREFIX = "asked_"
"""Before the ids of an answer's buttons in a modal: nothing can be said back through a message there."""

MARKUP = re.compile(r"<(?=[@#!]|[a-z]+:)")

PROMPTS = 4  # as many as Slack shows, the one for help included


@dataclass(frozen=True, slots=True)
class Place:
    """Where the message stands that was asked about, and the address to share an answer there."""

    channel_id: str
    thread_ts: str
    response_url: str

    def pack(self) -> str:
        """As a modal's private metadata."""
        return json.dumps([self.channel_id, self.thread_ts, self.response_url])

    @classmethod
    def unpack(cls, metadata: str) -> Place:
        """From a modal's private metadata; raises `StrangeForm` if it is none of ours."""
        match read_json(metadata):
            case [str(channel_id), str(thread_ts), str(response_url)]:
                return cls(channel_id, thread_ts, response_url)
        raise StrangeForm


def asked(
    given: Answer, origin: str, place: Place, language: Language, done: Doings = NOTHING, note: str = ""
) -> Block:
    """The answer in a modal; `note` is the key of a text below it."""
    drawn = answer(given, origin, done, shareable(place.channel_id), whole=True)
    blocks = [_in_modal(block) for block in drawn.blocks]
    if note:
        blocks.append(context(say(language, note)))
    return _modal(blocks, place, language)


def nothing_asked(place: Place, language: Language) -> Block:
    """For a message that holds no words."""
    return _modal([section(say(language, "asked.no-words"))], place, language)


def in_words(given: Answer) -> str:
    """The answer as a workflow passes it on: one text, without markup. Whether the next step reads any isn't
    known, so nothing is escaped, but nothing opens a mention or a link."""
    return MARKUP.sub("‹", _in_words(given))


def _in_words(given: Answer) -> str:
    language = given.language
    if given.todays is not None:
        return say(language, "asked.todays", closes=f"{given.todays.closes_at:%Y-%m-%d %H:%M} UTC")
    if given.scenario is not None:
        situation = opening(given.scenario.situation[language], SENTENCES, SITUATION)
        posed = say(language, "asked.scenario", id=given.scenario.id, situation=situation)
        return f"{posed}\n\n{given.scenario.answer[language]}"
    if not given.closest:
        return say(language, "answer.nothing-at-all")
    questions = "\n".join(f"• {scenario.questions[language][0]}" for scenario in given.closest)
    return f"{say(language, f'answer.{given.verdict}')}\n{questions}"


def prompts(packs: Iterable[Pack], language: Language) -> list[dict[str, str]]:
    """What to begin with: a question from each of the first domains, and the way to the help."""
    first: dict[str, str] = {}
    for pack in packs:
        for scenario in pack.scenarios:
            first.setdefault(scenario.domain, scenario.questions[language][0])
    suggested = [
        {"title": clip(question, BUTTON_TEXT), "message": question}
        for question in list(first.values())[: PROMPTS - 1]
    ]
    return [*suggested, {"title": say(language, "help.title"), "message": "help"}]


def _in_modal(block: Block) -> Block:
    if block["type"] != "actions":
        return block
    buttons = [{**each, "action_id": PREFIX + each["action_id"]} for each in block["elements"]]
    return {**block, "elements": buttons}


def _modal(blocks: list[Block], place: Place, language: Language) -> Block:
    return modal(
        "asked",
        say(language, "asked.title"),
        blocks,
        say(language, "private.close"),
        private_metadata=place.pack(),
    )
