"""What `/scs help` and the App Home say of the commands."""

from __future__ import annotations

import pytest

from bot.slack.command_words import WORDS
from tests.slack.conftest import ANNA, KENJI, Office, everything

HELP = {"help", "ヘルプ"}  # whoever reads it has found it


@pytest.mark.parametrize("word", [word for word in WORDS if word not in HELP])
async def test_the_help_in_japanese_names_every_command_by_all_its_words(office: Office, word: str) -> None:
    await office.command(KENJI, "help")
    assert word in everything(office.whispers(KENJI)[-1])


async def test_the_help_sends_people_to_privacy_where_they_can_read_it(office: Office) -> None:
    for person in (ANNA, KENJI):
        await office.command(person, "help")
        told = everything(office.whispers(person)[-1])
        assert "/scs privacy" in told.split("Slack")[-1]
        assert "README" not in told
