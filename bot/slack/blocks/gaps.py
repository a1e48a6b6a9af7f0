"""What people asked and did not get."""

from __future__ import annotations

from bot.domain.results import Gap, RecentGaps
from bot.domain.scenario import Language, Scenario
from bot.slack.blocks.parts import Block, Message, context, escape, one_line, section
from bot.texts import say, say_day

QUESTION = 300


def gaps(recent: RecentGaps, language: Language) -> Message:
    """Each question with how often it was asked, how it was missed, and what came nearest."""
    title = say(language, "gaps.title", n=recent.days) if recent.days else say(language, "gaps.title-all")
    blocks: list[Block] = [section(title)]
    for gap in recent.found.gaps:
        question = escape(one_line(gap.text, QUESTION))
        blocks.append(section(say(language, "gaps.line", times=gap.times, question=question)))
        blocks.append(context(_about(gap, recent.nearest.get(gap.nearest or ""), language)))
    if not recent.found.gaps:
        blocks.append(section(say(language, "gaps.empty")))
    if recent.found.more:
        blocks.append(context(say(language, "gaps.more", n=recent.found.more)))
    return Message(title, blocks)


def _about(gap: Gap, nearest: Scenario | None, language: Language) -> str:
    how = " · ".join(say(language, f"gap.{miss}", n=times) for miss, times in gap.how.items() if times)
    day = say_day(language, gap.last_day, year=True)
    if nearest is None:
        return say(language, "gaps.about-far", how=how, day=day)
    # By its own question, as under an answer that is not sure: an id would tell too much of today's.
    scenario = escape(one_line(nearest.questions[language][0], QUESTION))
    return say(language, "gaps.about", how=how, scenario=scenario, day=day)
