"""The App Home: a person's channels, how they do, and what they may choose.

A view has 100 blocks. With every list at its longest the page has room for the help and a few more.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType

from bot.domain.daily import Answering
from bot.domain.people import Absence, Person
from bot.domain.results import Accuracy, Home, HomeChannel, PackAccuracy, Standing, Today
from bot.domain.scenario import Language
from bot.domain.streak import DayKind
from bot.slack.blocks.help import help_text
from bot.slack.blocks.parts import (
    Block,
    actions,
    button,
    clip,
    context,
    divider,
    escape,
    header,
    one_line,
    option,
    section,
)
from bot.slack.blocks.standing import attempts_button, readable, summary, where, yours
from bot.slack.blocks.vacation import dates
from bot.texts import say

SHOWN_CHANNELS = 20  # three blocks each
SHOWN_PACKS = 4
SHOWN_DOMAINS = 10  # of a pack, in one section
SITUATION = 300
DOMAIN = 50  # characters of a domain's name, on a line with figures
WEEKS = 5
BAR = 10
SQUARES = {
    DayKind.ANSWERED: ":large_green_square:",
    DayKind.MISSED: ":white_large_square:",
    DayKind.FROZEN: ":large_blue_square:",
    DayKind.VACATION: ":large_orange_square:",
    DayKind.OPEN: ":large_yellow_square:",
    DayKind.HOLIDAY: ":white_medium_small_square:",
    DayKind.OUTAGE: ":white_medium_small_square:",
}
NOTHING = ":white_small_square:"
FOLLOW_SLACK = "slack"
NO_LINKS: Mapping[int, str] = MappingProxyType({})


def home(page: Home, language: Language, links: Mapping[int, str] = NO_LINKS) -> Block:
    """The whole view. `links` lead to open posts, by their ids."""
    blocks = [
        section(say(language, "home.hello")),
        *_channels(page.channels, language, links),
        *_accuracy(page.accuracy, language),
        *_vacation(page, language),
        *_language(page, language),
        *_privacy(page.person, language),
        *help_text(language).blocks,
    ]
    return {"type": "home", "blocks": blocks}


def home_post(value: str) -> tuple[str, str]:
    """The post and the channel in the value of the button that answers from here."""
    post_id, _, channel_id = value.partition(":")
    return post_id, channel_id


def _channels(channels: tuple[HomeChannel, ...], language: Language, links: Mapping[int, str]) -> list[Block]:
    if not channels:
        return [section(say(language, "home.empty")), divider()]
    blocks: list[Block] = []
    for channel in channels[:SHOWN_CHANNELS]:
        blocks += [_today(channel.today, language, links), _streak(channel, language), divider()]
    if (more := len(channels) - SHOWN_CHANNELS) > 0:
        blocks.append(context(say(language, "home.more", n=more)))
    return [*blocks, context(say(language, "home.legend"))]


def _today(now: Today, language: Language, links: Mapping[int, str]) -> Block:
    if now.daily is None:
        return section(where(now, language))
    spoken = readable(now.daily.post.languages, language)[0]
    situation = escape(clip(now.daily.scenario.situation[spoken], SITUATION))
    post = now.daily.post
    link = [say(language, "home.to-post", url=escape(links[post.id]))] if post.id in links else []
    block = section(
        "\n".join([where(now, language), situation, " · ".join([f"_{yours(now, language)}_", *link])])
    )
    if post.answering is Answering.THREAD or now.attempts_used >= post.attempts:
        return block
    answer = button(say(language, "post.answer-privately"), "home_answer", f"{post.id}:{post.channel_id}")
    return {**block, "accessory": answer}


def _streak(channel: HomeChannel, language: Language) -> Block:
    block = section("\n".join([summary(channel.standing, language), *calendar(channel.standing)]))
    if not channel.today.answered:
        return block
    return {**block, "accessory": attempts_button(channel.today.channel_id, language)}


def calendar(standing: Standing) -> list[str]:
    """Five weeks up to this one, a line each: the Monday's date, then a square for each day."""
    kinds = {line.day: line.kind for line in standing.streak.ledger}
    monday = standing.day - timedelta(days=standing.day.weekday())
    mondays = (monday - timedelta(weeks=back) for back in reversed(range(WEEKS)))
    return [_week(first, kinds) for first in mondays]


def _week(monday: date, kinds: dict[date, DayKind]) -> str:
    days = (kinds.get(monday + timedelta(days=n)) for n in range(7))
    squares = "".join(SQUARES[kind] if kind else NOTHING for kind in days)
    return f"`{monday:%m-%d}` {squares}"


def _accuracy(packs: tuple[PackAccuracy, ...], language: Language) -> list[Block]:
    if not packs:
        return []
    more = len(packs) - SHOWN_PACKS
    return [
        header(say(language, "home.accuracy")),
        *(section(_of_pack(pack, language)) for pack in packs[:SHOWN_PACKS]),
        *([context(say(language, "more.packs", n=more))] if more > 0 else []),
        context(say(language, "home.accuracy.about")),
    ]


def _of_pack(pack: PackAccuracy, language: Language) -> str:
    title = f"*{escape(one_line(pack.pack.title[language], 100))}*"
    lines = [_of_domain(domain, language) for domain in pack.domains[:SHOWN_DOMAINS]]
    if (more := len(pack.domains) - SHOWN_DOMAINS) > 0:
        lines.append(say(language, "more.domains", n=more))
    return "\n".join([title, *lines])


def _of_domain(accuracy: Accuracy, language: Language) -> str:
    name = escape(one_line(accuracy.domain.name[language], DOMAIN))
    if not accuracy.answers:
        return say(language, "home.accuracy.none", bar="▱" * BAR, domain=name)
    percent = round(100 * accuracy.share)
    full = round(BAR * accuracy.share)
    bar = "▰" * full + "▱" * (BAR - full)
    return say(language, "home.accuracy.domain", bar=bar, percent=percent, domain=name, n=accuracy.answers)


def _vacation(page: Home, language: Language) -> list[Block]:
    return [
        header(say(language, "vacation.title")),
        *(_absence(absence, n, page.day, language) for n, absence in enumerate(page.absences)),
        actions([button(say(language, "vacation.announce"), "open_vacation", "vacation")]),
        context(
            f"{say(language, 'vacation.about')} {say(language, 'vacation.zone', zone=escape(page.zone))}"
        ),
    ]


def _absence(absence: Absence, place: int, today: date, language: Language) -> Block:
    line = section(f":palm_tree: {dates(absence, language)}")
    if absence.last == today and absence.first <= today:
        return line  # it ends by itself
    key = "vacation.end" if absence.first <= today else "vacation.remove"
    return {**line, "accessory": button(say(language, key), f"end_vacation_{place}", str(absence.id))}


def _language(page: Home, language: Language) -> list[Block]:
    person = page.person
    choices = [FOLLOW_SLACK, *Language]
    options = [option(say(language, f"home.language.{choice}"), choice) for choice in choices]
    chosen = person.language or FOLLOW_SLACK
    select: Block = {
        "type": "static_select",
        "action_id": "set_language",
        "options": options,
        "initial_option": next(each for each in options if each["value"] == chosen),
    }
    zone = context(say(language, "home.zone", zone=escape(page.zone)))
    return [header(say(language, "home.language")), actions([select]), zone]


def _privacy(person: Person, language: Language) -> list[Block]:
    hiding = "show_me" if person.hidden else "hide_me"
    forget = button(say(language, "home.forget-me"), "forget_me", "forget")
    return [
        header(say(language, "home.privacy")),
        section(say(language, "home.privacy.hidden" if person.hidden else "home.privacy.shown")),
        actions(
            [
                button(say(language, f"home.{hiding.replace('_', '-')}"), hiding, hiding),
                button(say(language, "home.export-me"), "export_me", "export"),
                {**forget, "style": "danger"},
            ]
        ),
    ]
