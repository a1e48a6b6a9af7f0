"""The JSON Schemas beside the packs are those of the models, and editors can trust them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from bot.packs.loader import shipped_pack_path
from bot.packs.schema import json_schemas
from bot.packs.yaml_tree import read_tree
from tests.packs.small_pack import PACK, SCENARIO, spoiled

PUBLISHED = shipped_pack_path().with_name("schema")


def as_editors_read_it(text: str) -> object:
    """Dates are text, as in YAML 1.2."""
    return read_tree("any.yaml", text).value


def described(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for part in (schema, *schema.get("$defs", {}).values()):
        yield from part.get("properties", {}).items()


@pytest.mark.parametrize("name", sorted(json_schemas()))
def test_the_published_schema_is_up_to_date(name: str) -> None:
    published = json.loads((PUBLISHED / name).read_text("utf-8"))

    assert published == json_schemas()[name], "run: scs-bot content schema --write content/schema"


@pytest.mark.parametrize("name", sorted(json_schemas()))
def test_every_field_is_described(name: str) -> None:
    assert [field for field, schema in described(json_schemas()[name]) if not schema.get("description")] == []


@pytest.mark.parametrize("name", sorted(json_schemas()))
def test_the_schema_is_a_valid_one(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(json_schemas()[name])


@pytest.mark.parametrize(("text", "name"), [(PACK, "pack.schema.json"), (SCENARIO, "scenario.schema.json")])
def test_the_schema_accepts_what_the_loader_accepts(text: str, name: str) -> None:
    jsonschema.validate(as_editors_read_it(text), json_schemas()[name])


@pytest.mark.parametrize(
    ("old", "new"), [("services:", "servics:"), ("id: reflog\n", "id: Ref Log\n"), ("exam: GIT-1\n", "")]
)
def test_the_schema_refuses_what_the_loader_refuses(old: str, new: str) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(as_editors_read_it(spoiled(old, new)), json_schemas()["scenario.schema.json"])
