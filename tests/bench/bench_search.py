"""How often the right scenario comes first, side by side with whole-string scans by rapidfuzz.

`data/search/README.md` says who wrote the questions. The part `tune` may be looked at; `held` is for figures
only.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import pytest
from rapidfuzz import fuzz, process

from bot.domain.scenario import Pack
from bot.domain.search import SearchIndex, Verdict
from bot.packs.loader import load_pack, shipped_pack_path

QUESTIONS = Path(__file__).parent / "data" / "search" / "questions.jsonl"
Search = Callable[[str], tuple[list[str], float]]
"""The ids of the first three scenarios, and how sure the ranker is of the first."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and the scenario that answers it; None if none does."""

    scenario: str | None
    kind: str
    text: str
    held: bool


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(shipped_pack_path())


@pytest.mark.parametrize("held", [False, True], ids=["tune", "held"])
def test_the_right_scenario_first(pack: Pack, held: bool) -> None:
    asked = [question for question in questions() if question.held is held]
    for name, search in (("bot.domain.search", ours(pack)), *scans(pack).items()):
        print(f"\n{name}, {'held' if held else 'tune'}: {len(asked)} questions")
        report(asked, search)


def test_what_is_answered_and_what_declined(pack: Pack) -> None:
    index = SearchIndex.build(pack)
    for held in (False, True):
        verdicts: dict[bool, list[bool]] = {True: [], False: []}
        for question in (q for q in questions() if q.held is held):
            answered = index.search(question.text).verdict is Verdict.ANSWER
            verdicts[question.scenario is not None].append(answered)
        inside, outside = verdicts[True], verdicts[False]
        print(
            f"\n{'held' if held else 'tune'}: answered in scope {sum(inside) / len(inside):.3f}, "
            f"declined out of scope {1 - sum(outside) / len(outside):.3f}"
        )


def questions() -> list[Asked]:
    lines = map(json.loads, QUESTIONS.read_text("utf-8").splitlines())
    return [Asked(q["scenario"], q["class"], q["text"], q["split"] == "held") for q in lines]


def ours(pack: Pack) -> Search:
    index = SearchIndex.build(pack)

    def search(text: str) -> tuple[list[str], float]:
        found = index.search(text)
        return [match.scenario_id for match in found.matches], found.confidence

    return search


def scans(pack: Pack) -> dict[str, Search]:
    """Whole strings against titles, and against everything that a scenario says."""
    titles = {scenario.id: scenario.id.replace("-", " ") for scenario in pack.scenarios}
    full = {
        s.id: " ".join((s.id, *s.situation, *s.answer, *s.questions.en, *s.questions.ja))
        for s in pack.scenarios
    }

    def scan(texts: dict[str, str], scorer: Callable[..., float]) -> Search:
        def search(text: str) -> tuple[list[str], float]:
            found = process.extract(text, texts, scorer=scorer, limit=3)
            return [name for _, _, name in found], found[0][1]

        return search

    return {
        "WRatio over titles": scan(titles, fuzz.WRatio),
        "token_set_ratio over everything": scan(full, fuzz.token_set_ratio),
    }


def report(asked: Sequence[Asked], search: Search) -> None:
    first: dict[str, list[bool]] = defaultdict(list)
    three: list[bool] = []
    sure: dict[bool, list[float]] = {True: [], False: []}
    start = perf_counter()
    for question in asked:
        found, confidence = search(question.text)
        sure[question.scenario is not None].append(confidence)
        if question.scenario:
            first[question.kind].append(found[:1] == [question.scenario])
            three.append(question.scenario in found)
    took = (perf_counter() - start) / len(asked) * 1000
    every = [hit for hits in first.values() for hit in hits]
    print(
        f"  first {sum(every) / len(every):.3f}   first three {sum(three) / len(three):.3f}   "
        f"in/out AUC {area(sure[True], sure[False]):.3f}   {took:.2f} ms"
    )
    print("  " + "   ".join(f"{kind} {sum(h) / len(h):.3f}" for kind, h in sorted(first.items())))


def area(inside: Sequence[float], outside: Sequence[float]) -> float:
    """The chance that a question in scope looks surer than one out of scope (area under the ROC curve)."""
    wins = sum((a > b) + 0.5 * (a == b) for a in inside for b in outside)
    return wins / (len(inside) * len(outside))
