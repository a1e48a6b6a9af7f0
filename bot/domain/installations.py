"""Where the bot is installed: a workspace of its own, or all workspaces of an organisation at once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.domain.errors import BotError

RENEW_EARLY = timedelta(hours=2)
"""A token that rotates lasts 12 hours; it is renewed while it still has this long to live."""

KEPT_AFTER_LEAVING = timedelta(days=30)
"""How long a workspace's data outlives the installation, so that coming back loses nothing."""


class WrongEncryptionKey(BotError):
    """A token in the database was encrypted under none of the keys. What else is known of an installation can
    be read all the same."""

    key = "error.wrong-encryption-key"


@dataclass(frozen=True, slots=True)
class Installation:
    """One installation; (team, enterprise) is its natural key. `team_id` is empty where it is for a whole
    organisation, `enterprise_id` where there is none. `bot_token` is None once the bot has left; then
    `delete_at` is when its data goes. `refresh_at` is when the token is to be renewed, None for one that
    doesn't expire."""

    team_id: str
    enterprise_id: str
    bot_user_id: str
    bot_id: str
    scopes: str
    installed_at: datetime
    bot_token: str | None = field(default=None, repr=False)
    refresh_token: str | None = field(default=None, repr=False)
    expires_at: datetime | None = None
    refresh_at: datetime | None = None
    gone_at: datetime | None = None
    delete_at: datetime | None = None
    id: int = 0

    @property
    def wide(self) -> bool:
        """Whether it is for all workspaces of an organisation."""
        return not self.team_id

    def with_token(self, granted: Granted) -> Installation:
        """With this token from now on."""
        early = granted.expires_at - RENEW_EARLY if granted.expires_at and granted.refresh_token else None
        return replace(
            self,
            bot_token=granted.bot_token,
            refresh_token=granted.refresh_token,
            expires_at=granted.expires_at,
            refresh_at=early,
        )

    def left(self, now: datetime) -> Installation:
        """The bot was taken off: its tokens go at once, the data after `KEPT_AFTER_LEAVING`."""
        return replace(
            self,
            bot_token=None,
            refresh_token=None,
            expires_at=None,
            refresh_at=None,
            gone_at=now,
            delete_at=now + KEPT_AFTER_LEAVING,
        )

    @property
    def known(self) -> Installation:
        """All of it but its tokens."""
        return replace(self, bot_token=None, refresh_token=None)

    def back(self) -> Installation:
        """The bot is there again, so nothing is deleted."""
        return replace(self, gone_at=None, delete_at=None)


@dataclass(frozen=True, slots=True)
class Granted:
    """A token as Slack gave it. `expires_at` and `refresh_token` are None for one that lasts."""

    bot_token: str = field(repr=False)
    refresh_token: str | None = field(default=None, repr=False)
    expires_at: datetime | None = None
