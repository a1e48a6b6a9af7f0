"""Japanese phrases and their own denial."""

from __future__ import annotations

import pytest

from bot.domain.grading.japanese import phrase_regex


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("止めない", "止めない"),
        ("止めない", "止めてはならない"),
        ("せず", "停止はせず"),
        ("禁止しない", "禁止しません"),
    ],
)
def test_a_denying_phrase_is_found_where_it_is_denied(phrase: str, said: str) -> None:
    assert phrase_regex(phrase).search(said)


@pytest.mark.parametrize(("phrase", "said"), [("止めない", "止める"), ("止めない", "止めて消さない")])
def test_a_denying_phrase_is_not_found_in_its_opposite(phrase: str, said: str) -> None:
    assert not phrase_regex(phrase).search(said)
