"""Text that remembers where it came from.

Matching needs one spelling (NFKC, no case, no markup); the explanation needs the person's own. So
every character of the working text knows which stretch of the original it stands for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

# At most four marks a cluster: sorting thousands of combining marks is quadratic in NFKC.
_MARK = "\u0300-\u036f\u3099\u309a\uff9e\uff9f"
_CLUSTER = re.compile(rf"[\x00-\x7f]+(?![{_MARK}])|.[{_MARK}]{{0,4}}", re.DOTALL)
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'"})

Edit = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Traced:
    """`text[i]` stands for `original[starts[i]:ends[i]]`."""

    text: str
    original: str
    starts: Sequence[int]
    ends: Sequence[int]

    def edited(self, edits: Iterable[Edit]) -> Traced:
        """The text with each `[start, end)` replaced; edits come in order and do not overlap."""
        changes = list(edits)
        if not changes:
            return self
        text: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        done = 0
        for start, end, new in changes:
            text += self.text[done:start], new
            starts += self.starts[done:start]
            ends += self.ends[done:start]
            if new:
                starts += [self.starts[start]] * len(new)
                ends += [self.ends[end - 1]] * len(new)
            done = end
        text.append(self.text[done:])
        starts += self.starts[done:]
        ends += self.ends[done:]
        return Traced("".join(text), self.original, starts, ends)

    def cut(self, length: int) -> Traced:
        """The first `length` characters."""
        if len(self.text) <= length:
            return self
        return Traced(self.text[:length], self.original, self.starts[:length], self.ends[:length])

    def stripped(self, characters: str) -> Traced:
        """The text without these characters at its edges."""
        start = len(self.text) - len(self.text.lstrip(characters))
        end = max(start, len(self.text.rstrip(characters)))
        if (start, end) == (0, len(self.text)):
            return self
        return Traced(self.text[start:end], self.original, self.starts[start:end], self.ends[start:end])

    def words(self, start: int, end: int) -> str:
        """The original words behind `text[start:end]`, on one line."""
        if start >= end:
            return ""
        return " ".join(self.original[self.starts[start] : self.ends[end - 1]].split())


def normalised(original: str, limit: int) -> Traced:
    """NFKC (UAX #15) and case folding, without invisible characters and stray combining marks.

    Stops once `limit` characters are made: one ligature may unfold into eighteen.
    """
    if original.isascii():
        plain = original.lower()[:limit]
        return Traced(plain, original, range(len(plain)), range(1, len(plain) + 1))
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for cluster in _CLUSTER.finditer(original):
        start, end = cluster.span()
        if cluster[0].isascii():
            text.append(cluster[0].lower())
            starts += range(start, end)
            ends += range(start + 1, end + 1)
        else:
            folded = _folded(cluster[0])
            text.append(folded)
            starts += [start] * len(folded)
            ends += [end] * len(folded)
        if len(starts) >= limit:
            break
    return Traced("".join(text), original, starts, ends)


@lru_cache(maxsize=4096)
def _folded(cluster: str) -> str:
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", cluster).casefold())
    return "".join(c for c in folded if unicodedata.category(c) not in ("Mn", "Cf")).translate(_APOSTROPHES)
