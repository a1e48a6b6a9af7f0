"""What the workspace knows about a person, asked once an hour at most (what they may do, once a minute),
and what they chose themselves, which is not remembered: they may have chosen it at another replica."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from time import monotonic
from typing import Any

import aiohttp
from cachetools import TTLCache
from slack_sdk.errors import SlackClientError

from bot.domain.errors import BotError, PersonUnknown
from bot.domain.scenario import Language
from bot.domain.schedule import is_zone
from bot.ports import Database, PeopleDirectory
from bot.slack.client import Clients

log = logging.getLogger(__name__)

KEPT_PEOPLE = 10_000
KEPT_SECONDS = 3600
RIGHTS_SECONDS = 60
"""How long what somebody may do is taken for granted. It is asked seldom, so it may be asked anew."""

SILENT_SECONDS = 60
PATIENCE_SECONDS = 1.0
"""A command has 3 s for everything, and a form has to be opened in the same time."""

NOT_MEMBERS = ("is_restricted", "is_ultra_restricted", "is_stranger", "is_bot", "deleted")
"""What a full member is none of: https://docs.slack.dev/reference/objects/user-object."""


class SlackPeople:
    """The PeopleDirectory port over `users.info`. Whatever can't be learned has a safe default."""

    def __init__(self, clients: Clients, timer: Callable[[], float] = monotonic) -> None:
        self._clients = clients
        self._known: TTLCache[tuple[str, str], dict[str, Any]] = TTLCache(KEPT_PEOPLE, KEPT_SECONDS, timer)
        self._silent: TTLCache[tuple[str, str], bool] = TTLCache(KEPT_PEOPLE, SILENT_SECONDS, timer)
        self._fresh: TTLCache[tuple[str, str], bool] = TTLCache(KEPT_PEOPLE, RIGHTS_SECONDS, timer)

    async def language(self, team_id: str, user_id: str) -> Language:
        locale = str((await self._info(team_id, user_id)).get("locale") or "")
        return Language.JA if locale.startswith("ja") else Language.EN

    async def time_zone(self, team_id: str, user_id: str) -> str:
        zone = str((await self._info(team_id, user_id)).get("tz") or "")
        return zone if is_zone(zone) else "UTC"

    async def is_guest(self, team_id: str, user_id: str) -> bool:
        info = await self._rights(team_id, user_id)
        if not info:
            raise PersonUnknown
        return any(info.get(kind) for kind in NOT_MEMBERS) or _from_elsewhere(info, team_id)

    async def is_bot(self, team_id: str, user_id: str) -> bool:
        return bool((await self._info(team_id, user_id)).get("is_bot"))

    async def has_left(self, team_id: str, user_id: str) -> bool:
        # Slack itself takes messages to them without an error: python-slack-sdk #1156
        return bool((await self._rights(team_id, user_id)).get("deleted"))

    async def is_admin(self, team_id: str, user_id: str) -> bool:
        info = await self._rights(team_id, user_id)
        return bool(info.get("is_admin") or info.get("is_owner")) and not _from_elsewhere(info, team_id)

    async def _rights(self, team_id: str, user_id: str) -> dict[str, Any]:
        """As Slack tells it now: somebody may be an admin no more."""
        key = (team_id, user_id)
        if key not in self._fresh:
            self._known.pop(key, None)
            self._fresh[key] = True
        return await self._info(team_id, user_id)

    async def _info(self, team_id: str, user_id: str) -> dict[str, Any]:
        key = (team_id, user_id)
        if key not in self._known:
            if key in self._silent:
                return {}
            try:
                async with asyncio.timeout(PATIENCE_SECONDS):
                    slack = await self._clients.of(team_id)
                    response = await slack.users_info(user=user_id, include_locale=True)
            except (aiohttp.ClientError, BotError, SlackClientError, OSError, TimeoutError) as error:
                log.warning("users.info failed, defaults serve", extra={"why": type(error).__name__})
                self._silent[key] = True
                return {}
            self._known[key] = response.get("user") or {}
        return self._known[key]


def _from_elsewhere(info: dict[str, Any], team_id: str) -> bool:
    """Whether somebody belongs to another workspace, as in a channel that Slack Connect shares: an admin
    there is none here. In an organisation people belong to several."""
    theirs = {info.get("team_id") or team_id, *((info.get("enterprise_user") or {}).get("teams") or ())}
    return team_id not in theirs


class ChoosyPeople:
    """A PeopleDirectory in which the language that a person chose for the bot goes before that of Slack."""

    def __init__(self, people: PeopleDirectory, database: Database) -> None:
        self._people = people
        self._database = database

    async def language(self, team_id: str, user_id: str) -> Language:
        chosen = await self._chosen(team_id, user_id)
        return chosen or await self._people.language(team_id, user_id)

    async def _chosen(self, team_id: str, user_id: str) -> Language | None:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                person = await self._database.transact(lambda work: work.people.of(team_id, user_id))
        except (BotError, TimeoutError):  # no database: whatever needs one says so, in Slack's language
            return None
        return person.language

    async def time_zone(self, team_id: str, user_id: str) -> str:
        return await self._people.time_zone(team_id, user_id)

    async def is_guest(self, team_id: str, user_id: str) -> bool:
        return await self._people.is_guest(team_id, user_id)

    async def is_bot(self, team_id: str, user_id: str) -> bool:
        return await self._people.is_bot(team_id, user_id)

    async def has_left(self, team_id: str, user_id: str) -> bool:
        return await self._people.has_left(team_id, user_id)

    async def is_admin(self, team_id: str, user_id: str) -> bool:
        return await self._people.is_admin(team_id, user_id)
