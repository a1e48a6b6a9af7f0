"""`scs-bot content preview`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from rich.text import Text

from bot.cli import block_kit
from bot.cli.block_kit import print_blocks
from bot.cli.page import Page
from bot.playground.people import DAILY, PEOPLE
from bot.slack.blocks.parts import actions, button, context, divider, field, header, section
from tests.cli.calling import Call
from tests.cli.test_run import running
from tests.packs.small_pack import spoiled, write_pack

ID = "recover-deleted-branch"
FILE = "scenarios/branch.yaml"


def in_order(page: str, parts: Iterable[str]) -> bool:
    """True if the parts stand in the page one after the other, however its lines are broken."""
    text, end = " ".join(page.split()), 0
    for part in parts:
        found = text.find(part, end)
        if found < 0:
            return False
        end = found + len(part)
    return True


def test_a_round_is_shown_from_the_post_to_the_answer(call: Call, pack: Path) -> None:
    shown = call("content", "preview", ID, "--pack", pack)

    assert (shown.code, shown.err) == (0, "")
    assert in_order(
        shown.out,
        [
            "Today's scenario",
            "Recovering work · difficulty ●●○",
            "A colleague deleted a local branch",
            "3 attempts, the best one counts. Open until 2026-03-10 17:00 UTC.",
            "[Answer privately] [Hint] [My streak]",
            "Hint: Git keeps a diary",
            "An example that should be full",
            "› find the commit in the reflog",
            "✅️ Full answer",
            "An example that should be partial",
            "› look it up in the reflog",
            "🟡 Partial answer",
            "An example that should be wrong",
            "› pull the branch from the remote",
            "⚪️ Nothing detected yet",
            "The answer",
            "2 of 3 had it",
            "Pull the branch from the remote. (1)",
            "git-reflog (Git documentation) (read 2026-03-01)",
            "For practice.",
        ],
    )


def test_nothing_of_slacks_notation_is_left(call: Call, pack: Path) -> None:
    out = call("content", "preview", ID, "--pack", pack).out

    assert [sign for sign in ("*", "&gt;", "<!date", ":white", "_Pull") if sign in out] == []


def test_lang_chooses_the_scenarios_language_and_the_locale_that_of_the_captions(
    call: Call, pack: Path
) -> None:
    shown = call("content", "preview", ID, "--pack", pack, "--lang", "ja").out

    assert in_order(shown, ["The post", "今日のシナリオ", "作業の復旧 · 難易度 ●●○", "正解です"])


def test_without_lang_the_locale_decides(call: Call, pack: Path) -> None:
    shown = call("content", "preview", ID, "--pack", pack, LANG="ja_JP.UTF-8").out

    assert in_order(
        shown, ["出題", "今日のシナリオ", "一部正解になるはずの回答例", "› reflog で調べる", "解答"]
    )


def test_lines_of_japanese_fit_into_the_terminal(call: Call, pack: Path) -> None:
    shown = call("content", "preview", ID, "--pack", pack, LANG="ja_JP.UTF-8").out

    assert max(Text(line).cell_len for line in shown.splitlines()) <= 80


def test_an_example_that_is_missing_is_said_to_be(call: Call, tmp_path: Path) -> None:
    wrong = "    wrong: [pull the branch from the remote, ask the colleague to write it again]\n"
    pack = write_pack(tmp_path, scenario=spoiled(wrong, ""))

    shown = call("content", "preview", ID, "--pack", pack).out

    assert in_order(shown, ["should be wrong", "no such example", "after these 2 replies", "1 of 2 had it"])


def test_faults_of_another_scenario_are_no_obstacle(call: Call, tmp_path: Path) -> None:
    pack = write_pack(tmp_path, second=spoiled("weight: 50", "weight: 40"))

    assert call("content", "preview", ID, "--pack", pack).code == 0


def test_faults_of_its_own_file_are_listed(call: Call, tmp_path: Path) -> None:
    pack = write_pack(tmp_path, second=spoiled("weight: 50", "weight: 40"))

    shown = call("content", "preview", "second", "--pack", pack)

    assert (shown.code, shown.out) == (1, "")
    assert "scenarios/second.yaml:" in shown.err
    assert "add up to 90" in shown.err


def test_an_unknown_scenario_is_answered_with_the_nearest_one(call: Call, pack: Path) -> None:
    shown = call("content", "preview", "recover-branch", "--pack", pack)

    assert (shown.code, shown.out) == (1, "")
    assert f"Did you mean “{ID}”?" in shown.err


def test_what_a_terminal_would_obey_is_not_sent_to_it(call: Call, tmp_path: Path) -> None:
    hostile = spoiled(
        "partial: [look it up in the reflog, check git reflog]", 'partial: ["\\e]0;owned\\a reflog"]'
    )
    pack = write_pack(tmp_path, scenario=hostile)

    out = call("content", "preview", ID, "--pack", pack).out

    assert "owned" in out
    assert not {"\x1b", "\x07"} & set(out)


async def test_in_the_browser_it_is_posted_in_the_local_workspace(pack: Path, tmp_path: Path) -> None:
    command = ("content", "preview", ID, "--pack", str(pack), "--browser", "--lang", "ja")
    seen = {"as": PEOPLE[0].id, "channel": DAILY}
    async with (
        running(tmp_path, {}, *command) as url,
        ClientSession(url) as web,
        web.get("/playground/state", params=seen) as answer,
    ):
        messages = (await answer.json())["messages"]

    assert ["同僚が 1 時間前に" in message["text"] for message in messages] == [True]


# The renderer


def rendered(capfd: pytest.CaptureFixture[str], *blocks: dict[str, Any]) -> list[str]:
    print_blocks(Page(), blocks)
    return capfd.readouterr().out.splitlines()


@pytest.mark.parametrize(
    ("mrkdwn", "text"),
    [
        ("*bold* _italic_ ~struck~ `code`", "bold italic struck code"),
        ("2*3*4 and snake_case_name", "2*3*4 and snake_case_name"),
        ("これは*太字*です", "これは*太字*です"),
        ("&lt;!channel&gt; &amp;amp; &copy;", "<!channel> &amp; &copy;"),
        ("<https://example.com|a page> and <https://example.com>", "a page and https://example.com"),
        ("<@U1> <#C1|daily> <!channel>", "@U1 #daily @channel"),
        ("until <!date^1^{date_short_pretty} {time}|2026-03-10 17:00 UTC>", "until 2026-03-10 17:00 UTC"),
        (":white_check_mark: done :no_such_emoji:", "✅️ done :no_such_emoji:"),
        ("*<https://example.com|bold link>*", "bold link"),
        ("&gt; quoted", "▏ quoted"),
    ],
)
def test_mrkdwn_reads_as_in_slack(capfd: pytest.CaptureFixture[str], mrkdwn: str, text: str) -> None:
    assert rendered(capfd, section(mrkdwn)) == [text]


def test_every_block_has_its_form(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    texts = [{"type": "mrkdwn", "text": "*a*"}, {"type": "plain_text", "text": "*b*"}]
    select = {"type": "static_select", "placeholder": {"type": "plain_text", "text": "Choose one"}}
    picture = {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "a cat"}

    lines = rendered(
        capfd,
        header("Title"),
        section("• one\n• two"),
        context("small"),
        {**section("with"), "accessory": button("Press me", "press", "1")},
        {"type": "section", "fields": texts},
        divider(),
        actions([button("Yes", "yes", "1", primary=True), button("No", "no", "0")]),
        field("Reply", "reply", select, hint="briefly"),
        picture,
        {"type": "video"},
    )

    assert [line.replace("\u00a0", " ") for line in lines if line] == [
        "Title",
        "• one",
        "• two",
        "small",
        "with",
        "[Press me]",
        "a",
        "*b*",
        "─" * 20,
        "[Yes] [No]",
        "Reply",
        "[Choose one]",
        "briefly",
        "[a cat]",
        "[video]",
    ]


def test_styles_stay_on_their_words_where_a_line_is_broken() -> None:
    text = block_kit._mrkdwn("some *bold words that go on* and <https://example.com|a link>")

    assert [text.plain[span.start : span.end] for span in text.spans] == ["bold words that go on", "a link"]
