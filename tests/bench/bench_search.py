"""How often the right scenario comes first, side by side with other rankers over the same scenarios.

`data/search/README.md` says who wrote the questions. The part `tune` may be looked at; `held` is for figures
only.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median
from time import perf_counter

import pytest

from bot.domain.scenario import Pack
from bot.domain.search import Fit, Verdict
from bot.packs.loader import load_pack, shipped_pack_path
from tests.bench.peers import PEERS, Hits, ask, build_ours
from tests.bench.timing import percentile

FOLDER = Path(__file__).parent / "data" / "search"
Search = Callable[[str], Hits]


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
    kinds = sorted({question.kind for question in asked if question.scenario})
    print(f"\n{'held' if held else 'tune'}: {len(asked)} questions; the right scenario first, by class")
    columns = "".join(f"{kind:>11}" for kind in kinds)
    print(f"{'':34}{'first':>7}{'three':>7}{'AUC':>7}{'ms':>7}{'p95':>7} {columns}")
    for name, search in rankers(pack).items():
        print(f"{name:34}" + (row(asked, kinds, search) if search else "  not installed"))


def test_what_is_answered_and_what_declined(pack: Pack) -> None:
    index = build_ours(pack.scenarios, pack.glossary, pack.calibration)
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


@pytest.mark.parametrize("file", ["questions", "everyday"])
def test_what_is_called_a_good_match(pack: Pack, file: str) -> None:
    index = build_ours(pack.scenarios, pack.glossary, pack.calibration)
    for held in (False, True):
        asked = [(q, index.search(q.text)) for q in questions(file) if q.held is held]
        good = [(q, found) for q, found in asked if found.verdict is Verdict.ANSWER and found.fit is Fit.GOOD]
        right = sum(found.matches[0].scenario_id == q.scenario for q, found in good)
        inside = sum(q.scenario is not None for q, _ in asked)
        print(
            f"\n{file}, {'held' if held else 'tune'}: called a good match {len(good)}, "
            f"right {right / len(good):.3f}, which is {right / inside:.2f} of those in scope"
        )
        for kind in sorted({q.kind for q, _ in asked if q.scenario is None}):
            answered = [found.verdict is Verdict.ANSWER for q, found in asked if q.kind == kind]
            print(f"  {kind}: declined {1 - mean(answered):.3f} of {len(answered)}")


def questions(file: str = "questions") -> list[Asked]:
    lines = map(json.loads, (FOLDER / f"{file}.jsonl").read_text("utf-8").splitlines())
    return [Asked(q["scenario"], q["class"], q["text"], q["split"] == "held") for q in lines]


def rankers(pack: Pack) -> dict[str, Search | None]:
    """Ours and its peers; None for one that isn't installed."""
    index = build_ours(pack.scenarios, pack.glossary, pack.calibration)
    ways: dict[str, Search | None] = {"bot.domain.search": lambda question: ask(index, question)}
    for kind in PEERS:
        ways[kind.name] = None
        if kind.installed():
            peer = kind()
            peer.build([scenario.id for scenario in pack.scenarios], map(kind.text, pack.scenarios))
            ways[kind.name] = peer.search
    return ways


def row(asked: Sequence[Asked], kinds: Sequence[str], search: Search) -> str:
    """Shares of the right scenario first and among the first three, the chance that a question in scope looks
    surer than one out of scope, milliseconds, and the share of each kind of question answered right."""
    first: dict[str, list[bool]] = defaultdict(list)
    three: list[bool] = []
    sure: dict[bool, list[float]] = {True: [], False: []}
    seconds: list[float] = []
    for question in asked:
        start = perf_counter()
        found, confidence = search(question.text)
        seconds.append(perf_counter() - start)
        sure[question.scenario is not None].append(confidence)
        if question.scenario:
            first[question.kind].append(found[:1] == [question.scenario])
            three.append(question.scenario in found)
    every = [hit for hits in first.values() for hit in hits]
    shares = (mean(every), mean(three), area(sure[True], sure[False]))
    return (
        "".join(f"{share:7.3f}" for share in shares)
        + f"{median(seconds) * 1e3:7.2f}{percentile(seconds, 0.95) * 1e3:7.2f} "
        + "".join(f"{mean(first[kind]):11.3f}" for kind in kinds)
    )


def area(inside: Sequence[float], outside: Sequence[float]) -> float:
    """The chance that a question in scope looks surer than one out of scope (area under the ROC curve)."""
    wins = sum((a > b) + 0.5 * (a == b) for a in inside for b in outside)
    return wins / (len(inside) * len(outside))
