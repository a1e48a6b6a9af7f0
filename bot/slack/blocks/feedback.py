"""The breakdown of a reply, for its author's eyes: outcome, number, then the reason for each point."""

from __future__ import annotations

from typing import Protocol

from bot.domain.grading import Outcome, PointResult, Remark, Score
from bot.domain.results import Feedback
from bot.domain.scenario import Bilingual, Language, Scenario
from bot.slack.blocks.parts import Block, Message, actions, button, clip, confirm, context, escape, section
from bot.texts import say

REACTIONS = {
    Outcome.FULL: "white_check_mark",
    Outcome.PARTIAL: "large_yellow_circle",
    Outcome.NONE: "white_circle",
}
"""What the channel sees at once; the three differ in shape or lightness, not in hue alone."""

LATE_REACTION = "hourglass_flowing_sand"
EVIDENCE = 120

EARNING_NOTHING = frozenset({Remark.BLANK, Remark.INSTRUCTIONS})
"""Remarks that say so."""

DISPUTE = "dispute"
ASKED_FIRST = ("button", "sure", "yes", "no")


class Graded(Protocol):
    """A graded text; once it is `closed`, what is missing may be named."""

    @property
    def language(self) -> Language: ...
    @property
    def scenario(self) -> Scenario: ...
    @property
    def score(self) -> Score: ...
    @property
    def hint(self) -> Bilingual[str] | None: ...
    @property
    def closed(self) -> bool: ...


def reaction(feedback: Feedback) -> str:
    """The emoji's name for a public reply."""
    return LATE_REACTION if feedback.late else REACTIONS[feedback.score.outcome]


def breakdown(feedback: Feedback) -> Message:
    """Everything the author may know. What is missing is named only when it gives nothing away."""
    language, score = feedback.language, feedback.score
    if feedback.misplaced:
        text = say(language, "feedback.misplaced")
        return Message(text, [section(text)])
    blocks = [] if not feedback.late else [section(_not_counted(feedback))]
    if feedback.rescored:
        blocks.append(context(say(language, "feedback.rescored")))
    blocks += reasons(feedback)
    if not feedback.late:
        blocks.append(context(_attempt(feedback)))
    if feedback.disputable:
        blocks.append(actions([dispute(feedback)]))
    elif feedback.appeal:
        blocks.append(context(say(language, f"dispute.state.{feedback.appeal}")))
    return Message(say(language, "feedback.notification", score=score.value), blocks)


def dispute(feedback: Feedback, number: int | None = None) -> Block:
    """The button, with its `number` where there are several. Who disputes a score shows their answer to
    others, also a private one: they are asked first."""
    language = feedback.language
    action_id = DISPUTE if number is None else f"{DISPUTE}_{number}"
    made = button(say(language, "dispute.button"), action_id, str(feedback.reply.id))
    return {**made, "confirm": confirm(*(say(language, f"dispute.{part}") for part in ASKED_FIRST))}


def reasons(graded: Graded) -> list[Block]:
    """Outcome and number, and the reason for every part of it."""
    language, score = graded.language, graded.score
    some = score.outcome is Outcome.NONE and any(point.earned for point in score.points)
    result = "some" if some else score.outcome
    blocks = [section(say(language, f"feedback.{result}", score=score.value))]
    if lines := found(graded):
        blocks.append(section("\n".join(lines)))
    if score.missing:
        blocks.append(_missing(graded))
    return blocks


def found(graded: Graded) -> list[str]:
    """The reason for every part of the score, a line each; what is missing is not among them."""
    return _earned(graded) + _deducted(graded)


def _not_counted(feedback: Feedback) -> str:
    if feedback.closed:
        return say(feedback.language, "feedback.late")
    return say(feedback.language, "feedback.too-many", n=feedback.attempts_allowed)


def _earned(feedback: Graded) -> list[str]:
    return [_earning(feedback, point) for point in feedback.score.points if point.earned]


def _earning(feedback: Graded, point: PointResult) -> str:
    """A point made, named; one that is only close isn't, or the name would give it away."""
    language, earned, evidence = feedback.language, point.earned, _quote(point.evidence)
    if point.hit:
        text = _named(feedback, point) or say(language, "feedback.point-gone")
        if point.granted:
            return say(language, "feedback.granted", point=text, earned=earned)
        return say(language, "feedback.point", point=text, earned=earned, evidence=evidence)
    key = "feedback.near" if point.near else "feedback.offered"
    return say(language, key, earned=earned, evidence=evidence)


def _deducted(feedback: Graded) -> list[str]:
    language, score = feedback.language, feedback.score
    lines = [
        say(language, "feedback.ruled-out", evidence=_quote(point.evidence), by=_quote((point.ruled_out_by,)))
        for point in score.points
        if point.ruled_out_by and not point.earned
    ]
    for trap in score.misconceptions:
        key = "feedback.misconception" if trap.price else "feedback.misconception-free"
        lines.append(say(language, key, evidence=_quote(trap.evidence), price=trap.price))
        if feedback.closed:
            known = (each for each in feedback.scenario.misconceptions if each.id == trap.id)
            lines += [escape(each.why[language]) for each in known]
    if score.withheld:
        lines.append(say(language, "feedback.withheld", points=score.withheld))
    return lines + [say(language, f"remark.{remark}") for remark in _remarks(score)]


def _remarks(score: Score) -> list[Remark]:
    """Those that still hold: a point that somebody has granted is more than nothing."""
    given = any(point.granted for point in score.points)
    return [remark for remark in score.remarks if not (given and remark in EARNING_NOTHING)]


def _missing(feedback: Graded) -> Block:
    language, missing = feedback.language, feedback.score.missing
    lines = [say(language, "feedback.missing", n=len(missing))]
    if feedback.closed:
        for point in missing:
            text = _named(feedback, point) or say(language, "feedback.point-gone")
            lines.append(say(language, "feedback.missing-point", point=text, weight=point.weight))
    elif feedback.hint:
        lines.append(say(language, "feedback.hint", hint=escape(feedback.hint[language])))
    return section("\n".join(lines))


def _named(feedback: Graded, point: PointResult) -> str:
    """What the point says; nothing once it has left the pack, which may be newer than the score."""
    known = (each for each in feedback.scenario.rubric if each.id == point.id)
    return next((escape(each.text[feedback.language]) for each in known), "")


def _attempt(feedback: Feedback) -> str:
    return say(
        feedback.language,
        "feedback.attempt",
        attempt=feedback.attempt,
        allowed=feedback.attempts_allowed,
        best=feedback.best,
    )


def _quote(words: tuple[str, ...]) -> str:
    return escape(clip(" … ".join(words), EVIDENCE))
