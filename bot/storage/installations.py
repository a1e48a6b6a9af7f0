"""Where the bot is installed, with tokens encrypted, and what holds for some time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, delete, or_, select, update

from bot.domain.installations import Installation
from bot.storage.cipher import Cipher
from bot.storage.ledger import Ledger, Row, among, insert_into, names, row_of
from bot.storage.tables import installations, metadata, oauth_states, workspaces

SECRET = ("bot_token", "refresh_token")


class SqlInstallations(Ledger[Installation]):
    """See `bot.ports.InstallationRepository`."""

    kind = Installation
    columns = names(Installation)
    table = installations
    due = installations.c.refresh_at
    natural_key = ("team_id", "enterprise_id")

    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        super().__init__(connection)
        self._cipher = cipher

    def save(self, installation: Installation) -> None:
        row = self._row(installation)
        insert = insert_into(installations, self._connection.dialect.name).values(row)
        self._connection.execute(insert.on_conflict_do_update(index_elements=self.natural_key, set_=row))

    def at(self, team_id: str, enterprise_id: str) -> Installation | None:
        return self._opened(self._at(team_id, enterprise_id))

    def known_at(self, team_id: str, enterprise_id: str) -> Installation | None:
        found = self._at(team_id, enterprise_id)
        return found and found.known

    def of_team(self, team_id: str, enterprise_id: str = "") -> Installation | None:
        return self._opened(self._of_team(team_id, enterprise_id))

    def known_of_team(self, team_id: str, enterprise_id: str = "") -> Installation | None:
        found = self._of_team(team_id, enterprise_id)
        return found.known if found and found.bot_token else None

    def teams_served(self, installation: Installation) -> list[str]:
        return [team for team in self._teams(installation) if self.known_of_team(team) is not None]

    def teams_left(self, installation: Installation) -> list[str]:
        return [team for team in self._teams(installation) if self.known_of_team(team) is None]

    def granted(self, team_id: str, enterprise_id: str, at: datetime) -> None:
        self._said(team_id, enterprise_id, "granted_at", at)

    def revoked(self, team_id: str, enterprise_id: str, at: datetime) -> None:
        self._said(team_id, enterprise_id, "revoked_at", at)

    def renew(self, before: Installation, after: Installation) -> bool:
        given = {name: value for name, value in self._row(after).items() if name not in self.natural_key}
        return self._change(given, id=before.id, refresh_at=before.refresh_at) == 1

    def take_renewals(self, now: datetime, until: datetime, limit: int) -> list[Installation]:
        return [self._open(sealed) for sealed in self._claim(now, until, limit)]

    def take_leaving(self, now: datetime, until: datetime, limit: int) -> list[Installation]:
        return [each.known for each in _Leaving(self._connection).take(now, until, limit)]

    def erase(self, installation: Installation) -> int:
        teams, erased = self.teams_left(installation), 0
        for table in reversed(metadata.sorted_tables):  # children first, for their parents' sake
            if "team_id" in table.c and table is not installations:
                theirs = table.c.team_id.in_(teams)
                erased += self._connection.execute(delete(table).where(theirs)).rowcount
        self._connection.execute(delete(installations).where(installations.c.id == installation.id))
        return erased

    def rekey(self) -> int:
        tokens = select(installations.c.id, *(installations.c[name] for name in SECRET))
        kept = installations.c.bot_token.is_not(None)
        found = self._rows(tokens.where(kept).with_for_update())
        for row in found:
            anew = {name: self._cipher.encrypt(self._cipher.decrypt(row[name])) for name in SECRET}
            self._change(anew, id=row["id"])
        return len(found)

    def everywhere(self) -> list[Installation]:
        return [self._open(sealed) for sealed in self._find("id")]

    # Below, installations bear their tokens as they are kept, encrypted: most of what is done with them needs
    # no token, and must not fail because a key is lost.

    def _at(self, team_id: str, enterprise_id: str) -> Installation | None:
        if team_id:  # which no two have, whatever organisation they are in
            return self._find_one(team_id=team_id)
        return self._find_one(team_id="", enterprise_id=enterprise_id)

    def _of_team(self, team_id: str, enterprise_id: str) -> Installation | None:
        own = self._at(team_id, "") if team_id else None
        if own is not None and own.bot_token:
            return own
        organisation = enterprise_id or self._enterprise_of(team_id)
        wide = self._at("", organisation) if organisation else None
        if wide is None or not wide.bot_token or self._taken_out(team_id, wide):
            return own
        if team_id and enterprise_id:
            self._belongs(team_id, enterprise_id)
        return wide

    def _taken_out(self, team_id: str, wide: Installation) -> bool:
        """Whether the organisation's grant leaves the workspace out, by what Slack said last. Installed
        anew it is for all again, should a word of Slack's have been lost."""
        said = select(workspaces.c.granted_at, workspaces.c.revoked_at).where(
            workspaces.c.team_id == team_id, workspaces.c.enterprise_id == wide.enterprise_id
        )
        granted_at, revoked_at = self._connection.execute(said).one_or_none() or (None, None)
        covered = [instant for instant in (granted_at, wide.installed_at) if instant is not None]
        return revoked_at is not None and revoked_at > max(covered)

    def _said(self, team_id: str, enterprise_id: str, what: str, at: datetime) -> None:
        """Remember the latest time of it; what is delivered late undoes nothing that was said later."""
        self._belongs(team_id, enterprise_id)
        theirs = workspaces.c.team_id == team_id
        newer = or_(workspaces.c[what].is_(None), workspaces.c[what] < at)
        self._connection.execute(update(workspaces).where(theirs, newer).values({what: at}))

    def _enterprise_of(self, team_id: str) -> str:
        known = select(workspaces.c.enterprise_id).where(workspaces.c.team_id == team_id)
        return self._connection.scalar(known) or ""

    def _belongs(self, team_id: str, enterprise_id: str) -> None:
        """Remember the organisation: what is done of its own accord knows the workspace alone."""
        row = {"team_id": team_id, "enterprise_id": enterprise_id}
        insert = insert_into(workspaces, self._connection.dialect.name).values(row)
        self._connection.execute(
            insert.on_conflict_do_update(index_elements=("team_id",), set_={"enterprise_id": enterprise_id})
        )

    def _teams(self, installation: Installation) -> list[str]:
        if not installation.wide:
            return [installation.team_id]
        known = select(workspaces.c.team_id).where(workspaces.c.enterprise_id == installation.enterprise_id)
        return sorted(self._connection.scalars(known))

    def _row(self, installation: Installation) -> Row:
        row = row_of(installation)
        return row | {name: self._cipher.encrypt(row[name]) for name in SECRET}

    def _opened(self, sealed: Installation | None) -> Installation | None:
        return None if sealed is None else self._open(sealed)

    def _open(self, sealed: Installation) -> Installation:
        tokens = {name: self._cipher.decrypt(getattr(sealed, name)) for name in SECRET}
        return replace(sealed, bot_token=tokens["bot_token"], refresh_token=tokens["refresh_token"])


class _Leaving(Ledger[Installation]):
    """The same rows, by the time at which a workspace's data is to go."""

    kind = Installation
    columns = names(Installation)
    table = installations
    due = installations.c.delete_at
    natural_key = ("team_id", "enterprise_id")

    def take(self, now: datetime, until: datetime, limit: int) -> list[Installation]:
        return self._claim(now, until, limit)


class SqlStates:
    """See `bot.ports.StateRepository`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, digest: str, now: datetime, expires_at: datetime) -> None:
        self._connection.execute(delete(oauth_states).where(oauth_states.c.expires_at <= now))
        insert = insert_into(oauth_states, self._connection.dialect.name)
        self._connection.execute(insert.values(digest=digest, expires_at=expires_at))

    def first(self, digest: str, now: datetime, expires_at: datetime) -> bool:
        self._connection.execute(delete(oauth_states).where(oauth_states.c.expires_at <= now))
        insert = insert_into(oauth_states, self._connection.dialect.name)
        unless_there = insert.values(digest=digest, expires_at=expires_at).on_conflict_do_nothing()
        return self._connection.scalar(unless_there.returning(oauth_states.c.digest)) is not None

    def keep(self, digest: str, now: datetime, expires_at: datetime) -> None:
        self._connection.execute(delete(oauth_states).where(oauth_states.c.expires_at <= now))
        insert = insert_into(oauth_states, self._connection.dialect.name)
        row = insert.values(digest=digest, expires_at=expires_at)
        until = {"expires_at": expires_at}
        self._connection.execute(row.on_conflict_do_update(index_elements=("digest",), set_=until))

    def known(self, digests: Sequence[str], now: datetime) -> set[str]:
        asked = among(oauth_states.c.digest, "digests", self._connection.dialect.name)
        query = select(oauth_states.c.digest).where(asked, oauth_states.c.expires_at > now)
        return set(self._connection.scalars(query, {"digests": list(digests)}))

    def take(self, digest: str, now: datetime) -> bool:
        theirs = (oauth_states.c.digest == digest) & (oauth_states.c.expires_at > now)
        return self._connection.execute(delete(oauth_states).where(theirs)).rowcount == 1
