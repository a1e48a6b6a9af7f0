"""What people have asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, or_, select

from bot.domain.daily import Miss, Missed, Question
from bot.storage.ledger import Ledger, names, row_of
from bot.storage.tables import questions

_MISSED = or_(questions.c.verdict.in_([Miss.NOTHING.value, Miss.UNSURE.value]), questions.c.helped.is_(False))


class SqlQuestions(Ledger[Question]):
    """What was asked."""

    kind = Question
    columns = names(Question)
    table = questions
    due = questions.c.owes_answer_at
    natural_key = ("channel_id", "origin")

    def add(self, question: Question) -> Question | None:
        added = self._add(row_of(question))
        return None if added is None else replace(question, id=added)

    def add_all(self, asked: Sequence[Question]) -> None:
        self._add_all([row_of(question) for question in asked])

    def take_owing(self, now: datetime, until: datetime, limit: int) -> list[Question]:
        return self._claim(now, until, limit)

    def put_off(self, question: Question, until: datetime) -> None:
        if question.owes_answer_at is not None:
            self._change({"owes_answer_at": until}, id=question.id, owes_answer_at=question.owes_answer_at)

    def answered(self, question: Question) -> None:
        self._change({"owes_answer_at": None}, id=question.id)

    def helped(self, channel_id: str, origin: str, user_id: str, helped: bool) -> bool:
        return self._change({"helped": helped}, channel_id=channel_id, origin=origin, user_id=user_id) > 0

    def missed(self, since: datetime | None = None, team_id: str | None = None) -> list[Missed]:
        alike = (questions.c.text, questions.c.verdict, questions.c.helped, questions.c.top)
        query = select(*alike, func.count(), func.max(questions.c.asked_at)).where(_MISSED).group_by(*alike)
        if since is not None:
            query = query.where(questions.c.asked_at >= since)
        if team_id is not None:
            query = query.where(questions.c.team_id == team_id)
        return [
            Missed(text, Miss.UNHELPFUL if helped is False else Miss(verdict), nearest, times, last_at)
            for text, verdict, helped, nearest, times, last_at in self._connection.execute(query)
        ]
