"""Text for people: as wide as their terminal, coloured only there."""

from __future__ import annotations

import sys

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from bot.cli.wrapping import WIDEST, wrap


class Page:
    """Prints a page to stdout, top to bottom."""

    def __init__(self) -> None:
        self._console = Console(file=sys.stdout, markup=False, emoji=False, highlight=False)

    def heading(self, text: str) -> None:
        """A line that opens a part, after an empty one."""
        self.gap()
        self.text(text, style="bold")

    def text(self, text: str, *, style: str = "", indent: int = 0, bullet: str = "") -> None:
        """A paragraph, indented by that many columns, with a bullet before its first line."""
        hanging = indent + cell_len(bullet) + bool(bullet)
        lead = " " * indent + (f"{bullet} " if bullet else "")
        for number, line in enumerate(wrap(text, min(self._console.width, WIDEST) - hanging)):
            start = lead if number == 0 else " " * hanging
            self._console.print(Text(start).append(line, style), soft_wrap=True)

    def gap(self) -> None:
        """An empty line."""
        self._console.print()
