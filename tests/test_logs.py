from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest

from bot.logs import configure_logging


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def _fail_with(token: str) -> None:
    try:
        raise RuntimeError(f"about {len(token)} characters")
    except RuntimeError:
        logging.getLogger("bot.test").exception("it failed", extra={"post": "C1:2026-11-02"})


@pytest.mark.parametrize("as_json", [True, False])
def test_a_traceback_tells_where_but_shows_no_values(
    as_json: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logging("INFO", as_json)
    _fail_with("xoxb-secret")
    printed = capsys.readouterr().err
    assert "_fail_with" in printed
    assert "C1:2026-11-02" in printed
    assert "xoxb-secret" not in printed


FORGED = "\n2026-11-02T09:00:00Z [error    ] all is lost [bot.app]\r\x1b[31m\u2028\u202e"


def _forge() -> None:
    """Everything that a log may repeat, with a line of somebody else's making in it."""
    log = logging.getLogger("bot.test")
    try:
        raise ValueError(f"what?{FORGED}")
    except ValueError:
        log.exception("it failed", extra={"why": FORGED})
    log.warning("a library says %s", FORGED)


def test_a_json_log_is_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("INFO", as_json=True)
    _forge()
    printed = capsys.readouterr().err
    assert [json.loads(line)["level"] for line in printed.removesuffix("\n").split("\n")] == [
        "error",
        "warning",
    ]


def test_no_line_of_a_log_for_people_is_of_anybody_elses_making(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("INFO", as_json=False)
    _forge()
    printed = capsys.readouterr().err
    begun = [line for line in printed.splitlines() if line and not line.startswith("  ")]
    assert [line for line in begun if line.startswith("2026-11-02")] == []
    assert len(begun) == 2
    assert "\x1b" not in printed
    assert "\u202e" not in printed


def test_a_json_log_says_what_happened(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("INFO", as_json=True)
    _fail_with("…")
    record = json.loads(capsys.readouterr().err)
    assert (record["event"], record["level"], record["post"]) == ("it failed", "error", "C1:2026-11-02")


@pytest.mark.parametrize("name", ["slack_sdk.web.async_client", "slack_bolt.AsyncApp", "aiohttp.client"])
def test_libraries_that_log_whole_requests_stay_quiet_even_at_debug(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logging("DEBUG", as_json=False)
    library = logging.getLogger(name)
    library.setLevel(logging.DEBUG)  # as Bolt does, whatever we say
    library.debug("body: the secret plan")
    library.info("body: the secret plan")
    assert capsys.readouterr().err == ""
