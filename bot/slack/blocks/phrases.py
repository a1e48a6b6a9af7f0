"""The phrases that a workspace has kept, each with a way to take it back."""

from __future__ import annotations

from bot.domain.disputes import KeptPhrase, KeptPhrases
from bot.domain.scenario import Language
from bot.slack.blocks.parts import Block, Message, button, confirm, context, escape, one_line, section
from bot.texts import say

REMOVE = "phrase_remove"
QUOTED = 200
ASKED_FIRST = ("remove", "remove-sure", "remove", "remove-no")


def kept_phrases(kept: KeptPhrases, language: Language) -> Message:
    """What is kept, and what that means."""
    title = say(language, "phrases.title")
    blocks = [section(title), *(_line(phrase, language) for phrase in kept.phrases)]
    if not kept.phrases:
        blocks.append(section(say(language, "phrases.empty")))
    if kept.more:
        blocks.append(context(say(language, "phrases.more", n=kept.more)))
    return Message(title, [*blocks, context(say(language, "phrases.about"))])


def _line(phrase: KeptPhrase, language: Language) -> Block:
    alias, scenario = phrase.alias, phrase.scenario
    point = next((each for each in scenario.rubric if each.id == alias.point_id), None) if scenario else None
    gone = say(language, "feedback.point-gone")
    text = say(
        language,
        "phrases.line",
        phrase=escape(one_line(alias.phrase, QUOTED)),
        scenario=escape(alias.scenario_id),
        point=escape(one_line(point.text[language], QUOTED)) if point else gone,
    )
    remove = button(say(language, "phrases.remove"), f"{REMOVE}_{alias.id}", str(alias.id))
    asked = confirm(*(say(language, f"phrases.{key}") for key in ASKED_FIRST))
    return {**section(text), "accessory": {**remove, "confirm": asked}}
