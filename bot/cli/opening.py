"""Opening the pack that a command works on: the one named, else the environment's, else the shipped one."""

from __future__ import annotations

import sys
from pathlib import Path

from bot.cli.session import Session, WrongUsage
from bot.domain.scenario import Pack

PACK_VARIABLE = "SCS_PACK"


def pack_folder(session: Session, named: Path | None) -> Path:
    """The folder of the pack; raises `WrongUsage` if the one asked for isn't a folder."""
    from bot.packs.loader import shipped_pack_path

    chosen = named or Path(session.environ.get(PACK_VARIABLE) or shipped_pack_path())
    if not chosen.is_dir():
        raise WrongUsage("cli.no-pack", path=str(chosen))
    return chosen


def open_pack(session: Session, named: Path | None) -> Pack:
    """The pack itself; a faulty one is reported on stderr, fault by fault, before `FaultyPack` is raised."""
    from bot.packs.loader import FaultyPack, load_pack

    try:
        return load_pack(pack_folder(session, named))
    except FaultyPack as faulty:
        print(faulty.report(session.language), file=sys.stderr)
        raise
