"""What is kept about appeals and what came of them."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from bot.domain.appeals import Alias, Appeal, Deed


class AppealRepository(Protocol):
    """Disputes about replies."""

    def add(self, appeal: Appeal) -> Appeal | None:
        """Insert and return it with its id; None if the reply has been disputed already."""
        ...

    def by_id(self, appeal_id: int) -> Appeal | None: ...

    def of_reply(self, reply_id: int) -> Appeal | None: ...

    def of_post(self, post_id: int) -> list[Appeal]:
        """Every appeal about replies to the post, oldest first."""
        ...

    def open_in(self, team_id: str, channel_id: str) -> list[Appeal]:
        """The channel's appeals that nobody has decided yet, oldest first."""
        ...

    def update(self, before: Appeal, after: Appeal) -> bool:
        """Store state, `owes_notice_at`, who decided, when, and `granted` of `after`, if the appeal still is
        in the state of `before`. False if somebody else has decided it meanwhile: then nothing is stored."""
        ...

    def take_owing(self, now: datetime, until: datetime, limit: int) -> list[Appeal]:
        """Claim appeals with `owes_notice_at` ≤ now by moving it to `until`."""
        ...

    def put_off(self, appeal: Appeal, until: datetime) -> None:
        """Owe this notice no sooner than `until`, unless the appeal was decided or taken up meanwhile."""
        ...

    def notice_sent(self, appeal: Appeal) -> None:
        """This notice is out: nothing is owed, unless the appeal has moved on since it was read."""
        ...


class AliasRepository(Protocol):
    """Phrasings that a workspace accepts besides those of a pack."""

    def add(self, alias: Alias) -> Alias | None:
        """Insert and return it with its id; None if the workspace accepts it already."""
        ...

    def of_scenario(self, team_id: str, pack_id: str, scenario_id: str) -> list[Alias]:
        """The workspace's phrasings for a scenario, oldest first."""
        ...

    def of_team(self, team_id: str) -> list[Alias]:
        """All of the workspace's phrasings, oldest first."""
        ...

    def remove(self, alias: Alias) -> bool:
        """Delete it; False if it is gone already."""
        ...


class DeedRepository(Protocol):
    """Who did what, where and when. Nothing in it ever changes."""

    def add(self, deed: Deed) -> Deed:
        """Insert and return it with its id."""
        ...

    def is_done(self, team_id: str, channel_id: str, action: str, subject: str) -> bool:
        """Whether this was done to that in the channel, by whomever."""
        ...

    def of_channel(self, team_id: str, channel_id: str, limit: int) -> list[Deed]:
        """The channel's latest deeds, newest first."""
        ...
