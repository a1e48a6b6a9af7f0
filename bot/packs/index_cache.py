"""Search indexes kept on disk, so that a start needs not build them again.

A file is named after everything that its index follows from: the pack's content, the word book and the
code that reads them. It is written beside its place and moved there, so that two processes that build the
same index at once leave one whole file. A damaged file is built again, and the log says so.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import tempfile
import zipfile
from pathlib import Path

import numpy as np

from bot.domain.reading.meaning import WordVectors
from bot.domain.scenario import Pack
from bot.domain.search import SearchIndex
from bot.packs.code_hash import hash_of_code

log = logging.getLogger(__name__)

KEPT_FOR = 30 * 24 * 3600.0
"""Seconds since its last use after which a file of an older index is removed."""

_READERS = ("bot.domain.search", "bot.domain.reading")
_DAMAGED = (OSError, ValueError, KeyError, IndexError, EOFError, zipfile.BadZipFile, UnicodeDecodeError)


class IndexCache:
    """Search indexes in a folder, which is made when the first is written."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def index(self, pack: Pack, vectors: WordVectors) -> SearchIndex:
        """The index of a pack, from disk if it is there and whole. A folder that can't be written costs
        time, nothing else."""
        file = self._folder / f"{pack.id}-{_key(pack, vectors)}.npz"
        try:
            with file.open("rb") as opened, np.load(opened, allow_pickle=False) as stored:
                index = SearchIndex.restored(dict(stored), pack.glossary, vectors, pack.calibration)
            with contextlib.suppress(OSError):
                os.utime(file)
            return index
        except FileNotFoundError:
            pass
        except _DAMAGED as error:
            log.warning(
                "search index damaged, building it again", extra={"file": str(file), "error": repr(error)}
            )
        index = SearchIndex.of(pack, vectors)
        try:
            self._write(file, index)
        except OSError as error:
            log.warning("search index not kept", extra={"file": str(file), "error": repr(error)})
        return index

    def _write(self, file: Path, index: SearchIndex) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._folder, prefix=file.stem, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as opened:
                np.savez(opened, **index.arrays())  # type: ignore[arg-type]  # it takes allow_pickle for one
            Path(name).replace(file)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        with contextlib.suppress(OSError):
            self._sweep(file.stat().st_mtime)

    def _sweep(self, now: float) -> None:
        for pattern in ("*.npz", "*.part"):
            for file in self._folder.glob(pattern):
                with contextlib.suppress(OSError):
                    if now - file.stat().st_mtime > KEPT_FOR:
                        file.unlink()


def _key(pack: Pack, vectors: WordVectors) -> str:
    digest = hashlib.sha256(
        f"{pack.fingerprint} {vectors.fingerprint} {hash_of_code(*_READERS)} {np.__version__}".encode()
    )
    return digest.hexdigest()[:32]
