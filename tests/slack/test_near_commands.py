"""What is almost a command gets a hint; what is a question gets an answer."""

from __future__ import annotations

import pytest

from bot.slack.listeners.commands import ARGUMENTS, WORDS
from bot.slack.listeners.near_commands import near_command
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
    ],
)
async def test_what_is_almost_a_command_gets_a_hint(office: Office, typed: str, command: str) -> None:
    await office.command(SAM, typed)
    told = everything(office.whispers(SAM)[-1])
    assert "Did you mean" in told
    assert f"`{command}`" in told


async def test_the_hint_is_in_the_persons_language(office: Office) -> None:
    await office.command(MIKA, "leaderboard")
    assert "もしかして: 「/scs top」" in everything(office.whispers(MIKA)[-1])


@pytest.mark.parametrize(
    "asked",
    ["setup config rules across accounts", "log archive account", "setup config", "stop instance"],
)
async def test_a_question_that_begins_like_a_command_is_answered(office: Office, asked: str) -> None:
    await office.command(SAM, asked)
    assert "Did you mean" not in everything(office.whispers(SAM)[-1])


async def test_a_hint_is_no_question_that_nobody_could_answer(office: Office) -> None:
    await office.command(SAM, "top year")
    assert await office.bot.database.transact(lambda work: work.questions.missed()) == []


@pytest.mark.parametrize("text", ["macie", "vpc flow logs", "how do i stop an instance", "reset", ""])
def test_other_words_are_like_no_command(text: str) -> None:
    assert near_command(text, WORDS, ARGUMENTS) is None
