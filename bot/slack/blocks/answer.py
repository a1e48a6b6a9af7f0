"""Answers to questions: one scenario, or the closest few, or a plain "nothing fits"."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.errors import StrangeForm
from bot.domain.reading.opening import opening
from bot.domain.results import Answer
from bot.domain.scenario import Language, Scenario
from bot.domain.search import Verdict
from bot.slack.blocks.help import help_text
from bot.slack.blocks.parts import (
    Block,
    Message,
    actions,
    button,
    clip,
    context,
    escape,
    moment,
    one_line,
    read_json,
    section,
)
from bot.slack.blocks.post import sources
from bot.texts import say

QUESTION = 300
TITLE = 72
SENTENCES, SITUATION = 2, 320  # of a situation: enough to see whether it is the one that was meant
WHOLE = 2500
PICKED = 1.0  # the confidence in what a person has chosen


class Done(StrEnum):
    """What has been done with an answer; its buttons go."""

    SHARED = "shared"
    JUDGED = "judged"  # whether it helped


Doings = frozenset[Done]
NOTHING: Doings = frozenset()


@dataclass(frozen=True, slots=True)
class About:
    """What the buttons under an answer carry: the scenario, the question as it was asked, the
    question's `origin`, under which it is recorded, how sure the answer was (0..1), and what has been
    `done` with it."""

    scenario_id: str
    question: str
    origin: str
    confidence: float
    done: Doings = NOTHING

    def pack(self) -> str:
        """As a button's value."""
        fields = [self.scenario_id, self.question, self.origin, round(self.confidence, 3)]
        return json.dumps([*fields, *sorted(self.done)], ensure_ascii=False)

    @classmethod
    def unpack(cls, value: str) -> About:
        """From a button's value; raises `StrangeForm` if it is none of ours."""
        match read_json(value):
            case [str(scenario_id), str(question), str(origin), int() | float() as confidence, *rest]:
                done = frozenset(each for each in Done if each in rest)
                return cls(scenario_id, question, origin, min(max(float(confidence), 0.0), 1.0), done)
        raise StrangeForm


def answer(
    given: Answer, origin: str, done: Doings = NOTHING, shareable: bool = True, whole: bool = False
) -> Message:
    """The private answer, with its buttons. `done` is what has been done with it already, `shareable` whether
    others are there to share it with; `whole` shows the whole situation, where there is room."""
    if given.verdict is Verdict.EMPTY:
        return help_text(given.language)
    if given.scenario is None:
        return _closest(given, origin)
    if given.todays is not None:
        return _todays(given)
    message = _answered(given, given.scenario, whole)
    if buttons := list(_buttons(given, given.scenario, origin, done, shareable)):
        message.blocks.append(actions(buttons))
    message.blocks.extend(context(say(given.language, THANKS[each])) for each in Done if each in done)
    if given.closest:
        message.blocks.append(context(say(given.language, "answer.also")))
        message.blocks.append(_choices(given, origin))
    return message


THANKS = {Done.SHARED: "answer.is-shared", Done.JUDGED: "answer.thanks"}


def shareable(channel_id: str) -> bool:
    """Whether an answer given there can be shared: not where the bot is spoken to alone."""
    return channel_id.startswith(("C", "G"))


def shared(given: Answer, user_id: str) -> Message:
    """The answer as the channel sees it when somebody shares it."""
    assert given.scenario is not None, "only an answer can be shared"
    message = _answered(given, given.scenario)
    asked = say(given.language, "answer.shared-by", user=user_id, question=_question(given))
    return Message(message.text, [context(asked), *message.blocks[1:]])


def _answered(given: Answer, scenario: Scenario, whole: bool = False) -> Message:
    language = given.language
    points = [say(language, "answer.point", point=escape(p.text[language])) for p in scenario.rubric]
    blocks = [
        section(say(language, "answer.title", question=_question(given))),
        context(_confidence(given, scenario)),
        section(_posed(scenario, language, whole)),
        section(escape(scenario.answer[language])),
        section("\n".join([say(language, "answer.points"), *points])),
        context(f"{sources(scenario, language)}\n{_reviewed(scenario, language)}"),
    ]
    return Message(escape(clip(scenario.answer[language], QUESTION)), blocks)


def _posed(scenario: Scenario, language: Language, whole: bool) -> str:
    """Which scenario it is: a fitting answer to another situation should be seen for what it is."""
    situation = scenario.situation[language]
    shown = one_line(situation, WHOLE) if whole else opening(situation, SENTENCES, SITUATION)
    return say(language, "answer.scenario", id=scenario.id, situation=escape(shown))


def _confidence(given: Answer, scenario: Scenario) -> str:
    assert given.pack is not None, "an answer comes out of a pack"
    return say(
        given.language,
        "answer.confidence",
        domain=escape(given.pack.domain_name(scenario, given.language)),
        confidence=say(given.language, f"confidence.{given.fit}"),
    )


def _reviewed(scenario: Scenario, language: Language) -> str:
    if scenario.reviewed is None:
        return say(language, "answer.not-reviewed")
    return say(language, "answer.reviewed", date=scenario.reviewed.isoformat())


def _buttons(
    given: Answer, scenario: Scenario, origin: str, done: Doings, shareable: bool
) -> Iterator[Block]:
    language = given.language
    value = About(scenario.id, one_line(given.question, QUESTION), origin, given.confidence, done).pack()
    if shareable and Done.SHARED not in done:
        yield button(say(language, "answer.share"), "share", value)
    if Done.JUDGED not in done:
        yield button(say(language, "answer.helped"), "helped", value)
        yield button(say(language, "answer.not-helped"), "not_helped", value)


def _todays(given: Answer) -> Message:
    assert given.todays is not None, "asked for today's scenario only"
    text = say(given.language, "answer.todays", closes=moment(given.todays.closes_at))
    return Message(text, [section(text)])


def _closest(given: Answer, origin: str) -> Message:
    if not given.closest:
        text = say(given.language, "answer.nothing-at-all")
        return Message(text, [section(text)])
    text = say(given.language, f"answer.{given.verdict}")
    return Message(text, [section(text), _choices(given, origin)])


def _choices(given: Answer, origin: str) -> Block:
    """Each goes by its own question, under which it is also shown and shared."""
    choices = [(scenario, scenario.questions[given.language][0]) for scenario in given.closest]
    return actions(
        button(
            clip(question, TITLE),
            f"show_scenario_{place}",
            About(scenario.id, one_line(question, QUESTION), origin, PICKED).pack(),
        )
        for place, (scenario, question) in enumerate(choices)
    )


def _question(given: Answer) -> str:
    # An asterisk would end the bold; its look-alike doesn't.
    return escape(one_line(given.question, QUESTION)).replace("*", "∗")
