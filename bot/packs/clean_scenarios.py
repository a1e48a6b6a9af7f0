"""Which scenarios were found clean before, so that an author who changes one needn't wait for all the others.

A scenario is known by everything that its grading checks follow from: what it and its neighbours say, the
glossary, the word book, and the code that reads them. Whatever changes, it is graded again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np

from bot.domain.glossary import Term
from bot.domain.scenario import Scenario
from bot.packs.code_hash import hash_of_code
from bot.packs.inspection import Inspection

log = logging.getLogger(__name__)

_READERS = ("bot.domain", "bot.domain.grading", "bot.domain.reading", "bot.domain.search", "bot.packs")


class CleanScenarios:
    """Kept in a folder, which is made when there is something to keep; one file for each pack."""

    def __init__(self, folder: Path, inspection: Inspection, book: str) -> None:
        """`book` is the word book's fingerprint."""
        pack = inspection.reading.pack
        self._file = folder / f"clean-{pack.id}.json"
        common = (
            f"{hash_of_code(*_READERS)} {book} {np.__version__} {[_told(term) for term in pack.glossary]}"
        )
        self._keys = {scenario.id: _key(common, scenario, inspection) for scenario in pack.scenarios}

    def known(self) -> frozenset[str]:
        """The ids of the scenarios that are as they were when they were found clean. A file that can't be
        read costs time, nothing else."""
        try:
            kept = frozenset(json.loads(self._file.read_text("utf-8")))
        except FileNotFoundError:
            return frozenset()
        except (OSError, ValueError, TypeError) as error:
            log.warning(
                "all scenarios are checked anew", extra={"file": str(self._file), "error": repr(error)}
            )
            return frozenset()
        return frozenset(id_ for id_, key in self._keys.items() if key in kept)

    def keep(self, clean: Iterable[str]) -> None:
        """These, and no others, are clean as they stand."""
        with contextlib.suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._file.parent, prefix=self._file.stem, suffix=".part")
            with os.fdopen(handle, "w", encoding="utf-8") as opened:
                json.dump([self._keys[id_] for id_ in clean], opened)
            Path(name).replace(self._file)


def _told(term: Term) -> str:
    """What the glossary says of a term, in one order: that of a set changes from process to process."""
    return f"{replace(term, ambiguous=frozenset())} {sorted(term.ambiguous)}"


def _key(common: str, scenario: Scenario, inspection: Inspection) -> str:
    said = [repr(each) for each in (scenario, *inspection.neighbours[scenario.id])]
    return hashlib.sha256("\n".join([common, *said]).encode()).hexdigest()
