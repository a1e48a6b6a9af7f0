"""A screen leaves out only what a reply can't meet anyway."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.grading.grader import Grader
from bot.domain.grading.matching import Index
from bot.domain.reading.text import read
from bot.domain.scenario import Scenario


@given(data=st.data())
def test_whatever_is_found_is_found_through_the_screen_too(
    grader: Grader, scenarios: dict[str, Scenario], data: st.DataObject
) -> None:
    scenario = data.draw(st.sampled_from(list(scenarios.values())))
    rubric = grader.rubric(scenario)
    said = [*scenario.answer, *scenario.explanation, *scenario.situation]
    words = [word for text in said for word in (*text.split(), *text[::7], "not", "aws", "ない")]
    reading = read(" ".join(data.draw(st.lists(st.sampled_from(words), max_size=40))))
    screened, every = Index(reading, grader.names, rubric.screen), Index(reading, grader.names)
    targets = [target for point in rubric.points for target in point.targets]
    for target in (*targets, *(target for trap in rubric.traps for target in trap.targets)):
        assert screened.find(target) == every.find(target)
