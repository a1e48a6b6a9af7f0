"""Why a channel has stopped is said in words, with what to do; Slack's code stands for the unknown only."""

from __future__ import annotations

import pytest

from bot.domain.scenario import Language
from bot.slack.blocks.paused import WORDS, why_paused
from bot.slack.outcome import FOR_GOOD
from bot.texts import catalogue


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("reason", sorted({*FOR_GOOD, "not_installed", "uninstalled"}))
def test_every_reason_that_stops_a_channel_has_words(reason: str, language: Language) -> None:
    said = why_paused(reason, language)
    assert reason not in said
    assert said


@pytest.mark.parametrize("language", Language)
def test_an_unknown_reason_is_named_and_harmless(language: Language) -> None:
    assert "(&lt;!channel&gt;)" in why_paused("<!channel>", language).replace("（", "(").replace("）", ")")


def test_what_goes_on_by_itself_is_not_to_be_resumed() -> None:
    for reason in ("uninstalled", "token_revoked"):
        assert "by itself" in why_paused(reason, Language.EN)
        assert "/scs resume" not in why_paused(reason, Language.EN)


def test_no_words_are_left_over() -> None:
    said = {key.removeprefix("paused.why.") for key in catalogue() if key.startswith("paused.why.")}
    assert said == {*WORDS.values(), "other"}
