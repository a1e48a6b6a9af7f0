"""Checked files into the product's own values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from bot.domain.glossary import Term
from bot.domain.scenario import (
    Bilingual,
    ExamDomain,
    Examples,
    KeyPoint,
    Misconception,
    Scenario,
    Source,
)
from bot.packs.schema import (
    DomainFile,
    ExamplesInBoth,
    InBoth,
    KeyPointFile,
    ListsInBoth,
    MisconceptionFile,
    PhrasingsInBoth,
    ScenarioFile,
    SourceFile,
    TermLine,
)


def scenario_of(file: ScenarioFile) -> Scenario:
    """The scenario that a file describes."""
    return Scenario(
        id=file.id,
        exam=file.exam,
        domain=file.domain,
        task=file.task,
        difficulty=file.difficulty,
        services=tuple(file.services),
        confusable_with=tuple(file.confusable_with),
        situation=text_of(file.situation),
        answer=text_of(file.answer),
        questions=_texts(file.questions),
        rubric=tuple(map(_key_point, file.rubric)),
        misconceptions=tuple(map(_misconception, file.misconceptions)),
        examples=_examples(file.examples),
        explanation=text_of(file.explanation),
        sources=tuple(map(_source, file.sources)),
        reviewed=file.reviewed,
    )


def domain_of(file: DomainFile) -> ExamDomain:
    """An exam domain as pack.yaml has it."""
    return ExamDomain(text_of(file.name), file.weight)


def domains_seen(scenarios: Iterable[Scenario]) -> tuple[ExamDomain, ...]:
    """The domains that the scenarios name, weighted by how many name them."""
    seen = Counter(scenario.domain for scenario in scenarios)
    return tuple(
        ExamDomain(Bilingual(name, name), 100 * count / seen.total()) for name, count in sorted(seen.items())
    )


def term_of(line: TermLine) -> Term:
    """A term of the glossary."""
    return Term(
        name=line.term,
        kind=line.kind,
        acronyms=tuple(line.acronyms),
        ja=tuple(line.ja),
        aliases=tuple(line.aliases),
        ambiguous=frozenset(line.ambiguous),
    )


def text_of(both: InBoth) -> Bilingual[str]:
    """A text in both languages."""
    return Bilingual(both.en, both.ja)


def _texts(both: ListsInBoth | PhrasingsInBoth | None) -> Bilingual[tuple[str, ...]]:
    return Bilingual(tuple(both.en), tuple(both.ja)) if both else Bilingual((), ())


def _key_point(file: KeyPointFile) -> KeyPoint:
    return KeyPoint(
        id=file.id,
        weight=file.weight,
        required=file.required,
        text=Bilingual(file.en, file.ja),
        accept=_texts(file.accept),
        hint=text_of(file.hint),
    )


def _misconception(file: MisconceptionFile) -> Misconception:
    return Misconception(
        id=file.id,
        text=Bilingual(file.en, file.ja),
        why=Bilingual(file.why_en, file.why_ja),
        accept=_texts(file.accept),
        belongs_to=file.belongs_to,
    )


def _examples(both: ExamplesInBoth | None) -> Bilingual[Examples]:
    if both is None:
        return Bilingual(Examples(), Examples())
    en, ja = (Examples(tuple(of.full), tuple(of.partial), tuple(of.wrong)) for of in (both.en, both.ja))
    return Bilingual(en, ja)


def _source(file: SourceFile) -> Source:
    return Source(title=file.title, url=file.url, read=file.read, supports=tuple(file.supports))
