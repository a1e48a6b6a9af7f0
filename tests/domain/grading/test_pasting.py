"""Pages of manuals, and answers that read like one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.grading import Grader, Remark
from bot.domain.grading.pasting import PageEvidence
from bot.domain.reading.tone import Tone
from bot.domain.trees import BoostedTrees
from bot.domain.wordbook import Hearing
from bot.wordbook.loader import load_word_book
from tests.domain.grading.conftest import Grade, load_glossary, load_scenarios

RAM = "ram-shared-subnets"
RIGHT = "Share the subnets with the OU through AWS RAM, and turn sharing on in Organizations first."


def pages(odds: float, *, manual: float = 2.0, shortest: float = 0.0) -> Hearing:
    """A tone and trees that always answer the same."""
    trees = BoostedTrees.of({"features": PageEvidence._fields, "baseline": odds, "trees": ()})
    return Hearing(Tone({}, bias=manual, shortest=shortest), trees)


@pytest.mark.parametrize(
    "page",
    [
        (
            "AWS RAM lets you share resources with other accounts. Subnets can be shared with an "
            "organizational unit when sharing with AWS Organizations is enabled. Additional charges do not "
            "apply. For supported resource types, see Shareable AWS resources."
        ),
        (
            "A resource share consists of resources, principals and managed permissions. The following "
            "resource types can be shared: subnets, transit gateways, Resolver rules. Sharing is free."
        ),
        (
            "AWS RAM は、リソースを他のアカウントや OU と共有するためのサービスです。サブネットなどを"
            "共有できます。Organizations との共有を有効にすると、招待は不要です。追加料金は発生しません。"
        ),
    ],
)
def test_what_a_service_is_and_does_anywhere_is_no_answer(grade: Grade, page: str) -> None:
    score = grade(RAM, page)
    assert Remark.PASTED in score.remarks
    assert score.value <= 10


@pytest.mark.parametrize(
    "answer",
    [
        (
            "The network account owns the VPC and shares its subnets with the OU through AWS RAM. For this, "
            "sharing within the organization is turned on once. The accounts then launch into those subnets."
        ),
        (
            "ネットワークアカウントが VPC を所有し、AWS RAM でサブネットを OU に共有する。前提として、"
            "組織内の共有を一度だけ有効にする。各アカウントは共有されたサブネットにリソースを作成する。"
        ),
    ],
)
def test_a_right_answer_may_be_written_like_a_report(grade: Grade, answer: str) -> None:
    score = grade(RAM, answer)
    assert Remark.PASTED not in score.remarks
    assert score.value >= 65


def test_what_is_clearly_a_page_keeps_next_to_nothing_of_what_it_says() -> None:
    grader = Grader(load_glossary(), replace(load_word_book(), pages=pages(4.0)))
    score = grader.grade(load_scenarios()[RAM], RIGHT)
    assert Remark.PASTED in score.remarks
    assert score.value <= 10
    assert sum(point.earned for point in score.points) - score.withheld == score.value


@pytest.mark.parametrize(
    ("reply", "pasted"),
    [
        ("Share the subnets with the OU through AWS RAM.", False),
        ("A resource share consists of subnets, principals and permissions.", True),
    ],
)
def test_what_advises_nobody_is_sooner_taken_for_a_page(reply: str, *, pasted: bool) -> None:
    grader = Grader(load_glossary(), replace(load_word_book(), pages=pages(1.0)))
    assert (Remark.PASTED in grader.grade(load_scenarios()[RAM], reply).remarks) is pasted


@pytest.mark.parametrize("faint", [pages(4.0, manual=-5.0), pages(4.0, shortest=100.0)])
def test_what_sounds_nothing_like_a_manual_or_is_too_short_to_tell_is_none(faint: Hearing) -> None:
    grader = Grader(load_glossary(), replace(load_word_book(), pages=faint))
    assert Remark.PASTED not in grader.grade(load_scenarios()[RAM], RIGHT).remarks


def test_the_model_answer_is_none_however_it_sounds() -> None:
    grader = Grader(load_glossary(), replace(load_word_book(), pages=pages(4.0)))
    scenario = load_scenarios()[RAM]
    assert grader.grade(scenario, scenario.answer.en).value == 100


def test_without_such_trees_nothing_is_taken_for_a_page() -> None:
    deaf = Grader(load_glossary(), replace(load_word_book(), pages=None))
    page = "AWS RAM lets you share subnets with an organizational unit. For more information, see the guide."
    assert Remark.PASTED not in deaf.grade(load_scenarios()[RAM], page).remarks


def test_trees_that_were_fitted_on_other_evidence_are_refused() -> None:
    other = BoostedTrees.of({"features": ["manual"], "baseline": 0.0, "trees": ()})
    with pytest.raises(ValueError, match="fit them again"):
        Grader(load_glossary(), replace(load_word_book(), pages=Hearing(Tone({}, 0.0, 0.0), other)))
