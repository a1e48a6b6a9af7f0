"""What is kept about workspaces that have installed the bot, and who gives out their tokens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.installations import Granted, Installation


class InstallationRepository(Protocol):
    """Where the bot is installed. Tokens that were encrypted under a lost key raise an error of storage's."""

    def save(self, installation: Installation) -> None:
        """Insert, or replace the one of the same (team, enterprise)."""
        ...

    def at(self, team_id: str, enterprise_id: str) -> Installation | None:
        """The workspace's own installation; the organisation's if `team_id` is empty."""
        ...

    def known_at(self, team_id: str, enterprise_id: str) -> Installation | None:
        """The same without its tokens, so that it needs no key."""
        ...

    def of_team(self, team_id: str, enterprise_id: str = "") -> Installation | None:
        """What serves a workspace: its own installation, or that of its organisation unless the workspace was
        taken out of it. One without a token is given back only if there is no other."""
        ...

    def known_of_team(self, team_id: str, enterprise_id: str = "") -> Installation | None:
        """What serves a workspace, without its tokens, so that it needs no key; None if nothing does."""
        ...

    def granted(self, team_id: str, enterprise_id: str, at: datetime) -> None:
        """Slack said at that time that the organisation's installation covers the workspace."""
        ...

    def revoked(self, team_id: str, enterprise_id: str, at: datetime) -> None:
        """Slack said at that time that it doesn't any more."""
        ...

    def teams_served(self, installation: Installation) -> list[str]:
        """Its workspaces that some installation with a token serves."""
        ...

    def teams_left(self, installation: Installation) -> list[str]:
        """Its workspaces that no installation with a token serves."""
        ...

    def renew(self, before: Installation, after: Installation) -> bool:
        """Store `after` if the installation still has the `refresh_at` of `before`. False if it was renewed
        or installed again meanwhile."""
        ...

    def take_renewals(self, now: datetime, until: datetime, limit: int) -> list[Installation]:
        """Claim those with `refresh_at` ≤ now by moving it to `until`."""
        ...

    def take_leaving(self, now: datetime, until: datetime, limit: int) -> list[Installation]:
        """Claim those with `delete_at` ≤ now by moving it to `until`; without their tokens."""
        ...

    def erase(self, installation: Installation) -> int:
        """Delete it, and everything of the workspaces that it leaves; returns how many rows those were."""
        ...

    def rekey(self) -> int:
        """Encrypt every token anew, under the newest key; returns how many installations have one."""
        ...

    def everywhere(self) -> list[Installation]:
        """All of them, those that have left included."""
        ...


class StateRepository(Protocol):
    """What holds for some time, each known by a digest: an installation under way by that of its secret,
    something said at somebody's wish by that of what it was, a public channel by that of its name."""

    def add(self, digest: str, now: datetime, expires_at: datetime) -> None:
        """Remember one, and drop those that have expired."""
        ...

    def first(self, digest: str, now: datetime, expires_at: datetime) -> bool:
        """The same, but False if it is known and has not expired."""
        ...

    def keep(self, digest: str, now: datetime, expires_at: datetime) -> None:
        """Remember one until then, whether or not it is known, and drop those that have expired."""
        ...

    def known(self, digests: Sequence[str], now: datetime) -> set[str]:
        """Those of them that are known and have not expired."""
        ...

    def take(self, digest: str, now: datetime) -> bool:
        """True once, if it is known and has not expired. It is forgotten then."""
        ...


class TokenOffice(Protocol):
    """Where Slack gives out tokens. Methods raise what those of `Messenger` raise."""

    async def exchange(self, code: str, now: datetime) -> Installation:
        """The installation for which Slack's page gave this code."""
        ...

    async def renew(self, refresh_token: str, now: datetime) -> Granted:
        """A new token for an old one's `refresh_token`, which is used up by it."""
        ...
