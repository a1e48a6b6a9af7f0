"""What pack.yaml may say about how sure the search is of the pack; `tools/fit_search.py` writes it."""

from __future__ import annotations

from dataclasses import replace

from pydantic import Field

from bot.domain.calibration import Calibration, Weighing
from bot.packs.strict import Strict


class WeighingFile(Strict):
    """What each figure about a match says; fitted, not written by hand."""

    intercept: float = Field(description="Log-odds before any evidence.")
    coverage: float = Field(description="For the share of the question's weight that the match holds.")
    score: float = Field(description="For the score of the match.")
    lead: float = Field(description="For its lead over the next ones.")
    asked: float = Field(description="For its likeness in meaning to its nearest ways of asking.")
    strangers: float = Field(description="For names in the question that it does not hold.")
    missing: float = Field(description="For the rarest thing in the question that it does not hold.")
    substance: float = Field(description="For how much there is in the question.")
    stray: float = Field(description="For how much of it is like nothing that the match says.")
    strayest: float = Field(description="For the word of it that is least like anything the match says.")
    told: float = Field(description="For how much its words tell.")
    everyday: float = Field(default=0.0, description="For how much it sounds like everyday life.")
    whole: float = Field(default=0.0, description="For its likeness in meaning to all that the match says.")
    gap: float = Field(default=0.0, description="For its lead over the second match.")


class RightFile(WeighingFile):
    """How sure the search may be that its first match is the answer."""

    good_from: float = Field(ge=0, le=1, description="The chance from which to call it a good match.")


class SearchFile(WeighingFile):
    """How sure the search may be that this pack holds an answer; fitted, not written by hand."""

    answer_from: float = Field(ge=0, le=1, description="The chance from which to answer.")
    offer_from: float = Field(ge=0, le=1, description="The chance from which to offer the nearest three.")
    right: RightFile | None = Field(
        default=None, description="The same for its first match being the answer."
    )

    def calibration(self) -> Calibration:
        """As the search takes it."""
        given = Calibration(_weighing(self), self.answer_from, self.offer_from)
        if self.right is None:
            return given
        return replace(given, right=_weighing(self.right), good_from=self.right.good_from)


def _weighing(file: WeighingFile) -> Weighing:
    return Weighing(**{name: getattr(file, name) for name in WeighingFile.model_fields})
