"""What the files of a pack may say. The published JSON Schemas are made from these models.

Strict on purpose: a key that isn't known is a spelling mistake until proved otherwise, and YAML's
guesses (`yes` is true, `6.2` is a number) are refused where text is meant.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)
from pydantic_core import PydanticCustomError

from bot.domain.grading.pattern import PatternFault, parse_pattern
from bot.packs.faults import clip
from bot.packs.search_schema import SearchFile
from bot.packs.strict import Strict as _Strict


def _day(value: object) -> object:
    if isinstance(value, date):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise PydanticCustomError("fault.bad-date", "not a day: {value}", {"value": clip(value)})


def _web_address(value: str) -> str:
    try:
        parts = urlsplit(value)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", value)
    except ValueError:
        good = False
    if not good:
        raise PydanticCustomError("fault.bad-url", "not a web address: {value}", {"value": clip(value)})
    return value


def _phrasing(value: str) -> str:
    try:
        parse_pattern(value)
    except PatternFault as fault:
        facts = {**fault.facts, "pattern": clip(value)}
        raise PydanticCustomError(fault.key, "bad pattern: {pattern}", facts) from None
    return value


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Day = Annotated[date, BeforeValidator(_day)]
WebAddress = Annotated[Text, AfterValidator(_web_address), Field(json_schema_extra={"format": "uri"})]
Phrasing = Annotated[Text, AfterValidator(_phrasing)]
Texts = Annotated[list[Text], Field(min_length=1)]
Phrasings = Annotated[list[Phrasing], Field(min_length=1)]


_ID = TypeAdapter(Id)


def is_id(value: str) -> bool:
    """Whether this can be the id of a scenario."""
    try:
        _ID.validate_python(value)
    except ValidationError:
        return False
    return True


class InBoth(_Strict):
    """A text in both languages."""

    en: Text = Field(description="In English.")
    ja: Text = Field(description="In Japanese.")


class ListsInBoth(_Strict):
    """Texts in both languages; the lists need not have the same length."""

    en: Texts = Field(description="In English.")
    ja: Texts = Field(description="In Japanese.")


class PhrasingsInBoth(_Strict):
    """Phrasings in both languages. `|` means or, `+` means near each other: `move|put + account`."""

    en: Phrasings = Field(description="English phrasings.")
    ja: Phrasings = Field(description="Japanese phrasings.")


class KeyPointFile(_Strict):
    """One checkable claim that an answer should make."""

    id: Id = Field(description="Name of the point within the scenario: lower case, digits, hyphens.")
    weight: int = Field(ge=1, le=100, description="Points for this claim; all weights add up to 100.")
    required: bool = Field(default=False, description="True if an answer without it is wrong.")
    en: Text = Field(description="The claim in English.")
    ja: Text = Field(description="The claim in Japanese.")
    accept: PhrasingsInBoth = Field(description="Phrasings that show the point was made.")
    hint: InBoth = Field(description="Helps without telling.")


class MisconceptionFile(_Strict):
    """A wrong answer that people really give."""

    id: Id = Field(description="Name of the misconception within the scenario.")
    en: Text = Field(description="The wrong answer in English.")
    ja: Text = Field(description="The wrong answer in Japanese.")
    why_en: Text = Field(description="Why it is wrong in this situation, in English.")
    why_ja: Text = Field(description="Why it is wrong in this situation, in Japanese.")
    accept: PhrasingsInBoth | None = Field(
        default=None, description="Phrasings that show it; without any, the words of the wrong answer serve."
    )
    belongs_to: Id | None = Field(default=None, description="The scenario whose right answer this is.")


class ExamplesFile(_Strict):
    """Replies in one language, as people type them, by the outcome they deserve."""

    full: list[Text] = Field(default_factory=list, description="Replies that deserve full credit.")
    partial: list[Text] = Field(default_factory=list, description="Replies that deserve part of it.")
    wrong: list[Text] = Field(default_factory=list, description="Replies that deserve none.")


class ExamplesInBoth(_Strict):
    """Example replies in both languages."""

    en: ExamplesFile = Field(description="English replies.")
    ja: ExamplesFile = Field(description="Japanese replies.")


class SourceFile(_Strict):
    """A page that the facts were taken from."""

    title: Text = Field(description="The page's title and the book it belongs to.")
    url: WebAddress = Field(description="Its address, https://…")
    read: Day = Field(description="The day it was read, such as 2026-11-23.")
    supports: list[Id] = Field(description="The key points that it supports, by id.")


class ScenarioFile(_Strict):
    """One "what would you do?" moment with everything needed to pose, score and explain it."""

    draft: bool = Field(
        default=False, description="True while it is being written: not served, and the check refuses it."
    )
    id: Id = Field(description="Unique name in the pack: lower case, digits, hyphens.")
    exam: Text = Field(description="The exam's code, such as SCS-C03.")
    domain: Text = Field(description="English name of the exam domain, as in pack.yaml.")
    task: str = Field(default="", description='Task of the exam guide, in quotes: "6.2".')
    difficulty: int = Field(
        ge=1, le=3, description="1 one fact, direct; 2 choose between neighbours; 3 exception or evaluation."
    )
    services: list[Text] = Field(default_factory=list, description="Today's names of what the answer uses.")
    confusable_with: list[Id] = Field(
        default_factory=list, description="Scenarios that this one is easily taken for, by id."
    )
    situation: InBoth = Field(description="The moment that is posted; gives nothing away.")
    answer: InBoth = Field(description="The model answer; must itself score full.")
    questions: ListsInBoth = Field(description="How a colleague would ask for this. They feed the search.")
    rubric: list[KeyPointFile] = Field(min_length=1, description="The key points that an answer makes.")
    misconceptions: list[MisconceptionFile] = Field(
        default_factory=list, description="Wrong answers that people really give."
    )
    examples: ExamplesInBoth | None = Field(
        default=None, description="Replies whose outcome you promise; the content check grades them."
    )
    explanation: InBoth = Field(description="What else is worth knowing; shown after the close.")
    sources: list[SourceFile] = Field(default_factory=list, description="First-party pages.")
    reviewed: Day | None = Field(
        default=None,
        description="The day a second reader (a person or a model) confirmed every point against its source.",
    )
    notes: str = Field(default="", description="What its author has noted, as imported; shown to nobody.")


class DomainFile(_Strict):
    """A part of the exam."""

    name: InBoth = Field(description="Its name; scenarios refer to the English one.")
    weight: float = Field(gt=0, le=100, description="Its share of the questions, in percent.")


class PackFile(_Strict):
    """What pack.yaml says about the pack as a whole."""

    id: Id = Field(description="Name of the pack: lower case, digits, hyphens.")
    title: InBoth = Field(description="The title that people see.")
    exam: Text = Field(description="The code of the exam that every scenario is written for.")
    notice: InBoth = Field(description="Shown with the pack: affiliation, trademarks, promises not made.")
    domains: list[DomainFile] = Field(min_length=1, description="The parts of the exam; shares sum to 100.")
    search: SearchFile | None = Field(default=None, description="Fitted figures for the search, if any.")


class TermLine(_Strict):
    """One line of glossary.jsonl: a thing and everything it is called."""

    term: Text = Field(description="Today's official English name.")
    kind: Text = Field(default="concept", description="What it is: service, feature, concept, …")
    acronyms: list[Text] = Field(default_factory=list, description="Short forms in capitals.")
    ja: list[Text] = Field(default_factory=list, description="Japanese names and readings.")
    aliases: list[Text] = Field(default_factory=list, description="Old, short and loose names.")
    ambiguous: list[Text] = Field(default_factory=list, description="Those names that mean other things too.")


_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schemas() -> dict[str, dict[str, Any]]:
    """The JSON Schema of every YAML file of a pack, by the file name it is published under."""
    models: dict[str, type[BaseModel]] = {"pack.schema.json": PackFile, "scenario.schema.json": ScenarioFile}
    return {name: {"$schema": _DIALECT, **model.model_json_schema()} for name, model in models.items()}
