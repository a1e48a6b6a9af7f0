"""Fit the trees that tell who settles on something, and write `bot/wordbook/choices.json`.

    python -m venv /tmp/tools && /tmp/tools/bin/pip install -e . scikit-learn
    /tmp/tools/bin/python -m tools.fit_choices

Learns from the part `tune` of the labelled replies, of which those count that clearly settle on something or
clearly don't. The tone of indecision, and what the listener hears, are those without the reply's scenario.
Ways of saying it (`data/choices.tsv`) teach these two, not the trees: whole replies tell those more. Prints
how many are told on scenarios left out. Fit again after `tones.json` and `listener.npz`, which they ask.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from bot.domain.grading import Grader
from bot.domain.grading.choosing import OPEN, SEEMS_OPEN, ChoiceEvidence
from bot.domain.scenario import Pack
from bot.domain.wordbook import WordBook
from bot.packs.loader import load_pack
from bot.wordbook.loader import load_services, load_small_talk, load_tones, load_vectors
from tools import fit_tones
from tools.fit_tones import NO_TREES, PACKS, ROOT
from tools.said import SAYING, choosing, heard_left_out
from tools.stored_trees import stored

FOLDS = 8
SETTINGS = {
    "max_iter": 200,
    "max_leaf_nodes": 8,
    "learning_rate": 0.06,
    "min_samples_leaf": 30,
    "l2_regularization": 5,
    "random_state": 0,
}


@dataclass(frozen=True, slots=True)
class Example:
    """A reply to a scenario: the turns of phrase by which its tone is heard, and what tells."""

    scenario: str
    turns: frozenset[str]
    evidence: ChoiceEvidence
    is_open: bool


def main() -> None:
    """Check on scenarios left out, fit on all, write."""
    packs = {pack.id: pack for pack in map(load_pack, PACKS)}
    book = WordBook(load_vectors(), NO_TREES, load_small_talk(), load_tones(), load_services())
    graders = {pack.id: Grader(pack.glossary, book) for pack in packs.values()}
    examples = toned_left_out(list(examples_of(packs, graders)))
    report(examples)
    trees = stored(model_of(examples), ChoiceEvidence._fields)
    path = ROOT / "bot" / "wordbook" / "choices.json"
    path.write_text(json.dumps(trees, separators=(",", ":")) + "\n", "utf-8")


def examples_of(packs: Mapping[str, Pack], graders: Mapping[str, Grader]) -> Iterator[Example]:
    """The labelled replies that clearly settle on something, or clearly don't, and what is heard in them."""
    heard = heard_left_out()
    for said in choosing(packs):
        scenario = packs[said.pack].scenario(said.scenario)
        if said.kind != SAYING and (found := graders[said.pack].choosing(scenario, said.text)):
            turns, evidence = found
            odds = heard[said.name, said.text]
            evidence = evidence._replace(heard_refusing=odds.refuses, heard_leaving_open=odds.leaves_open)
            yield Example(said.scenario, turns, evidence, is_open=said.does)


def toned_left_out(examples: Sequence[Example]) -> list[Example]:
    """The same, with the tone of indecision as it is without their scenarios."""
    toned: list[Example] = []
    for part in folds(examples):
        tone = fit_tones.without(part, "undecided").undecided
        toned += [
            replace(example, evidence=example.evidence._replace(indecision=tone.odds_of(example.turns)))
            for example in examples
            if example.scenario in part
        ]
    return toned


def folds(examples: Sequence[Example]) -> Iterator[frozenset[str]]:
    """The scenarios, in parts."""
    names = sorted({example.scenario for example in examples})
    random.Random(0).shuffle(names)
    return (frozenset(names[fold::FOLDS]) for fold in range(FOLDS))


def model_of(examples: Sequence[Example]) -> HistGradientBoostingClassifier:
    """The trees on these replies, hedges as heavy as all others together."""
    is_open = np.array([example.is_open for example in examples])
    weight = np.where(is_open, 0.5 / is_open.mean(), 0.5 / (~is_open).mean())
    evidence = np.array([example.evidence for example in examples])
    return HistGradientBoostingClassifier(**SETTINGS).fit(evidence, is_open, sample_weight=weight)


def report(examples: Sequence[Example]) -> None:
    """How many seem open, by trees that don't know the scenario."""
    probable = np.zeros(len(examples))
    evidence = np.array([example.evidence for example in examples])
    for part in folds(examples):
        out = np.array([example.scenario in part for example in examples])
        model = model_of([example for example, left in zip(examples, out, strict=True) if not left])
        probable[out] = model.predict_proba(evidence[out])[:, 1]
    is_open = np.array([example.is_open for example in examples])
    for title, which in (("open", is_open), ("settled", ~is_open)):
        sure, likely = ((probable[which] >= least).mean() for least in (OPEN, SEEMS_OPEN))
        print(f"  {which.sum()} {title}: open {sure:.4f}, seem so {likely:.4f}")


if __name__ == "__main__":
    main()
