"""From evidence to a chance and a verdict."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.search.confidence import Calibration, Evidence
from bot.domain.search.found import Verdict

EVIDENCE = Evidence(coverage=0.5, strength=0.5, margin=0.5, strangers=0.5, substance=0.5)
SHIPPED = Calibration()


@pytest.mark.parametrize("figure", ["coverage", "strength", "margin", "substance"])
def test_more_of_what_speaks_for_a_match_raises_the_chance(figure: str) -> None:
    assert SHIPPED.confidence(replace(EVIDENCE, **{figure: 0.6})) > SHIPPED.confidence(EVIDENCE)


def test_names_that_the_match_does_not_hold_lower_the_chance() -> None:
    assert SHIPPED.confidence(replace(EVIDENCE, strangers=1.0)) < SHIPPED.confidence(EVIDENCE)


def test_the_thresholds_belong_to_the_better_verdict() -> None:
    calibration = Calibration(answer_from=0.6, offer_from=0.3)
    verdicts = [calibration.verdict(chance) for chance in (0.6, 0.59, 0.3, 0.29)]
    assert verdicts == [Verdict.ANSWER, Verdict.UNSURE, Verdict.UNSURE, Verdict.NOTHING]
