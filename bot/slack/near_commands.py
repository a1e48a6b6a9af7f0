"""What is almost a command: "top year", "practise", "setup channel". The search can't tell: it is sure of
single words that stand in one scenario's title. So what is made of such words alone is never a question;
what begins with a command and goes on otherwise is one if the index knows an answer.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.domain.search import Verdict
from bot.slack.command_words import ARGUMENTS, WORDS, words_of

OTHER_NAMES = {
    "commands": "help",
    "configure": "setup",
    "delete my data": "privacy",
    "dispute": "today",  # a score is disputed in one's attempts
    "english": "help",
    "export": "privacy",
    "export my data": "privacy",
    "forget": "privacy",
    "hide": "help",  # in the App Home, which the help names
    "history": "log",
    "holiday": "vacation",
    "japanese": "help",
    "language": "help",  # in the App Home too
    "languages": "help",
    "leaderboard": "top",
    "leave": "privacy",
    "my data": "privacy",
    "points": "top",
    "practise": "practice",
    "rank": "top",
    "ranking": "top",
    "readiness": "ready",
    "quit": "privacy",
    "score": "streak",
    "scores": "top",
    "settings": "setup",
    "start": "resume",
    "stats": "streak",
    "status": "today",
    "today's scenario": "today",
    "todays scenario": "today",
    "today’s scenario": "today",  # as telephones write it
    "stop": "pause",
    "unsubscribe": "privacy",
    "wrong score": "today",
    "きょう": "today",
    "やすみ": "vacation",
    "れんしゅう": "practice",
    "エクスポート": "privacy",
    "コマンド": "help",
    "スコア": "streak",
    "スコアがおかしい": "today",
    "スコアおかしい": "today",
    "ストリーク": "streak",
    "データを削除": "privacy",
    "データを書き出す": "privacy",
    "トップ": "top",
    "ランク": "top",
    "休み": "vacation",
    "休む": "vacation",
    "使い方": "help",
    "停止": "pause",
    "履歴": "log",
    "成績": "streak",
    "採点がおかしい": "today",
    "採点おかしい": "today",
    "日本語": "help",
    "点数がおかしい": "today",
    "点数おかしい": "today",
    "異議": "today",
    "英語": "help",
    "言語": "help",
    "退会": "privacy",
    "順位": "top",
}
"""What people try instead."""

SAYING_NOTHING = frozenset(
    [
        "a",
        "all",
        "can",
        "change",
        "channel",
        "daily",
        "day",
        "days",
        "do",
        "ever",
        "for",
        "here",
        "how",
        "i",
        "it",
        "like",
        "list",
        "me",
        "mine",
        "month",
        "months",
        "monthly",
        "my",
        "now",
        "of",
        "off",
        "on",
        "our",
        "please",
        "quarter",
        "show",
        "switch",
        "team",
        "the",
        "this",
        "time",
        "to",
        "today",
        "tomorrow",
        "us",
        "want",
        "week",
        "weeks",
        "weekly",
        "would",
        "year",
        "years",
        "yearly",
        "yesterday",
        "お願い",
        "ください",
        "チャンネル",
        "一覧",
        "今",
        "今年",
        "今日",
        "今月",
        "今週",
        "去年",
        "年間",
        "昨日",
        "明日",
        "月間",
        "私",
        "自分",
        "週間",
    ]
)
"""Words that make no question of a command."""

SAYING_NOTHING_BEHIND = re.compile(
    r"[をはのが]?(?:問題|シナリオ|一覧|画面|方法|出題)?[をはのが]?(?:(?:英語|日本語)?に)?"
    r"(?:見せて|見たい|教えて|出して|知りたい|取りたい|開きたい|変え(?:たい|て|る|ます)|切り替え(?:たい|て|る|ます)"
    r"|申し立て|確認|表示|登録|変更)?(?:したい|して|する|します|たい)?(?:です|ですか|か)?"
    r"(?:ください|下さい|お願い|お願いします)?"
)
"""The same in Japanese, which has no spaces: what may follow a command in one word with it."""

MOST_WORDS = 3
ALIKE = 80  # of 100: one letter in five may be another
SHORTEST = 4  # letters; of shorter words everything is alike
LONG_ENOUGH = 8  # of other names only these: "stats" isn't a slip for "start", nor "report" for "export"
ANSWERED = (Verdict.ANSWER, Verdict.SEVERAL)
MARKS = "?!.,。、？！"


@dataclass(frozen=True, slots=True)
class Near:
    """The commands that somebody may have meant, as they are typed. `sure` says that it is no question."""

    commands: tuple[str, ...]
    sure: bool


def meant_commands(text: str, verdict: Verdict) -> tuple[str, ...]:
    """The commands to show to somebody who wrote this, as they are typed; none for a question, for which the
    search came to that verdict."""
    near = near_command(text, WORDS, ARGUMENTS)
    return near.commands if near and (near.sure or verdict not in ANSWERED) else ()


def near_command(text: str, names: Mapping[str, str], periods: Mapping[str, tuple[str, ...]]) -> Near | None:
    """What a text that is no command is like, None if like none. `names` are the commands by the words for
    them, `periods` what may follow a command."""
    known = {**OTHER_NAMES, **names}
    words = [_bare(word, known) for each in words_of(text) if (word := each.strip(MARKS))]
    words = _from_the_name(words, known)
    if not 1 <= len(words) <= MOST_WORDS:
        return None
    first, rest = (" ".join(words), []) if " ".join(words) in known else (words[0], words[1:])
    name, sure = known.get(first), all(word in SAYING_NOTHING or word.isdecimal() for word in rest)
    if name is None and sure and len(first) >= SHORTEST:
        spelt = [*names, *(other for other in OTHER_NAMES if len(other) >= LONG_ENOUGH)]
        alike = process.extractOne(first, spelt, scorer=fuzz.ratio, score_cutoff=ALIKE)
        name = known[alike[0]] if alike else None
    if name is None or not (sure or first in names):
        return None
    spoken = next(word for word, each in names.items() if each == name)
    arguments = periods.get(name, ())
    if not (rest and arguments):
        return Near((spoken,), sure)
    meant = process.extractOne(rest[0], arguments, scorer=fuzz.ratio, score_cutoff=ALIKE)
    return Near(tuple(f"{spoken} {each}" for each in ((meant[0],) if meant else arguments)), sure)


def _bare(word: str, names: Mapping[str, str]) -> str:
    """The name that a Japanese word begins with, if what follows says nothing; else the word."""
    if word.isascii():
        return word
    begins = [name for name in names if not name.isascii() and word.startswith(name)]
    name = max(begins, key=len, default="")
    return name if name and SAYING_NOTHING_BEHIND.fullmatch(word, len(name)) else word


def _from_the_name(words: list[str], names: Container[str]) -> list[str]:
    """Without what says nothing in front of a name, where that says it all: "show me my streak"."""
    first = next((at for at, word in enumerate(words) if word in names or word not in SAYING_NOTHING), 0)
    rest = words[first:]
    alone = rest[:1] and rest[0] in names and all(word in SAYING_NOTHING for word in rest[1:])
    return rest if alone or " ".join(rest) in names else words
