"""Help and wrong calls, in the reader's language."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

import bot
from bot.cli.session import locale_language
from bot.domain.scenario import Language
from tests.cli.calling import Call

COMMANDS = [
    (),
    ("ask",),
    ("grade",),
    ("content",),
    ("content", "check"),
    ("content", "schema"),
    ("content", "new"),
    ("content", "import"),
    ("content", "gaps"),
    ("content", "phrases"),
]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(call: Call, command: tuple[str, ...]) -> None:
    helped = call(*command, "--help")

    assert helped.code == 0
    assert helped.out.startswith(" ".join(["Usage: scs-bot", *command]))
    assert "Show this help." in helped.out


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_in_japanese_where_the_locale_is(call: Call, command: tuple[str, ...]) -> None:
    helped = call(*command, "--help", LANG="ja_JP.UTF-8")

    assert helped.out.startswith(" ".join(["使い方: scs-bot", *command]))
    assert "このヘルプを表示します。" in helped.out
    assert "Options" not in helped.out


def test_the_version_is_told(call: Call) -> None:
    told = call("--version")

    assert (told.code, told.out, told.err) == (0, f"scs-bot {bot.__version__}\n", "")


def test_the_help_names_the_version_in_japanese_too(call: Call) -> None:
    assert re.search(r"--version +バージョンを表示します。", call("--help", LANG="ja_JP.UTF-8").out)


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, Language.EN),
        ({"LANG": "ja_JP.UTF-8"}, Language.JA),
        ({"LANG": "ja_JP.UTF-8", "LC_ALL": "C"}, Language.EN),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "ja_JP.UTF-8"}, Language.JA),
        ({"LANG": "ja_JP.UTF-8", "LC_ALL": "", "LC_MESSAGES": ""}, Language.JA),
        ({"LANG": "de_DE.UTF-8"}, Language.EN),
    ],
)
def test_the_locale_decides_the_language(environ: dict[str, str], language: Language) -> None:
    assert locale_language(environ) is language


@pytest.mark.parametrize(
    ("arguments", "english", "japanese"),
    [
        (["ask"], "Ask one question, or many with --batch", "質問を 1 つ書くか"),
        (["ask", "a", "--batch", "b"], "Ask one question, or many with --batch", "質問を 1 つ書くか"),
        (["ask", "a", "--lang", "fr"], "--lang en|ja can't take this value: 'fr'", "には使えない値です"),
        (["ask", "a", "--jsn"], "There is no option --jsn. Did you mean --json?", "--json のことでしょうか"),
        (["ask", "--pack"], "--pack needs a value.", "--pack には値が必要です。"),
        (["grade", "x"], "Score one reply, or many with --batch", "シナリオの ID と回答を書くか"),
        (["grade", "x", "--batch", "y"], "Score one reply", "シナリオの ID と回答を書くか"),
        (["grad", "x"], "Did you mean grade?", "コマンドはありません。grade のことでしょうか。"),
        (["foo"], "There is no command “foo”.", "「foo」というコマンドはありません。"),
        (["content", "foo"], "There is no command “foo”.", "「foo」というコマンドはありません。"),
        (["content", "check", "a", "--pack", "b"], "Name the folder once", "フォルダーは 1 回だけ"),
        (["content", "check", "a", "b"], "isn't understood: “b”", "書き方が正しくありません: 「b」"),
        (["content", "gaps", "--limit", "0"], "a whole number, 1 or more", "1 以上の整数"),
        (["content", "gaps", "--limit", "x"], "a whole number, 1 or more", "1 以上の整数"),
        (["content", "gaps", "--since", "x"], "such as 2026-11-27", "2026-11-27 の形式"),
        (["ask", "a", "--json=1"], "--json takes no value.", "--json には値を付けられません。"),
        (["ask", "a", "--pack", "/nowhere/at/all"], "There is no folder “/nowhere/at/all”", "がありません"),
        ([], "Usage: scs-bot", "使い方: scs-bot"),
    ],
)
def test_a_wrong_call_says_what_to_do_and_exits_with_2(
    call: Call, arguments: list[str], english: str, japanese: str
) -> None:
    in_english, in_japanese = call(*arguments), call(*arguments, LANG="ja_JP.UTF-8")

    assert (in_english.code, in_english.out) == (in_japanese.code, in_japanese.out) == (2, "")
    assert english in in_english.err
    assert japanese in in_japanese.err


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        (["ask", "--batch"], "ask"),
        (["ask", "ask", "--pack"], "ask"),
        (["content", "stats", "--svg"], "content stats"),
        (["content", "check", "stats", "--pack"], "content check"),
        (["ask", "a", "--json=1"], "ask"),
        (["content", "foo"], "content"),
        (["ask", "a", "--jsn"], "ask"),
    ],
)
def test_a_complaint_leads_to_the_help_of_the_command(call: Call, arguments: list[str], command: str) -> None:
    assert call(*arguments).err.splitlines()[-1] == f"See: scs-bot {command} --help"


@pytest.mark.parametrize(
    "arguments",
    [
        ["foo"],
        ["grad", "x"],
        ["ask", "a", "--lang", "fr"],
        ["content", "check", "a", "b"],
        ["content", "gaps", "--limit", "x"],
        ["content", "gaps", "--since", "x"],
    ],
)
def test_no_english_sentence_stands_in_a_japanese_complaint(call: Call, arguments: list[str]) -> None:
    complaint = call(*arguments, LANG="ja_JP.UTF-8").err.splitlines()[0]

    assert re.findall(r"[A-Za-z]+ [a-z]{2,} [a-z]{2,}", complaint) == []


@pytest.mark.parametrize("environ", [{"DRAIN_SECONDS": "99"}, {"PORT": "http"}, {"SLACK_API_URL": "x"}])
def test_doctor_says_in_japanese_which_values_a_setting_takes(call: Call, environ: dict[str, str]) -> None:
    looked = call("doctor", LANG="ja_JP.UTF-8", **environ)

    assert looked.code == 1
    assert f"{next(iter(environ))} は " in looked.out
    assert re.search("must|should", looked.out) is None


def test_asking_needs_neither_slack_nor_a_database() -> None:
    program = (
        "import sys; from bot.cli import main; main(['ask', 'how to share subnets']);"
        "print({'slack_bolt', 'slack_sdk', 'sqlalchemy', 'aiohttp'} & set(sys.modules))"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)

    assert done.stdout.splitlines()[-1] == "set()"


def test_the_package_runs_as_a_module() -> None:
    done = subprocess.run([sys.executable, "-m", "bot", "--help"], capture_output=True, check=True, text=True)

    assert done.stdout.startswith("Usage: scs-bot")
