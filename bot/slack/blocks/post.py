"""The daily post and its thread: the situation first, the answer at the close."""

from __future__ import annotations

from bot.domain.daily import Answering, Post
from bot.domain.results import ClosedRound, DailyPost
from bot.domain.scenario import Bilingual, Language, Pack, Scenario
from bot.slack.blocks.parts import (
    Block,
    Message,
    actions,
    button,
    clip,
    context,
    divider,
    escape,
    header,
    moment,
    section,
)
from bot.texts import say

LEVELS = 3
NOTIFIED = 300  # characters of an author's text in a notification


def daily_post(daily: DailyPost) -> Message:
    """The scenario as it appears in the channel. Nothing in it gives the answer away."""
    languages = daily.post.languages
    blocks = _posed(daily, [_how(daily.post, language) for language in languages])
    blocks.append(_buttons(daily.post))
    return Message(_notification(daily.scenario, languages[0]), blocks)


def daily_elsewhere(daily: DailyPost, attempts_left: int) -> Message:
    """The same where its thread is not, for one person: what they can still do, and from there."""
    languages = daily.post.languages
    if attempts_left > 0:
        notes = [_how(daily.post, language, "-from-elsewhere") for language in languages]
    else:
        closes = moment(daily.post.closes_at)
        notes = [say(language, "post.how.used-up", closes=closes) for language in languages]
    blocks = _posed(daily, notes)
    blocks.append(_buttons(daily.post, answerable=attempts_left > 0))
    return Message(_notification(daily.scenario, languages[0]), blocks)


def hint_text(hint: Bilingual[str], language: Language) -> Message:
    """The hint, for whoever pressed the button."""
    told = hint[language]
    short, whole = (
        say(language, "post.hint-text", hint=escape(each)) for each in (clip(told, NOTIFIED), told)
    )
    return Message(short, [context(whole)])


def closed_post(closed: ClosedRound) -> Message:
    """The same post once it is closed: no buttons, but the result."""
    daily = DailyPost(closed.post, closed.pack, closed.scenario)
    languages = closed.post.languages
    blocks = _posed(daily, [_result(closed, language) for language in languages])
    return Message(_notification(closed.scenario, languages[0]), blocks)


def reveal(closed: ClosedRound) -> Message:
    """The answer in the thread, with what the team had of it."""
    blocks: list[Block] = []
    for language in closed.post.languages:
        blocks += [divider()] if blocks else []
        blocks += _revealed(closed, language)
    return Message(say(closed.post.languages[0], "reveal.notification"), blocks)


def _posed(daily: DailyPost, notes: list[str]) -> list[Block]:
    blocks: list[Block] = []
    for language, note in zip(daily.post.languages, notes, strict=True):
        blocks += [divider()] if blocks else []
        blocks += [
            header(say(language, "post.title")),
            context(_about(daily.pack, daily.scenario, language)),
            section(escape(daily.scenario.situation[language])),
            context(note),
        ]
    return blocks


def _about(pack: Pack, scenario: Scenario, language: Language) -> str:
    level = "●" * scenario.difficulty + "○" * (LEVELS - scenario.difficulty)
    return say(language, "post.about", domain=escape(pack.domain_name(scenario, language)), difficulty=level)


def _how(post: Post, language: Language, where: str = "") -> str:
    how = say(language, f"post.how.{post.answering}{where}")
    return say(language, "post.how", how=how, n=post.attempts, closes=moment(post.closes_at))


def _result(closed: ClosedRound, language: Language) -> str:
    if closed.average is None:
        return say(language, "post.closed-silent")
    return say(language, "post.closed", n=closed.people, average=closed.average, passed=closed.passed)


def _buttons(post: Post, *, answerable: bool = True) -> Block:
    answerable = answerable and post.answering is not Answering.THREAD
    value = str(post.id)
    names = [
        ("answer_privately", "post.answer-privately"),
        ("hint", "post.hint"),
        ("my_streak", "post.my-streak"),
    ]
    return actions(
        button(_in_all(post.languages, key), action_id, value, primary=action_id == "answer_privately")
        for action_id, key in names
        if action_id != "answer_privately" or answerable
    )


def _in_all(languages: tuple[Language, ...], key: str) -> str:
    return " / ".join(dict.fromkeys(say(language, key) for language in languages))


def _notification(scenario: Scenario, language: Language) -> str:
    situation = escape(clip(scenario.situation[language], NOTIFIED))
    return say(language, "post.notification", situation=situation)


def _revealed(closed: ClosedRound, language: Language) -> list[Block]:
    scenario = closed.scenario
    blocks = [
        header(say(language, "reveal.title")),
        section(escape(scenario.answer[language])),
        section("\n".join([say(language, "reveal.points"), *_points(closed, language)])),
    ]
    if closed.misconceptions:
        blocks.append(
            section("\n".join([say(language, "reveal.misconceptions"), *_others(closed, language)]))
        )
    explanation = escape(scenario.explanation[language])
    blocks.append(section(f"{say(language, 'reveal.explanation')}\n{explanation}"))
    blocks.append(context(sources(scenario, language)))
    blocks.append(context(escape(closed.pack.notice[language])))
    return blocks


def _points(closed: ClosedRound, language: Language) -> list[str]:
    key = "reveal.point-share" if closed.people else "reveal.point"
    return [
        say(
            language,
            key,
            point=escape(point.text[language]),
            weight=point.weight,
            hits=share.hits,
            people=closed.people,
        )
        for point, share in zip(closed.scenario.rubric, closed.shares, strict=True)
    ]


def _others(closed: ClosedRound, language: Language) -> list[str]:
    return [
        say(
            language,
            "reveal.misconception",
            claim=escape(misconception.text[language]),
            people=people,
            why=escape(misconception.why[language]),
        )
        for misconception, people in closed.misconceptions
    ]


def sources(scenario: Scenario, language: Language) -> str:
    """The pages behind a scenario, as links with the day they were read."""
    links = (
        say(
            language,
            "reveal.source",
            url=escape(source.url),
            title=escape(source.title),
            read=source.read.isoformat(),
        )
        for source in scenario.sources
    )
    return say(language, "reveal.sources", sources=" · ".join(links))
