"""Take leave of a workspace that has removed the bot: stop and drop the tokens at once, delete what is stored
about it after the time that was promised, unless it comes back."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from bot.domain.installations import Installation
from bot.domain.pauses import UNINSTALLED
from bot.ports import Clock, Database, UnitOfWork
from bot.services.resume_workspace import resume_workspace

log = logging.getLogger(__name__)

VISIBILITY = timedelta(minutes=5)


class LeaveWorkspace:
    """Leaves, and cleans up when it is time. Both are safe to repeat."""

    def __init__(
        self, database: Database, clock: Clock, present: Callable[[str], Awaitable[bool]] | None = None
    ) -> None:
        """`present` says whether the configured token of a single workspace works there, which the workspace
        may have done again without anybody telling; None where installations say so."""
        self._database = database
        self._clock = clock
        self._present = present

    async def __call__(self, team_id: str, enterprise_id: str, at: datetime) -> bool:
        """Leave, since Slack said at that time that the bot was removed. `team_id` is empty for a whole
        organisation. False if the bot has been installed again since, or has left already."""
        now = self._clock.now()

        def leave(work: UnitOfWork) -> bool:
            known = work.installations.known_at(team_id, enterprise_id)
            # Where one token serves one workspace, nothing is known of it before it is left.
            known = known or Installation(team_id, enterprise_id, "", "", "", installed_at=at)
            if at < known.installed_at or (known.gone_at and at <= known.gone_at):
                return False
            work.installations.save(known.left(now))
            for team in work.installations.teams_left(known):
                work.subscriptions.pause_team(team, UNINSTALLED)
            return True

        left = await self._database.transact(leave)
        if left:
            log.info("removed from a workspace", extra={"team": team_id, "enterprise": enterprise_id})
        return left

    async def revoke(self, team_ids: Sequence[str], enterprise_id: str, at: datetime) -> None:
        """Leave these workspaces, since Slack said at that time that the organisation's installation doesn't
        cover them any more. Those with an installation of their own stay, and what was granted since."""
        now = self._clock.now()

        def leave(work: UnitOfWork) -> list[str]:
            for team in team_ids:
                work.installations.revoked(team, enterprise_id, at)
            left = [team for team in team_ids if work.installations.known_of_team(team) is None]
            for team in left:
                # What is left of an installation of its own, or a row that says when its data goes.
                known = work.installations.known_at(team, enterprise_id)
                known = known or Installation(team, enterprise_id, "", "", "", installed_at=at)
                if known.gone_at is None or known.gone_at < at:
                    work.installations.save(known.left(now))
                work.subscriptions.pause_team(team, UNINSTALLED)
            return left

        for team in await self._database.transact(leave):
            log.info("taken out of an organisation", extra={"team": team, "enterprise": enterprise_id})

    async def grant(self, team_ids: Sequence[str], enterprise_id: str, at: datetime) -> None:
        """The organisation's installation covers these workspaces: whatever was to be deleted stays, and what
        stopped for want of it goes on."""
        now = self._clock.now()

        def stay(work: UnitOfWork) -> None:
            for team in team_ids:
                work.installations.granted(team, enterprise_id, at)
                known = work.installations.known_at(team, enterprise_id)
                served = self._present is not None or work.installations.known_of_team(team)
                if known and known.gone_at and served:
                    work.installations.save(known.back())
                if served:
                    resume_workspace(work, team, now)

        await self._database.transact(stay)

    async def come_back(self, team_id: str) -> None:
        """The configured token of a single workspace works: whatever was to be deleted stays, and what
        stopped for want of it goes on."""
        now = self._clock.now()

        def back(work: UnitOfWork) -> None:
            known = work.installations.of_team(team_id)
            if known is not None and known.gone_at:
                work.installations.save(known.back())
            resume_workspace(work, team_id, now)

        await self._database.transact(back)

    async def delete_due(self) -> None:
        """Delete what the promise says is to go by now."""
        now = self._clock.now()

        def take(work: UnitOfWork) -> list[Installation]:
            return work.installations.take_leaving(now, now + VISIBILITY, limit=10)

        while leaving := await self._database.claim(take):
            for each in leaving:
                await self._delete(each)

    async def _delete(self, leaving: Installation) -> None:
        if self._present is not None and await self._present(leaving.team_id):
            await self.come_back(leaving.team_id)
            return

        def erase(work: UnitOfWork) -> int:
            known = work.installations.known_at(leaving.team_id, leaving.enterprise_id)
            return work.installations.erase(known) if known and known.gone_at else 0

        rows = await self._database.transact(erase)
        log.info("a workspace's data is deleted", extra={"team": leaving.team_id, "rows": rows})
