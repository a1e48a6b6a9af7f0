"""glossary.jsonl: one term a line, each line standing for itself."""

from __future__ import annotations

import json

from bot.domain.glossary import Glossary, Term
from bot.packs.building import term_of
from bot.packs.faults import Fault, clip
from bot.packs.schema import TermLine
from bot.packs.schema_faults import validated
from bot.packs.yaml_tree import Tree


def read_glossary(file: str, text: str) -> tuple[Glossary, list[Fault]]:
    """The terms of the lines that are sound, and the faults of the others; blank lines don't count."""
    terms: dict[str, Term] = {}
    faults: list[Fault] = []
    first: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        term, found = _term(file, number, line)
        faults += found
        if term and term.name in terms:
            faults.append(
                Fault(file, number, "fault.doubled", {"name": clip(term.name), "first": first[term.name]})
            )
        elif term:
            terms[term.name], first[term.name] = term, number
    return Glossary(tuple(terms.values())), faults


def _term(file: str, number: int, line: str) -> tuple[Term | None, list[Fault]]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        reason = clip(getattr(error, "msg", error))
        return None, [Fault(file, number, "fault.bad-json", {"reason": reason})]
    parsed, faults = validated(TermLine, Tree(file, value, {(): number}))
    if parsed is None:
        return None, faults
    return term_of(parsed), []
