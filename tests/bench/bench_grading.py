"""How well scores agree with labels, side by side with plain graders, on replies of strangers.

`data/grading/README.md` says who labelled what and how. The half `tune` may be looked at; the half
`held` is for figures only.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import pytest
from rapidfuzz import fuzz

from bot.bootstrap import load_library
from bot.domain.grading import Score
from bot.domain.library import Library
from bot.domain.scenario import Language, Scenario
from bot.packs.loader import shipped_pack_path
from tests.bench.timing import percentile

DATA = Path(__file__).parent / "data" / "grading"
UNCLEAR = ("hedge", "contradictory")  # their points are named but not upheld


@dataclass(frozen=True)
class Labelled:
    """A reply and what a fair instructor would say of it."""

    scenario: Scenario
    pack_id: str
    language: Language
    kind: str
    text: str
    made: frozenset[str]
    gold: int
    held: bool


@dataclass(frozen=True)
class Grade:
    """What a grader says: points of 100, and the ids of the key points it found."""

    value: int
    found: frozenset[str]


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library((shipped_pack_path(), DATA / "scenarios"))


@pytest.fixture(scope="module")
def replies(library: Library) -> list[Labelled]:
    read = []
    for line in (DATA / "replies.jsonl").read_text("utf-8").splitlines():
        label = json.loads(line)
        read.append(
            Labelled(
                scenario=library.pack(label["pack"]).scenario(label["scenario"]),
                pack_id=label["pack"],
                language=Language(label["lang"]),
                kind=label["class"],
                text=label["text"],
                made=frozenset(label["points"]),
                gold=label["score"],
                held=label["split"] == "held",
            )
        )
    return read


def test_agreement_beside_plain_graders(library: Library, replies: Sequence[Labelled]) -> None:
    graders: dict[str, Callable[[Labelled], Grade]] = {
        "partial_ratio ≥ 80 of a phrasing": _partial_ratio,
        "token_set_ratio to the model answer": _token_set_ratio,
        "bot.domain.grading": lambda reply: _ours(
            library.grade(reply.pack_id, reply.scenario.id, reply.text)
        ),
    }
    for split in (False, True):
        chosen = [reply for reply in replies if reply.held is split]
        print(f"\n{'held' if split else 'tune'}: {len(chosen)} replies")
        print(f"{'':38} QWK    en    ja    MAE  precision recall")
        for name, grader in graders.items():
            print(f"{name:38} {_agreement([(reply, grader(reply)) for reply in chosen])}")
        ours = [(reply, graders["bot.domain.grading"](reply)) for reply in chosen]
        for kind in sorted({reply.kind for reply in chosen}):
            print(f"  {kind:36} {_of_kind([pair for pair in ours if pair[0].kind == kind])}")


def test_time_of_a_reply_beside_rapidfuzz_over_the_same_strings(
    library: Library, replies: Sequence[Labelled]
) -> None:
    ours, peer = [], []
    for reply in [*replies, *replies]:  # the first time round, rubrics are compiled
        start = perf_counter()
        library.grade(reply.pack_id, reply.scenario.id, reply.text)
        between = perf_counter()
        _partial_ratio(reply)
        ours.append(between - start)
        peer.append(perf_counter() - between)
    ours, peer = ours[len(replies) :], peer[len(replies) :]
    for name, times in (("ours", ours), ("rapidfuzz partial_ratio", peer)):
        median, p95 = (percentile(times, share) * 1e3 for share in (0.5, 0.95))
        print(f"\n{name:24} median {median:.2f} ms   p95 {p95:.2f} ms")


def _agreement(pairs: Sequence[tuple[Labelled, Grade]]) -> str:
    fair = [pair for pair in pairs if not pair[0].kind.startswith("attack")]
    by_language = [_kappa([p for p in fair if p[0].language is language]) for language in Language]
    error = sum(abs(reply.gold - grade.value) for reply, grade in fair) / len(fair)
    clear = [pair for pair in fair if pair[0].kind not in UNCLEAR]
    agreed = sum(len(reply.made & grade.found) for reply, grade in clear)
    precision = agreed / max(1, sum(len(grade.found) for _, grade in clear))
    recall = agreed / max(1, sum(len(reply.made) for reply, _ in clear))
    kappas = "  ".join(f"{kappa:.3f}" for kappa in (_kappa(fair), *by_language))
    return f"{kappas}  {error:4.1f}   {precision:.3f}    {recall:.3f}"


def _kappa(pairs: Iterable[tuple[Labelled, Grade]]) -> float:
    """Quadratic weighted kappa (Cohen 1968) over five levels of twenty points."""
    levels = [(min(4, reply.gold // 20), min(4, grade.value // 20)) for reply, grade in pairs]
    observed = sum((gold - value) ** 2 for gold, value in levels) / len(levels)
    expected = sum((gold - value) ** 2 for gold, _ in levels for _, value in levels) / len(levels) ** 2
    return 1 - observed / expected if expected else 1.0


def _of_kind(pairs: Sequence[tuple[Labelled, Grade]]) -> str:
    values = [grade.value for _, grade in pairs]
    gold = sum(reply.gold for reply, _ in pairs) / len(pairs)
    return (
        f"n {len(pairs):3}   mean {sum(values) / len(pairs):5.1f} (gold {gold:5.1f})   highest {max(values)}"
    )


def _ours(score: Score) -> Grade:
    return Grade(score.value, frozenset(point.id for point in score.points if point.hit))


def _partial_ratio(reply: Labelled) -> Grade:
    """A point is made when any accepted phrasing, its signs taken out, is 80 % in the reply."""
    found = {
        point.id: point.weight
        for point in reply.scenario.rubric
        for phrasing in point.accept[reply.language]
        if fuzz.partial_ratio(_bare(phrasing), reply.text.lower()) >= 80
    }
    return Grade(min(100, sum(found.values())), frozenset(found))


def _token_set_ratio(reply: Labelled) -> Grade:
    """The likeness to the model answer as points; it finds no key points."""
    answer = reply.scenario.answer[reply.language]
    return Grade(round(fuzz.token_set_ratio(answer.lower(), reply.text.lower())), frozenset())


def _bare(phrasing: str) -> str:
    return " ".join(part.split("|")[0].strip() for part in phrasing.split("+")).lower()
