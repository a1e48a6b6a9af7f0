"""What an operator of a bot for many workspaces calls: manifest, db rekey, doctor."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cli import main
from bot.domain.installations import Granted, Installation
from bot.storage import SqlDatabase
from bot.storage.cipher import Cipher, new_key

Call = Callable[..., tuple[int, str, str]]
KEY, NEWEST = new_key(), new_key()
CREDENTIALS = {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "hidden", "SLACK_SIGNING_SECRET": "hidden"}
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], database_url: str, tmp_path: Path) -> Call:
    """Run the command line with the credentials of an app for many workspaces."""

    def run(*argv: str, **environ: str) -> tuple[int, str, str]:
        code = main(argv, {"DATABASE_URL": database_url, **CREDENTIALS, **environ})
        return code, *capsys.readouterr()

    return run


def install(database_url: str, token: Granted) -> None:
    async def save() -> None:
        database = SqlDatabase(database_url, Cipher([KEY]))
        installed = Installation("T1", "", "UBOT", "BBOT", "chat:write", LONG_AGO).with_token(token)
        await database.transact(lambda work: work.installations.save(installed))
        await database.close()

    asyncio.run(save())


def test_the_manifest_for_many_workspaces_rotates_tokens_and_knows_the_way_back(call: Call) -> None:
    code, out, _ = call("manifest", "--workspaces", "--url", "https://bot.example.com/")
    made = json.loads(out)
    assert code == 0
    assert made["settings"]["token_rotation_enabled"] is True
    assert made["oauth_config"]["redirect_urls"] == ["https://bot.example.com/slack/oauth_redirect"]


def test_a_manifest_for_many_workspaces_needs_an_address(call: Call) -> None:
    assert call("manifest", "--workspaces")[0] == 2


def test_doctor_counts_the_installations(call: Call, database_url: str) -> None:
    install(database_url, Granted("xoxb-1"))
    code, out, _ = call("doctor", SCS_ENCRYPTION_KEYS=KEY)
    assert (code, "Installations whose token can be read: 1" in out) == (0, True)


@pytest.mark.parametrize(
    ("keys", "told"),
    [("", "has no key"), (NEWEST, "can't be decrypted"), ("x", "Key 1")],
    ids=["none", "another", "damaged"],
)
def test_doctor_says_what_is_wrong_with_the_keys(call: Call, database_url: str, keys: str, told: str) -> None:
    install(database_url, Granted("xoxb-1"))
    code, out, _ = call("doctor", SCS_ENCRYPTION_KEYS=keys)
    assert (code, told in out) == (1, True)


def test_doctor_names_tokens_that_nobody_renewed(call: Call, database_url: str) -> None:
    install(database_url, Granted("xoxb-1", "xoxe-1", LONG_AGO))
    code, out, _ = call("doctor", SCS_ENCRYPTION_KEYS=KEY)
    assert (code, "has expired: 1" in out) == (1, True)


def test_rekeying_changes_the_key(call: Call, database_url: str) -> None:
    install(database_url, Granted("xoxb-1"))
    assert call("db", "rekey", SCS_ENCRYPTION_KEYS=f"{NEWEST}, {KEY}")[0] == 0
    assert call("doctor", SCS_ENCRYPTION_KEYS=NEWEST)[0] == 0
    assert call("doctor", SCS_ENCRYPTION_KEYS=KEY)[0] == 1


def test_rekeying_needs_a_key_and_offers_one(call: Call) -> None:
    code, _, told = call("db", "rekey")
    assert (code, "A fresh one" in told) == (1, True)


@pytest.mark.parametrize("missing", CREDENTIALS)
def test_what_is_missing_of_the_credentials_is_named(call: Call, missing: str) -> None:
    code, out, _ = call("doctor", **{missing: ""})
    assert (code, missing in out) == (1, True)
