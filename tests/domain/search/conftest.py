"""One index for all tests of searching: it never changes."""

from __future__ import annotations

import pytest

from bot.domain.search import SearchIndex
from tests.domain.search.practice_pack import SCENARIOS, index_of


@pytest.fixture(scope="session")
def index() -> SearchIndex:
    return index_of(*SCENARIOS)
