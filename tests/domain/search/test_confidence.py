"""From evidence to a chance and a verdict."""

from __future__ import annotations

import pytest

from bot.domain.calibration import SHIPPED, Calibration
from bot.domain.search.confidence import Evidence, confidence, verdict
from bot.domain.search.found import Verdict

EVIDENCE = Evidence(0.5, 0.5, 0.1, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5)


@pytest.mark.parametrize("figure", ["coverage", "score", "asked", "substance", "told"])
def test_more_of_what_speaks_for_a_match_raises_the_chance(figure: str) -> None:
    assert confidence(SHIPPED, EVIDENCE._replace(**{figure: 0.6})) > confidence(SHIPPED, EVIDENCE)


@pytest.mark.parametrize("figure", ["strangers", "missing", "stray", "strayest"])
def test_what_the_match_does_not_hold_lowers_the_chance(figure: str) -> None:
    assert confidence(SHIPPED, EVIDENCE._replace(**{figure: 1.0})) < confidence(SHIPPED, EVIDENCE)


def test_the_thresholds_belong_to_the_better_verdict() -> None:
    calibration = Calibration(answer_from=0.6, offer_from=0.3)
    verdicts = [verdict(calibration, chance) for chance in (0.6, 0.59, 0.3, 0.29)]
    assert verdicts == [Verdict.ANSWER, Verdict.UNSURE, Verdict.UNSURE, Verdict.NOTHING]
