"""Pydantic's findings as faults: in the reader's words, with a line and a remedy."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz import process

from bot.packs.faults import Fault, Location, clip, spell
from bot.packs.yaml_tree import Tree

M = TypeVar("M", bound=BaseModel)

_LANGUAGES = {"en", "ja"}

_KEYS = {
    "string_type": "fault.not-text",
    "string_unicode": "fault.not-text",
    "string_too_short": "fault.empty",
    "string_too_long": "fault.bad-id",
    "string_pattern_mismatch": "fault.bad-id",
    "too_short": "fault.empty-list",
    "list_type": "fault.not-list",
    "model_type": "fault.not-mapping",
    "int_type": "fault.not-whole-number",
    "float_type": "fault.not-number",
    "bool_type": "fault.not-true-or-false",
    "greater_than": "fault.out-of-range",
    "greater_than_equal": "fault.out-of-range",
    "less_than_equal": "fault.out-of-range",
    "finite_number": "fault.not-number",
}


def validated(model: type[M], tree: Tree) -> tuple[M | None, list[Fault]]:
    """The tree as this model, or everything that keeps it from being one."""
    try:
        return model.model_validate(tree.value), []
    except ValidationError as error:
        return None, list(_faults(model, tree, error))


def _faults(model: type[BaseModel], tree: Tree, error: ValidationError) -> Iterator[Fault]:
    for details in error.errors(include_url=False):
        yield _fault(model, tree, details)


def _fault(model: type[BaseModel], tree: Tree, details: ErrorDetails) -> Fault:
    location, kind = details["loc"], details["type"]
    around = spell(location[:-1]) or clip(tree.file)
    if kind == "missing":
        name = str(location[-1])
        key = "fault.missing-language" if name in _LANGUAGES else "fault.missing-key"
        return tree.fault(location, key, name=name, around=around)
    if kind == "extra_forbidden":
        return _unknown_key(model, tree, details, around)
    if "." in kind:  # a text of the catalogue, named by one of our own validators
        facts = {"at": spell(location), **details.get("ctx", {})}
        return tree.fault(location, kind, **facts)
    if kind in _KEYS:
        at = spell(location) or clip(tree.file)
        return tree.fault(location, _KEYS[kind], at=at, value=_shown(details["input"]))
    return tree.fault(location, "fault.invalid", at=spell(location), reason=clip(details["msg"]))


def _shown(value: object) -> str:
    """A value as its file has it, more or less: `null` rather than `None`."""
    return clip(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _unknown_key(model: type[BaseModel], tree: Tree, details: ErrorDetails, around: str) -> Fault:
    location = details["loc"]
    name = str(location[-1])
    known = _part(model, location[:-1]).model_fields
    nearest = process.extractOne(name[:100], list(known), score_cutoff=60)
    if nearest:
        return tree.fault(
            location, "fault.unknown-key-near", name=clip(name), around=around, nearest=nearest[0]
        )
    return tree.fault(location, "fault.unknown-key", name=clip(name), around=around)


def _part(model: type[BaseModel], location: Location) -> type[BaseModel]:
    """The model that describes the mapping at this location."""
    for step in location:
        if isinstance(step, str):
            model = _model_in(model.model_fields[step].annotation) or model
    return model


def _model_in(annotation: object) -> type[BaseModel] | None:
    """The model in an annotation such as `list[Model]` or `Model | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model_in, get_args(annotation))), None)
