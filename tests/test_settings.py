from __future__ import annotations

import os
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.domain.scenario import Language
from bot.settings import BadSettings, HalfCredentials, Mode, Settings, read_settings
from bot.texts import say_error

BOT = {"SLACK_BOT_TOKEN": "xoxb-1-secret"}
APP = {"SLACK_APP_TOKEN": "xapp-2-secret"}
SIGNING = {"SLACK_SIGNING_SECRET": "3-secret"}
SECRETS = ("xoxb-1-secret", "xapp-2-secret", "3-secret", "pass-4-secret")
FAULTY = {
    "PORT": "pass-4-secret",
    "SLACK_API_URL": "pass-4-secret",
    "SCS_LOG_LEVEL": "pass-4-secret",
    "SCS_LOG_JSON": "pass-4-secret",
}


def faults_of(environ: dict[str, str]) -> str:
    with pytest.raises(BadSettings) as refused:
        read_settings(environ)
    return say_error(Language.EN, refused.value)


# Without anything


def test_an_empty_environment_is_enough() -> None:
    settings = read_settings({})
    assert settings.mode is Mode.LOCAL
    assert settings.database_url == "sqlite:///scs-bot.sqlite3"
    assert settings.slack_api_url == "https://slack.com/api/"
    assert (settings.host, settings.port) == ("127.0.0.1", None)
    assert settings.packs == ()
    assert (settings.log_level, settings.log_json) == ("INFO", False)


@pytest.mark.parametrize("blank", ["", " ", "\n", "\t "])
def test_a_blank_variable_counts_as_unset(blank: str) -> None:
    everything = {
        str(name): blank
        for field in Settings.model_fields.values()
        for name in field.validation_alias.choices  # type: ignore[union-attr] # every field has its names
    }
    assert read_settings(everything) == read_settings({})


def test_variables_of_other_programs_do_not_matter() -> None:
    assert read_settings({"PATH": "/bin", "SCS_UNHEARD_OF": "1"}) == read_settings({})


# Each setting


def test_blanks_around_a_value_do_not_count() -> None:
    settings = read_settings({"SLACK_BOT_TOKEN": "xoxb-1-secret\n", "PORT": " 8080 "})
    assert settings.slack_bot_token is not None
    assert settings.slack_bot_token.get_secret_value() == "xoxb-1-secret"
    assert settings.port == 8080


def test_packs_are_separated_like_the_folders_of_path() -> None:
    packs = os.pathsep.join(["packs/one", "", "packs/two"])
    assert read_settings({"SCS_PACK": packs}).packs == (Path("packs/one"), Path("packs/two"))


@pytest.mark.parametrize("address", ["http://127.0.0.1:8000/api", "http://127.0.0.1:8000/api/"])
def test_the_web_apis_address_ends_in_a_slash(address: str) -> None:
    assert read_settings({"SLACK_API_URL": address}).slack_api_url == "http://127.0.0.1:8000/api/"


def test_the_database_has_a_second_name_and_the_first_counts() -> None:
    second = {"SCS_DATABASE_URL": "sqlite:///second"}
    assert read_settings(second).database_url == "sqlite:///second"
    assert read_settings({**second, "DATABASE_URL": "sqlite:///first"}).database_url == "sqlite:///first"


def test_a_log_level_may_be_in_small_letters() -> None:
    assert read_settings({"SCS_LOG_LEVEL": "debug"}).log_level == "DEBUG"


@pytest.mark.parametrize(("value", "json"), [("1", True), ("true", True), ("0", False), ("no", False)])
def test_logs_in_json_are_turned_on_and_off(value: str, json: bool) -> None:
    assert read_settings({"SCS_LOG_JSON": value}).log_json is json


def test_settings_cannot_be_changed_afterwards() -> None:
    with pytest.raises(ValidationError):
        read_settings({}).port = 1


# What can't be used


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("PORT", "-1"),
        ("PORT", "65536"),
        ("PORT", "80.5"),
        ("SLACK_API_URL", "slack.com/api"),
        ("SLACK_API_URL", "ftp://slack.com/api"),
        ("SCS_LOG_LEVEL", "LOUD"),
        ("SCS_LOG_JSON", "perhaps"),
    ],
)
def test_a_fault_names_its_variable(name: str, value: str) -> None:
    assert f": {name} must " in faults_of({name: value})


@pytest.mark.parametrize("port", ["0", "65535"])
def test_every_port_there_is_may_be_used(port: str) -> None:
    assert read_settings({"PORT": port}).port == int(port)


def test_all_faults_are_told_at_once() -> None:
    faults = faults_of(FAULTY)
    assert all(f"{name} must " in faults for name in FAULTY)
    assert faults.count("; ") == len(FAULTY) - 1


def test_a_fault_says_what_would_do() -> None:
    assert "PORT must be a whole number from 0 to 65535." in faults_of({"PORT": "65536"})


@pytest.mark.parametrize(
    ("name", "value", "would_do"),
    [
        ("PORT", "http", "PORT は 0〜65535 の整数"),
        ("METRICS_PORT", "65536", "METRICS_PORT は 0〜65535 の整数"),
        ("DRAIN_SECONDS", "99", "DRAIN_SECONDS は 0〜60 の整数"),
        ("SCS_QUESTION_LIMIT", "0", "SCS_QUESTION_LIMIT は 1〜10000 の整数"),
        ("SLACK_API_URL", "slack.com/api", "SLACK_API_URL は http:// または https:// で始まるアドレス"),
        ("SCS_PUBLIC_URL", "slack.com", "SCS_PUBLIC_URL は https:// で始まるアドレス"),
        ("SCS_LOG_LEVEL", "LOUD", "SCS_LOG_LEVEL は DEBUG、INFO、WARNING、ERROR のいずれか"),
        ("SCS_LOG_JSON", "perhaps", "SCS_LOG_JSON は 1 または 0"),
    ],
)
def test_a_fault_is_japanese_where_the_reader_is(name: str, value: str, would_do: str) -> None:
    with pytest.raises(BadSettings) as refused:
        read_settings({name: value})
    assert f": {would_do}。" in say_error(Language.JA, refused.value)


def test_no_message_repeats_a_value_since_it_may_be_secret() -> None:
    with pytest.raises(BadSettings) as refused:
        read_settings({**BOT, **APP, **SIGNING, **FAULTY})
    told = [str(refused.value), repr(refused.value), *(say_error(lang, refused.value) for lang in Language)]
    assert refused.value.__cause__ is None
    assert not any(secret in text for secret in SECRETS for text in told)


def test_settings_that_are_printed_keep_their_secrets() -> None:
    database = {"DATABASE_URL": "postgresql://bot:pass-4-secret@localhost/bot"}
    printed = f"{read_settings({**BOT, **APP, **SIGNING, **database})!r}"
    assert not any(secret in printed for secret in SECRETS)


# How the bot meets Slack


@pytest.mark.parametrize(
    ("environ", "mode"),
    [
        ({}, Mode.LOCAL),
        ({**BOT, **APP}, Mode.SOCKET),
        ({**BOT, **SIGNING}, Mode.HTTP),
        ({**BOT, **APP, **SIGNING}, Mode.SOCKET),
    ],
)
def test_the_credentials_choose_the_mode(environ: dict[str, str], mode: Mode) -> None:
    assert read_settings(environ).mode is mode


@pytest.mark.parametrize(
    ("environ", "missing"),
    [
        (BOT, "SLACK_SIGNING_SECRET / SLACK_APP_TOKEN"),
        (APP, "SLACK_BOT_TOKEN"),
        (SIGNING, "SLACK_BOT_TOKEN"),
        ({**APP, **SIGNING}, "SLACK_BOT_TOKEN"),
        ({**BOT, "SLACK_APP_TOKEN": " "}, "SLACK_SIGNING_SECRET / SLACK_APP_TOKEN"),
    ],
)
def test_half_of_the_credentials_is_refused_with_the_name_of_the_other_half(
    environ: dict[str, str], missing: str
) -> None:
    with pytest.raises(HalfCredentials) as refused:
        _ = read_settings(environ).mode
    assert refused.value.facts == {"missing": missing}
