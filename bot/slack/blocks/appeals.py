"""Appeals on the screen: the notice to who decides, the form, the result, the record of who did what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.appeals import AppealState
from bot.domain.disputes import Case, ChannelLog, LogLine, Ruled
from bot.domain.grading import PointResult
from bot.domain.phrasings import LONGEST_PHRASE
from bot.domain.privacy import NOBODY
from bot.domain.scenario import Language
from bot.slack.blocks.feedback import found
from bot.slack.blocks.parts import (
    Block,
    Message,
    actions,
    button,
    clip,
    confirm,
    context,
    divider,
    escape,
    field,
    modal,
    moment,
    one_line,
    option,
    section,
)
from bot.texts import catalogue, say, say_day

ACCEPT, DECLINE = "appeal_accept", "appeal_decline"
QUOTED = 1200
MOST_POINTS = 10  # checkboxes take no more options
SHORT = 300  # of a reply in the log, where several stand
HALF = 10  # lines of the log in a section, at some 150 characters each
NO_POINT = "-"  # no id of a key point begins so


@dataclass(frozen=True, slots=True)
class Opened:
    """What travels with the form: the appeal, the version of its reply, and where the notice is that the
    form was opened from, if it can be changed."""

    appeal_id: int
    version: str
    channel_id: str = ""
    ts: str = ""

    def pack(self) -> str:
        """As the form's private metadata."""
        return f"{self.appeal_id}:{self.version}:{self.channel_id}:{self.ts}"

    @classmethod
    def unpack(cls, metadata: str) -> Opened | None:
        """None for what isn't ours."""
        parts = metadata.split(":")
        if len(parts) != 4 or not is_number(parts[0]):
            return None
        return cls(int(parts[0]), *parts[1:])


@dataclass(frozen=True, slots=True)
class Filled:
    """The form as it was sent."""

    points: tuple[str, ...]
    phrase: str
    phrase_for: str | None


def is_number(text: str) -> bool:
    """Whether this can be an id of a row."""
    return text.isascii() and text.isdigit() and len(text) <= 18


def appeal_notice(case: Case, language: Language) -> Message:
    """What whoever decides is told. What is missing is only counted, for the form names it; whoever may still
    answer the scenario is told when the form opens for them."""
    appeal = case.appeal
    title = say(language, "dispute.notice", user=appeal.user_id, channel=appeal.channel_id)
    blocks = [section(title), section(_quoted(case, language, QUOTED))]
    if case.playing:
        blocks.append(context(say(language, "dispute.playing")))
    else:
        blocks.append(_detected(case, language))
        blocks.append(context(say(language, "dispute.lacking", n=len(case.points))))
    return Message(title, [*blocks, _buttons(case, language)])


def call_for_decider(languages: Sequence[Language]) -> Message:
    """What a scenario's thread says to the admins, where nobody can be told directly."""
    said = "\n".join(say(language, "dispute.call") for language in languages)
    return Message(said, [section(said)])


def accept_form(case: Case, language: Language, opened: Opened) -> Block:
    """The points that may be granted, and the wording to be kept for one of them."""
    points = case.points[:MOST_POINTS]
    lines = [_point(case, language, number, point) for number, point in enumerate(points, 1)]
    options = [option(one_line(line, 75), point.id) for line, point in zip(lines, points, strict=True)]
    phrase = {
        "type": "plain_text_input",
        "max_length": LONGEST_PHRASE,
        **({"initial_value": words} if (words := _own_words(case, points)) else {}),
    }
    none = option(say(language, "dispute.phrase-for-none"), NO_POINT)
    kept_for = {"type": "static_select", "options": [none, *options], "initial_option": none}
    return modal(
        ACCEPT,
        say(language, "dispute.form-title"),
        [
            section(_quoted(case, language, QUOTED)),
            _detected(case, language),
            section("\n".join([say(language, "dispute.lacking-title"), *map(escape, lines)])),
            field(say(language, "dispute.points"), "points", {"type": "checkboxes", "options": options}),
            divider(),
            _optional(
                field(say(language, "dispute.phrase"), "phrase", phrase, say(language, "dispute.phrase-hint"))
            ),
            _optional(
                field(
                    say(language, "dispute.phrase-for"),
                    "phrase_for",
                    kept_for,
                    say(language, "dispute.phrase-for-hint"),
                )
            ),
        ],
        close=say(language, "dispute.form-cancel"),
        submit=say(language, "dispute.form-submit"),
        private_metadata=opened.pack(),
    )


def read_form(view: Block) -> Filled:
    """What was sent. Ids are as they came: the use case knows which there are."""
    values = {block: next(iter(state.values())) for block, state in view["state"]["values"].items()}
    chosen = (values.get("phrase_for") or {}).get("selected_option") or {}
    phrase_for = str(chosen.get("value") or NO_POINT)
    points = (values.get("points") or {}).get("selected_options") or []
    return Filled(
        points=tuple(dict.fromkeys(str(point["value"]) for point in points)),
        phrase=str((values.get("phrase") or {}).get("value") or ""),
        phrase_for=None if phrase_for == NO_POINT else phrase_for,
    )


def ruled_notice(ruled: Ruled, language: Language) -> Message:
    """What became of the appeal, in place of its notice: nothing is left to press."""
    case = ruled.case
    title = _ruled(case, language)
    blocks = [section(title), section(_quoted(case, language, QUOTED))]
    others = sum(reply.id != case.appeal.reply_id for reply in ruled.rescored)
    if others:
        blocks.append(context(say(language, "dispute.ruled-others", n=others)))
    if ruled.kept:
        phrase = escape(one_line(ruled.kept.phrase, LONGEST_PHRASE))
        blocks.append(context(say(language, "dispute.ruled-kept", phrase=phrase)))
    return Message(title, blocks)


def ruled_form(ruled: Ruled, language: Language) -> Block:
    """The same in place of the form."""
    return modal(
        "appeal_ruled",
        say(language, "dispute.form-title"),
        ruled_notice(ruled, language).blocks,
        close=say(language, "dispute.form-done"),
    )


def decision(case: Case, language: Language) -> Message:
    """What the author is told. What is still missing stays unsaid."""
    appeal, feedback = case.appeal, replace(case.feedback, language=language)
    text = say(
        language,
        f"dispute.decided-{appeal.state}",
        channel=appeal.channel_id,
        day=say_day(language, feedback.post.day),
        score=feedback.score.value,
    )
    blocks = [section(text), section(_quoted(case, language, QUOTED))]
    if detected := found(feedback):
        blocks.append(section("\n".join(detected)))
    return Message(text, blocks)


def log(shown: ChannelLog, language: Language) -> Message:
    """Who did what in the channel, and the appeals that wait."""
    title = say(language, "log.title", channel=shown.channel_id)
    lines = [_line(line, language) for line in shown.lines] or [say(language, "log.empty")]
    blocks = [section("\n".join([title, *lines[:HALF]]))]
    if lines[HALF:]:
        blocks.append(section("\n".join(lines[HALF:])))
    if shown.open:
        blocks += [divider(), section(say(language, "log.waiting"))]
    for case in shown.open:
        appeal = case.appeal
        told = say(language, "dispute.notice", user=appeal.user_id, channel=appeal.channel_id)
        blocks += [section(f"{told}\n{_quoted(case, language, SHORT)}"), _buttons(case, language)]
    if shown.more:
        blocks.append(context(say(language, "log.more", n=shown.more)))
    return Message(title, blocks)


def _ruled(case: Case, language: Language) -> str:
    appeal = case.appeal
    # Somebody else's decision is shown to whoever comes second, so it has been made.
    key = "dispute.ruled-accepted" if appeal.state is AppealState.ACCEPTED else "dispute.ruled-declined"
    score = case.feedback.score.value
    by = _person(appeal.decided_by, language)
    return say(language, key, by=by, user=appeal.user_id, score=score)


def _buttons(case: Case, language: Language) -> Block:
    value = str(case.appeal.id)
    accept = button(say(language, "dispute.accept-button"), f"{ACCEPT}_{value}", value, primary=True)
    decline = button(say(language, "dispute.decline-button"), f"{DECLINE}_{value}", value)
    asked = ("decline-button", "decline-sure", "decline-button", "decline-no")
    return actions([accept, {**decline, "confirm": confirm(*(say(language, f"dispute.{k}") for k in asked))}])


def _detected(case: Case, language: Language) -> Block:
    feedback = replace(case.feedback, language=language)
    lines = found(feedback) or [say(language, "dispute.detected-nothing")]
    return section("\n".join([say(language, "dispute.detected", score=feedback.score.value), *lines]))


def _quoted(case: Case, language: Language, limit: int) -> str:
    """The reply, every line of it marked as quoted."""
    reply, post = case.feedback.reply, case.feedback.post
    if case.playing and reply.private:
        return say(language, "dispute.reply-private", day=say_day(language, post.day))
    lines = escape(clip(reply.text.strip(), limit)).splitlines()
    head = say(language, "dispute.reply", day=say_day(language, post.day))
    return "\n".join([head, *(f"> {line}" for line in lines)])


def _point(case: Case, language: Language, number: int, point: PointResult) -> str:
    text = case.feedback.scenario.point(point.id).text[language]
    return say(language, "dispute.point", number=number, point=text, weight=point.weight)


def _own_words(case: Case, points: tuple[PointResult, ...]) -> str:
    """The reply, to be cut down to what shows the point; of a long one, the words that came nearest to a
    point that it lacks, if any did. The two signs that mean something in a pattern are left out."""
    text = _without_signs(case.feedback.reply.text)
    if len(text) > LONGEST_PHRASE:
        text = next((_without_signs(" ".join(point.evidence)) for point in points if point.evidence), text)
    if len(text) <= LONGEST_PHRASE:
        return text
    return text[:LONGEST_PHRASE].rpartition(" ")[0] or text[:LONGEST_PHRASE]


def _without_signs(text: str) -> str:
    return one_line(text.translate(dict.fromkeys(map(ord, "+|＋｜"), " ")), 10 * LONGEST_PHRASE)


def _optional(block: Block) -> Block:
    return {**block, "optional": True}


def _line(line: LogLine, language: Language) -> str:
    deed = line.deed
    facts = {
        "when": moment(deed.done_at),
        "actor": _person(deed.actor_id, language),
        "about": _person(line.about, language),
        "action": escape(deed.action),
        "subject": escape(deed.subject),
    }
    key = f"deed.{deed.action}"
    return say(language, key if key in catalogue() else "deed.other", **facts)


def _person(user_id: str | None, language: Language) -> str:
    return f"<@{user_id}>" if user_id and user_id != NOBODY else say(language, "log.somebody")
