"""A scenario's file to begin with: every key of the format, what is known filled in, and what belongs into
the rest as comments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import yaml

from bot.domain.scenario import Bilingual, Language
from bot.packs.yaml_tree import read_tree
from bot.texts import say

POINTS, MISCONCEPTIONS = 3, 2
"""Key points and misconceptions that a draft has room for at least; a scenario needs that many."""

LONGEST_COMMENT = 300

_BLANK = Bilingual("", "")


@dataclass(frozen=True, slots=True)
class Draft:
    """What is known of a scenario before it is written; `origin` says where from, for people."""

    id: str
    exam: str = ""
    title: str = ""
    origin: str = ""
    domain: str = ""
    task: str = ""
    confusable_with: Sequence[str] = ()
    situation: Bilingual[str] = _BLANK
    points: Sequence[Bilingual[str]] = ()
    misconceptions: Sequence[Bilingual[str]] = ()
    notes: str = ""


def draft_yaml(draft: Draft, domains: Sequence[str], language: Language, schema: str = "") -> str:
    """The file's text, with comments in this language; `schema` is the path of the JSON Schema, if any."""
    return "\n".join(_Writer(draft, domains, language).lines(schema)) + "\n"


class _Writer:
    def __init__(self, draft: Draft, domains: Sequence[str], language: Language) -> None:
        self._draft, self._domains, self._language = draft, domains, language

    def lines(self, schema: str) -> Iterator[str]:
        draft = self._draft
        if schema:
            yield f"# yaml-language-server: $schema={schema}"
        yield from (f"# {_comment(text)}" for text in (draft.title, draft.origin) if text)
        yield f"draft: true   # {self._says('draft.draft')}"
        yield f"id: {_id(draft.id)}"
        yield f"exam: {quoted(draft.exam)}"
        yield f"domain: {quoted(draft.domain)}   # {self._domain()}"
        yield f"task: {quoted(draft.task)}   # {self._says('draft.task')}"
        yield f"difficulty:   # {self._says('draft.difficulty')}"
        yield f"services: []   # {self._says('draft.services')}"
        near = ", ".join(map(_id, draft.confusable_with))
        yield f"confusable_with: [{near}]   # {self._says('draft.confusable')}"
        yield from self._part("situation", draft.situation)
        yield from self._part("answer")
        yield from self._list("questions")
        yield from self._rubric()
        yield from self._misconceptions()
        yield from self._examples()
        yield from self._part("explanation")
        yield from self._sources()
        yield f"reviewed:   # {self._says('draft.reviewed')}"
        yield from ("", *self._about("notes"), f"notes: {_block(draft.notes)}")

    def _says(self, key: str, **facts: str) -> str:
        return say(self._language, key, **facts)

    def _about(self, part: str) -> Iterator[str]:
        """The comment above a part, a line for each of its lines."""
        yield from (f"# {line}" for line in self._says(f"draft.{part}").splitlines())

    def _domain(self) -> str:
        if not self._domains:
            return self._says("draft.domain")
        return self._says("draft.domain-of", domains=_comment(" · ".join(self._domains)))

    def _part(self, name: str, text: Bilingual[str] = _BLANK) -> Iterator[str]:
        yield from ("", *self._about(name), f"{name}:", *_in_both(text, "  "))

    def _list(self, name: str) -> Iterator[str]:
        yield from ("", *self._about(name), f"{name}:", "  en: []", "  ja: []")

    def _rubric(self) -> Iterator[str]:
        yield from ("", *self._about("rubric"), "rubric:")
        points = [*self._draft.points, *[_BLANK] * (POINTS - len(self._draft.points))]
        for number, point in enumerate(points, start=1):
            yield f"  - id: point-{number}"
            yield f"    weight:   # {self._says('draft.weight')}" if number == 1 else "    weight:"
            required = f"   # {self._says('draft.required')}" if number == 1 else ""
            yield f"    required: false{required}"
            yield from _in_both(point, "    ")
            yield from (
                "    accept:",
                "      en: []",
                "      ja: []",
                "    hint:",
                *_in_both(_BLANK, "      "),
            )

    def _misconceptions(self) -> Iterator[str]:
        yield from ("", *self._about("misconceptions"), "misconceptions:")
        known = self._draft.misconceptions
        for number, claim in enumerate([*known, *[_BLANK] * (MISCONCEPTIONS - len(known))], start=1):
            yield f"  - id: misconception-{number}"
            yield from _in_both(claim, "    ")
            yield from ('    why_en: ""', '    why_ja: ""', "    accept:", "      en: []", "      ja: []")
            yield "    belongs_to:"

    def _examples(self) -> Iterator[str]:
        yield from ("", *self._about("examples"), "examples:")
        for language in Language:
            yield from (f"  {language}:", "    full: []", "    partial: []", "    wrong: []")

    def _sources(self) -> Iterator[str]:
        yield from ("", *self._about("sources"), "sources:")
        yield from ('  - title: ""', '    url: ""', "    read:", "    supports: []")


def quoted(text: str) -> str:
    """The text in double quotes on one line, whatever is in it."""
    scalar: str = yaml.dump(text, default_style='"', allow_unicode=True, width=float("inf"))
    return scalar.rstrip("\n")


def _id(name: str) -> str:
    """The id, in quotes if YAML would take it for something else: `true`, `2026`."""
    return name if yaml.safe_load(name) == name else quoted(name)


def _in_both(text: Bilingual[str], indent: str) -> Iterator[str]:
    yield f"{indent}en: {quoted(text.en)}"
    yield f"{indent}ja: {quoted(text.ja)}"


def _block(text: str) -> str:
    """The text as it stands, line by line, if YAML can hold it like that; else in quotes."""
    if not text:
        return quoted(text)
    block = "|2-\n" + "\n".join(f"  {line}" if line else "" for line in text.split("\n"))
    return block if read_tree("", f"notes: {block}\n").value == {"notes": text} else quoted(text)


def _comment(text: str) -> str:
    """The text as a comment may hold it: on one line, printable, not endless."""
    shown = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return shown if len(shown) <= LONGEST_COMMENT else shown[: LONGEST_COMMENT - 1] + "…"
