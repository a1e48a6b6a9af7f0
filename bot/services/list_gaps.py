"""List what people asked and did not get, so that authors see which scenarios and questions are missing.

Like replies by `list_unmatched`, texts of questions leave the database this way. Who asked, where and
at what time of day never gets here, and what would lead back to a person is taken out of the texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.domain.daily import Miss, Missed
from bot.domain.results import Gap, Gaps
from bot.domain.search.tokens import normalise
from bot.ports import Database
from bot.services.traces import without_traces


class ListGaps:
    """Reads every question that was missed and puts those together that ask the same."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def __call__(self, limit: int, since: datetime | None = None, team_id: str | None = None) -> Gaps:
        """Up to `limit` gaps, most asked first, then the one last asked, then by text; only what was
        asked at `since` or later, and in that workspace, if given."""
        found = _gaps(await self._database.transact(lambda work: work.questions.missed(since, team_id)))
        return Gaps(tuple(found[:limit]), max(0, len(found) - limit))


def _gaps(missed: Iterable[Missed]) -> list[Gap]:
    alike: dict[str, list[Missed]] = {}
    for question in missed:
        if text := _same(question.text):
            alike.setdefault(text, []).append(question)
    gaps = [_gap(text, group) for text, group in alike.items()]
    return sorted(gaps, key=lambda gap: (-gap.times, -gap.last_day.toordinal(), gap.text))


def _same(text: str) -> str:
    """What all spellings of a question have in common. Traces are looked for in the normalised text,
    where none hides behind its width."""
    return " ".join(normalise(without_traces(normalise(text))).split())


def _gap(text: str, group: Sequence[Missed]) -> Gap:
    how = {miss: sum(each.times for each in group if each.miss is miss) for miss in Miss}
    near = [(each.last_at, each.nearest) for each in group if each.nearest is not None]
    nearest = max(near)[1] if near else None
    return Gap(text, sum(how.values()), how, nearest, max(each.last_at for each in group).date())
