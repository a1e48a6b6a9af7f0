"""Gather the evidence for every key point of one reply."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.grading.judging import Verdict, denies_essential
from bot.domain.grading.likeness import Likeness
from bot.domain.grading.names import Mention, Names, longest
from bot.domain.grading.remainder import Remainder
from bot.domain.grading.rubric import Rubric
from bot.domain.grading.ruling import Ruling
from bot.domain.grading.weighing import Evidence
from bot.domain.reading.tone import Stance

_MOST_NAMES = 3  # more of them say no more
_MANY_PHRASINGS = 24  # in both languages together; more of them say no more
_TONE = 8.0  # log-odds beyond it say no more either


@dataclass(frozen=True, slots=True)
class NamesUsed:
    """How many names a reply proposes, of each kind."""

    core: int
    other: int
    foreign: int
    astray: int
    nameless: bool


def names_used(
    rubric: Rubric, mentions: Sequence[Mention], names: Names, denied: Sequence[Ruling]
) -> NamesUsed:
    """Count the names, denied and ambiguous ones aside; each name once."""
    proposed = [
        mention
        for mention in longest(mentions)
        if not mention.weak and not any(ruling.covers((mention.span,)) for ruling in denied)
    ]

    def count(kind: Sequence[Mention]) -> int:
        return min(_MOST_NAMES, len({mention.terms for mention in kind}))

    return NamesUsed(
        core=count([m for m in proposed if m.terms & rubric.core]),
        other=count([m for m in proposed if not m.terms & rubric.answering]),
        foreign=count([m for m in proposed if not m.terms & rubric.related and names.are_services(m.terms)]),
        astray=count([m for m in proposed if m.terms & rubric.astray]),
        nameless=not proposed,
    )


def gather(
    rubric: Rubric,
    verdicts: Sequence[Verdict],
    kept: Remainder,
    whole: Remainder,
    strict: Remainder,
    used: NamesUsed,
    *,
    trapped: bool,
    against: Stance,
    japanese: float,
) -> list[Evidence]:
    """The evidence for each point, in the rubric's order."""
    matched = [float(verdict.hit) for verdict in verdicts]
    required = [point.key_point.required for point in rubric.points]
    denied = float(denies_essential(verdicts))
    found: list[Evidence] = []
    for at, (point, verdict, near, whole_near) in enumerate(
        zip(rubric.points, verdicts, kept.likeness, whole.likeness, strict=True)
    ):
        others = [i for i in range(len(verdicts)) if i != at]
        needed = [i for i in others if required[i]]
        found.append(
            Evidence(
                matched=matched[at],
                ruled_out=float(verdict.ruled_by is not None),
                **_kept(near),
                whole_phrasings=whole_near.phrasings,
                whole_patterns=whole_near.patterns,
                whole_coverage_of_text=whole_near.coverage_of_text,
                whole_said=whole_near.said,
                strict_phrasings=strict.likeness[at].phrasings,
                strict_patterns=strict.likeness[at].patterns,
                required=float(required[at]),
                required_denied=denied,
                phrasings=min(1.0, len(point.targets) / _MANY_PHRASINGS),
                answer=kept.topic.answer,
                misconception=kept.topic.misconception,
                situation=kept.topic.situation,
                full_example=kept.topic.full_example,
                wrong_example=kept.topic.wrong_example,
                trapped=float(trapped),
                against=_bounded(against.whole),
                mildly_against=_bounded(against.mildest),
                core_names=used.core / _MOST_NAMES,
                other_names=used.other / _MOST_NAMES,
                foreign_services=used.foreign / _MOST_NAMES,
                astray_names=used.astray / _MOST_NAMES,
                nameless=float(used.nameless),
                japanese=japanese,
                **kept.belonging[at]._asdict(),
                **kept.strangeness._asdict(),
                rank=_share(kept.likeness[i].phrasings < near.phrasings for i in others),
                any_matched=max(matched),
                others_matched=_share(bool(matched[i]) for i in others),
                required_matched=max((matched[i] for i in needed), default=0.0),
                others_likeness=max((kept.likeness[i].phrasings for i in others), default=0.0),
                required_likeness=max((kept.likeness[i].phrasings for i in needed), default=0.0),
                required_patterns=max((kept.likeness[i].patterns for i in needed), default=0.0),
            )
        )
    return found


def _kept(near: Likeness) -> dict[str, float]:
    return {f"kept_{name}": value for name, value in near._asdict().items()}


def _bounded(odds: float) -> float:
    return max(-_TONE, min(_TONE, odds))


def _share(flags: Iterable[bool]) -> float:
    listed = list(flags)
    return sum(listed) / len(listed) if listed else 0.0
