"""The first sentences of a text: enough to tell one situation from another where all of it is too much."""

from __future__ import annotations

import re

_END = re.compile(r"[.!?][\"'”’)\]]*(?=\s)|[。！？][」』）]*(?!\s*$)")
"""Of a sentence that another one follows."""


def opening(text: str, sentences: int, longest: int) -> str:
    """The first `sentences` of a text as one line of at most `longest` characters; an ellipsis says that more
    follows. Only one sentence more than that is no reason to leave anything out, if all of it fits."""
    line = " ".join(text.split())
    ends = [found.end() for found in _END.finditer(line)]
    if len(ends) <= sentences and len(line) <= longest:
        return line
    fitting = [end for end in ends[:sentences] if end <= longest - len(" …")]
    if fitting:
        return f"{line[: fitting[-1]]} …"
    return line if len(line) <= longest else f"{line[: longest - 1]}…"
