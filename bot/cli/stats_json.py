"""What a pack covers, for programs: counts, and shares in percent."""

from __future__ import annotations

from typing import Any

from bot.services.measure_coverage import Age, Coverage

DIGITS = 1


def coverage_record(coverage: Coverage) -> dict[str, Any]:
    """Everything measured, the domains in the pack's order."""
    whole = coverage.scenarios
    return {
        "scenarios": whole,
        "domains": [
            {
                "domain": domain.name.en,
                "scenarios": count,
                "share": _percent(count, whole),
                "weight": domain.weight,
            }
            for domain, count in coverage.domains
        ],
        "difficulty": [
            {"difficulty": level, "scenarios": count, "share": _percent(count, whole)}
            for level, count in coverage.difficulties.items()
        ],
        "languages": [
            {
                "language": language.value,
                "scenarios": cover.scenarios,
                "share": _percent(cover.scenarios, whole),
                "questions": cover.questions,
                "phrasings": cover.phrasings,
                "examples": cover.examples,
            }
            for language, cover in coverage.languages.items()
        ],
        "reviewed": {age.value: count for age, count in coverage.reviews.items()},
        "sources": {age.value: n for age, n in coverage.sources.items() if age is not Age.NEVER},
    }


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, DIGITS) if whole else 0.0
