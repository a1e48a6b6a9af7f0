"""What the environment decides. Read once, by whoever has the environment, and frozen."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Any

import platformdirs
from pydantic import (
    AliasChoices,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    field_validator,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from bot.domain.errors import BotError, Part


class BadSettings(BotError):
    """Something in the environment can't be used; its parts say what each of the variables takes."""

    key = "error.bad-settings"

    def __init__(self, parts: tuple[Part, ...]) -> None:
        super().__init__(faults="; ".join(map(str, parts)))
        self.parts = parts


class HalfCredentials(BotError):
    """Some of Slack's credentials are set, but not enough to run."""

    key = "error.half-credentials"


RANGES = {
    "port": (0, 65535),
    "metrics_port": (0, 65535),
    "drain_seconds": (0, 60),
    "question_limit": (1, 10_000),
    "reply_limit": (1, 10_000),
}
"""The smallest and the largest number that a setting takes."""


class Mode(StrEnum):
    """How the app meets Slack."""

    LOCAL = "local"  # no credentials: the pretend workspace on this machine
    SOCKET = "socket"  # an app token: Socket Mode
    HTTP = "http"  # a signing secret: Slack calls POST /slack/events
    WORKSPACES = "workspaces"  # the same with a client id and secret: whoever wants to installs the app


def _setting(default: Any, *names: str, description: str, shown: bool = True) -> Any:  # noqa: ANN401 # as pydantic's own Field
    return Field(default=default, validation_alias=AliasChoices(*names), description=description, repr=shown)


class Settings(BaseModel):
    """All settings; the first alias of a field is the variable's name."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    slack_bot_token: SecretStr | None = _setting(
        None, "SLACK_BOT_TOKEN", description="Bot token (xoxb-…) of the workspace"
    )
    slack_signing_secret: SecretStr | None = _setting(
        None, "SLACK_SIGNING_SECRET", description="Signing secret; selects HTTP"
    )
    slack_app_token: SecretStr | None = _setting(
        None, "SLACK_APP_TOKEN", description="App token (xapp-…); selects Socket Mode"
    )
    slack_client_id: str | None = _setting(
        None, "SLACK_CLIENT_ID", description="Client id of the app; for many workspaces, without a bot token"
    )
    slack_client_secret: SecretStr | None = _setting(
        None, "SLACK_CLIENT_SECRET", description="Client secret of the app; for many workspaces"
    )
    public_url: str | None = _setting(
        None,
        "SCS_PUBLIC_URL",
        description="Address under which browsers reach the bot (https://…), if the app names several",
    )
    encryption_keys: SecretStr | None = _setting(
        None,
        "SCS_ENCRYPTION_KEYS",
        description="Keys that encrypt the workspaces' tokens, separated by commas, the newest first",
    )
    slack_api_url: str = _setting(
        "https://slack.com/api/", "SLACK_API_URL", description="Base address of the Web API"
    )
    database_url: str = _setting(
        "sqlite:///scs-bot.sqlite3",
        "DATABASE_URL",
        "SCS_DATABASE_URL",
        description="`sqlite:///file` or `postgresql://…`",
        shown=False,  # it may hold a password
    )
    packs: tuple[Path, ...] = _setting(
        (),
        "SCS_PACK",
        description="Pack directories, separated like PATH; default: the pack that comes along",
    )
    cache: Path = _setting(
        platformdirs.user_cache_path("scs-bot", appauthor=False),
        "SCS_CACHE",
        description="Directory for search indexes, which would take time to build again",
    )
    host: str = _setting("127.0.0.1", "HOST", description="Address to listen on")
    port: int | None = _setting(
        None, "PORT", description="Port to listen on; default 3000, the local workspace 8000"
    )
    metrics_host: str = _setting("127.0.0.1", "METRICS_HOST", description="Address to serve metrics on")
    metrics_port: int | None = _setting(
        None, "METRICS_PORT", description="Port for Prometheus' metrics; none are served without"
    )
    traces_to: str | None = _setting(
        None,
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        description="Address that takes OpenTelemetry's traces over HTTP; needs the extra `otel`",
    )
    drain_seconds: int = _setting(
        0,
        "DRAIN_SECONDS",
        description="How long to go on serving, no longer ready, after a signal to stop",
    )
    question_limit: int | None = _setting(
        None, "SCS_QUESTION_LIMIT", description="Questions that one person may ask at once; default 20"
    )
    reply_limit: int | None = _setting(
        None,
        "SCS_REPLY_LIMIT",
        description="Replies of one person that get their feedback at once; default 20",
    )
    log_level: str = _setting("INFO", "SCS_LOG_LEVEL", description="DEBUG, INFO, WARNING or ERROR")
    log_json: bool = _setting(False, "SCS_LOG_JSON", description="1: logs as JSON lines")

    @field_validator("packs", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return [part for part in value.split(os.pathsep) if part] if isinstance(value, str) else value

    @field_validator("slack_api_url")
    @classmethod
    def _with_slash(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise PydanticCustomError("setting.web-address", "not http or https")
        return value.rstrip("/") + "/"

    @field_validator(*RANGES, mode="wrap")
    @classmethod
    def _in_range(cls, value: str, read: ValidatorFunctionWrapHandler, info: ValidationInfo) -> int:
        low, high = RANGES[info.field_name or ""]
        with suppress(ValidationError):  # of a word that is no number, the range is what there is to say
            number: int = read(value)
            if low <= number <= high:
                return number
        raise PydanticCustomError("setting.number", "not {low} to {high}", {"low": low, "high": high})

    @field_validator("log_json", mode="wrap")
    @classmethod
    def _is_yes_or_no(cls, value: str, read: ValidatorFunctionWrapHandler) -> bool:
        with suppress(ValidationError):
            answer: bool = read(value)
            return answer
        raise PydanticCustomError("setting.yes-or-no", "not 1 or 0")

    @field_validator("log_level")
    @classmethod
    def _is_level(cls, value: str) -> str:
        if value.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
            raise PydanticCustomError("setting.log-level", "no level")
        return value.upper()

    @field_validator("public_url")
    @classmethod
    def _is_public(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("https://", "http://localhost", "http://127.0.0.1")):
            raise PydanticCustomError("setting.public-address", "not https")
        return value and value.rstrip("/")

    @property
    def keys(self) -> tuple[str, ...]:
        """The encryption keys, the newest first."""
        given = self.encryption_keys.get_secret_value() if self.encryption_keys else ""
        return tuple(key.strip() for key in given.split(",") if key.strip())

    @property
    def mode(self) -> Mode:
        """How to run; raises `HalfCredentials`."""
        if self.slack_bot_token and self.slack_app_token:
            return Mode.SOCKET
        if self.slack_bot_token and self.slack_signing_secret:
            return Mode.HTTP
        for_many = (self.slack_client_id, self.slack_client_secret, self.slack_signing_secret)
        if all(for_many) and not self.slack_bot_token and not self.slack_app_token:
            return Mode.WORKSPACES
        if not any((self.slack_bot_token, self.slack_app_token, *for_many)):
            return Mode.LOCAL
        if self.slack_client_id or self.slack_client_secret:
            raise HalfCredentials(missing=self._missing_for_many())
        missing = "SLACK_SIGNING_SECRET / SLACK_APP_TOKEN" if self.slack_bot_token else "SLACK_BOT_TOKEN"
        raise HalfCredentials(missing=missing)

    def _missing_for_many(self) -> str:
        given = {
            "SLACK_CLIENT_ID": self.slack_client_id,
            "SLACK_CLIENT_SECRET": self.slack_client_secret,
            "SLACK_SIGNING_SECRET": self.slack_signing_secret,
        }
        return ", ".join(name for name, value in given.items() if not value) or "SLACK_BOT_TOKEN"


def read_settings(environ: Mapping[str, str]) -> Settings:
    """The settings in an environment; blank variables count as unset, and blanks around a value
    don't count. Raises `BadSettings` with every fault at once, never with a value, which may be secret."""
    try:
        given = ((name, value.strip()) for name, value in environ.items())
        return Settings.model_validate({name: value for name, value in given if value})
    except ValidationError as error:
        raise BadSettings(tuple(map(_part, error.errors(include_input=False)))) from None


def _part(fault: ErrorDetails) -> Part:
    """What the variable takes; pydantic's own words are English only."""
    ours = fault["type"].startswith("setting.")
    facts = fault.get("ctx", {}) if ours else {}
    return Part(fault["type"] if ours else "setting.unusable", {"name": str(fault["loc"][0]), **facts})
