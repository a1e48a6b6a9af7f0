"""Appeals, the phrasings that came of them, and the record of who did what."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import delete, insert, select

from bot.domain.appeals import Alias, Appeal, AppealState, Deed
from bot.storage.ledger import Ledger, names, row_of
from bot.storage.tables import aliases, appeals, deeds


class SqlAppeals(Ledger[Appeal]):
    """Disputes about replies."""

    kind = Appeal
    columns = names(Appeal)
    table = appeals
    due = appeals.c.owes_notice_at
    natural_key = ("reply_id",)

    def add(self, appeal: Appeal) -> Appeal | None:
        added = self._add(row_of(appeal))
        return None if added is None else replace(appeal, id=added)

    def by_id(self, appeal_id: int) -> Appeal | None:
        return self._find_one(id=appeal_id)

    def of_reply(self, reply_id: int) -> Appeal | None:
        return self._find_one(reply_id=reply_id)

    def of_post(self, post_id: int) -> list[Appeal]:
        return self._find("id", post_id=post_id)

    def open_in(self, team_id: str, channel_id: str) -> list[Appeal]:
        return self._find("id", team_id=team_id, channel_id=channel_id, state=AppealState.OPEN)

    def update(self, before: Appeal, after: Appeal) -> bool:
        decided = ("state", "owes_notice_at", "decided_by", "decided_at", "granted")
        changes = {name: getattr(after, name) for name in decided}
        return self._change(changes, id=before.id, state=before.state) == 1

    def take_owing(self, now: datetime, until: datetime, limit: int) -> list[Appeal]:
        return self._claim(now, until, limit)

    def put_off(self, appeal: Appeal, until: datetime) -> None:
        self._owe(until, appeal)

    def notice_sent(self, appeal: Appeal) -> None:
        self._owe(None, appeal)

    def _owe(self, at: datetime | None, appeal: Appeal) -> None:
        if appeal.owes_notice_at is not None:
            owed = {"owes_notice_at": appeal.owes_notice_at, "state": appeal.state}
            self._change({"owes_notice_at": at}, id=appeal.id, **owed)


class SqlAliases(Ledger[Alias]):
    """Phrasings that a workspace accepts besides those of a pack."""

    kind = Alias
    columns = names(Alias)
    table = aliases
    natural_key = ("team_id", "pack_id", "scenario_id", "point_id", "language", "phrase")

    def add(self, alias: Alias) -> Alias | None:
        added = self._add(row_of(alias))
        return None if added is None else replace(alias, id=added)

    def of_scenario(self, team_id: str, pack_id: str, scenario_id: str) -> list[Alias]:
        return self._find("id", team_id=team_id, pack_id=pack_id, scenario_id=scenario_id)

    def of_team(self, team_id: str) -> list[Alias]:
        return self._find("id", team_id=team_id)

    def remove(self, alias: Alias) -> bool:
        theirs = (aliases.c.team_id == alias.team_id) & (aliases.c.id == alias.id)
        return self._connection.execute(delete(aliases).where(theirs)).rowcount == 1


class SqlDeeds(Ledger[Deed]):
    """Who did what, where and when."""

    kind = Deed
    columns = names(Deed)
    table = deeds

    def add(self, deed: Deed) -> Deed:
        added = self._connection.scalar(insert(deeds).returning(deeds.c.id), row_of(deed))
        assert added is not None, "nothing stands in a deed's way"
        return replace(deed, id=added)

    def is_done(self, team_id: str, channel_id: str, action: str, subject: str) -> bool:
        done = self._find_one(team_id=team_id, channel_id=channel_id, action=action, subject=subject)
        return done is not None

    def of_channel(self, team_id: str, channel_id: str, limit: int) -> list[Deed]:
        columns = [deeds.c[name] for name in self.columns]
        theirs = (deeds.c.team_id == team_id) & (deeds.c.channel_id == channel_id)
        query = select(*columns).where(theirs).order_by(deeds.c.done_at.desc(), deeds.c.id.desc())
        return [Deed(**row) for row in self._rows(query.limit(limit))]
