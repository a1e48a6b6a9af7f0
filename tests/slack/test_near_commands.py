"""What is almost a command gets a hint; what is a question gets an answer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.playground import Fault
from bot.playground.people import direct_id
from bot.slack.command_words import ARGUMENTS, WORDS
from bot.slack.near_commands import near_command
from tests.slack.conftest import MIKA, SAM, Office, everything


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("top year", "/scs top month"),
        ("top monht", "/scs top month"),
        ("setup channel", "/scs setup"),
        ("streak me", "/scs streak"),
        ("streaks", "/scs streak"),
        ("practise", "/scs practice"),
        ("leaderboard", "/scs top"),
        ("Ready?", "/scs ready"),
        ("today please", "/scs today"),
        ("pause channel", "/scs pause"),
        ("gaps year", "/scs gaps week"),
        ("vacation 3 days", "/scs vacation"),
        ("ランキング 今年", "/scs top month"),
        ("休み", "/scs vacation"),
        ("forget me", "/scs privacy"),
        ("export my data", "/scs privacy"),
        ("Delete my data!", "/scs privacy"),
        ("データを削除", "/scs privacy"),
        ("hide me", "/scs help"),
        ("使い方", "/scs help"),
        ("leaderbord", "/scs top"),
        ("show me the leaderboard", "/scs top"),
        ("my streak please", "/scs streak"),
        ("today's scenario", "/scs today"),
        ("show me today’s scenario", "/scs today"),
        ("please export my data", "/scs privacy"),
        ("ランキングを見せて", "/scs top"),
        ("今日の問題は？", "/scs today"),
        ("使い方を教えてください", "/scs help"),
        ("休暇を登録したい", "/scs vacation"),
        ("練習したい", "/scs practice"),
        ("設定を変更したいです", "/scs setup"),
        ("連続記録の一覧", "/scs streak"),
        ("履歴", "/scs log"),
        ("コマンド", "/scs help"),
        ("設定を変えたい", "/scs setup"),
        ("れんしゅう", "/scs practice"),
        ("ランク", "/scs top"),
        ("休む", "/scs vacation"),
        ("休みたい", "/scs vacation"),
        ("退会", "/scs privacy"),
        ("言語を英語にして", "/scs help"),
        ("日本語にしてください", "/scs help"),
        ("スコアおかしい", "/scs today"),
        ("異議を申し立てたい", "/scs today"),
        ("commands", "/scs help"),
        ("settings", "/scs setup"),
        ("change my language", "/scs help"),
        ("how do I change the language?", "/scs help"),
        ("I want to unsubscribe", "/scs privacy"),
        ("leave", "/scs privacy"),
    ],
)
async def test_what_is_almost_a_command_gets_a_hint(office: Office, typed: str, command: str) -> None:
    await office.command(SAM, typed)
    told = everything(office.whispers(SAM)[-1])
    assert "Did you mean" in told
    assert f"`{command}`" in told


@pytest.mark.parametrize(
    ("said", "command"),
    [
        ("streak", "/scs streak"),
        ("stats", "/scs streak"),
        ("top year", "/scs top month"),
        ("practise please", "/scs practice"),
        ("ランキング 今年", "/scs top month"),
    ],
)
async def test_who_mentions_the_bot_with_a_command_gets_the_same_hint(
    office: Office, said: str, command: str
) -> None:
    await office.say(SAM, f"@scs-bot {said}")
    [whisper] = office.whispers(SAM)
    assert "Did you mean" in everything(whisper)
    assert f"`{command}`" in everything(whisper)


async def test_a_command_in_a_direct_message_gets_the_same_hint(office: Office) -> None:
    await office.slack.say(MIKA, direct_id(MIKA), "leaderboard")
    await office.settle()
    assert "もしかして: 「/scs top」" in everything(office.slack.read(MIKA, direct_id(MIKA))[-1])


@pytest.mark.parametrize(
    ("person", "told"),
    [
        (SAM, "Slash commands don't work inside a thread, only in the message field outside of it."),
        (MIKA, "スラッシュコマンドはスレッド内では使えません。スレッドの外の"),
    ],
)
@pytest.mark.parametrize("said", ["streak", "help"], ids=["hint", "help"])
async def test_in_a_thread_where_commands_do_not_work_it_says_where_they_do(
    office: Office, person: str, told: str, said: str
) -> None:
    root = await office.say(SAM, "How are we doing?")
    await office.say(person, f"@scs-bot {said}", root)
    [whisper] = office.whispers(person)
    assert told in everything(whisper)
    assert told in whisper.text


@pytest.mark.parametrize("said", ["streak", "help"])
async def test_outside_of_threads_it_says_nothing_about_them(office: Office, said: str) -> None:
    await office.say(SAM, f"@scs-bot {said}")
    assert "a thread" not in everything(office.whispers(SAM)[-1])


async def test_who_asks_for_help_by_a_mention_gets_it(office: Office) -> None:
    await office.say(SAM, "@scs-bot help")
    assert "Did you mean" not in everything(office.whispers(SAM)[-1])
    assert "/scs setup" in everything(office.whispers(SAM)[-1])


@pytest.mark.parametrize("asked", ["setup config rules across accounts", "stop instance"])
async def test_a_mention_with_a_question_that_begins_like_a_command_is_answered(
    office: Office, asked: str
) -> None:
    await office.say(SAM, f"@scs-bot {asked}")
    assert "Did you mean" not in everything(office.whispers(SAM)[-1])


async def test_a_hint_that_could_not_be_given_is_given_later(office: Office) -> None:
    office.slack.fail_next("chat.postEphemeral", Fault.limited(30))
    await office.say(SAM, "@scs-bot top year")
    assert not office.whispers(SAM)
    await office.slack.travel(office.slack.clock.now() + timedelta(minutes=3))
    await office.settle()
    assert "`/scs top month`" in everything(office.whispers(SAM)[-1])


@pytest.mark.parametrize(
    "said", ["/scs today", "／ｓｃｓ　ｔｏｄａｙ", "/SCS today"], ids=["plain", "full-width", "capitals"]
)
async def test_who_writes_the_command_itself_into_a_message_gets_the_hint(office: Office, said: str) -> None:
    await office.slack.say(SAM, direct_id(SAM), said)
    await office.settle()
    assert "Did you mean `/scs today`" in everything(office.slack.read(SAM, direct_id(SAM))[-1])


async def test_a_question_behind_the_command_itself_is_answered(office: Office) -> None:
    await office.say(SAM, "@scs-bot /scs how to share subnets")
    ram = office.library.packs[0].scenario("ram-shared-subnets")
    assert ram.answer.en in everything(office.whispers(SAM)[-1])


async def test_a_command_in_full_width_letters_is_one(office: Office) -> None:
    await office.command(MIKA, "ｔｏｄａｙ")
    assert "「/scs setup」で設定できます" in everything(office.whispers(MIKA)[-1])


async def test_what_is_almost_a_command_gets_a_hint_in_full_width_letters_too(office: Office) -> None:
    await office.command(MIKA, "ｌｅａｄｅｒｂｏａｒｄ")
    assert "もしかして: 「/scs top」" in everything(office.whispers(MIKA)[-1])


async def test_the_hint_is_in_the_persons_language(office: Office) -> None:
    await office.command(MIKA, "leaderboard")
    assert "もしかして: 「/scs top」" in everything(office.whispers(MIKA)[-1])


@pytest.mark.parametrize(
    "asked",
    [
        "setup config rules across accounts",
        "log archive account",
        "setup config",
        "stop instance",
        "delete old data",
        "export findings daily",
        "my log archive account",
        "記録を残したい",
        "設定したルールを全アカウントで監査したい",
        "停止したインスタンスのメモリを調べたい",
        "今日の昼ごはん",
        "英語の文書から個人情報を見つけたい",
        "how to log changes to security groups",
    ],
)
async def test_a_question_that_begins_like_a_command_is_answered(office: Office, asked: str) -> None:
    await office.command(SAM, asked)
    assert "Did you mean" not in everything(office.whispers(SAM)[-1])


async def test_a_hint_is_no_question_that_nobody_could_answer(office: Office) -> None:
    await office.command(SAM, "top year")
    await office.say(SAM, "@scs-bot top year")
    assert await office.bot.database.transact(lambda work: work.questions.missed()) == []


TALK = [
    "こんにちは",
    "ありがとうございます！",
    "お疲れ様です",
    "hello",
    "Good morning",
    "thanks a lot",
    ":wave: hi",
]


@pytest.mark.parametrize("talk", TALK)
async def test_greetings_and_thanks_get_the_help_and_are_no_gap(office: Office, talk: str) -> None:
    await office.command(MIKA, talk)
    assert "できること" in everything(office.whispers(MIKA)[-1])
    await office.slack.say(MIKA, direct_id(MIKA), talk)
    await office.settle()
    assert "できること" in everything(office.slack.read(MIKA, direct_id(MIKA))[-1])
    assert await office.bot.database.transact(lambda work: work.questions.missed()) == []


@pytest.mark.parametrize(
    "text", ["macie", "vpc flow logs", "how do i stop an instance", "reset", "report", "import", ""]
)
def test_other_words_are_like_no_command(text: str) -> None:
    assert near_command(text, WORDS, ARGUMENTS) is None
