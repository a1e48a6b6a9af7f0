"""What people and packs write comes out as what they wrote: it calls nobody and links nowhere.

First every function that draws for Slack, by the table of `test_worst_payloads`, which holds each of them;
then every error; then the whole product, every button, form and command of it by the tables of `scene`, and
every payload that Slack got is searched.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from slack_bolt.request.async_request import AsyncBoltRequest

from bot import slack
from bot.bootstrap import load_library
from bot.domain.errors import BotError
from bot.domain.library import Library
from bot.domain.scenario import Bilingual, Language, Pack, Scenario
from bot.playground.people import BOT_USER
from bot.slack.background import Background
from bot.slack.blocks import asked
from bot.slack.blocks.feedback import DISPUTE
from bot.slack.blocks.parts import Message
from bot.slack.errors import Errors
from bot.slack.manifest import SHORTCUT
from bot.texts import catalogue
from tests.slack import worst
from tests.slack.conftest import ANNA, MIKA, SAM, Office
from tests.slack.markup import arising
from tests.slack.scene import ACTIONS, COMMANDS, INTRUDERS, VIEWS, Intruder, Scene, scene
from tests.slack.test_worst_payloads import ARGUMENTS, World, called

__all__ = ["scene"]  # a fixture

Json = dict[str, Any]

HOSTILE = {
    "everybody": "<!channel> <!here|here> <!everyone> <!subteam^S0EVIL001|@all> @channel @here",
    "somebody": "<@U0EVIL0001> <@U0EVIL0001|anna> <#C0EVIL0001|general> #general",
    "a link": "<http://evil.example|https://bank.example> https://evil.example <mailto:a@evil.example|b>",
    "a moment": "<!date^1^{date}^https://evil.example|now>",
    "escapes": "& &amp; &lt;!channel&gt; &#60;!channel&#62; &amp;lt;!channel&amp;gt;",
    "marks": "*bold* _i_ ~s~ `code` ```block <!channel>``` \\ \" ' | {x} %s",
    "lines": "\n> <!channel>\r\n* <@U0EVIL0001>\u2028<!here>\x00\x1b[31m",
    "right to left": "\u202e<!channel>\u202c \u2067<http://evil.example|x>\u2069 \u200f\u200b<\u200b!here>",
    "endless": "<!channel> " * 900 + "<@U0EVIL0001>",
    "cut anywhere": "x" * 71 + "<!channel>" + "y" * 67 + "<!here>" + "z" * 2_820 + "<!channel>" * 700,
}
KNOWN = frozenset(("U0MIKA0001", "C0DAILY001"))  # who and where the drawn ones are about


def drawn(shown: Any) -> Any:  # noqa: ANN401 # whatever a function draws
    return {"text": shown.text, "blocks": shown.blocks} if isinstance(shown, Message) else shown


@pytest.mark.parametrize("function", ARGUMENTS, ids=map(called, ARGUMENTS))
def test_nothing_that_is_drawn_calls_anybody_or_links_anywhere(function: Callable[..., Any]) -> None:
    for text in HOSTILE.values():
        scenario = worst.scenario_of(text)
        world = World(scenario, worst.pack_of(scenario, text), text)
        for language in Language:
            for arguments in ARGUMENTS[function](world, language):
                assert arising(drawn(function(*arguments)), KNOWN) == []


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_what_a_workflow_passes_on_opens_no_markup(text: str) -> None:
    scenario = worst.scenario_of(text)
    world = World(scenario, worst.pack_of(scenario, text), text)
    for language in Language:
        for given in world.answers(language):
            assert not re.search(r"<[@#!]|<\w+:", asked.in_words(given))


# Errors


def errors(kind: type[BotError] = BotError) -> Iterator[type[BotError]]:
    for each in kind.__subclasses__():
        if hasattr(each, "key") and each.__module__.startswith("bot."):
            yield each
        yield from errors(each)


def facts_of(key: str) -> set[str]:
    entry = catalogue()[key]
    english = entry["en"]
    forms = english.values() if isinstance(english, dict) else [english]
    return {name for form in forms for _, name, _, _ in Formatter().parse(form) if name}


class Somebody:
    """A PeopleDirectory in which all are alike."""

    async def language(self, _: str, __: str) -> Language:
        return Language.EN


BODIES: dict[str, Json] = {
    "a command": {"command": "/scs", "user_id": MIKA},
    "a press": {"type": "block_actions", "response_url": "https://hooks.example/1"},
    "a form": {"type": "view_submission", "view": {"state": {"values": {"reply": {"reply": {}}}}}},
    "a form without fields": {"type": "view_submission", "view": {"state": {"values": {}}}},
}


PLAIN_ERRORS = [
    kind for kind in set(errors()) if kind.__init__ is BotError.__init__
]  # others are the command line's


@pytest.mark.parametrize("kind", sorted(PLAIN_ERRORS, key=str), ids=lambda kind: kind.__name__)
async def test_no_error_calls_anybody_or_links_anywhere(kind: type[BotError]) -> None:
    sent: list[Any] = []

    async def respond(**message: object) -> None:
        sent.append(message)

    background = Background()
    answering: Any = Errors(Somebody(), None, background)  # type: ignore[arg-type] # nobody is asked or called
    for text in HOSTILE.values():
        facts: Json = dict.fromkeys({*facts_of(kind.key), "nearest"}, text)
        facts |= {"owner": "U0MIKA0001", "channel": "C0DAILY001", "n": 2}
        for body in BODIES.values():
            request = AsyncBoltRequest(body=copy.deepcopy(body), mode="socket_mode")
            said = await answering(kind(**facts), request, respond)
            sent.append(json.loads(said.body or "{}"))
    await background.drain()
    assert len(sent) > len(HOSTILE)
    assert [found for message in sent for found in arising(message, KNOWN)] == []


# The whole product


def hostile(pack: Pack) -> Pack:
    """Its first scenarios, with everything in every text that can be shown."""
    end = " ".join(HOSTILE[name] for name in ("everybody", "somebody", "a link", "marks", "right to left"))

    def both(text: Bilingual[str]) -> Bilingual[str]:
        return Bilingual(f"{text.ja} {end}", f"{text.en} {end}")

    def turned(scenario: Scenario) -> Scenario:
        return replace(
            scenario,
            domain=f"{scenario.domain} {end}",
            situation=both(scenario.situation),
            answer=both(scenario.answer),
            explanation=both(scenario.explanation),
            rubric=tuple(replace(p, text=both(p.text), hint=both(p.hint)) for p in scenario.rubric),
            misconceptions=tuple(
                replace(wrong, text=both(wrong.text), why=both(wrong.why))
                for wrong in scenario.misconceptions
            ),
            sources=tuple(replace(source, title=f"{source.title} {end}") for source in scenario.sources),
        )

    kept = [each for each in pack.scenarios if each.id == "ram-shared-subnets"] + list(pack.scenarios[:8])
    domains = tuple(replace(domain, name=both(domain.name)) for domain in pack.domains)
    return replace(
        pack, title=both(pack.title), domains=domains, scenarios=tuple(map(turned, dict.fromkeys(kept)))
    )


@pytest.fixture(scope="module")
def library() -> Library:
    loaded = load_library(())
    return Library([hostile(loaded.packs[0])], loaded._book)


def said(office: Office) -> Iterator[Any]:
    """All that the bot has sent: calls, and answers to requests and through response addresses."""
    yield from (call.args for call in office.slack.calls())
    for channel in office.slack.workspace.channels:
        for message in office.slack.workspace.messages(channel):
            if message.user == BOT_USER:
                yield {"text": message.text, "blocks": message.blocks}


def of_us(office: Office) -> frozenset[str]:
    return frozenset((*office.slack.workspace.people, *office.slack.workspace.channels))


MARKUP = " ".join(HOSTILE[name] for name in ("everybody", "somebody", "a link", "marks"))


async def everything_happens(office: Office) -> None:
    """What is written by people, wherever they write: questions, replies, appeals, phrases."""
    post = office.posts()[-1]
    asking = f"how to share subnets {MARKUP}"
    await office.command(ANNA, asking)
    await office.slack.press(ANNA, office.whispers(ANNA)[-1], "helped")
    await office.slack.press(ANNA, office.whispers(ANNA)[-1], "share")
    await office.command(ANNA, MARKUP)
    await office.say(ANNA, f"@scs-bot {asking}")
    message = await office.say(SAM, asking)
    await office.slack.shortcut(ANNA, SHORTCUT, message)
    await office.say(SAM, f"share the subnets {MARKUP}", post)
    await office.slack.press(SAM, office.whispers(SAM)[-1], DISPUTE)
    await office.settle()


async def pressed(scene: Scene, who: Intruder) -> None:
    """Every button, form and command, by somebody who may."""
    for word in COMMANDS:
        await scene.send(scene.command(word, who), form=True)
    for action_id, attack in ACTIONS.items():
        await scene.send(scene.press(action_id, attack, who))
    for callback_id, attack in VIEWS.items():
        await scene.send(scene.form(callback_id, attack, who))


async def test_nothing_that_is_sent_calls_anybody_or_links_anywhere(scene: Scene) -> None:
    office = scene.office
    await everything_happens(office)
    for person in (SAM, MIKA):
        who = replace(INTRUDERS["a member"], person=office.slack.workspace.people[person])
        await pressed(scene, who)
    await office.next_close()
    for person in (ANNA, MIKA, SAM):
        await office.slack.open_home(person)
        for word in ("gaps all", "log", "top", "streak", "today", "phrases"):
            await office.command(person, word)
    await office.settle()
    sent = [*said(office), *scene.answers]
    assert [found for payload in sent for found in arising(payload, of_us(office))] == []
    assert sum("&lt;!channel&gt;" in json.dumps(payload) for payload in sent) > 20  # it was shown


def test_no_call_asks_slack_to_read_markup_into_a_text() -> None:
    sources = "".join(file.read_text("utf-8") for file in Path(slack.__file__).parent.rglob("*.py"))
    assert not re.search(r"link_names|parse\s*=|\"parse\"", sources)
    assert sources.count('"mrkdwn"') == 1  # `parts` makes them all


def test_a_mention_that_isnt_escaped_would_be_found() -> None:
    assert arising({"text": "<!channel>"}) == ["<!channel>"]
    assert arising({"text": "see https://evil.example"}) == ["https://"]
    assert arising({"blocks": [{"type": "mrkdwn", "text": "@here", "verbatim": False}]}) == ["@here"]
    assert arising({"blocks": [{"type": "mrkdwn", "text": "<@U1>", "verbatim": True}]}, KNOWN) == ["<@U1>"]
    assert (
        arising({"blocks": [{"type": "mrkdwn", "text": "<@U0MIKA0001> @here", "verbatim": True}]}, KNOWN)
        == []
    )
