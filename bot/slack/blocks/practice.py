"""Practice in a modal, for one person alone, and what they would still remember."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from bot.domain.errors import UnknownScenario
from bot.domain.grading import Score
from bot.domain.practice import ENOUGH_REVIEWS, DomainReadiness, Readiness
from bot.domain.results import Practised, ToPractise
from bot.domain.scenario import Bilingual, Language, Scenario
from bot.slack.blocks.feedback import reasons
from bot.slack.blocks.parts import (
    Block,
    Message,
    actions,
    button,
    context,
    divider,
    escape,
    field,
    header,
    modal,
    one_line,
    section,
)
from bot.slack.blocks.post import LEVELS, sources
from bot.slack.blocks.private import REPLY_LIMIT
from bot.texts import say

BAR = 10
SHOWN_DOMAINS = 20
IN_A_SECTION = 7
DOMAIN = 50  # characters of its name
SHOWN_PACKS = 5


@dataclass(frozen=True, slots=True)
class Turn:
    """Which scenario a form asks for. A modal keeps its id while one scenario follows another in it, so
    `number` counts them."""

    pack_id: str
    scenario_id: str
    number: int

    def pack(self) -> str:
        """As the form carries it along."""
        return json.dumps([self.pack_id, self.scenario_id, self.number])

    @classmethod
    def unpack(cls, metadata: str) -> Turn:
        """Raises `UnknownScenario` for what no form of ours carries."""
        try:
            pack_id, scenario_id, number = json.loads(metadata)
            return cls(str(pack_id), str(scenario_id), int(number))
        except (OverflowError, RecursionError, TypeError, ValueError):
            raise UnknownScenario(id="", nearest="") from None


@dataclass(frozen=True, slots=True)
class _Graded:
    """What `reasons` needs; in practice everything may be named."""

    scenario: Scenario
    score: Score
    language: Language
    hint: Bilingual[str] | None = None
    closed: bool = True


def practice_form(given: ToPractise, number: int, language: Language) -> Block:
    """The situation and a field for the answer."""
    scenario = given.scenario
    element: Block = {
        "type": "plain_text_input",
        "multiline": True,
        "max_length": REPLY_LIMIT,
        "placeholder": {"type": "plain_text", "text": say(language, "private.placeholder")},
    }
    return modal(
        "practice",
        say(language, "practice.title"),
        [
            context(_about(given, language)),
            section(escape(scenario.situation[language])),
            # A block of its own for each turn, or Slack would keep what was typed for the one before.
            field(say(language, "private.label"), f"reply-{number}", element),
            context(say(language, "practice.private")),
        ],
        close=say(language, "private.close"),
        submit=say(language, "practice.submit"),
        private_metadata=Turn(given.pack.id, scenario.id, number).pack(),
    )


def practice_result(done: Practised, number: int, language: Language) -> Block:
    """The score with its reasons, the model answer, when it comes up again, and the way to the next one.
    `number` is that of the turn that is over."""
    scenario = done.scenario
    explanation = escape(scenario.explanation[language])
    blocks = [
        *reasons(_Graded(scenario, done.score, language)),
        divider(),
        header(say(language, "reveal.title")),
        section(escape(scenario.answer[language])),
        section(f"{say(language, 'reveal.explanation')}\n{explanation}"),
        context(sources(scenario, language)),
        context(escape(done.pack.notice[language])),
    ]
    if done.due_at is not None:
        blocks.append(section(say(language, "practice.due", day=_day(done.due_at))))
    following = button(say(language, "practice.next"), "practice_next", str(number + 1), primary=True)
    return modal(
        "practice_result",
        say(language, "private.result"),
        [*blocks, actions([following])],
        close=say(language, "private.close"),
    )


def practice_over(later: datetime | None, language: Language) -> Block:
    """That there is nothing to practise, and when there will be."""
    text = say(language, "practice.later", when=_day(later)) if later else say(language, "practice.nothing")
    close = say(language, "private.close")
    return modal("practice_over", say(language, "practice.title"), [section(text)], close=close)


def ready(found: list[Readiness], language: Language) -> Message:
    """What the person would still remember of each pack, domain by domain, and how little that says."""
    blocks: list[Block] = []
    for pack in found[:SHOWN_PACKS]:
        title = say(language, "ready.title", pack=escape(one_line(pack.pack.title[language], 100)))
        blocks += [section("\n".join([title, _total(pack, language)])), *_domains(pack, language)]
    if (more := len(found) - SHOWN_PACKS) > 0:
        blocks.append(context(say(language, "more.packs", n=more)))
    blocks.append(context(say(language, "ready.how")))
    return Message(_total(found[0], language), blocks)


def _about(given: ToPractise, language: Language) -> str:
    scenario = given.scenario
    level = "●" * scenario.difficulty + "○" * (LEVELS - scenario.difficulty)
    domain = escape(given.pack.domain_name(scenario, language))
    met = (
        say(language, "practice.again", when=_day(given.reviewed_at))
        if given.reviewed_at
        else say(language, "practice.new")
    )
    return f"{say(language, 'post.about', domain=domain, difficulty=level)} · {met}"


def _day(instant: datetime) -> str:
    """A date that Slack shows in each reader's own zone."""
    return f"<!date^{int(instant.timestamp())}^{{date_short_pretty}}|{instant:%Y-%m-%d}>"


def _total(found: Readiness, language: Language) -> str:
    if not found.enough or found.recall_of_seen is None:
        return say(language, "ready.too-few", n=found.reviews, enough=ENOUGH_REVIEWS)
    recall, seen = _percent(found.recall), _percent(found.recall_of_seen)
    return say(language, "ready.total", recall=recall, seen=seen)


def _domains(found: Readiness, language: Language) -> list[Block]:
    """Two short lines each, which stay whole on a phone; as many to a section as fit at their longest."""
    lines = [_domain(domain, language) for domain in found.domains[:SHOWN_DOMAINS]]
    starts = range(0, len(lines), IN_A_SECTION)
    sections = [section("\n".join(lines[start : start + IN_A_SECTION])) for start in starts]
    more = len(found.domains) - SHOWN_DOMAINS
    return [*sections, context(say(language, "more.domains", n=more))] if more > 0 else sections


def _domain(found: DomainReadiness, language: Language) -> str:
    key = "ready.domain" if found.enough else "ready.domain-too-few"
    filled = round(found.recall * BAR) if found.enough else 0
    return say(
        language,
        key,
        bar="█" * filled + "░" * (BAR - filled),
        recall=_percent(found.recall),
        domain=escape(one_line(found.domain.name[language], DOMAIN)),
        weight=f"{found.domain.weight:g}",
        seen=found.seen,
        scenarios=found.scenarios,
        reviews=found.reviews,
    )


def _percent(share: float) -> int:
    return round(100 * share)
