"""The files of a pack on disk: which there are, their bytes, their fingerprint."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import bot
from bot.packs.faults import Fault, FaultyPack, clip

LARGEST = 1_000_000
"""Bytes; the longest scenario known takes 20,000."""

PACK_NAMES = ("pack.yaml", "pack.yml")
GLOSSARY_NAME = "glossary.jsonl"
NO_SCENARIOS = "fault.no-scenarios"
_YAML = {".yaml", ".yml"}


@dataclass(slots=True)
class Folder:
    """The text of a pack's files by name (relative, with slashes), in order of the names."""

    path: Path
    name: str
    pack: str | None = None
    texts: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    fingerprint: str = ""

    @property
    def scenarios(self) -> Mapping[str, str]:
        """The texts of the scenario files."""
        return {name: text for name, text in self.texts.items() if name not in (self.pack, GLOSSARY_NAME)}


def read_folder(path: Path, *, bare: bool = False) -> Folder:
    """All files of the pack; raises `FaultyPack` if the path isn't a folder that can be read. That there is
    no scenario in it is one more fault, unless it may be `bare`.

    Scenario files are those under `scenarios/`, or without that folder those beside pack.yaml.
    """
    if not path.is_dir():
        raise FaultyPack(str(path), [Fault(str(path), 0, "fault.no-folder")])
    folder = Folder(path, path.resolve().name or "pack")
    try:
        names = _scenario_files(folder)
    except OSError as error:
        raise FaultyPack(str(path), [_unreadable(str(path), error)]) from None
    if not names and not folder.faults and not bare:
        folder.faults.append(Fault(str(path), 0, NO_SCENARIOS))
    folder.pack = next((name for name in PACK_NAMES if _there(path / name)), None)
    glossary = GLOSSARY_NAME if _there(path / GLOSSARY_NAME) else None
    _read(folder, sorted({*names, *filter(None, (folder.pack, glossary))}))
    return folder


def shipped_pack_path() -> Path:
    """The folder of the pack that comes with the bot."""
    return _content() / "scs"


def find_packs() -> tuple[Path, ...]:
    """The folders of all packs that come with the bot, the default one first."""
    folders = [folder for folder in sorted(_content().iterdir()) if _there(folder / PACK_NAMES[0])]
    return tuple(sorted(folders, key=lambda folder: folder != shipped_pack_path()))


def _content() -> Path:
    """`content`, inside the installed package or beside it in a checkout."""
    installed = Path(bot.__file__).parent / "content"
    return installed if installed.is_dir() else installed.parents[1] / "content"


def _there(path: Path) -> bool:
    return os.path.lexists(path)  # a link to nowhere counts: it is a fault, not an absence


def _scenario_files(folder: Folder) -> list[str]:
    below = folder.path / "scenarios"
    found = [file for file in _walk(folder, below) if file.suffix in _YAML] if below.is_dir() else []
    if not found:
        found = [file for file in folder.path.iterdir() if _is_scenario(file)]
    return [file.relative_to(folder.path).as_posix() for file in found]


def _is_scenario(file: Path) -> bool:
    hidden = file.name.startswith(".")
    return file.suffix in _YAML and file.name not in PACK_NAMES and not hidden and not file.is_dir()


def _walk(folder: Folder, below: Path) -> Iterator[Path]:
    """Every file below; links to folders aren't followed, so a loop of them ends."""

    def note(error: OSError) -> None:
        name = Path(error.filename).relative_to(folder.path).as_posix()
        folder.faults.append(_unreadable(name, error))

    for root, _, names in os.walk(below, onerror=note):
        yield from (Path(root, name) for name in names if not name.startswith("."))


def _read(folder: Folder, names: Iterable[str]) -> None:
    digest = hashlib.sha256()
    for name in names:
        try:
            data = _bytes(folder.path / name)
        except OSError as error:
            folder.faults.append(_unreadable(name, error))
            continue
        digest.update(b"%d:%s%d:%s" % (len(os.fsencode(name)), os.fsencode(name), len(data), data))
        if len(data) > LARGEST:
            folder.faults.append(Fault(name, 0, "fault.too-large", {"limit": LARGEST // 1000}))
            continue
        try:
            folder.texts[name] = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            folder.faults.append(Fault(name, line, "fault.not-utf-8"))
    folder.fingerprint = digest.hexdigest()


def _bytes(file: Path) -> bytes:
    """At most one byte more than the limit; refuses pipes and devices, which may never end."""
    if not file.is_file():
        file.stat()  # a link to nowhere or round in a circle says so itself
        raise OSError("not a regular file")
    with file.open("rb") as opened:
        return opened.read(LARGEST + 1)


def _unreadable(name: str, error: OSError) -> Fault:
    return Fault(name, 0, "fault.unreadable", {"reason": clip(error.strerror or error)})
