"""Names and their other names: acronyms, Japanese forms, old and short ones, as equals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """One thing and everything it is called.

    `name` is today's official English name; `kind` says what it is (service, feature, concept, …).
    Names in `ambiguous` also mean something else, so alone they are weak evidence; one that stands
    only there is a name all the same.
    """

    name: str
    kind: str
    acronyms: tuple[str, ...] = ()
    ja: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    ambiguous: frozenset[str] = frozenset()

    def names(self) -> tuple[str, ...]:
        """Every form, the official one first, each once."""
        listed = (self.name, *self.acronyms, *self.ja, *self.aliases)
        return tuple(dict.fromkeys((*listed, *sorted(self.ambiguous))))


@dataclass(frozen=True, slots=True)
class Glossary:
    """The terms of a pack, in the order of its file."""

    terms: tuple[Term, ...] = ()

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms)

    def __len__(self) -> int:
        return len(self.terms)
