"""The breakdown of a reply, for its author's eyes: outcome, number, then the reason for each point."""

from __future__ import annotations

from bot.domain.grading import Outcome, PointResult
from bot.domain.results import Feedback
from bot.slack.blocks.parts import Block, Message, clip, context, escape, section
from bot.texts import say

REACTIONS = {
    Outcome.FULL: "white_check_mark",
    Outcome.PARTIAL: "large_yellow_circle",
    Outcome.NONE: "white_circle",
}
"""What the channel sees at once; the three differ in shape or lightness, not in hue alone."""

LATE_REACTION = "hourglass_flowing_sand"
EVIDENCE = 120


def reaction(feedback: Feedback) -> str:
    """The emoji's name for a public reply."""
    return LATE_REACTION if feedback.late else REACTIONS[feedback.score.outcome]


def breakdown(feedback: Feedback) -> Message:
    """Everything the author may know. What is missing is named only when it gives nothing away."""
    language, score = feedback.language, feedback.score
    blocks = [] if not feedback.late else [section(_not_counted(feedback))]
    found = "some" if score.outcome is Outcome.NONE and any(p.earned for p in score.points) else score.outcome
    blocks.append(section(say(language, f"feedback.{found}", score=score.value)))
    if reasons := _earned(feedback) + _deducted(feedback):
        blocks.append(section("\n".join(reasons)))
    if score.missing:
        blocks.append(_missing(feedback))
    if not feedback.late:
        blocks.append(context(_attempt(feedback)))
    return Message(say(language, "feedback.notification", score=score.value), blocks)


def _not_counted(feedback: Feedback) -> str:
    if feedback.closed:
        return say(feedback.language, "feedback.late")
    return say(feedback.language, "feedback.too-many", allowed=feedback.attempts_allowed)


def _earned(feedback: Feedback) -> list[str]:
    return [_earning(feedback, point) for point in feedback.score.points if point.earned]


def _earning(feedback: Feedback, point: PointResult) -> str:
    """A point made, named; one that is only close isn't, or the name would give it away."""
    language, earned, evidence = feedback.language, point.earned, _quote(point.evidence)
    if point.hit:
        text = escape(feedback.scenario.point(point.id).text[language])
        return say(language, "feedback.point", point=text, earned=earned, evidence=evidence)
    key = "feedback.near" if point.near else "feedback.offered"
    return say(language, key, earned=earned, evidence=evidence)


def _deducted(feedback: Feedback) -> list[str]:
    language, score = feedback.language, feedback.score
    lines = [
        say(language, "feedback.ruled-out", evidence=_quote(point.evidence), by=_quote((point.ruled_out_by,)))
        for point in score.points
        if point.ruled_out_by and not point.earned
    ]
    for found in score.misconceptions:
        key = "feedback.misconception" if found.price else "feedback.misconception-free"
        lines.append(say(language, key, evidence=_quote(found.evidence), price=found.price))
        if feedback.closed:
            lines.append(escape(feedback.scenario.misconception(found.id).why[language]))
    if score.withheld:
        lines.append(say(language, "feedback.withheld", points=score.withheld))
    return lines + [say(language, f"remark.{remark}") for remark in score.remarks]


def _missing(feedback: Feedback) -> Block:
    language, missing = feedback.language, feedback.score.missing
    lines = [say(language, "feedback.missing", n=len(missing))]
    if feedback.closed:
        for point in missing:
            text = escape(feedback.scenario.point(point.id).text[language])
            lines.append(say(language, "feedback.missing-point", point=text, weight=point.weight))
    elif feedback.hint:
        lines.append(say(language, "feedback.hint", hint=escape(feedback.hint)))
    return section("\n".join(lines))


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
