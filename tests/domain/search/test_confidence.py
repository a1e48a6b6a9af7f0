"""From evidence to a chance and a verdict."""

from __future__ import annotations

import pytest

from bot.domain.calibration import SHIPPED, Calibration
from bot.domain.search.confidence import Evidence, chance, fit, verdict
from bot.domain.search.found import Fit, Verdict

EVIDENCE = Evidence(0.5, 0.5, 0.1, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.0, 0.5, 0.1)
ANSWERED = SHIPPED.answered


@pytest.mark.parametrize("figure", ["coverage", "score", "asked", "substance", "told"])
def test_more_of_what_speaks_for_a_match_raises_the_chance(figure: str) -> None:
    assert chance(ANSWERED, EVIDENCE._replace(**{figure: 0.6})) > chance(ANSWERED, EVIDENCE)


@pytest.mark.parametrize("figure", ["strangers", "missing", "stray", "strayest", "everyday"])
def test_what_the_match_does_not_hold_lowers_the_chance(figure: str) -> None:
    assert chance(ANSWERED, EVIDENCE._replace(**{figure: 1.0})) < chance(ANSWERED, EVIDENCE)


def test_the_thresholds_belong_to_the_better_verdict() -> None:
    calibration = Calibration(answer_from=0.6, offer_from=0.3)
    verdicts = [verdict(calibration, chance) for chance in (0.6, 0.59, 0.3, 0.29)]
    assert verdicts == [Verdict.ANSWER, Verdict.UNSURE, Verdict.UNSURE, Verdict.NOTHING]


def test_a_match_is_called_good_from_the_packs_own_chance_on() -> None:
    calibration = Calibration(good_from=0.9)
    assert [fit(calibration, right) for right in (0.9, 0.89, 0.5, 0.49)] == [
        Fit.GOOD,
        Fit.LIKELY,
        Fit.LIKELY,
        Fit.DOUBTFUL,
    ]
