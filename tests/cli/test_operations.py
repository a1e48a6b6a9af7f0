"""What an operator calls: db, manifest, doctor, run."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.bootstrap import SystemClock
from bot.cli import main
from bot.playground import Fault, MovableClock, Playground
from bot.slack.manifest import EVENTS, SCOPES, manifest
from bot.storage import examination
from bot.storage.migrations import head
from tests.clock import FakeClock

Call = Callable[..., tuple[int, str, str]]

HALVES = [
    ({"SLACK_BOT_TOKEN": "xoxb-1-secret"}, "SLACK_SIGNING_SECRET / SLACK_APP_TOKEN"),
    ({"SLACK_APP_TOKEN": "xapp-1-secret"}, "SLACK_BOT_TOKEN"),
    ({"SLACK_SIGNING_SECRET": "1-secret"}, "SLACK_BOT_TOKEN"),
]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Call:
    """Run the command line; returns exit code, output and errors."""

    def run(*argv: str, **environ: str) -> tuple[int, str, str]:
        code = main(argv, {"DATABASE_URL": f"sqlite:///{tmp_path}/new.sqlite3", **environ})
        return code, *capsys.readouterr()

    return run


# db


def test_an_empty_database_is_told_from_one_of_the_newest_schema(call: Call) -> None:
    code, told, _ = call("db", "current")
    assert (code, "The database is empty" in told, head() in told) == (0, True, True)
    code, told, _ = call("db", "upgrade")
    assert (code, head() in told) == (0, True)
    assert call("db", "current") == (0, f"{head()} (the newest)\n", "")


def test_looking_at_a_database_makes_no_file(call: Call, tmp_path: Path) -> None:
    call("db", "current")
    call(
        "doctor", SLACK_API_URL="http://127.0.0.1:1/api/", SLACK_BOT_TOKEN="xoxb-1", SLACK_SIGNING_SECRET="1"
    )
    assert list(tmp_path.iterdir()) == []


def test_an_upgrade_may_be_repeated(call: Call, database_url: str) -> None:
    for _ in range(2):
        code, told, _ = call("db", "upgrade", DATABASE_URL=database_url)
        assert (code, head() in told) == (0, True)
    assert call("db", "current", DATABASE_URL=database_url) == (0, f"{head()} (the newest)\n", "")


def test_the_tables_are_what_the_migrations_make(call: Call) -> None:
    code, told, _ = call("db", "check")
    assert (code, "are what the migrations make" in told) == (0, True)


@pytest.mark.parametrize("command", ["upgrade", "current"])
def test_an_address_of_no_database_is_refused_without_its_password(call: Call, command: str) -> None:
    code, told, wrong = call("db", command, DATABASE_URL="oracle://bot:4-secret@localhost/bot")
    assert (code, told) == (1, "")
    assert "oracle" in wrong
    assert "4-secret" not in wrong


def test_a_server_that_does_not_answer_is_named_as_such(call: Call) -> None:
    code, _, wrong = call("db", "current", DATABASE_URL="postgresql://bot:4-secret@127.0.0.1:1/bot")
    assert code == 1
    assert "can't be used" in wrong
    assert "4-secret" not in wrong


def test_operators_are_spoken_to_in_their_language(call: Call) -> None:
    assert "データベースは空です" in call("db", "current", LANG="ja_JP.UTF-8")[1]


def test_a_backup_says_how_to_restore_it_without_what_a_crash_left_behind(
    call: Call, sqlite_url: str, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.sqlite3"
    code, told, _ = call("db", "backup", str(copy), DATABASE_URL=sqlite_url)
    assert (code, copy.exists(), str(copy) in told) == (0, True, True)
    assert "remove the old …-wal and …-shm first" in told


# manifest


def test_the_manifest_is_for_socket_mode_unless_there_is_an_address(call: Call) -> None:
    code, told, wrong = call("manifest")
    assert (code, wrong) == (0, "")
    assert json.loads(told) == manifest(None)
    assert json.loads(told)["settings"]["socket_mode_enabled"] is True


@pytest.mark.parametrize(
    "url", ["https://bot.example.com", "https://bot.example.com/", "https://bot.example.com/slack/events"]
)
def test_an_address_turns_http_on_everywhere(call: Call, url: str) -> None:
    made = json.loads(call("manifest", "--url", url)[1])
    wanted = "https://bot.example.com/slack/events"
    assert made["settings"]["event_subscriptions"]["request_url"] == wanted
    assert made["settings"]["interactivity"]["request_url"] == wanted
    assert made["features"]["slash_commands"][0]["url"] == wanted
    assert made["settings"]["socket_mode_enabled"] is False


@pytest.mark.parametrize("url", ["http://bot.example.com", "bot.example.com"])
def test_an_address_that_slack_would_not_call_is_wrong_usage(call: Call, url: str) -> None:
    code, told, wrong = call("manifest", "--url", url)
    assert (code, told) == (2, "")
    assert url in wrong


def test_every_scope_and_event_has_its_reason(call: Call) -> None:
    code, told, _ = call("manifest", "--reasons")
    assert code == 0
    assert {line.split()[0] for line in told.splitlines()} == SCOPES.keys() | EVENTS.keys()
    assert all(len(line.split(maxsplit=1)[1]) > 10 for line in told.splitlines())


# run


@pytest.mark.parametrize(("environ", "missing"), HALVES)
def test_half_of_the_credentials_does_not_start_anything(
    call: Call, environ: dict[str, str], missing: str, tmp_path: Path
) -> None:
    code, told, wrong = call("run", **environ)
    assert (code, told) == (1, "")
    assert missing in wrong
    assert "secret" not in wrong
    assert list(tmp_path.iterdir()) == []


def test_a_setting_that_cannot_be_used_is_named(call: Call) -> None:
    code, _, wrong = call("run", PORT="http", SCS_LOG_LEVEL="LOUD")
    assert code == 1
    assert "PORT" in wrong
    assert "SCS_LOG_LEVEL" in wrong


def test_a_pack_that_is_not_there_is_named(call: Call, tmp_path: Path) -> None:
    code, _, wrong = call("run", SCS_PACK=f"{tmp_path}/nothing")
    assert code == 1
    assert f"{tmp_path}/nothing" in wrong


async def test_a_token_that_slack_refuses_ends_the_start_with_the_reason(
    call: Call, slack: Playground
) -> None:
    environ = {**credentials(slack), "SLACK_APP_TOKEN": "xapp-made-up", "PORT": "0"}
    code, _, wrong = await asyncio.to_thread(lambda: call("run", **environ))
    assert code == 1
    assert "invalid_auth" in wrong


# doctor


@pytest.fixture
async def slack() -> AsyncIterator[Playground]:
    """A Slack that knows the bot."""
    clock = MovableClock(FakeClock(datetime(2026, 11, 2, tzinfo=UTC)))
    async with Playground(clock, machine=SystemClock(), manifest=manifest(None)) as playground:
        yield playground


def credentials(slack: Playground) -> dict[str, str]:
    return {
        "SLACK_API_URL": slack.api_url,
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
    }


Examine = Callable[..., "asyncio.Future[tuple[int, str]]"]


@pytest.fixture
def examine(call: Call, slack: Playground) -> Examine:
    """Call the doctor for a bot with good credentials, some of them changed."""

    def run(**changes: str) -> asyncio.Future[tuple[int, str]]:
        environ = {**credentials(slack), **changes}
        return asyncio.ensure_future(asyncio.to_thread(lambda: call("doctor", **environ)[:2]))

    return run


def signs(told: str) -> str:
    return "".join(line[0] for line in told.splitlines())


def test_without_credentials_the_doctor_points_to_the_local_workspace(call: Call) -> None:
    code, told, _ = call("doctor")
    assert code == 0
    assert signs(told) == "✓✓✓"
    assert "opens the local workspace" in told


@pytest.mark.parametrize(("environ", "missing"), HALVES)
def test_the_doctor_names_the_missing_half_of_the_credentials(
    call: Call, environ: dict[str, str], missing: str
) -> None:
    code, told, _ = call("doctor", **environ)
    assert (code, signs(told)) == (1, "✗")
    assert missing in told
    assert "secret" not in told


def test_the_doctor_names_a_pack_that_cannot_be_used(call: Call, tmp_path: Path) -> None:
    code, told, _ = call("doctor", SCS_PACK=str(tmp_path))
    assert (code, signs(told)) == (1, "✓✗✓")
    assert str(tmp_path) in told


async def test_a_sound_installation_passes(examine: Examine, slack: Playground, sqlite_url: str) -> None:
    code, told = await examine(DATABASE_URL=sqlite_url)
    assert code == 0
    assert "✗" not in told
    assert "Scopes: all there" in told
    assert f"schema {head()} is the newest" in told
    assert not any(secret in told for secret in (slack.bot_token, slack.signing_secret))


async def test_a_disk_that_is_almost_full_is_told(
    examine: Examine, slack: Playground, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examination, "room", lambda _: 12_000_000)
    code, told = await examine(DATABASE_URL=sqlite_url)
    assert code == 1
    assert "Only 12 MB are left" in told


async def test_a_database_that_cannot_be_written_to_is_told(
    examine: Examine, slack: Playground, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examination, "writable", lambda _: False)
    code, told = await examine(DATABASE_URL=sqlite_url)
    assert code == 1
    assert "nothing can be written" in told


async def test_a_folder_in_which_no_database_can_be_made_is_told_before_the_first_start(
    examine: Examine, slack: Playground, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    code, told = await examine(DATABASE_URL=f"sqlite:///{tmp_path}/file/bot.sqlite3")
    assert code == 1
    assert "nothing can be written" in told


async def test_a_sound_installation_in_socket_mode_passes(examine: Examine, slack: Playground) -> None:
    code, told = await examine(SLACK_APP_TOKEN=slack.app_token)
    assert code == 0
    assert "the app token is accepted" in told


async def test_the_doctor_asks_slack_one_harmless_question(examine: Examine, slack: Playground) -> None:
    await examine()
    assert {call.method for call in slack.calls()} == {"auth.test"}


async def test_a_token_that_slack_refuses_is_told_with_the_reason(examine: Examine) -> None:
    code, told = await examine(SLACK_BOT_TOKEN="xoxb-made-up")
    assert code == 1
    assert "Slack refused the token (invalid_auth)" in told
    assert "made-up" not in told


async def test_an_app_token_that_slack_refuses_is_told_apart(examine: Examine) -> None:
    code, told = await examine(SLACK_APP_TOKEN="xapp-made-up")
    assert code == 1
    assert "Slack refused the app token (invalid_auth)" in told


async def test_missing_scopes_are_listed(examine: Examine, slack: Playground) -> None:
    less = manifest(None)
    less["oauth_config"]["scopes"]["bot"] = sorted(SCOPES.keys() - {"reactions:write", "users:read"})
    async with Playground(slack.clock, machine=SystemClock(), manifest=less) as other:
        code, told = await examine(SLACK_API_URL=other.api_url, SLACK_BOT_TOKEN=other.bot_token)
    assert code == 1
    assert "Scopes missing: reactions:write, users:read" in told


async def test_a_slack_that_cannot_be_reached_is_told_with_its_address(examine: Examine) -> None:
    code, told = await examine(SLACK_API_URL="http://127.0.0.1:1/api/")
    assert code == 1
    assert "http://127.0.0.1:1/api/ can't be reached" in told


@pytest.mark.parametrize("fault", [Fault.broken(503), Fault.dropped(applied=False)])
async def test_a_slack_that_is_out_of_order_is_no_crash(
    examine: Examine, slack: Playground, fault: Fault
) -> None:
    slack.fail_next("auth.test", fault)
    code, told = await examine()
    assert (code, signs(told)[-1]) == (1, "✗")


async def test_a_database_that_is_behind_is_told_and_no_fault(examine: Examine) -> None:
    code, told = await examine()
    assert code == 0
    assert f"brought to {head()} at the next start" in told


async def test_a_database_that_does_not_answer_is_a_fault(examine: Examine) -> None:
    code, told = await examine(DATABASE_URL="postgresql://bot:4-secret@127.0.0.1:1/bot")
    assert code == 1
    assert "can't be used: " in told
    assert "4-secret" not in told


async def test_the_doctor_speaks_japanese(examine: Examine) -> None:
    code, told = await examine(LANG="ja_JP.UTF-8")
    assert code == 0
    assert "スコープ: すべて揃っています" in told
