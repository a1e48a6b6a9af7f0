"""How `scs-bot grade` tells a score: as Slack does, but with what is missing."""

from __future__ import annotations

import pytest

from bot.cli.score_page import print_score
from bot.domain.grading.score import MisconceptionFound, Outcome, PointResult, Score
from bot.domain.scenario import Language
from bot.packs.loader import load_pack
from tests.packs.small_pack import SOUND

SCENARIO = load_pack(SOUND).scenarios[0]
REFLOG = PointResult("reflog", 50, required=True, hit=True, earned=50, evidence=("reflog",))


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")


def told(capsys: pytest.CaptureFixture[str], score: Score, language: Language = Language.EN) -> str:
    print_score(SCENARIO, score, language)
    return capsys.readouterr().out


def test_where_points_were_earned_nothing_says_that_none_was_detected(
    capsys: pytest.CaptureFixture[str],
) -> None:
    score = Score(20, Outcome.NONE, (REFLOG,), withheld=30)
    assert told(capsys, score).startswith("Not there yet · 20 of 100\n")
    assert told(capsys, score, Language.JA).startswith("まだ足りない点があります · 20 / 100 点\n")


def test_a_misconception_that_costs_nothing_has_no_price(capsys: pytest.CaptureFixture[str]) -> None:
    found = MisconceptionFound(SCENARIO.misconceptions[0].id, ("the remote",), price=0)
    shown = told(capsys, Score(0, Outcome.NONE, (), (found,)))
    assert f"Misconception: {SCENARIO.misconceptions[0].text.en}\n" in shown
    assert "−0" not in shown


def test_a_point_that_earned_nothing_shows_no_words_for_it(capsys: pytest.CaptureFixture[str]) -> None:
    far = PointResult("reflog", 50, required=True, hit=False, earned=0, evidence=("the log",))
    shown = told(capsys, Score(0, Outcome.NONE, (far,)))
    assert "(0 of 50) · required\n" in shown
    assert "the log" not in shown
