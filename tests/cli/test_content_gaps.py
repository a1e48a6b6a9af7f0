"""`scs-bot content gaps`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bot.domain.daily import Question
from bot.ports import UnitOfWork
from bot.storage import SqlDatabase, migrations
from tests.cli.calling import Call, Called
from tests.storage.samples import NOON, QUESTION, asked

Fill = Callable[..., None]


def _say(question: Question, helped: bool, work: UnitOfWork) -> None:
    work.questions.helped(question.channel_id, question.origin, question.user_id, helped)


@pytest.fixture
def fill(sqlite_url: str) -> Fill:
    """Put questions with these texts, to which nothing fitted unless said otherwise, into the database."""
    origins = count()

    def put(*texts: str, helped: bool | None = None, **changes: Any) -> None:  # noqa: ANN401 # any field
        async def store() -> None:
            database = SqlDatabase(sqlite_url)
            for text in texts:
                missed = {"text": text, "verdict": "nothing", "origin": str(next(origins)), **changes}
                question = await asked(database, **missed)
                if helped is not None:
                    await database.transact(partial(_say, question, helped))
            await database.close()

        asyncio.run(store())

    return put


@pytest.fixture
def gaps(call: Call, sqlite_url: str) -> Call:
    """Call the command on this test's database."""

    def run(*arguments: object, **environ: str) -> Called:
        return call("content", "gaps", *arguments, **{"DATABASE_URL": sqlite_url, **environ})

    return run


def test_questions_are_listed_most_asked_first_with_how_they_were_missed(gaps: Call, fill: Fill) -> None:
    fill("Best pizza?", top=None)
    fill("share a subnet", "Share  a subnet", verdict="unsure")
    fill("share a subnet", verdict="answer", helped=False, asked_at=NOON.replace(day=9))

    listed = gaps()

    assert (listed.code, listed.err) == (0, "")
    assert listed.out.splitlines() == [
        "3× share a subnet",
        "   2× not sure · 1× did not help · nearest: ram-share-subnets · last asked",
        "   2026-11-09",
        "1× best pizza?",
        "   1× nothing fitted · no scenario near · last asked 2026-11-02",
    ]


def test_json_has_the_same_for_programs(gaps: Call, fill: Fill) -> None:
    fill("Best pizza?", "best pizza?")
    fill("unasked", verdict="answer")

    assert gaps("--json").json == {
        "gaps": [
            {
                "text": "best pizza?",
                "times": 2,
                "how": {"nothing": 2, "unsure": 0, "unhelpful": 0},
                "nearest": "ram-share-subnets",
                "last": "2026-11-02",
            }
        ],
        "more": 0,
    }


def test_a_long_question_is_cut_on_the_page_and_whole_in_json(gaps: Call, fill: Fill) -> None:
    text = "how do I find out who " * 20 + "it was"
    fill(text)

    page, record = gaps().out, gaps("--json").json

    assert "…\n" in page
    assert "it was" not in page
    assert record["gaps"][0]["text"] == text.casefold()


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_nothing_tells_who_asked_where_and_at_what_time(
    gaps: Call, fill: Fill, form: tuple[str, ...]
) -> None:
    fill("ask <@U2> or sam@example.com")

    out = gaps(*form).out

    assert "ask or" in out
    told = [QUESTION.user_id, QUESTION.team_id, QUESTION.channel_id, "u2", "sam", "12:00", "12.0"]
    assert [fact for fact in told if fact in out] == []


def test_what_a_terminal_would_obey_is_not_sent_to_it(gaps: Call, fill: Fill) -> None:
    fill("ask \x1b]0;owned\x07 a \x9b31m friend")

    assert not {"\x1b", "\x07", "\x9b"} & set(gaps().out)


def test_a_limit_leaves_off_the_rest_and_says_how_many(gaps: Call, fill: Fill) -> None:
    fill("a", "b", "c")

    page, record = gaps("--limit", 1).out, gaps("--limit", 1, "--json").json

    assert page.endswith("2 more questions; see them with a higher --limit.\n")
    assert ([gap["text"] for gap in record["gaps"]], record["more"]) == (["a"], 2)


def test_twenty_questions_unless_said_otherwise(gaps: Call, fill: Fill) -> None:
    fill(*(f"question {number}" for number in range(22)))

    assert len(gaps("--json").json["gaps"]) == 20


def test_only_what_was_asked_since_a_day_may_be_asked_for(gaps: Call, fill: Fill) -> None:
    fill("early", asked_at=NOON.replace(day=1, hour=23, minute=59))
    fill("late", asked_at=NOON.replace(hour=0))

    assert [gap["text"] for gap in gaps("--since", "2026-11-02", "--json").json["gaps"]] == ["late"]


@pytest.mark.parametrize("wrong", [("--limit", 0), ("--since", "yesterday")])
def test_a_limit_below_one_or_a_day_that_is_none_is_wrong_usage(
    gaps: Call, wrong: tuple[object, ...]
) -> None:
    assert gaps(*wrong).code == 2


def test_without_gaps_there_is_one_friendly_line(gaps: Call) -> None:
    listed = gaps()

    assert (listed.code, listed.out) == (0, "Nothing was asked in vain, so there is nothing to list.\n")


def test_without_gaps_json_is_empty(gaps: Call) -> None:
    assert gaps("--json").json == {"gaps": [], "more": 0}


def test_the_locale_decides_the_language(gaps: Call, fill: Fill) -> None:
    fill("ピザの店", top=None)

    listed = gaps(LANG="ja_JP.UTF-8")

    assert listed.out.splitlines() == [
        "1× ピザの店",
        "   該当なし 1 回 · 近いシナリオなし · 最終 2026-11-02",
    ]


def test_a_database_that_is_not_there_is_named_and_not_made(gaps: Call, tmp_path: Path) -> None:
    listed = gaps(DATABASE_URL=f"sqlite:///{tmp_path}/none.sqlite3")

    assert (listed.code, listed.out) == (1, "")
    assert "none.sqlite3 holds nothing of the bot's yet" in listed.err
    assert not (tmp_path / "none.sqlite3").exists()


def test_a_database_of_an_older_schema_is_named_and_not_upgraded(
    gaps: Call, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stands = migrations.head()
    monkeypatch.setattr(migrations, "expanded", lambda: "9999")

    listed = gaps()

    assert (listed.code, listed.out) == (1, "")
    assert f"is at revision {stands}, and this version of the bot needs 9999" in listed.err
    assert migrations.current(sqlite_url) == stands
