from __future__ import annotations

import asyncio
import gc
import json
import logging
from collections.abc import Iterator

import pytest
from slack_sdk.errors import SlackApiError
from sqlalchemy import create_engine, text
from sqlalchemy.exc import IntegrityError

from bot.domain.errors import UnknownScenario
from bot.logs import configure_logging
from bot.storage import DatabaseUnavailable
from bot.storage.address import parse


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


PLAN = "the secret plan"
BOTH_KINDS = pytest.mark.parametrize("as_json", [True, False], ids=["json", "for people"])


@BOTH_KINDS
def test_of_a_row_that_the_database_refuses_the_log_tells_the_code_and_not_the_row(
    as_json: bool, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logging("INFO", as_json)
    row = {"text": PLAN}
    engine = create_engine(parse(database_url))  # without `hide_parameters`, to have them in the error too
    try:
        with engine.begin() as connection:
            connection.execute(
                text("INSERT INTO replies (channel_id, origin, text) VALUES ('C1', '1', :text)"), row
            )
    except IntegrityError:
        logging.getLogger("bot.test").exception("it failed")
    finally:
        engine.dispose()
    printed = capsys.readouterr().err
    assert "IntegrityError" in printed
    assert ("23502" if database_url.startswith("postgresql") else "SQLITE_CONSTRAINT_NOTNULL") in printed
    assert "test_of_a_row_that" in printed, "where it happened"
    assert PLAN not in printed


def _raise_all_at_once() -> None:
    """An error with others behind it and beside it, each of which repeats what somebody wrote."""
    try:
        int(PLAN)
    except ValueError as cause:
        noted = KeyError(PLAN)
        noted.add_note(PLAN)
        raise ExceptionGroup(PLAN, [noted, LookupError(PLAN)]) from cause


@BOTH_KINDS
def test_of_no_error_the_log_tells_more_than_its_kind(
    as_json: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logging("INFO", as_json)
    try:
        _raise_all_at_once()
    except ExceptionGroup:
        logging.getLogger("bot.test").exception("it failed")
    printed = capsys.readouterr().err
    for kind in ("ValueError", "KeyError", "LookupError", "ExceptionGroup", "_raise_all_at_once"):
        assert kind in printed
    assert PLAN not in printed


def _end_in_a_known_way() -> None:
    try:
        raise ConnectionRefusedError(111, "Connection refused", PLAN)
    except OSError as error:
        raise DatabaseUnavailable(address="somewhere") from error


@BOTH_KINDS
def test_an_error_whose_cause_is_known_takes_one_line_wherever_it_ends(
    as_json: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logging("INFO", as_json)
    with pytest.raises(DatabaseUnavailable) as known:
        _end_in_a_known_way()
    logging.getLogger("bot.test").error("it failed", exc_info=known.value)
    (line,) = capsys.readouterr().err.splitlines()
    assert "error.database-unavailable" in line
    assert "_end_in_a_known_way" not in line


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (UnknownScenario(id=PLAN, nearest=""), "error.unknown-scenario"),
        (ConnectionRefusedError(111, "Connection refused", PLAN), "Connection refused"),
        (SlackApiError(PLAN, {"ok": False, "error": "not_in_channel", "needed": PLAN}), "not_in_channel"),  # type: ignore[no-untyped-call] # slack_sdk's
    ],
    ids=["ours", "of the system", "of Slack"],
)
@BOTH_KINDS
def test_what_an_operator_must_know_of_an_error_is_told_by_its_code(
    as_json: bool, error: Exception, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logging("INFO", as_json)
    logging.getLogger("bot.test").error("it failed", exc_info=error)
    printed = capsys.readouterr().err
    assert told in printed
    assert PLAN not in printed


def test_errors_that_came_of_each_other_are_told_to_an_end(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("INFO", as_json=False)
    other = KeyError(PLAN)
    one = ExceptionGroup(PLAN, [other])
    one.__context__, other.__context__ = other, one
    logging.getLogger("bot.test").error("it failed", exc_info=one)
    printed = capsys.readouterr().err
    assert "KeyError" in printed
    assert "Logging error" not in printed


def test_a_task_whose_error_nobody_asked_for_is_told_without_it(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("INFO", as_json=True)

    async def fails() -> None:
        raise ValueError(PLAN)

    async def forgets() -> None:
        forgotten = asyncio.create_task(fails())
        await asyncio.wait([forgotten])
        del forgotten
        gc.collect()

    asyncio.run(forgets())
    record = json.loads(capsys.readouterr().err)
    assert record["event"] == "Task exception was never retrieved"
    assert PLAN not in json.dumps(record)


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
