"""Whatever bytes a pack is made of, reading it ends in a pack or in a list of faults."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.scenario import Language, Pack
from bot.packs.faults import FaultyPack
from bot.packs.loader import load_pack
from tests.packs.small_pack import GLOSSARY, PACK, SCENARIO, write_pack

YAMLISH = st.text(alphabet=st.sampled_from(list("ab:-?#&*!|>'\"%@`{}[],~=<. \n\t\\0é日")), max_size=60)


def pack_or_faults(**files: str | bytes) -> Pack | FaultyPack:
    """What comes of the folder; its faults are put into words, too."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            return load_pack(write_pack(Path(folder), **files))
        except FaultyPack as faulty:
            assert faulty.report(Language.EN)
            assert faulty.report(Language.JA)
            assert all(fault.line >= 1 for fault in faulty.faults)
            return faulty


@given(st.binary(max_size=200), st.binary(max_size=200), st.binary(max_size=200))
@settings(max_examples=150, deadline=None)
def test_arbitrary_bytes_are_a_pack_or_faults(scenario: bytes, pack: bytes, glossary: bytes) -> None:
    pack_or_faults(scenario=scenario, pack=pack, glossary=glossary)


@given(YAMLISH, st.integers(0, len(SCENARIO)), st.integers(0, 40))
@settings(max_examples=300, deadline=None)
def test_a_scenario_with_anything_pasted_over_it_is_a_pack_or_faults(paste: str, at: int, over: int) -> None:
    pack_or_faults(scenario=SCENARIO[:at] + paste + SCENARIO[at + over :])


@given(YAMLISH, st.integers(0, len(PACK)), st.integers(0, 40))
@settings(max_examples=100, deadline=None)
def test_a_pack_file_with_anything_pasted_over_it_is_a_pack_or_faults(paste: str, at: int, over: int) -> None:
    pack_or_faults(pack=PACK[:at] + paste + PACK[at + over :])


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(max_size=5), st.lists, max_leaves=5))
@settings(max_examples=100, deadline=None)
def test_any_json_value_in_the_glossary_is_a_term_or_a_fault(value: object) -> None:
    pack_or_faults(glossary=GLOSSARY + json.dumps({"term": value, "ja": value}) + "\n" + json.dumps(value))
