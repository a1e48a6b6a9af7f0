"""What every command needs to know: the environment, and the language that people read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from bot.domain.errors import BotError
from bot.domain.scenario import Language
from bot.texts import say, say_error

PROGRAM = "scs-bot"


class WrongUsage(Exception):
    """A command was called in a way that can't work; `key` and `facts` are a text of the catalogue."""

    def __init__(self, key: str, **facts: str | int) -> None:
        self.key = key
        self.facts = facts
        super().__init__(key)


def real_today() -> date:
    """Today's date, in UTC so that an author and a build machine elsewhere agree."""
    return datetime.now(UTC).date()  # the command line is where the real clock comes in


@dataclass(frozen=True, slots=True)
class Session:
    """One call of the command line. Help and messages are in `language`."""

    environ: Mapping[str, str]
    language: Language
    today: Callable[[], date]

    @classmethod
    def of(cls, environ: Mapping[str, str], today: Callable[[], date] = real_today) -> Session:
        """The session in this environment, in the language of its locale."""
        return cls(environ, locale_language(environ), today)

    def say(self, key: str, **facts: str | int | float) -> str:
        """A text of the catalogue in the session's language."""
        return say(self.language, key, **facts)

    def say_error(self, error: BotError) -> str:
        """What went wrong and what to do about it on a command line."""
        return say_error(self.language, error, nothing_near="cli.nothing-near")


def locale_language(environ: Mapping[str, str]) -> Language:
    """The language of messages: Japanese if the locale's first word says so (POSIX: LC_ALL, then
    LC_MESSAGES, then LANG; an empty one counts as unset), else English."""
    locale = next(filter(None, (environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return Language.JA if locale.lower().startswith("ja") else Language.EN
