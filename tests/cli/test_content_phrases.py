"""`scs-bot content phrases`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.domain.library import Library
from bot.packs.loader import load_pack
from bot.storage import SqlDatabase, migrations
from bot.wordbook.loader import load_word_book
from tests.cli.calling import Call, Called
from tests.packs.small_pack import spoiled, write_pack
from tests.storage.samples import POST, REPLY, posted, replied

SCENARIO = "recover-deleted-branch"
POINTS = ["reflog", "branch-at-commit", "before-gc"]

Fill = Callable[..., None]


@pytest.fixture
def fill(sqlite_url: str, pack: Path) -> Fill:
    """Put replies with these texts, graded, into the database; a post of its own for each call."""
    library, channels = (
        Library([load_pack(pack)], load_word_book()),
        iter(f"C{number}" for number in range(9)),
    )

    def put(*texts: str, scenario: str = SCENARIO) -> None:
        async def store() -> None:
            database = SqlDatabase(sqlite_url)
            post = await posted(
                database, pack_id="git-drill", scenario_id=scenario, channel_id=next(channels)
            )
            for origin, text in enumerate(texts):
                score = library.grade("git-drill", scenario, text)
                await replied(database, post, origin=str(origin), text=text, score=score)
            await database.close()

        asyncio.run(store())

    return put


@pytest.fixture
def phrases(call: Call, sqlite_url: str, pack: Path) -> Call:
    """Call the command on the small pack and this test's database."""

    def run(*arguments: object, **environ: str) -> Called:
        given = {"DATABASE_URL": sqlite_url, **environ}
        return call("content", "phrases", "--pack", pack, *arguments, **given)

    return run


def test_texts_stand_under_the_points_they_miss(phrases: Call, fill: Fill) -> None:
    fill("look it up in the reflog", "ask a friend", "Ask a  friend", "git reflog, then a branch at the sha")

    listed = phrases()

    assert (listed.code, listed.err) == (0, "")
    assert listed.out.splitlines() == [
        "recover-deleted-branch · 4 replies",
        "",
        "  reflog: The reflog shows the branch's last commit. (not detected in 2 of 4)",
        "    2× Ask a friend",
        "",
        "  branch-at-commit: A new branch is created at that commit. (not detected in 3",
        "  of 4)",
        "    2× Ask a friend",
        "    1× look it up in the reflog",
        "",
        "  before-gc: It is done before garbage collection removes the commits. (not",
        "  detected in 4 of 4)",
        "    2× Ask a friend",
        "    1× git reflog, then a branch at the sha",
        "    1× look it up in the reflog",
    ]


def test_json_has_the_same_for_programs(phrases: Call, fill: Fill) -> None:
    fill("look it up in the reflog", "ask a friend", "ask a friend")

    [found] = phrases("--json").json["scenarios"]

    assert (found["scenario"], found["replies"]) == (SCENARIO, 3)
    assert [point["id"] for point in found["points"]] == POINTS
    assert found["points"][0] == {
        "id": "reflog",
        "claim": "The reflog shows the branch's last commit.",
        "missed": 2,
        "texts": [{"text": "ask a friend", "times": 2}],
    }


def test_a_long_text_is_cut_on_the_page_and_whole_in_json(phrases: Call, fill: Fill) -> None:
    text = "ask a friend who knows " * 20 + "and wait"
    fill(text)

    page, record = phrases().out, phrases("--json").json

    assert "ask a friend who knows" in page
    assert "…\n" in page
    assert "and wait" not in page
    assert record["scenarios"][0]["points"][0]["texts"] == [{"text": text, "times": 1}]


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_nothing_tells_who_wrote_where_and_when(phrases: Call, fill: Fill, form: tuple[str, ...]) -> None:
    fill("ask <@U2> a friend")

    out = phrases(*form).out

    assert "a friend" in out
    told = [REPLY.user_id, REPLY.team_id, "C0", "U2", str(REPLY.received_at.year), POST.day.isoformat()]
    assert [fact for fact in told if fact in out] == []


def test_what_a_terminal_would_obey_is_not_sent_to_it(phrases: Call, fill: Fill) -> None:
    fill("ask \x1b]0;owned\x07 a \x9b31m friend")

    assert not {"\x1b", "\x07", "\x9b"} & set(phrases().out)


def test_the_limit_holds_for_each_point(phrases: Call, fill: Fill) -> None:
    fill("ask a friend", "write it again", "give up on it for good")

    page, record = phrases("--limit", 2).out, phrases("--limit", 2, "--json").json

    assert [len(point["texts"]) for point in record["scenarios"][0]["points"]] == [2, 2, 2]
    assert page.count("1 more text; see it with a higher --limit.") == 3


def test_twenty_texts_a_point_unless_said_otherwise(phrases: Call, fill: Fill) -> None:
    fill(*(f"ask friend number {number}" for number in range(22)))

    assert len(phrases("--json").json["scenarios"][0]["points"][0]["texts"]) == 20


def test_a_limit_below_one_is_wrong_usage(phrases: Call) -> None:
    assert phrases("--limit", 0).code == 2


def test_one_scenario_may_be_asked_for(phrases: Call, fill: Fill, pack: Path) -> None:
    second = spoiled(f"id: {SCENARIO}", "id: second")
    write_pack(pack, second=second)
    fill("ask a friend")

    assert "recover-deleted-branch · 1 reply\n" in phrases("--scenario", SCENARIO).out
    assert phrases("--scenario", "second").out == "No replies yet, so there is nothing to list.\n"


def test_an_unknown_scenario_is_told_the_nearest(phrases: Call) -> None:
    listed = phrases("--scenario", "recover-branch")

    assert (listed.code, listed.out) == (1, "")
    assert listed.err.endswith("Did you mean “recover-deleted-branch”?\n")


def test_without_replies_there_is_one_friendly_line(phrases: Call) -> None:
    listed = phrases()

    assert (listed.code, listed.out) == (0, "No replies yet, so there is nothing to list.\n")


def test_without_replies_json_is_empty(phrases: Call) -> None:
    assert phrases("--json").json == {"scenarios": []}


def test_the_locale_decides_the_language_of_the_claims(phrases: Call, fill: Fill) -> None:
    fill("友人に聞く")

    listed = phrases(LANG="ja_JP.UTF-8")

    assert listed.out.startswith("recover-deleted-branch · 回答 1 件\n")
    assert "reflog: reflog でブランチの最後のコミットを調べる。（1 件中 1 件で未検出）" in listed.out


def test_a_database_that_is_not_there_is_named_and_not_made(phrases: Call, tmp_path: Path) -> None:
    listed = phrases(DATABASE_URL=f"sqlite:///{tmp_path}/none.sqlite3")

    assert (listed.code, listed.out) == (1, "")
    assert "none.sqlite3 holds nothing of the bot's yet" in listed.err
    assert not (tmp_path / "none.sqlite3").exists()


def test_a_database_of_an_older_schema_is_named_and_not_upgraded(
    phrases: Call, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stands = migrations.head()
    monkeypatch.setattr(migrations, "expanded", lambda: "9999")

    listed = phrases()

    assert (listed.code, listed.out) == (1, "")
    assert f"is at revision {stands}, and this version of the bot needs 9999" in listed.err
    assert migrations.current(sqlite_url) == stands


def test_a_server_that_does_not_answer_is_named_without_its_password(phrases: Call) -> None:
    listed = phrases(DATABASE_URL="postgresql://bot:4-secret@127.0.0.1:1/bot")

    assert listed.code == 1
    assert "can't be used" in listed.err
    assert "4-secret" not in listed.err
