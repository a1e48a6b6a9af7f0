"""Writing drafts of scenarios: the pack they must fit into, and files that are never written over."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.opening import pack_folders, shown
from bot.cli.session import Session, WrongUsage

if TYPE_CHECKING:
    from bot.packs.draft import Draft
    from bot.packs.surroundings import Surroundings


def open_surroundings(session: Session, named: Path | None) -> Surroundings:
    """What a draft must fit into; the faults of a pack.yaml that can't be understood are listed on stderr
    before `FaultyPack` is raised. Raises `WrongUsage` where the environment names several packs."""
    from bot.packs.faults import FaultyPack
    from bot.packs.surroundings import read_surroundings

    folder, *others = pack_folders(session, named)
    if others:
        raise WrongUsage("cli.new.one-pack")
    try:
        return read_surroundings(folder)
    except FaultyPack as faulty:
        print(faulty.report(session.language), file=sys.stderr)
        raise


def write_draft(session: Session, draft: Draft, around: Surroundings, folder: Path) -> Path:
    """Write the draft's file into the folder, which is made if need be; raises `WrongUsage` if it can't be
    or the file is there already."""
    from bot.packs.draft import draft_yaml

    file = folder / f"{draft.id}.yaml"
    try:
        if not folder.is_dir():
            folder.mkdir(parents=True)
        domains = [domain.en for domain in around.domains]
        text = draft_yaml(draft, domains, session.language, around.schema_from(folder))
        _write(file, text)
    except OSError as error:
        if isinstance(error, FileExistsError) and folder.is_dir():
            raise WrongUsage("cli.new.taken", id=draft.id, file=shown(file)) from None
        reason = error.strerror or str(error)
        raise WrongUsage("cli.new.no-file", file=shown(file), reason=reason) from None
    return file


def _write(file: Path, text: str) -> None:
    """All of it or nothing: half a file would take the id, and be a fault of the pack."""
    with file.open("x", encoding="utf-8", newline="\n") as opened:
        try:
            opened.write(text)
            opened.flush()
        except OSError:
            file.unlink()
            raise
