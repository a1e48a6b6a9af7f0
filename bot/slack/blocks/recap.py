"""The recap of a week: the days, what stood out, and a picture that says no more than the words."""

from __future__ import annotations

from bot.domain.daily import Post
from bot.domain.recaps import RecapDay, WeeklyRecap
from bot.domain.scenario import Language
from bot.slack.blocks.parts import Block, Message, clip, context, divider, escape, header, section
from bot.texts import say, say_day

ALT_TEXT = 2000


def recap(weekly: WeeklyRecap, picture: str | None) -> Message:
    """The recap as it appears in the channel; `picture` is the id of the uploaded chart."""
    blocks: list[Block] = []
    for language in weekly.languages:
        blocks += [divider()] if blocks else []
        blocks += _told(weekly, language)
    if picture is not None:
        blocks.append(_picture(weekly, picture))
        blocks += [context(say(language, "recap.legend")) for language in weekly.languages]
    first = weekly.languages[0]
    return Message("\n".join([_title(weekly, first), *_lines(weekly, first)]), blocks)


def pointer(post: Post, link: str | None, language: Language) -> Message:
    """Where answers are scored, for somebody who has answered in the channel."""
    there = say(language, "pointer.post")
    shown = f"<{escape(link)}|{there}>" if link else there
    text = say(language, f"pointer.{post.answering}", post=shown)
    return Message(text, [section(text)])


def _told(weekly: WeeklyRecap, language: Language) -> list[Block]:
    days = "\n".join(f"• {line}" for line in _lines(weekly, language))
    blocks = [header(_title(weekly, language)), section(days)]
    stood_out = [_hardest(weekly, language), _improved(weekly, language), _came_up(weekly, language)]
    return blocks + [section(text) for text in stood_out if text]


def _title(weekly: WeeklyRecap, language: Language) -> str:
    return say(language, "recap.title", date=say_day(language, weekly.week.monday))


def _lines(weekly: WeeklyRecap, language: Language) -> list[str]:
    return [_line(day, language) for day in weekly.week.days]


def _line(day: RecapDay, language: Language) -> str:
    weekday = _weekday(day, language)
    if day.average is None:
        return say(language, "recap.line-silent", weekday=weekday)
    return say(language, "recap.line", weekday=weekday, n=day.people, average=day.average)


def _weekday(day: RecapDay, language: Language) -> str:
    return say(language, f"setup.weekday.{day.day.weekday()}")


def _hardest(weekly: WeeklyRecap, language: Language) -> str | None:
    day, scenario = weekly.week.hardest, weekly.hardest
    if day is None or day.average is None:
        return None
    weekday = _weekday(day, language)
    if scenario is None:
        return say(language, "recap.hardest-gone", weekday=weekday, average=day.average)
    question = escape(scenario.questions[language][0])
    return say(language, "recap.hardest", question=question, weekday=weekday, average=day.average)


def _improved(weekly: WeeklyRecap, language: Language) -> str | None:
    improved = weekly.week.improved
    if improved is None:
        return None
    return say(language, "recap.improved", user=improved.user_id, before=improved.before, now=improved.now)


def _came_up(weekly: WeeklyRecap, language: Language) -> str | None:
    came_up, misconception = weekly.week.came_up, weekly.misconception
    if came_up is None or misconception is None:
        return None
    claim, why = escape(misconception.text[language]), escape(misconception.why[language])
    return say(language, "recap.came-up", claim=claim, n=came_up.people, why=why)


def _picture(weekly: WeeklyRecap, picture: str) -> Block:
    said = [
        say(language, "recap.picture", days=say(language, "recap.pause").join(_lines(weekly, language)))
        for language in weekly.languages
    ]
    return {"type": "image", "slack_file": {"id": picture}, "alt_text": clip(" / ".join(said), ALT_TEXT)}
