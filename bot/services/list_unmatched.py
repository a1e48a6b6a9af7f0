"""List the replies in which a key point was not detected, ready to become accepted phrasings.

Message texts leave the database by this way and by `list_gaps` alone, so who wrote them, where and when
never gets here, and what would lead back to a person is taken out of the texts themselves.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.domain.grading import Remark, Score
from bot.domain.library import Library
from bot.domain.scenario import KeyPoint, Pack, Scenario
from bot.ports import Database, UnitOfWork
from bot.services.traces import without_traces

Row = tuple[str, str, Score]
"""Scenario, text and score, as the repository has them."""

NO_PHRASINGS = frozenset({Remark.BLANK, Remark.INSTRUCTIONS, Remark.KEYWORDS, Remark.PASTED})
"""Whoever wrote such a reply said nothing that a rubric could accept."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What somebody wrote, and how many replies say the same but for case, width and white space."""

    text: str
    times: int


@dataclass(frozen=True, slots=True)
class UnmatchedPoint:
    """A key point that `missed` replies didn't make as far as the grader saw, with what they say
    instead: commonest first, then the best scored. `more` wordings were left off."""

    point: KeyPoint
    missed: int
    wordings: tuple[Wording, ...]
    more: int


@dataclass(frozen=True, slots=True)
class UnmatchedScenario:
    """A scenario that `replies` counting attempts answer, with every point of its rubric."""

    scenario: Scenario
    replies: int
    points: tuple[UnmatchedPoint, ...]


class ListUnmatched:
    """Reads every attempt that counts and tells which points were not detected in what words."""

    def __init__(self, database: Database, library: Library) -> None:
        self._database = database
        self._library = library

    async def __call__(self, limit: int, scenario_id: str | None = None) -> list[UnmatchedScenario]:
        """The scenarios that have replies, or the one asked for, with up to `limit` wordings a point.

        Raises `UnknownScenario`.
        """
        if scenario_id is not None:
            self._library.pack_of(scenario_id)

        def read(work: UnitOfWork) -> list[tuple[Pack, list[Row]]]:
            return [(pack, work.replies.wordings(pack.id, scenario_id)) for pack in self._library.packs]

        return [
            _unmatched(scenario, wordings, limit)
            for pack, rows in await self._database.transact(read)
            for scenario, wordings in _by_scenario(pack, rows)
        ]


@dataclass(frozen=True, slots=True)
class _Said:
    """A text without traces of people, what is the same in all texts that say the same, and its score."""

    text: str
    same: str
    score: Score

    @classmethod
    def of(cls, text: str, score: Score) -> _Said:
        text = without_traces(text).strip()
        return cls(text, " ".join(unicodedata.normalize("NFKC", text).casefold().split()), score)

    def lacks(self, point: KeyPoint) -> bool:
        """A score from before the point was in the rubric says nothing about it."""
        return any(result.id == point.id and not result.hit for result in self.score.points)

    @property
    def may_be_a_phrasing(self) -> bool:
        """Whether an author may want it: it says something, and in its own words."""
        score = self.score
        own = score.misconceptions or any(point.evidence for point in score.points)
        only_copied = Remark.COPIED in score.remarks and not own
        return bool(self.same) and not only_copied and NO_PHRASINGS.isdisjoint(score.remarks)


def _by_scenario(pack: Pack, rows: Iterable[Row]) -> Iterator[tuple[Scenario, list[_Said]]]:
    """The pack's scenarios that have replies, in order; one that is gone has no rubric to extend."""
    replies: dict[str, list[_Said]] = {}
    for scenario_id, text, score in rows:
        replies.setdefault(scenario_id, []).append(_Said.of(text, score))
    return ((scenario, replies[scenario.id]) for scenario in pack.scenarios if scenario.id in replies)


def _unmatched(scenario: Scenario, replies: Sequence[_Said], limit: int) -> UnmatchedScenario:
    points = []
    for point in scenario.rubric:
        missed = [said for said in replies if said.lacks(point)]
        wordings = _wordings(said for said in missed if said.may_be_a_phrasing)
        more = max(0, len(wordings) - limit)
        points.append(UnmatchedPoint(point, len(missed), tuple(wordings[:limit]), more))
    return UnmatchedScenario(scenario, len(replies), tuple(points))


def _wordings(replies: Iterable[_Said]) -> list[Wording]:
    """Each once, spelt as it mostly is."""
    alike: dict[str, list[_Said]] = {}
    for said in replies:
        alike.setdefault(said.same, []).append(said)
    best = {same: max(said.score.value for said in group) for same, group in alike.items()}
    ordered = sorted(alike, key=lambda same: (-len(alike[same]), -best[same], same))
    return [Wording(_commonest(said.text for said in alike[same]), len(alike[same])) for same in ordered]


def _commonest(texts: Iterable[str]) -> str:
    times = Counter(texts)
    return min(times, key=lambda text: (-times[text], text))
