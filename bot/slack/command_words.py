"""The words that are commands, after `/scs`."""

from __future__ import annotations

from unicodedata import normalize

PERIODS = {"": 30, "month": 30, "week": 7, "all": 0}
"""What may follow some commands, and how many days of gaps each means."""

WORDS = {
    "help": "help",
    "ヘルプ": "help",
    "today": "today",
    "今日": "today",
    "setup": "setup",
    "設定": "setup",
    "pause": "pause",
    "一時停止": "pause",
    "resume": "resume",
    "再開": "resume",
    "streak": "streak",
    "連続記録": "streak",
    "top": "top",
    "ランキング": "top",
    "vacation": "vacation",
    "休暇": "vacation",
    "practice": "practice",
    "練習": "practice",
    "ready": "ready",
    "準備度": "ready",
    "privacy": "privacy",
    "プライバシー": "privacy",
    "gaps": "gaps",
    "未解決": "gaps",
    "log": "log",
    "記録": "log",
    "phrases": "phrases",
    "表現": "phrases",
}
"""First words that are commands, when nothing but their own arguments follows."""

OF_A_PERIOD = frozenset({"top", "gaps"})
"""Commands that take a period."""

ARGUMENTS = {name: tuple(period for period in PERIODS if period) for name in OF_A_PERIOD}


def words_of(text: str) -> list[str]:
    """Its words as commands are compared: small letters, none of them wide from a Japanese keyboard."""
    return normalize("NFKC", text).casefold().split()


def subcommand(text: str) -> tuple[str, str] | None:
    """The command and its argument in `text`, or None: then it is a question."""
    words = words_of(text)
    if not words:
        return "help", ""
    name, arguments = WORDS.get(words[0]), words[1:]
    if name is None or len(arguments) > 1:
        return None
    argument = arguments[0] if arguments else ""
    return (name, argument) if argument in (PERIODS if name in OF_A_PERIOD else ("",)) else None
