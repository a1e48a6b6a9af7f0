"""A progress bar for work that turns out to be long: on stderr, and only on a terminal."""

from __future__ import annotations

import sys
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

PATIENCE = 2.0
"""Seconds after which a silent program looks like a broken one."""


class Progress:
    """Counts steps; the bar appears once the work has taken `PATIENCE` seconds.

    `total` is the number of steps, None if nobody knows. A `hidden` bar never appears.
    """

    def __init__(self, title: str, total: int | None = None, *, hidden: bool = False) -> None:
        self._title = title
        self._total = total
        self._done = 0
        self._bar: Bar | None = None
        self._show_from = None if hidden or not sys.stderr.isatty() else monotonic() + PATIENCE

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()

    def advance(self) -> None:
        """One step more is done."""
        self._done += 1
        if self._bar:
            self._bar.update(self._bar.task_ids[0], completed=self._done)
        elif self._show_from and monotonic() > self._show_from:
            self._bar = self._begin()

    def _begin(self) -> Bar:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bar

        bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
            redirect_stdout=False,  # the results go there, and maybe into a file
            redirect_stderr=False,
        )
        bar.add_task(self._title, total=self._total, completed=self._done)
        bar.start()
        return bar
