"""Fit the trees that weigh evidence for a key point, and write `bot/wordbook/evidence.json`.

    python -m venv /tmp/tools && /tmp/tools/bin/pip install -e . scikit-learn
    /tmp/tools/bin/python -m tools.fit_grader [--check]

Learns from the part `tune` of the labelled replies in `tests/bench/data/grading`, and never opens the part
`held`. Every reply counts twice: with vectors that don't know sayings about the scenarios' topics, since
packs may be about anything, and with those that ship beside scenarios of which phrasings were taken away,
since authors may be in a hurry. Replies to other scenarios stand in as off-topic ones. `--check` fits on
nine tenths of the scenarios at a time, grades the rest, and prints how well that agrees with the labels.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from bot.domain.grading import Grader, parse_pattern
from bot.domain.grading.weighing import AGAINST, EITHER_WAY, Evidence
from bot.domain.reading.meaning import WordVectors
from bot.domain.reading.tone import Tones
from bot.domain.scenario import Language, Pack
from bot.domain.trees import BoostedTrees
from bot.domain.wordbook import WordBook
from bot.packs.loader import load_pack
from bot.wordbook.loader import load_small_talk, load_vectors, read_vectors
from tests.bench.agreement import CHOOSING, MIXED, REJECTING, Graded, Labelled, labelled, table
from tools import fit_tones
from tools.fit_tones import DATA, NO_TREES, PACKS, ROOT, STANCE_NAMES, stances
from tools.stored_trees import stored
from tools.thinning import thinned

FOREIGN = read_vectors(Path(__file__).parent / "foreign")  # `tools.word_vectors` makes it
SHIPPED = load_vectors()
SETTINGS = {
    "max_iter": 300,
    "max_leaf_nodes": 12,
    "learning_rate": 0.06,
    "l2_regularization": 5,
    "min_samples_leaf": 30,
    "random_state": 0,
}
PROMISES = 2  # accepted phrasings that stand alone, for each point and language
MOST_POINTS = 12
HARD, HARD_WEIGHT = "strangers-tune-hard.jsonl", 0.4
MIXED_WEIGHT = 0.6
REJECTING_WEIGHT = 0.2
TURNED_DOWN_WEIGHT = 3.0  # plain rejections: rare, and none of them may earn a point
STANCES, STANCE_WEIGHT = 1, 0.4  # phrasings that each way of taking a stance is filled with
STRAYS = 3  # replies to other scenarios that stand in as off-topic ones, for each scenario
UNCLEAR = ("hedge", "contradictory")  # their points are named but not upheld
ATTACKS = ("attack-offtopic", "attack-copied")  # the others are caught before evidence is weighed
FOLDS = 10
TONE_FOLDS = 5


@dataclass(frozen=True, slots=True)
class Example:
    """The evidence for one point in one reply, whether the reply makes it, and how much that counts."""

    scenario: str
    evidence: Evidence
    made: bool
    weight: float = 1.0


def main() -> None:
    """Fit on everything and write, or check on scenarios left out."""
    packs = {pack.id: pack for pack in map(load_pack, PACKS)}
    thin = {name: thinned(pack) for name, pack in packs.items()}
    replies = [reply for reply in labelled(DATA) if not reply.held]
    rejecting, mixed = list(labelled(DATA, REJECTING)), list(labelled(DATA, MIXED, CHOOSING))
    weights = {reply.id: HARD_WEIGHT for reply in labelled(DATA, HARD)}
    weights |= {reply.id: REJECTING_WEIGHT for reply in rejecting}
    weights |= {reply.id: MIXED_WEIGHT for reply in mixed}
    turned_down = (reply for reply in replies if reply.kind == "negated" and reply.id not in weights)
    weights |= {reply.id: TURNED_DOWN_WEIGHT for reply in turned_down}
    scenarios = {scenario.id for pack in packs.values() for scenario in pack.scenarios}
    tones = tones_by_name(scenarios | set(STANCE_NAMES))
    examples = [
        example
        for beside, vectors in ((packs, FOREIGN), (thin, SHIPPED))
        for example in lessons(Graders(beside, tones, vectors), replies, [*rejecting, *mixed], weights)
    ]
    if "--check" in sys.argv:
        usual = [reply for reply in replies if weights.get(reply.id, 1.0) >= 1.0]
        left_out = list(folds(usual, examples))
        for title, beside, vectors in (
            ("topics known", packs, SHIPPED),
            ("new topics", packs, FOREIGN),
            ("new topics, few phrasings", thin, FOREIGN),
        ):
            print(table(f"left out, {title}", crossed(beside, tones, vectors, usual, left_out)))
        return
    trees = json.dumps(fitted(examples), separators=(",", ":"))
    (ROOT / "bot" / "wordbook" / "evidence.json").write_text(trees + "\n", "utf-8")


def tones_by_name(names: Iterable[str]) -> dict[str, Tones]:
    """For each scenario, and each way of taking a stance, the tones as they are without it."""
    ordered = sorted(names)
    parts = [frozenset(ordered[fold::TONE_FOLDS]) for fold in range(TONE_FOLDS)]
    return {name: tones for part in parts for tones in [fit_tones.without(part)] for name in part}


class Graders:
    """A grader for each scenario of these packs."""

    def __init__(
        self,
        packs: Mapping[str, Pack],
        tones: Mapping[str, Tones],
        vectors: WordVectors,
        trees: BoostedTrees | None = None,
    ) -> None:
        self.packs = packs
        self._made: dict[tuple[str, int], Grader] = {}
        self._tones, self._vectors, self._trees = tones, vectors, trees or NO_TREES

    def evidence(self, pack: str, scenario: str, text: str, name: str = "") -> dict[str, Evidence]:
        """The evidence for each key point, by the tones for the scenario or another name."""
        return self._grader(pack, name or scenario).evidence(self.packs[pack].scenario(scenario), text)

    def graded(self, reply: Labelled) -> Graded:
        """The reply with its score."""
        scenario = self.packs[reply.pack].scenario(reply.scenario)
        return Graded.of(reply, self._grader(reply.pack, reply.scenario).grade(scenario, reply.text))

    def _grader(self, pack: str, name: str) -> Grader:
        tones = self._tones[name]
        if (pack, id(tones)) not in self._made:
            book = WordBook(self._vectors, self._trees, load_small_talk(), tones)
            self._made[pack, id(tones)] = Grader(self.packs[pack].glossary, book)
        return self._made[pack, id(tones)]


def lessons(
    graders: Graders,
    replies: Sequence[Labelled],
    others: Sequence[Labelled],
    weights: Mapping[str, float],
) -> Iterator[Example]:
    """All that is learnt from: replies to stand in as off-topic ones for each other, and `others`."""
    yield from taught(graders, [*replies, *others], weights)
    yield from promised(graders)
    yield from strays(graders, replies)
    yield from taken(graders)


def taught(graders: Graders, replies: Sequence[Labelled], weights: Mapping[str, float]) -> Iterator[Example]:
    """Examples from replies with clear labels. Those written to be hard count less: a channel has few."""
    for reply in replies:
        attack = reply.kind.startswith("attack")
        if reply.kind in UNCLEAR or (attack and reply.kind not in ATTACKS):
            continue
        for point, evidence in graders.evidence(reply.pack, reply.scenario, reply.text).items():
            made = point in reply.made and not attack
            yield Example(reply.scenario, evidence, made, weights.get(reply.id, 1.0))


def promised(graders: Graders) -> Iterator[Example]:
    """An accepted phrasing alone, as a reply, makes its point: that is what accepting means."""
    chance = random.Random(3)
    for pack in graders.packs.values():
        for scenario, point, language in product(pack.scenarios, range(MOST_POINTS), Language):
            accepted = scenario.rubric[point].accept[language] if point < len(scenario.rubric) else ()
            for phrasing in chance.sample(accepted, min(PROMISES, len(accepted))):
                elements = parse_pattern(phrasing).elements
                reply = " ".join(chance.choice(element) for element in elements)
                name = scenario.rubric[point].id
                yield Example(scenario.id, graders.evidence(pack.id, scenario.id, reply)[name], made=True)


def strays(graders: Graders, replies: Sequence[Labelled]) -> Iterator[Example]:
    """Examples from replies to other scenarios."""
    chance = random.Random(5)
    honest = [reply for reply in replies if not reply.kind.startswith("attack")]
    for pack in graders.packs.values():
        for scenario in pack.scenarios:
            others = [reply for reply in honest if reply.scenario != scenario.id]
            for reply in chance.sample(others, STRAYS):
                for evidence in graders.evidence(pack.id, scenario.id, reply.text).values():
                    yield Example(scenario.id, evidence, made=False)


def taken(graders: Graders) -> Iterator[Example]:
    """Who says no to a point makes none, and who says yes to it makes that one."""
    for stance in stances(graders.packs.values(), STANCES):
        found = graders.evidence(stance.pack, stance.scenario, stance.text, stance.name)
        for point, evidence in found.items():
            if stance.against or point == stance.point:
                yield Example(stance.scenario, evidence, not stance.against, STANCE_WEIGHT)


def fitted(examples: Sequence[Example]) -> dict[str, Any]:
    """The trees as the word book stores them."""
    signs = [0 if f in EITHER_WAY else -1 if f in AGAINST else 1 for f in Evidence._fields]
    model = HistGradientBoostingClassifier(monotonic_cst=signs, **SETTINGS)
    evidence, made = np.array([e.evidence for e in examples]), np.array([e.made for e in examples])
    model.fit(evidence, made, sample_weight=np.array([e.weight for e in examples]))
    return stored(model, Evidence._fields)


def folds(
    replies: Sequence[Labelled], examples: Sequence[Example]
) -> Iterator[tuple[BoostedTrees, frozenset[str]]]:
    """Trees, and the scenarios of which they have seen no example."""
    names = sorted({reply.scenario for reply in replies})
    for fold in range(FOLDS):
        out = frozenset(names[fold::FOLDS])
        yield BoostedTrees.of(fitted([e for e in examples if e.scenario not in out])), out


def crossed(
    packs: Mapping[str, Pack],
    tones: Mapping[str, Tones],
    vectors: WordVectors,
    replies: Sequence[Labelled],
    left_out: Iterable[tuple[BoostedTrees, Container[str]]],
) -> Iterator[Graded]:
    """Every reply, graded by trees and tones that have seen no reply to its scenario."""
    for trees, out in left_out:
        graders = Graders(packs, tones, vectors, trees)
        yield from (graders.graded(reply) for reply in replies if reply.scenario in out)


if __name__ == "__main__":
    main()
