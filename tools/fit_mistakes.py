"""Fit the trees that tell which misconceptions a reply asserts, and write `bot/wordbook/mistakes.json`.

    python -m venv /tmp/tools && /tmp/tools/bin/pip install -e . scikit-learn
    /tmp/tools/bin/python -m tools.fit_mistakes

Learns from the misconceptions that the part `tune` of the labelled replies lists, and from those that it
doesn't; from what a scenario promises, too: its accepted phrasings assert the misconception, alone and beside
the answer, and its right examples assert none. Every text counts twice, as for `tools.fit_grader`. Prints how
many are told on scenarios left out, and how many that nobody asserted; `caught` is what phrasings alone say.
Fit again after `refusal.json`, whose tone it asks.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from bot.domain.grading import Grader, parse_pattern
from bot.domain.grading.mistaking import ASSERTED, MistakeEvidence
from bot.domain.reading.meaning import WordVectors
from bot.domain.scenario import Language, Pack, Scenario
from bot.domain.wordbook import WordBook
from bot.packs.loader import load_pack
from bot.wordbook.loader import load_refusal, load_small_talk, load_tones, load_vectors, read_vectors
from tests.bench.agreement import CHOOSING, MIXED, REJECTING, TOGETHER, Labelled, labelled
from tools.fit_tones import DATA, NO_TREES, PACKS, ROOT
from tools.stored_trees import stored
from tools.thinning import thinned

WEIGHTS = {  # of a reply, by collection: the others were written to refuse, or to be hard
    MIXED: 1.0,
    TOGETHER: 1.0,
    "strangers-tune-hard.jsonl": 0.5,
    "strangers-tune-arguing.jsonl": 0.5,
    "strangers-tune-refusing.jsonl": 0.3,
    REJECTING: 0.3,
    CHOOSING: 0.5,
}
PROMISED_WEIGHT = 0.5
PROMISES = 2  # accepted phrasings, for each misconception and language
JOINTS = {  # the last two of each give a reason, which says no to something else
    Language.EN: (
        *("{right}, and {wrong}", "{right}. {wrong}", "{wrong} and {right}", "{wrong}, plus {right}"),
        *("{right}. Then {wrong} because the rest can't scale.", "{wrong}, it doesn't cost much. {right}"),
    ),
    Language.JA: (
        *("{right}、{wrong}", "{right}。{wrong}", "{wrong}、あと {right}", "{wrong}。{right}"),
        *("{right}。それだけでは足りないので、{wrong}", "{wrong}。手間はかからない。{right}"),
    ),
}
NEGATED_WEIGHT = 0.3  # as much less for who turns the answer down: what else is said costs nothing then
UNCLEAR = ("hedge", "contradictory")  # they name misconceptions among others
ATTACKS = ("attack-offtopic", "attack-copied")
FOLDS = 6
SETTINGS = {
    "max_iter": 250,
    "max_leaf_nodes": 10,
    "learning_rate": 0.05,
    "min_samples_leaf": 25,
    "l2_regularization": 5,
    "random_state": 0,
}


@dataclass(frozen=True, slots=True)
class Example:
    """One misconception beside one reply: what speaks for it, and whether it is asserted. No evidence where
    nothing does: it counts as not asserted then."""

    reply: Labelled
    evidence: MistakeEvidence | None
    is_asserted: bool
    weight: float


def main() -> None:
    """Check on scenarios left out, fit on all, write."""
    packs = {pack.id: pack for pack in map(load_pack, PACKS)}
    weighed = [*replies(), *promised(packs.values())]
    vectors = (read_vectors(Path(__file__).parent / "foreign"), load_vectors())
    thin = {name: thinned(pack) for name, pack in packs.items()}
    examples = [
        example
        for beside, table in zip((packs, thin), vectors, strict=True)
        for example in examples_of(beside, table, weighed)
    ]
    report(examples)
    path = ROOT / "bot" / "wordbook" / "mistakes.json"
    path.write_text(json.dumps(trees_of(examples), separators=(",", ":")) + "\n", "utf-8")


def replies() -> Iterator[tuple[Labelled, float]]:
    """The replies with clear labels, and how much each counts."""
    collections = [
        (1.0, labelled(DATA)),
        *((weight, labelled(DATA, name)) for name, weight in WEIGHTS.items()),
    ]
    seen: dict[str, tuple[Labelled, float]] = {}
    for weight, found in collections:
        for reply in found:
            attack = reply.kind.startswith("attack") and reply.kind not in ATTACKS
            if not (reply.held or attack or reply.kind in UNCLEAR):
                seen[reply.id] = reply, weight * (NEGATED_WEIGHT if reply.kind == "negated" else 1.0)
    yield from seen.values()


def promised(packs: Iterable[Pack]) -> Iterator[tuple[Labelled, float]]:
    """What scenarios promise, as replies."""
    chance = random.Random(7)
    for pack in packs:
        for scenario in pack.scenarios:
            for language in Language:
                right = [scenario.answer[language], *scenario.examples[language].full]
                said = [(text, "full", frozenset[str]()) for text in right]
                for trap in scenario.misconceptions:
                    for wrong in phrasings(trap.accept[language], chance):
                        said.append((wrong, "wrong", frozenset({trap.id})))
                        both = chance.choice(JOINTS[language])
                        answer = chance.choice(phrasings(required(scenario, language), chance) or [""])
                        if answer:
                            text = both.format(right=answer, wrong=wrong)
                            said.append((text, "mixed", frozenset({trap.id})))
                for text, kind, mistaken in said:
                    yield (
                        Labelled(
                            "",
                            pack.id,
                            scenario.id,
                            language,
                            f"promised {kind}",
                            text,
                            frozenset(),
                            mistaken,
                            0,
                            held=False,
                        ),
                        PROMISED_WEIGHT,
                    )


def required(scenario: Scenario, language: Language) -> Sequence[str]:
    """How its required key points may be said."""
    return [said for point in scenario.rubric if point.required for said in point.accept[language]]


def phrasings(accepted: Sequence[str], chance: random.Random) -> list[str]:
    """Some of these patterns as plain texts."""
    chosen = chance.sample(accepted, min(PROMISES, len(accepted)))
    return [" ".join(chance.choice(e) for e in parse_pattern(pattern).elements) for pattern in chosen]


def examples_of(
    packs: Mapping[str, Pack], vectors: WordVectors, weighed: Iterable[tuple[Labelled, float]]
) -> Iterator[Example]:
    """Every reply beside every misconception of its scenario."""
    book = WordBook(vectors, NO_TREES, load_small_talk(), load_tones())
    graders = {pack.id: Grader(pack.glossary, book) for pack in packs.values()}
    tone = load_refusal().tone
    for reply, weight in weighed:
        scenario = packs[reply.pack].scenario(reply.scenario)
        found = graders[reply.pack].mistaking(scenario, reply.text, tone)
        for trap in scenario.misconceptions:
            yield Example(reply, found.get(trap.id), trap.id in reply.mistaken, weight)


def model_of(examples: Sequence[Example]) -> HistGradientBoostingClassifier:
    """The trees on these examples."""
    asked = [example for example in examples if example.evidence]
    return HistGradientBoostingClassifier(**SETTINGS).fit(
        np.array([example.evidence for example in asked]),
        np.array([example.is_asserted for example in asked]),
        sample_weight=np.array([example.weight for example in asked]),
    )


def trees_of(examples: Sequence[Example]) -> dict[str, Any]:
    """As the word book stores them."""
    return stored(model_of(examples), MistakeEvidence._fields)


def folds(examples: Iterable[Example]) -> Iterator[frozenset[str]]:
    """The scenarios in parts."""
    names = sorted({example.reply.scenario for example in examples})
    random.Random(0).shuffle(names)
    return (frozenset(names[fold::FOLDS]) for fold in range(FOLDS))


def report(examples: Sequence[Example]) -> None:
    """What is told on scenarios left out, by the kind of reply; and by phrasings alone."""
    probable = np.zeros(len(examples))
    for part in folds(examples):
        model = model_of([example for example in examples if example.reply.scenario not in part])
        out = [at for at, e in enumerate(examples) if e.reply.scenario in part and e.evidence]
        probable[out] = model.predict_proba(np.array([examples[at].evidence for at in out]))[:, 1]
    told = {
        "weighed": probable >= ASSERTED,
        "caught": np.array([bool(example.evidence and example.evidence.caught) for example in examples]),
    }
    is_asserted = np.array([example.is_asserted for example in examples])
    kinds = np.array([example.reply.kind for example in examples])
    for name, by in told.items():
        honest = kinds != "negated"
        right = (by & is_asserted & honest).sum()
        print(
            f"{name}: precision {right / (by & honest).sum():.3f},"
            f" recall {right / (is_asserted & honest).sum():.3f}"
        )
        for kind in np.unique(kinds):
            mine = kinds == kind
            print(
                f"  {kind}: {(by & is_asserted & mine).sum()} of {(is_asserted & mine).sum()},"
                f" falsely {(by & ~is_asserted & mine).sum()} of {(~is_asserted & mine).sum()}"
            )


if __name__ == "__main__":
    main()
