"""What `ask` found, for programs."""

from __future__ import annotations

from typing import Any

from bot.domain.scenario import Language, Pack, Scenario
from bot.domain.search import Found, Match, Verdict

DIGITS = 4
"""Digits after the point; more of them would suggest a precision that isn't there."""


def found_record(found: Found, explain: bool = False) -> dict[str, Any]:
    """Whether there is an answer, how sure that is (0..1), and the closest scenarios."""
    return {
        "answered": found.verdict is Verdict.ANSWER,
        "confidence": round(found.confidence, DIGITS),
        "matches": [_match(match, explain) for match in found.matches],
    }


def answer_record(
    pack: Pack, question: str, found: Found, language: Language, explain: bool
) -> dict[str, Any]:
    """The finding with the answer itself, in one language; `answer` is null without one."""
    answered = found.verdict is Verdict.ANSWER
    answer = _answer(pack, pack.scenario(found.matches[0].scenario_id), language) if answered else None
    return {
        "question": question,
        "language": language,
        "verdict": found.verdict,
        **found_record(found, explain),
        "answer": answer,
    }


def _match(match: Match, explain: bool) -> dict[str, Any]:
    record: dict[str, Any] = {"scenario": match.scenario_id, "score": round(match.score, DIGITS)}
    if explain:
        record["by_meaning"] = round(match.by_meaning, DIGITS)
        record["words"] = [
            {
                "word": word.word,
                "matched": word.matched,
                "similarity": round(word.similarity, DIGITS),
                "fields": {gain.field: round(gain.gain, DIGITS) for gain in word.fields},
            }
            for word in match.words
        ]
    return record


def _answer(pack: Pack, scenario: Scenario, language: Language) -> dict[str, Any]:
    return {
        "scenario": scenario.id,
        "domain": pack.domain_name(scenario, language),
        "difficulty": scenario.difficulty,
        "situation": scenario.situation[language],
        "text": scenario.answer[language],
        "points": [{"id": point.id, "text": point.text[language]} for point in scenario.rubric],
        "sources": [
            {"title": source.title, "url": source.url, "read": source.read.isoformat()}
            for source in scenario.sources
        ],
        "reviewed": scenario.reviewed and scenario.reviewed.isoformat(),
    }
