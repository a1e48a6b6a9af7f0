"""A run of the storm that wasn't one mustn't pass for one."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from typer import Typer
from typer.testing import CliRunner

from tests.chaos import __main__ as command
from tests.chaos.fate import Crashes
from tests.chaos.slack import FAULTS, UNANSWERED
from tests.chaos.storm import Size, Storm
from tests.chaos.truth import audit
from tests.postgres import NoPostgres

NOTHING_DUE = Size(channels=0, days=1, replies_per_post=0, deaths_per_point=0, restarts=2, seed=1)


@pytest.fixture
def storm(sqlite_url: str, tmp_path: Path) -> Storm:
    """It is over, and nobody had ordered anything."""
    forking = multiprocessing.get_context("forkserver")
    return Storm(NOTHING_DUE, sqlite_url, 1, forking, tmp_path)


async def test_where_nothing_was_due_nothing_is_wrong(storm: Storm) -> None:
    assert (await audit(storm))[1] == {}


async def test_a_database_that_crashed_less_often_than_it_should_is_a_violation(storm: Storm) -> None:
    storm.server, storm.crashes = SimpleNamespace(), 1  # type: ignore[assignment] # it is only looked for
    assert (await audit(storm))[1] == {"crashes of the database that didn't happen": ["1 of 2"]}
    storm.crashes = 2
    assert (await audit(storm))[1] == {}


async def test_a_fault_of_slacks_that_never_came_is_a_violation_of_a_long_run(storm: Storm) -> None:
    storm.slack.calls.update({"chat.postMessage": 4000})
    storm.slack.faults.update({fault: 1 for fault in FAULTS if fault != "slow to answer"})
    wrong = (await audit(storm))[1]
    assert wrong == {"faults of Slack's that never came": ["slow to answer", UNANSWERED]}
    storm.slack.faults.update({"slow to answer": 1, UNANSWERED: 1})
    assert (await audit(storm))[1] == {}


async def test_in_a_short_run_chance_may_leave_a_fault_out(storm: Storm) -> None:
    storm.slack.calls.update({"reactions.add": 800, "auth.test": 100_000})
    assert (await audit(storm))[1] == {}


def test_a_crash_that_is_due_during_another_comes_after_it() -> None:
    crashes = Crashes([2, 3, 9])
    begun = [crashes.begins(number, another=number == 3) for number in range(1, 7)]
    assert begun == [False, True, False, True, False, False]


def test_a_crash_whose_moment_was_passed_over_still_comes() -> None:
    assert Crashes([2]).begins(5, another=False)


async def test_of_many_acknowledged_replies_as_many_crash_the_database_as_should(storm: Storm) -> None:
    told: list[str] = []
    storm.server = SimpleNamespace(stop=told.append, start=lambda: told.append("start"))  # type: ignore[assignment] # as far as a crash goes
    for acknowledged in range(1, 9):
        storm.deliveries.on_acknowledged(acknowledged)
        if crash := storm._crashing:
            await crash
    assert told == ["immediate", "start"] * 2
    assert storm.crashes == 2


# the command


def ended(*arguments: str) -> int:
    app = Typer()
    app.command()(command.main)
    return CliRunner().invoke(app, arguments).exit_code


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The engines on which the storm was begun; there is no PostgreSQL here."""
    begun: list[str] = []

    def on(name: str) -> Callable[..., Any]:
        def run(*_: object) -> Any:  # noqa: ANN401 # an outcome, as far as it is looked at
            begun.append(name)
            if name == "postgresql":
                raise NoPostgres("none here")
            return SimpleNamespace(wrong={})

        return run

    monkeypatch.setattr(command, "ENGINES", {engine: on(engine) for engine in command.ENGINES})
    monkeypatch.setattr(command, "report", lambda *_: None)
    return begun


def test_a_run_without_its_half_on_postgresql_fails(tried: list[str]) -> None:
    assert ended("--posts", "8") == 1
    assert tried == ["postgresql", "sqlite"]


def test_who_asks_for_sqlite_alone_gets_it(tried: list[str]) -> None:
    assert ended("--posts", "8", "--engine", "sqlite") == 0
    assert tried == ["sqlite"]


def test_who_asks_for_postgresql_where_there_is_none_is_told_so(tried: list[str]) -> None:
    assert ended("--engine", "postgresql") == 1


def test_an_engine_that_there_is_none_of_is_refused(tried: list[str]) -> None:
    assert ended("--engine", "mysql") == 2
    assert tried == []
