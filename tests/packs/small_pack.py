"""A sound pack of one scenario, about something other than cloud exams, for tests to spoil."""

from __future__ import annotations

from datetime import date
from pathlib import Path

TODAY = date(2026, 3, 10)
"""A day on which everything in the pack is up to date."""

SOUND = Path(__file__).with_name("git_drill")
SCENARIO = (SOUND / "scenarios" / "branch.yaml").read_text("utf-8")
PACK = (SOUND / "pack.yaml").read_text("utf-8")
GLOSSARY = (SOUND / "glossary.jsonl").read_text("utf-8")


def write_pack(
    folder: Path,
    *,
    scenario: str | bytes = SCENARIO,
    second: str | bytes | None = None,
    pack: str | bytes | None = PACK,
    glossary: str | bytes | None = GLOSSARY,
) -> Path:
    """Write the sound pack into the folder, with the files given in place of its own (None: without)."""
    files = {
        "scenarios/branch.yaml": scenario,
        "scenarios/second.yaml": second,
        "pack.yaml": pack,
        "glossary.jsonl": glossary,
    }
    for name, content in files.items():
        if content is not None:
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def line_of(snippet: str, text: str = SCENARIO) -> int:
    """The line, from 1, on which the snippet begins; it must stand in the text once."""
    assert text.count(snippet) == 1, f"{snippet!r} should stand in the text once"
    return text[: text.index(snippet)].count("\n") + 1


def spoiled(old: str, new: str, text: str = SCENARIO) -> str:
    """The text with one place changed."""
    assert text.count(old) == 1, f"{old!r} should stand in the text once"
    return text.replace(old, new)
