"""Packs out of folders: every file read, every fault of all of them named at once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from bot.domain.glossary import Glossary
from bot.domain.scenario import Bilingual, Pack, Scenario
from bot.packs.building import domain_of, domains_seen, scenario_of, text_of
from bot.packs.consistency import doubled_ids, pack_faults, scenario_faults, values
from bot.packs.faults import Fault, FaultyPack, Location, clip, in_order
from bot.packs.folder import (
    GLOSSARY_NAME,
    NO_SCENARIOS,
    Folder,
    find_packs,
    read_folder,
    shipped_pack_path,
)
from bot.packs.glossary_lines import read_glossary
from bot.packs.schema import PackFile, ScenarioFile
from bot.packs.schema_faults import validated
from bot.packs.yaml_tree import Tree, read_tree

__all__ = ["FaultyPack", "Reading", "find_packs", "load_pack", "read_pack", "shipped_pack_path"]

M = TypeVar("M", bound=BaseModel)

_DRAFT = re.compile(r"^draft:[ \t]+true\b", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a folder says: a pack of the scenarios that are sound, and the faults of all its files. What is
    said against `drafts` stands apart: it keeps nobody from serving the rest. So many `files` are scenarios',
    sound or not."""

    pack: Pack
    faults: tuple[Fault, ...]
    trees: Mapping[str, Tree]
    drafts: tuple[Fault, ...] = ()
    files: int = 0

    def fault(self, scenario: Scenario, location: Location, key: str, **facts: str | int) -> Fault:
        """A fault at a location of the scenario's file."""
        return self.trees[scenario.id].fault(location, key, **facts)


def load_pack(path: Path) -> Pack:
    """The pack in this folder, without its drafts; raises `FaultyPack` with every fault of every file, and
    if there are only drafts."""
    reading = read_pack(path)
    if reading.faults or not reading.pack.scenarios:
        raise FaultyPack(str(path), [*reading.faults, *reading.drafts])
    return reading.pack


def read_pack(path: Path) -> Reading:
    """What the folder says, faults and all; raises `FaultyPack` only if there is no scenario to read."""
    folder = read_folder(path)
    faults = list(folder.faults)
    about = _about(folder, faults)
    glossary = _glossary(folder, faults)
    if any(fault.key == NO_SCENARIOS for fault in faults):
        raise FaultyPack(str(path), faults)
    trees: dict[str, Tree] = {}
    scenarios: list[Scenario] = []
    read = {name: read_tree(name, text) for name, text in folder.scenarios.items()}
    drafts = {name for name, tree in read.items() if is_draft(tree, folder.texts[name])}
    faults += doubled_ids({name: read[name] for name in sorted(read, key=drafts.__contains__)})
    for name, tree in read.items():
        if name in drafts:
            faults += [*tree.faults, tree.fault(("draft",), "fault.draft")]
            continue
        scenario, found = _scenario(tree, about)
        faults += found
        if scenario and scenario.id not in trees:
            trees[scenario.id] = tree
            scenarios.append(scenario)
    pack = _pack(folder, about, glossary, sorted(scenarios, key=lambda scenario: scenario.id))
    return Reading(
        pack,
        in_order(fault for fault in faults if fault.file not in drafts),
        trees,
        in_order(fault for fault in faults if fault.file in drafts),
        len(folder.scenarios),
    )


def is_draft(tree: Tree, text: str) -> bool:
    """Whether a scenario's file says that it is still being written, be it broken YAML for the moment."""
    if tree.value is None:
        return bool(_DRAFT.search(text))
    return True in (said for _, said in values(tree, bool, "draft"))


def _about(folder: Folder, faults: list[Fault]) -> PackFile | None:
    """What pack.yaml says, if it is there and sound."""
    if folder.pack is None or folder.pack not in folder.texts:
        return None
    about, found = _understood(PackFile, read_tree(folder.pack, folder.texts[folder.pack]), pack_faults)
    faults += found
    return about


def _glossary(folder: Folder, faults: list[Fault]) -> Glossary:
    if GLOSSARY_NAME not in folder.texts:
        return Glossary()
    glossary, found = read_glossary(GLOSSARY_NAME, folder.texts[GLOSSARY_NAME])
    faults += found
    return glossary


def _scenario(tree: Tree, about: PackFile | None) -> tuple[Scenario | None, list[Fault]]:
    """The scenario if its file is sound in itself, and every fault, strangeness to the pack included."""
    file, faults = _understood(ScenarioFile, tree, scenario_faults)
    scenario = scenario_of(file) if file and not faults else None
    return scenario, [*faults, *(_strange_to(about, tree) if about else ())]


def _understood(
    model: type[M], tree: Tree, disagreements: Callable[[Tree], Iterable[Fault]]
) -> tuple[M | None, list[Fault]]:
    if tree.value is None:
        return None, tree.faults or [tree.fault((), "fault.empty-file")]
    file, faults = validated(model, tree)
    return file, [*tree.faults, *faults, *disagreements(tree)]


def _strange_to(about: PackFile, tree: Tree) -> Iterator[Fault]:
    """An exam or a domain that pack.yaml doesn't know."""
    domains = [domain.name.en for domain in about.domains]
    for location, name in values(tree, str, "domain"):
        if name.strip() not in domains:
            yield tree.fault(location, "fault.unknown-domain", name=clip(name), domains=", ".join(domains))
    for location, exam in values(tree, str, "exam"):
        if exam.strip() != about.exam:
            yield tree.fault(location, "fault.other-exam", exam=clip(exam), expected=clip(about.exam))


def _pack(folder: Folder, about: PackFile | None, glossary: Glossary, scenarios: Sequence[Scenario]) -> Pack:
    """The pack; what pack.yaml doesn't say follows from the folder's name and the scenarios."""
    exams = Counter(scenario.exam for scenario in scenarios).most_common(1)
    return Pack(
        id=about.id if about else folder.name,
        title=text_of(about.title) if about else Bilingual(folder.name, folder.name),
        exam=about.exam if about else "".join(exam for exam, _ in exams),
        notice=text_of(about.notice) if about else Bilingual("", ""),
        domains=tuple(map(domain_of, about.domains)) if about else domains_seen(scenarios),
        glossary=glossary,
        scenarios=tuple(scenarios),
        fingerprint=folder.fingerprint,
        calibration=about.search.calibration() if about and about.search else None,
    )
