"""What a pack covers as charts in words and figures, whoever draws them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.scenario import Language
from bot.services.measure_coverage import DIFFICULTIES, Age, Coverage
from bot.texts import say


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: its share of the whole in percent, `mark` where it should end (None: nowhere), and the
    figures under the chart's columns."""

    label: str
    share: float
    figures: tuple[str, ...]
    mark: float | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars that are compared with each other. `columns` name the labels and the figures; `legend`
    says what the mark means."""

    title: str
    columns: tuple[str, ...]
    bars: tuple[Bar, ...]
    legend: str = ""

    @property
    def longest(self) -> float:
        """The percentage that the full width stands for."""
        return max([1.0, *(max(bar.share, bar.mark or 0.0) for bar in self.bars)])


def charts(coverage: Coverage, language: Language) -> tuple[Chart, ...]:
    """All charts, in the order in which they are read."""
    return (
        _domains(coverage, language),
        _difficulties(coverage, language),
        _languages(coverage, language),
        _ages(say(language, "cli.stats.reviews"), coverage.reviews, language, "cli.stats.scenarios"),
        _ages(say(language, "cli.stats.sources"), coverage.sources, language, "cli.stats.pages"),
    )


def _domains(coverage: Coverage, language: Language) -> Chart:
    bars = tuple(
        Bar(
            label=domain.name[language],
            share=_share(count, coverage.scenarios),
            figures=(*_figures(count, coverage.scenarios), f"{domain.weight:g} %"),
            mark=domain.weight,
        )
        for domain, count in coverage.domains
    )
    columns = ("cli.stats.domain", "cli.stats.scenarios", "cli.stats.share", "cli.stats.weight")
    names = tuple(say(language, key) for key in columns)
    return Chart(say(language, "cli.stats.domains"), names, bars, say(language, "cli.stats.mark"))


def _difficulties(coverage: Coverage, language: Language) -> Chart:
    bars = tuple(
        Bar(
            "●" * level + "○" * (len(DIFFICULTIES) - level),
            _share(count, coverage.scenarios),
            _figures(count, coverage.scenarios),
        )
        for level, count in coverage.difficulties.items()
    )
    columns = ("cli.stats.level", "cli.stats.scenarios", "cli.stats.share")
    return Chart(say(language, "cli.stats.difficulty"), tuple(say(language, key) for key in columns), bars)


def _languages(coverage: Coverage, language: Language) -> Chart:
    bars = tuple(
        Bar(
            say(language, f"cli.stats.language.{spoken}"),
            _share(cover.scenarios, coverage.scenarios),
            (
                *_figures(cover.scenarios, coverage.scenarios),
                f"{cover.questions:,}",
                f"{cover.phrasings:,}",
                f"{cover.examples:,}",
            ),
        )
        for spoken, cover in coverage.languages.items()
    )
    columns = (
        "cli.stats.language",
        "cli.stats.complete",
        "cli.stats.share",
        "cli.stats.questions",
        "cli.stats.phrasings",
        "cli.stats.examples",
    )
    return Chart(say(language, "cli.stats.languages"), tuple(say(language, key) for key in columns), bars)


def _ages(title: str, ages: Mapping[Age, int], language: Language, counted: str) -> Chart:
    whole = sum(ages.values())
    bars = tuple(
        Bar(say(language, f"cli.stats.age.{age}"), _share(count, whole), _figures(count, whole))
        for age, count in ages.items()
        if age is not Age.NEVER or counted == "cli.stats.scenarios"  # a source has always been read
    )
    columns = ("cli.stats.age", counted, "cli.stats.share")
    return Chart(title, tuple(say(language, key) for key in columns), bars)


def _share(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0.0


def _figures(part: int, whole: int) -> tuple[str, str]:
    return f"{part:,}", f"{_share(part, whole):.0f} %"
