"""Examine an installation part by part: settings, packs, addresses, database, Slack."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.bootstrap import SystemClock, load_library
from bot.domain.errors import BotError
from bot.running import METRICS, SLACK_PORT
from bot.settings import Mode, Settings, read_settings
from bot.slack.client import close_client, open_client, reason_of
from bot.slack.manifest import SCOPES
from bot.storage import SqlDatabase, examination, migrations
from bot.storage.cipher import Cipher
from bot.web_server import CannotListen, PortTaken, as_set, try_to_listen

Facts = dict[str, str | int]

CLOCK_WARNING_SECONDS = 60
LITTLE_ROOM = 200_000_000  # bytes
ANY_PORT = 0
ALL_HOSTS = frozenset(("0.0.0.0", "::"))  # noqa: S104  # to compare with, not to listen at


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: a text of the catalogue, and whether all is well with it."""

    well: bool
    key: str
    facts: Facts = field(default_factory=dict)
    error: BotError | None = None


async def examine(environ: Mapping[str, str]) -> list[Finding]:
    """All findings, in the order in which a fault in one explains the next. Changes nothing."""
    try:
        settings = read_settings(environ)
        mode = settings.mode
    except BotError as error:
        return [Finding(False, error.key, error=error)]
    findings = [Finding(True, "doctor.settings", {"mode": mode.value})]
    findings += [*_packs(settings), *_addresses(settings, mode)]
    if mode is Mode.LOCAL:
        return [*findings, Finding(True, "doctor.local")]
    findings.append(await asyncio.to_thread(_database, settings))
    whole = findings[-1].well and findings[-1].key != "doctor.database-behind"
    if whole:
        findings += await asyncio.to_thread(_storage, settings)
    elif findings[-1].well and not examination.may_be_made(settings.database_url):
        findings[-1] = Finding(False, "doctor.database-read-only")
    if mode is Mode.WORKSPACES:
        return [*findings, await _workspaces(settings, whole)]
    return [*findings, *await _slack(settings)]


DATABASE = {
    "empty": "doctor.database-behind",
    "behind": "doctor.database-behind",
    "complete": "doctor.database-complete",
    "current": "doctor.database",
    "newer": "doctor.database-newer",
}


def _packs(settings: Settings) -> list[Finding]:
    try:
        library = load_library(settings.packs, settings.cache)
    except BotError as error:
        return [Finding(False, error.key, error=error)]
    return [
        Finding(True, "doctor.pack", {"id": pack.id, "scenarios": len(pack.scenarios)})
        for pack in library.packs
    ]


def _addresses(settings: Settings, mode: Mode) -> list[Finding]:
    """Only what isn't free is told. The bot itself may be what listens there: many call us beside it."""
    port = settings.port
    if port is None:
        port = ANY_PORT if mode is Mode.LOCAL else SLACK_PORT  # the local workspace takes any
    wanted = [("", settings.host, port)]
    findings = []
    if mode is not Mode.LOCAL and settings.metrics_port is not None:
        wanted.append((METRICS, settings.metrics_host, settings.metrics_port))
        if settings.metrics_port == port != ANY_PORT and not _apart(settings.host, settings.metrics_host):
            findings.append(Finding(False, "doctor.one-port", {"port": port}))
    for kind, host, number in wanted:
        try:
            with as_set(host, number, kind):
                try_to_listen(host, number)
        except PortTaken as taken:
            findings.append(Finding(True, "doctor.port-in-use", taken.facts))
        except CannotListen as error:
            findings.append(Finding(False, error.key, error=error))
    return findings


def _apart(host: str, other: str) -> bool:
    """Whether one port can serve at both."""
    return host != other and ALL_HOSTS.isdisjoint((host, other))


def _database(settings: Settings) -> Finding:
    try:
        found = migrations.current(settings.database_url, known_only=True)
    except BotError as error:
        return Finding(False, error.key, error=error)
    key = DATABASE[migrations.standing(found)]
    return Finding(True, key, {"revision": found or "-", "head": migrations.head()})


def _storage(settings: Settings) -> list[Finding]:
    """Only what is wrong is told, since the database that answers is told of already."""
    findings = []
    if not examination.writable(settings.database_url):
        findings.append(Finding(False, "doctor.database-read-only"))
    free = examination.room(settings.database_url)
    if free is not None and free < LITTLE_ROOM:
        findings.append(Finding(False, "doctor.disk-low", {"mb": free // 1_000_000}))
    return findings


async def _workspaces(settings: Settings, whole: bool) -> Finding:
    """Whether there are keys, they open every token, and where the bot is installed."""
    try:
        cipher = Cipher(settings.keys).require()
        if not whole:  # the tables aren't there yet
            return Finding(True, "doctor.keys")
        database = SqlDatabase(settings.database_url, cipher)
        try:
            found = await database.transact(lambda work: work.installations.everywhere())
        finally:
            await database.close()
    except BotError as error:
        return Finding(False, error.key, error=error)
    with_token = [each for each in found if each.bot_token]
    now = SystemClock().now()
    expired = sum(1 for each in with_token if each.expires_at and each.expires_at < now)
    facts: Facts = {"n": len(with_token), "leaving": len(found) - len(with_token)}
    if expired:
        return Finding(False, "doctor.tokens-expired", {"n": expired})
    return Finding(True, "doctor.workspaces", facts)


async def _slack(settings: Settings) -> list[Finding]:
    assert settings.slack_bot_token is not None, "asked with credentials only"
    client = open_client(settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
    try:
        me = await client.auth_test()
        facts: Facts = {"bot": str(me.get("user")), "team": str(me.get("team"))}
        findings = [Finding(True, "doctor.token", facts), _scopes(me), *_clock(me)]
        if settings.slack_app_token:
            findings.append(await _app_token(settings))
    except SlackApiError as error:
        if reason := reason_of(error):
            return [Finding(False, "doctor.token-refused", {"reason": reason})]
        facts = {"url": settings.slack_api_url, "reason": "no answer of Slack's"}
        return [Finding(False, "doctor.unreachable", facts)]
    except (aiohttp.ClientError, SlackClientError, OSError) as error:
        facts = {"url": settings.slack_api_url, "reason": type(error).__name__}
        return [Finding(False, "doctor.unreachable", facts)]
    finally:
        await close_client(client)
    return findings


async def _app_token(settings: Settings) -> Finding:
    assert settings.slack_app_token is not None, "asked with an app token only"
    client = open_client("", settings.slack_api_url)
    try:
        await client.apps_connections_open(app_token=settings.slack_app_token.get_secret_value())
    except SlackApiError as error:
        if not (reason := reason_of(error)):
            raise
        return Finding(False, "doctor.app-token-refused", {"reason": reason})
    finally:
        await close_client(client)
    return Finding(True, "doctor.app-token")


def _scopes(me: AsyncSlackResponse) -> Finding:
    """Slack lists a token's scopes in a header of every response."""
    granted = _header(me, "x-oauth-scopes")
    if granted is None:
        return Finding(True, "doctor.scopes-unknown")
    missing = SCOPES.keys() - {scope.strip() for scope in granted.split(",")}
    if missing:
        return Finding(False, "doctor.scopes-missing", {"scopes": ", ".join(sorted(missing))})
    return Finding(True, "doctor.scopes")


def _clock(me: AsyncSlackResponse) -> list[Finding]:
    date = _header(me, "date")
    if date is None:
        return []
    seconds = round(abs((SystemClock().now() - parsedate_to_datetime(date)).total_seconds()))
    well = seconds < CLOCK_WARNING_SECONDS
    return [Finding(well, "doctor.clock" if well else "doctor.clock-off", {"seconds": seconds})]


def _header(response: AsyncSlackResponse, name: str) -> str | None:
    headers = {str(key).lower(): value for key, value in dict(response.headers).items()}
    value = headers.get(name)
    return None if value is None else str(value)
