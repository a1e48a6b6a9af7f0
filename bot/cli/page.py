"""Text for people: as wide as their terminal, coloured only there."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from bot.cli.wrapping import WIDEST, wrap

SHOWN = 200
"""Columns of what a person wrote, two or three lines: enough to tell what it says. JSON has it whole."""


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leave it to `main`, as for other output; Rich's own way out is exit code 1, a check's faults."""
        raise BrokenPipeError


class Page:
    """Prints a page to stdout, top to bottom."""

    def __init__(self) -> None:
        self._console = _Console(file=sys.stdout, markup=False, emoji=False, highlight=False)

    def heading(self, text: str) -> None:
        """A line that opens a part, after an empty one."""
        self.gap()
        self.text(text, style="bold")

    @property
    def width(self) -> int:
        """How many columns a line may have."""
        return min(self._console.width, WIDEST)

    def text(self, text: str | Text, *, style: str = "", indent: int = 0, bullet: str = "") -> None:
        """A paragraph, indented by that many columns, with a bullet before its first line."""
        hanging = indent + cell_len(bullet) + bool(bullet)
        lead = " " * indent + (f"{bullet} " if bullet else "")
        for number, line in enumerate(_lines(text, self.width - hanging)):
            line.stylize_before(style)
            start = lead if number == 0 else " " * hanging
            self._console.print(Text(start).append_text(line), soft_wrap=True)

    def table(self, rows: Sequence[Sequence[str]], *, words: int = 1, indent: int = 0) -> None:
        """Rows of cells in columns, the first row being their names. The first `words` columns and the
        last begin at the left, the numbers between them end at the right."""
        widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
        for number, row in enumerate(rows):
            cells = []
            for at, (cell, width) in enumerate(zip(row, widths, strict=True)):
                room = " " * (width - cell_len(cell))
                cells.append(cell + room if at < words or at == len(row) - 1 else room + cell)
            line = " " * indent + "  ".join(cells).rstrip()
            self._console.print(Text(line, "" if number else "dim"), soft_wrap=True)

    def gap(self) -> None:
        """An empty line."""
        self._console.print()


def _lines(text: str | Text, width: int) -> Iterator[Text]:
    """The lines of a text, each with the styles that the text has there."""
    whole = text if isinstance(text, Text) else Text(" ".join(text.split()))
    end = 0
    for line in wrap(whole.plain, width):
        start = whole.plain.find(line, end)
        end = start + len(line)
        yield whole[start:end] if start >= 0 and line else Text(line)


def cut(text: str) -> str:
    """As much of what a person wrote as a page shows, without what a terminal might obey instead of
    showing."""
    visible = Text(" ".join("".join(c if c.isprintable() else " " for c in text).split()))
    visible.truncate(SHOWN, overflow="ellipsis")
    return visible.plain
