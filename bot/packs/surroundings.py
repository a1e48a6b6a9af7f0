"""What a new scenario has to fit into: the pack's exam and domains, the ids that are taken, its place."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from bot.domain.scenario import Bilingual
from bot.packs.building import text_of
from bot.packs.consistency import EACH, values
from bot.packs.faults import FaultyPack
from bot.packs.folder import read_folder
from bot.packs.schema import PackFile
from bot.packs.schema_faults import validated
from bot.packs.yaml_tree import Tree, read_tree

_SCHEMA = "scenario.schema.json"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`taken` has every id and file name in use with its place (`scenarios/a.yaml:2`); `neighbours` which
    scenarios name an id as one they are taken for; `folder` is where files of scenarios go; `kept` has the
    files that keep notes, by these as they stand there."""

    exam: str
    domains: tuple[Bilingual[str], ...]
    taken: Mapping[str, str]
    neighbours: Mapping[str, tuple[str, ...]]
    folder: Path
    kept: Mapping[str, tuple[Path, ...]] = field(default_factory=dict)

    def domain(self, name: str) -> str | None:
        """The English name of a domain that goes by this name in either language; None if none does. In a
        pack without pack.yaml any name will do."""
        asked = name.strip().casefold()
        known = {each.casefold(): domain.en for domain in self.domains for each in (domain.en, domain.ja)}
        return known.get(asked) if known else name.strip()

    def schema_from(self, folder: Path) -> str:
        """The published schema's path as seen from there; empty if it isn't beside the pack."""
        schema = self.folder.resolve().parents[1] / "schema" / _SCHEMA
        return Path(os.path.relpath(schema, folder.resolve())).as_posix() if schema.is_file() else ""


def read_surroundings(path: Path) -> Surroundings:
    """What is there already, drafts included; raises `FaultyPack` if pack.yaml can't be understood."""
    folder = read_folder(path, bare=True)
    trees = [read_tree(name, text) for name, text in folder.scenarios.items()]
    about = _about(path, folder.pack, folder.texts)
    beside = bool(trees) and not any(tree.file.startswith("scenarios/") for tree in trees)
    exams = Counter(exam for tree in trees for _, exam in values(tree, str, "exam")).most_common(1)
    return Surroundings(
        exam=about.exam if about else "".join(exam for exam, _ in exams),
        domains=tuple(text_of(domain.name) for domain in about.domains) if about else (),
        taken=_taken(trees),
        neighbours=_neighbours(trees),
        folder=path if beside else path / "scenarios",
        kept=_kept(path, trees),
    )


def read_kept(folder: Path) -> dict[str, tuple[Path, ...]]:
    """The files of scenarios in a folder, which need not be there, that keep notes, by these."""
    if not folder.is_dir():
        return {}
    texts = read_folder(folder, bare=True).scenarios
    return _kept(folder, [read_tree(name, text) for name, text in texts.items()])


def _about(path: Path, name: str | None, texts: Mapping[str, str]) -> PackFile | None:
    if name is None or name not in texts:
        return None
    tree = read_tree(name, texts[name])
    about, faults = validated(PackFile, tree)
    if about is None:
        raise FaultyPack(str(path), tree.faults or faults)
    return about


def _taken(trees: Iterable[Tree]) -> dict[str, str]:
    taken = {PurePosixPath(tree.file).stem: tree.file for tree in trees}
    for tree in trees:
        taken.update((name, f"{tree.file}:{tree.line(place)}") for place, name in values(tree, str, "id"))
    return taken


def _kept(path: Path, trees: Iterable[Tree]) -> dict[str, tuple[Path, ...]]:
    kept: dict[str, tuple[Path, ...]] = {}
    for tree in trees:
        for _, notes in values(tree, str, "notes"):
            kept[notes] = (*kept.get(notes, ()), path / tree.file)
    return kept


def _neighbours(trees: Iterable[Tree]) -> dict[str, tuple[str, ...]]:
    near: dict[str, list[str]] = {}
    for tree in trees:
        for _, own in values(tree, str, "id"):
            named = (name for _, name in values(tree, str, "confusable_with", EACH))
            belonging = (name for _, name in values(tree, str, "misconceptions", EACH, "belongs_to"))
            for name in {*named, *belonging} - {own}:
                near.setdefault(name, []).append(own)
    return {name: tuple(sorted(scenarios)) for name, scenarios in near.items()}
