"""Every fault of a pack is named with its file, its line and a remedy, all of them at once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import bot.packs
from bot.domain.grading.pattern import PatternFault
from bot.domain.scenario import Language
from bot.packs.faults import Fault, FaultyPack
from bot.packs.loader import load_pack
from bot.texts import catalogue
from tests.packs.small_pack import GLOSSARY, PACK, SCENARIO, line_of, spoiled, write_pack

FILE = "scenarios/branch.yaml"


def faults_of(folder: Path) -> list[Fault]:
    with pytest.raises(FaultyPack) as caught:
        load_pack(folder)
    return list(caught.value.faults)


SPOILT = [
    # what is written instead of what, the line at fault by its text, the fault, a word of its text
    ("difficulty: 2", "dificulty: 2", "dificulty", "unknown-key-near", "difficulty"),
    ("difficulty: 2", "difficulty: 4", "difficulty: 4", "out-of-range", "1 to 3"),
    ("difficulty: 2", "difficulty: hard", "difficulty: hard", "not-whole-number", "hard"),
    ("difficulty: 2\n", "difficulty: 2\nzzz: 1\n", "zzz: 1", "unknown-key", "zzz"),
    ("difficulty: 2\n", "difficulty: 2\ndifficulty: 3\n", "difficulty: 3", "duplicate-key", "line 5"),
    ("difficulty: 2\n", "\tdifficulty: 2\n", "\tdifficulty", "tab", "spaces"),
    ('task: "1.2"', "task: 1.2", "task: 1.2", "not-text", "quotes"),
    ("services: [git]", "services: git", "services: git", "not-list", "list"),
    ("services: [git]", "services: [git", "services: [git", "open-bracket", "bracket"),
    ("services: [git]", "services: [@git]", "services: [@git]", "odd-start", "@"),
    ("services: [git]", "services: &g [git]\ntask2: *g", "task2: *g", "alias", "*g"),
    ("services: [git]", "services: !!python/name:os.system git", "!!python", "tag", "python/name"),
    ("services: [git]", "services: [git]\n? [a]\n: b", "? [a]", "odd-key", "name: value"),
    ("services: [git]", "services: " + "[" * 30 + "]" * 30, "services:", "too-deep", "nested"),
    ("id: recover-deleted-branch", "id: Recover Branch", "id: Recover", "bad-id", "lower-case"),
    ("exam: GIT-1", "exam: GIT-2", "exam: GIT-2", "other-exam", "GIT-1"),
    ("domain: Recovering work", "domain: Gardening", "domain: Gardening", "unknown-domain", "Sharing work"),
    ("exam: GIT-1", "exam: ''", "exam: ''", "empty", "Fill it in"),
    ("exam: GIT-1", "exam: no", "exam: no", "not-text", "is false"),
    ("exam: GIT-1", "exam:", "exam:", "not-text", "is null"),
    ("reviewed: 2026", "reviewed: '2026", "reviewed:", "open-quote", "Close it"),
    ("exam: GIT-1", "exam: GIT: 1", "exam: GIT: 1", "colon", "quotes"),
    ("  - id: reflog\n", "  -  id: reflog\n", "weight: 50", "syntax", "indentation"),
    ("weight: 50", "weight: 40", "rubric:", "weights", "90"),
    ("weight: 50", "weight: true", "weight: true", "not-whole-number", "whole number"),
    ("id: before-gc\n", "id: reflog\n", "id: reflog\n    weight: 15", "doubled", "reflog"),
    ("id: stash\n", "id: pull\n", "id: pull\n    en: Take", "doubled", "pull"),
    ("en: [reflog, ref log", "en: ['a||b', ref log", "'a||b'", "pattern.empty-alternative", "character 3"),
    ("en: [reflog, ref log", "en: ['a +', ref log", "'a +'", "pattern.dangling-plus", "“+”"),
    ("en: [reflog, ref log", "en: ['|', ref log", "'|'", "pattern.blank", "no word at"),
    ("en: [reflog, ref log, reference log, git log -g]", "en: []", "en: []", "empty-list", "at least one"),
    ("    hint: {en: Git keeps", "    tip: {en: Git keeps", "- id: reflog", "missing-key", "hint"),
    ("  ja: 到達できないコミットの記録は、既定では 30 日間 reflog に残ります。\n", "", "explanation:",
     "missing-language", "“ja”"),
    ("url: https://git-scm.com", "url: git-scm.com", "url: git", "bad-url", "https://"),
    ("read: 2026-03-01", "read: 2026-02-30", "read: 2026", "bad-date", "2026-02-30"),
    ("read: 2026-03-01", "read: 20260301", "read: 2026", "bad-date", "20260301"),
    ("reviewed: 2026-03-02", "reviewed: soon", "reviewed:", "bad-date", "soon"),
    ("supports: [reflog,", "supports: [reflogs,", "supports:", "no-such-point", "before-gc"),
    ("reviewed: 2026-03-02", "reviewed: null\n---\nid: x", "---", "second-document", "Keep one"),
    ("exam: GIT-1", 'exam: "GIT\x07"', "exam:", "control-character", "Delete it"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "at", "kind", "word"), SPOILT, ids=[f"{s[3]}-{i}" for i, s in enumerate(SPOILT)]
)
def test_a_spoilt_scenario_is_named_with_line_and_remedy(
    tmp_path: Path, old: str, new: str, at: str, kind: str, word: str
) -> None:
    scenario = spoiled(old, new)

    faults = faults_of(write_pack(tmp_path, scenario=scenario))

    found = {(fault.file, fault.line, fault.key.removeprefix("fault.")): fault for fault in faults}
    fault = found[FILE, line_of(at, scenario), kind]
    assert word in fault.text(Language.EN)


def test_a_rubric_needs_a_required_point(tmp_path: Path) -> None:
    scenario = SCENARIO.replace("    required: true\n", "")

    assert [(f.line, f.key) for f in faults_of(write_pack(tmp_path, scenario=scenario))] == [
        (line_of("rubric:", scenario), "fault.no-required")
    ]


def test_ten_faults_in_four_files_are_all_listed_at_once(tmp_path: Path) -> None:
    scenario = SCENARIO
    for old, new in (
        ("difficulty: 2", "dificulty: 2"),  # 1 and 2: an unknown key, and the known one is missing
        ("weight: 50", "weight: 40"),  # 3
        ("read: 2026-03-01", "read: 2026-03-32"),  # 4
        ("url: https:", "url: htps:"),  # 5
        ("belongs_to: undo-last-commit", "belongs_to: Undo"),  # 6
    ):
        scenario = spoiled(old, new, scenario)
    second = spoiled("domain: Recovering work", "domain: Cooking")  # 7, and 8: its id is taken
    pack = spoiled("weight: 60", "weight: 70", PACK)  # 9
    glossary = spoiled("}\n\n", "\n\n", GLOSSARY)  # 10

    faults = faults_of(write_pack(tmp_path, scenario=scenario, second=second, pack=pack, glossary=glossary))

    assert [(fault.place, fault.key.removeprefix("fault.")) for fault in faults] == [
        ("glossary.jsonl:1", "bad-json"),
        ("pack.yaml:5", "domain-weights"),
        (f"{FILE}:1", "missing-key"),
        (f"{FILE}:{line_of('dificulty', scenario)}", "unknown-key-near"),
        (f"{FILE}:{line_of('rubric:', scenario)}", "weights"),
        (f"{FILE}:{line_of('belongs_to: Undo', scenario)}", "bad-id"),
        (f"{FILE}:{line_of('url: htps', scenario)}", "bad-url"),
        (f"{FILE}:{line_of('read: 2026-03-32', scenario)}", "bad-date"),
        ("scenarios/second.yaml:1", "id-taken"),
        ("scenarios/second.yaml:3", "unknown-domain"),
    ]


def test_a_report_names_file_line_trouble_and_remedy(tmp_path: Path) -> None:
    folder = write_pack(tmp_path, scenario=spoiled("weight: 50", "weight: 40"))

    with pytest.raises(FaultyPack) as caught:
        load_pack(folder)

    line = line_of("rubric:")
    english, japanese = (caught.value.report(language) for language in Language)
    assert english == f"{FILE}:{line}: The weights of the rubric add up to 90. Make it 100."
    assert japanese == f"{FILE}:{line}: rubric の配点の合計が 90 です。100 にしてください。"


@pytest.mark.parametrize(
    ("content", "place", "kind"),
    [
        (b"", f"{FILE}:1", "empty-file"),
        (b"# nothing yet\n", f"{FILE}:1", "empty-file"),
        (b"- a\n- b\n", f"{FILE}:1", "not-mapping"),
        (b"just text", f"{FILE}:1", "not-mapping"),
        (b"id: x\nexam: caf\xe9\n", f"{FILE}:2", "not-utf-8"),
        (SCENARIO.encode("utf-16"), f"{FILE}:1", "not-utf-8"),
        (b"- " * 100_000, f"{FILE}:1", "too-deep"),
    ],
)
def test_a_file_that_is_no_scenario_at_all_is_named(
    tmp_path: Path, content: bytes, place: str, kind: str
) -> None:
    faults = faults_of(write_pack(tmp_path, scenario=content))

    assert [(fault.place, fault.key) for fault in faults] == [(place, f"fault.{kind}")]


def test_an_alias_bomb_is_refused_before_it_unfolds(tmp_path: Path) -> None:
    levels = ["l0: &l0 [x, x]"] + [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 40)]

    faults = faults_of(write_pack(tmp_path, scenario="\n".join(levels)))

    assert [(fault.line, fault.key) for fault in faults] == [(2, "fault.alias")]


@pytest.mark.parametrize(
    ("old", "new", "line", "kind"),
    [
        ('"kind": "feature"', '"sort": "feature"', 1, "unknown-key"),
        ('"term": "garbage collection"', '"term": "reflog"', 3, "doubled"),
        ('{"term": "garbage collection"', '[{"term": "garbage collection"', 3, "bad-json"),
        ('"term": "garbage collection"', '"term": 7', 3, "not-text"),
    ],
)
def test_a_spoilt_glossary_line_is_named(tmp_path: Path, old: str, new: str, line: int, kind: str) -> None:
    faults = faults_of(write_pack(tmp_path, glossary=spoiled(old, new, GLOSSARY)))

    assert ("glossary.jsonl", line, f"fault.{kind}") in [(f.file, f.line, f.key) for f in faults]


@pytest.mark.parametrize(
    ("old", "new", "at", "kind"),
    [
        ("id: git-drill", "id: git drill", "id: git drill", "bad-id"),
        ("title: {en: Git drill, ja: Git ドリル}", "title: Git drill", "title:", "not-mapping"),
        ("notice: {en: For practice., ja: 学習用です。}\n", "", "id: git-drill", "missing-key"),
        (
            "en: Sharing work",
            "en: Recovering work",
            "- name: {en: Recovering work, ja: 作業の共有}",
            "doubled",
        ),
        ("weight: 60", "weight: -60", "weight: -60", "out-of-range"),
        ("weight: 60", "weight: most", "weight: most", "not-number"),
    ],
)
def test_a_spoilt_pack_file_is_named(tmp_path: Path, old: str, new: str, at: str, kind: str) -> None:
    pack = spoiled(old, new, PACK)

    faults = faults_of(write_pack(tmp_path, pack=pack))

    found = [(fault.file, fault.line, fault.key) for fault in faults]
    assert ("pack.yaml", line_of(at, pack), f"fault.{kind}") in found


def test_a_faulty_pack_file_does_not_make_every_scenario_faulty(tmp_path: Path) -> None:
    faults = faults_of(write_pack(tmp_path, pack="id: git-drill\n"))

    assert {fault.file for fault in faults} == {"pack.yaml"}


def test_what_a_file_says_reaches_the_terminal_without_control_characters(tmp_path: Path) -> None:
    folder = write_pack(tmp_path, scenario=spoiled("exam: GIT-1", 'exam: "\\e[31m GIT"'))

    assert "\x1b" not in "".join(fault.text(Language.EN) for fault in faults_of(folder))


def test_every_fault_has_its_text_and_every_text_its_fault() -> None:
    made_up = "fault.promised-"  # keys put together from parts
    source = "".join(file.read_text("utf-8") for file in Path(bot.packs.__file__).parent.glob("*.py"))
    raised = set(re.findall(r'"(fault\.[a-z0-9-]+)"', source))
    texts = {key for key in catalogue() if key.startswith("fault.") and not key.startswith(made_up)}

    assert raised == texts


@pytest.mark.parametrize("kind", [PatternFault, *PatternFault.__subclasses__()])
def test_every_kind_of_bad_pattern_has_its_text(kind: type[PatternFault]) -> None:
    assert kind.key in catalogue()
