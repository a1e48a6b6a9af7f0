"""Errors that a person can act on.

Each names a text of the catalogue (`key`) and what fills it in (`facts`), so that whoever answers
says it in the person's language. `str(error)` is for logs and never holds what people wrote.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from rapidfuzz import fuzz, process


@dataclass(frozen=True, slots=True)
class Part:
    """One of several faults that an error tells at once: a text of the catalogue and what fills it in."""

    key: str
    facts: Mapping[str, str | int] = field(default_factory=dict)

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.key}: {details}"


class BotError(Exception):
    """Something a person asked for can't be done, and they can do something about it.

    Who says it puts the texts of its `parts`, if it has any, in the place of the fact `faults`.
    """

    key: ClassVar[str]
    parts: tuple[Part, ...] = ()

    def __init__(self, **facts: str | int) -> None:
        self.facts = facts
        details = ", ".join(f"{name}={value!r}" for name, value in facts.items())
        super().__init__(f"{self.key}: {details}" if details else self.key)


LEAST_LIKENESS = 60
"""Of 100: ids that are less alike than this are not named as what was meant."""


class UnknownScenario(BotError):
    """No loaded pack has a scenario with this id."""

    key = "error.unknown-scenario"

    @classmethod
    def among(cls, scenario_id: str, known: Iterable[str]) -> UnknownScenario:
        """The error for `scenario_id`, naming the known id that is spelt most like it."""
        # Words are compared, not stretches of letters: "nope" is not like "opensearch".
        nearest = process.extractOne(
            scenario_id[:200],
            list(known),
            scorer=fuzz.token_set_ratio,
            processor=_words,
            score_cutoff=LEAST_LIKENESS,
        )
        return cls(id=scenario_id[:200], nearest=nearest[0] if nearest else "")


def _words(scenario_id: str) -> str:
    return scenario_id.replace("-", " ").lower()


class UnknownPack(BotError):
    """No loaded pack has this id."""

    key = "error.unknown-pack"


class DoubledPack(BotError):
    """Two packs were loaded under one id."""

    key = "error.doubled-pack"


class PostNotFound(BotError):
    """The button or form belongs to a post that this channel doesn't have."""

    key = "error.post-not-found"


class PostClosed(BotError):
    """The scenario has closed, so its answer is out."""

    key = "error.post-closed"


class NoAttemptsLeft(BotError):
    """Every attempt at this scenario is used up."""

    key = "error.no-attempts-left"


class NotAllowed(BotError):
    """Only the person who set the channel up, or an admin, may do this."""

    key = "error.not-allowed"


class BadTimetable(BotError):
    """A time, time zone, weekday or closing time that can't be kept."""

    key = "error.bad-timetable"


class VacationPast(BotError):
    """A vacation is announced before its days, not afterwards."""

    key = "error.vacation-past"


class VacationBackwards(BotError):
    """A vacation that would end before it begins."""

    key = "error.vacation-backwards"


class VacationTooFar(BotError):
    """A vacation whose end is more than a year away."""

    key = "error.vacation-too-far"


class TooManyVacations(BotError):
    """A person has as many vacations ahead of them as are kept."""

    key = "error.too-many-vacations"


class BadVacation(BotError):
    """A form without both dates."""

    key = "error.bad-vacation"


class GuestsMayNot(BotError):
    """Guests answer like everybody, but what is the workspace's is for its full members."""

    key = "error.guests-may-not"


class PersonUnknown(BotError):
    """Slack doesn't tell who somebody is, and it matters."""

    key = "error.person-unknown"


class NotInChannel(BotError):
    """The bot can't post where it has not been invited."""

    key = "error.not-in-channel"


class NotYours(NotAllowed):
    """The same, where the owner can be named: in a message, but not at a field of a form."""

    key = "error.not-yours"


class NotSetUp(BotError):
    """There is nothing to pause or to resume in a channel without a daily scenario."""

    key = "error.not-set-up"


class BadDate(BotError):
    """A line of the dates to leave out is no date and no range of dates."""

    key = "error.bad-date"


class ChannelTaken(BotError):
    """Another workspace that shares the channel has set it up, and the schema has no room for two yet."""

    key = "error.channel-taken"


class TooManyDates(BotError):
    """More dates to leave out than a channel can have."""

    key = "error.too-many-dates"


class NothingFits(BotError):
    """No scenario of the pack is of the chosen domains and difficulties."""

    key = "error.nothing-fits"


class ForeignDomain(BotError):
    """A chosen domain belongs to another pack."""

    key = "error.foreign-domain"


class BadNumber(BotError):
    """Attempts or a pass mark out of their range."""

    key = "error.bad-number"


class AnswerInThread(BotError):
    """The channel answers in the thread, so there is no private form."""

    key = "error.answer-in-thread"


class OpenInChannel(BotError):
    """A scenario to practise has been posted in a channel meanwhile, so its answer has to wait."""

    key = "error.open-in-channel"


class BlankReply(BotError):
    """A form was sent with nothing in it that could be an answer; scored, it would use up an attempt."""

    key = "error.blank-reply"


class StrangeForm(BotError):
    """A button or a form carries what none of ours does, or not any more."""

    key = "error.strange-form"


class TooManyQuestions(BotError):
    """Somebody asks faster than anybody reads; `n` seconds later they may go on."""

    key = "error.too-many-questions"


class QuestionNotRecorded(BotError):
    """A question has been answered and not stored so far, so nothing can be kept about its answer."""

    key = "error.question-not-recorded"


class TooManyReplies(BotError):
    """Somebody sends forms faster than anybody writes; `n` seconds later they may go on."""

    key = "error.too-many-replies"
