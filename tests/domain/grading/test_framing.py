"""What becomes of an answer that a reply quotes word for word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.grading import Remark
from bot.domain.grading.comparer import Comparer
from bot.domain.grading.copying import Wording
from bot.domain.grading.framing import doubt_around, heard_around, means_it
from bot.domain.reading.listener import Heard
from bot.domain.reading.text import read
from bot.domain.reading.tone import Tone, Tones
from bot.domain.scenario import Language, Scenario
from bot.domain.wordbook import Framing
from bot.wordbook.loader import load_framing
from tests.domain.grading.conftest import Grade, load_scenarios, the_grader

WHOLE = ("audit-log-lock", "ram-shared-subnets", "kms-cross-account")


def framed(scenario: Scenario, language: Language, frame: str) -> str:
    return frame.replace("{}", scenario.answer[language])


@pytest.mark.parametrize("scenario_id", WHOLE)
@pytest.mark.parametrize(
    ("language", "frame"),
    [
        (Language.EN, "The consultants keep telling us: {} I'd steer clear of every word of that."),
        (Language.EN, "How not to do it: {}"),
        (Language.EN, "{} That is what we had before the incident, and I won't sign it again."),
        (Language.JA, "前任者の手順書にはこうあります。{}うちでは絶対にやりません。"),
        (Language.JA, "悪い例：{}"),
        (Language.JA, "{}……という提案は先週の会議で没になりました。"),
    ],
)
def test_who_quotes_the_answer_and_turns_it_down_earns_little(
    grade: Grade, scenarios: dict[str, Scenario], scenario_id: str, language: Language, frame: str
) -> None:
    score = grade(scenario_id, framed(scenarios[scenario_id], language, frame))

    assert score.value <= 30


@pytest.mark.parametrize("scenario_id", WHOLE)
@pytest.mark.parametrize(
    ("language", "frame"),
    [
        (Language.EN, "Could be this: {} Could be something else entirely, ask me after the break."),
        (Language.JA, "A案：{} B案：今のまま様子を見る。どちらにするかはまだ決められません。"),
    ],
)
def test_who_quotes_the_answer_and_settles_on_nothing_earns_little(
    grade: Grade, scenarios: dict[str, Scenario], scenario_id: str, language: Language, frame: str
) -> None:
    score = grade(scenario_id, framed(scenarios[scenario_id], language, frame))

    assert score.value <= 40


@pytest.mark.parametrize("scenario_id", WHOLE)
@pytest.mark.parametrize(
    ("language", "frame"),
    [
        (Language.EN, "{}"),
        (Language.EN, "Easy one today. {}"),
        (Language.EN, "{} Sorry for the late reply, the train was stuck."),
        (Language.EN, "I would do this: {}"),
        (Language.EN, "{} I wouldn't do it in any other way."),
        (Language.JA, "これでいきます。{}"),
        (Language.JA, "{}反対する理由が見当たりません。"),
        (Language.JA, "{}電車が止まっていて返信が遅れました。"),
    ],
)
def test_who_quotes_the_answer_and_means_it_keeps_its_points(
    grade: Grade, scenarios: dict[str, Scenario], scenario_id: str, language: Language, frame: str
) -> None:
    score = grade(scenario_id, framed(scenarios[scenario_id], language, frame))

    assert score.value >= 80


@pytest.mark.parametrize(
    ("language", "frame"),
    [
        (Language.EN, "How not to do it: {} The swimming pool near my house is closed until March."),
        (Language.EN, "My laptop fan sounds like a jet. How not to do it: {}"),
        (Language.JA, "反対。{}満員電車で足を踏まれた。"),
    ],
)
def test_talk_beside_it_does_not_drown_what_is_said_of_a_quotation(
    grade: Grade, scenarios: dict[str, Scenario], language: Language, frame: str
) -> None:
    score = grade("audit-log-lock", framed(scenarios["audit-log-lock"], language, frame))

    assert score.value <= 30


@given(st.text(alphabet=" .,;。、()\n"), st.text(alphabet=" .,;。、()\n"))
def test_an_answer_with_nothing_around_it_is_neither_doubted_nor_meant(before: str, after: str) -> None:
    heard = certain(before, after)

    assert doubt_around(heard) is None
    assert not means_it(heard)


def test_turning_it_down_is_heard_before_leaving_it_open() -> None:
    assert doubt_around(certain("never: ", "")) is Remark.DOUBTED


def certain(before: str, after: str) -> Heard:
    """What a framing says that is certain of everything."""
    tone = Tone({}, 99.0, 0.0)
    scenario = load_scenarios()["ram-shared-subnets"]
    reading = read(before + scenario.answer.en + after)
    comparer = Comparer(reading, the_grader().rubric(scenario).references)
    framing = Framing(Tones(undecided=tone, against=tone), load_framing().listener)
    return heard_around(framing, comparer, Wording(scenario.answer).quoted(reading))


@pytest.mark.parametrize(
    "frame",
    [
        "The swimming pool near my house is closed until March. Nope: {}",
        "The swimming pool near my house is closed. My cat threw up on the carpet again. Nope: {}",
    ],
)
def test_a_no_beside_a_quotation_is_heard_through_several_sentences_of_talk(
    grade: Grade, scenarios: dict[str, Scenario], frame: str
) -> None:
    score = grade("audit-log-lock", framed(scenarios["audit-log-lock"], Language.EN, frame))

    assert score.value <= 30


@pytest.mark.parametrize("scenario_id", WHOLE)
def test_words_that_no_list_has_leave_a_quotation_open_too(
    grade: Grade, scenarios: dict[str, Scenario], scenario_id: str
) -> None:
    frame = "{} Either that or something else."
    score = grade(scenario_id, framed(scenarios[scenario_id], Language.EN, frame))

    assert score.value <= 40
