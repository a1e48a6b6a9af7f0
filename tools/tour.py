"""Two weeks of a channel in the local workspace, past every screen of the product.

What people do goes through the playground's hands, as in the tests; a `Shoot` takes a picture of what one of
them then has on the page. The real app answers, over Slack's protocol, on a clock that stands still between
two steps, so that the pictures change only with the product and its content.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.bootstrap import Bot, SystemClock, build
from bot.domain.library import Library
from bot.domain.scenario import Examples, Language, Scenario
from bot.domain.search import Verdict
from bot.local_workspace import PlannedTimes
from bot.playground import MovableClock, Playground
from bot.playground.messages import Message
from bot.playground.people import DAILY, PEOPLE, TEAM_ID, direct_id
from bot.playground.views import View
from bot.slack.blocks.appeals import ACCEPT
from bot.slack.blocks.standing import MY_ATTEMPTS
from bot.slack.endpoint import PATH, Endpoint, web_app
from bot.slack.manifest import SHORTCUT, manifest
from bot.web_server import WebServer

MIKA, KENJI, ANNA, SAM = (person.id for person in PEOPLE)
SUNDAY_EVENING = datetime(2026, 11, 1, 20, tzinfo=UTC)
HOME = {Language.EN: ("en-US", "Europe/London"), Language.JA: ("ja-JP", "Asia/Tokyo")}
DAYS = 10
CORRECTED = timedelta(minutes=1)  # until then the result of a decision is out
DAY_OFF = 8  # the day that the author misses, with a freeze in hand
CHANNEL, THREAD, MODAL = "#log", "#thread-log", "dialog.modal"
APP_HOME_WITHOUT_HELP = "#home > .block:nth-last-child(n + 5)"  # the help has a picture of its own

QUESTIONS = {
    Language.EN: ("how to share subnets", "how do I keep keys apart", "best pizza in town"),
    Language.JA: ("サブネットを共有したい", "変なアクセスを見つけたい", "この辺でおいしいピザ屋は"),
}
"""One that is answered, one that isn't sure of itself, one that nothing fits."""


@dataclass(frozen=True, slots=True)
class Look:
    """What is to be seen: who looks, where, and the elements around which the picture is cut."""

    name: str
    person: str
    selectors: list[str]
    channel: str = DAILY
    thread: str | None = None
    tab: str = "messages"
    script: str = ""  # run on the page before the picture is taken


PATIENCE = 100  # tenths of a second

Shoot = Callable[[str, Look], Awaitable[None]]
"""Takes the picture of a look, at the page with this address."""


@dataclass(slots=True)
class Tour:
    """One language's tour. `missed` names the screens that could not be had, with the reason."""

    slack: Playground
    bot: Bot
    library: Library
    language: Language
    shoot: Shoot
    missed: dict[str, str] = field(default_factory=dict)

    @property
    def author(self) -> str:
        """Whose eyes most pictures are taken with; they didn't set the channel up and are no admin."""
        return KENJI if self.language is Language.JA else ANNA

    @property
    def others(self) -> list[str]:
        return [person for person in (KENJI, ANNA, SAM) if person != self.author]

    async def take(self) -> None:
        """The whole tour."""
        await self._nothing_here_yet()
        await self._setting_up()
        await self._first_day()
        for day in range(2, DAYS + 1):
            await self._day(day)
        await self._standing()
        await self._asking()
        await self._alone()
        await self._deciding()
        await self._leaving()

    # The scenes

    async def _nothing_here_yet(self) -> None:
        await self._command(self.author, "help")
        await self._whispered("help", self.author)
        await self._command(self.author, "today")
        await self._whispered("error-nothing-set-up", self.author)
        await self._command(self.author, "practise")
        await self._whispered("almost-a-command", self.author)

    async def _setting_up(self) -> None:
        await self._command(MIKA, "setup")
        await self._modal("setup", MIKA)
        await self.slack.submit(MIKA, self._view(MIKA))
        await self._settle()
        await self._modal("setup-confirmation", MIKA)
        await self._close(MIKA)

    async def _first_day(self) -> None:
        author, (second, third) = self.author, self.others
        post, scenario, examples = await self._next_post()
        await self._look(Look("daily-post", author, [_message(CHANNEL, post)]))
        await self._command(author, scenario.questions[self.language][0])
        await self._whispered("ask-todays", author)
        await self.slack.press(author, post, "hint")
        await self._settle()
        await self._whispered("hint", author)
        await self.slack.say(third, DAILY, examples.partial[0])
        await self._settle()
        await self._whispered("pointer-to-thread", third)

        await self.slack.press(second, post, "answer_privately")
        await self._settle()
        typed = f"document.querySelector('{MODAL} textarea').value = {examples.full[0]!r}"
        await self._look(Look("private-form", second, [MODAL], script=typed))
        await self.slack.submit(second, self._view(second), {"reply": examples.full[0]})
        await self._settle()
        await self._modal("private-result", second)
        await self._close(second)

        for name in ("wrong", "partial", "full"):
            said = await self._reply(author, post, getattr(examples, name)[0])
            outcome = {"wrong": "none"}.get(name, name)
            await self._feedback(f"feedback-{outcome}", author, post, said)
        await self._command(author, "today")
        await self._whispered("today", author)
        await self._dispute(third, post, examples)
        await self._next_close()
        await self._decide(third)
        await self.slack.travel(self.slack.clock.now() + CORRECTED)
        await self._settle()
        await self._look(Look("closed-post", author, [_message(CHANNEL, post)]))
        revealed = self.slack.read(author, DAILY, post.ts)[-1]
        await self._look(Look("reveal", author, [_message(THREAD, revealed)], thread=post.ts))
        await self._command(author, "today")
        await self._whispered("today-closed", author)
        await self.slack.press(author, self._last(author), MY_ATTEMPTS)
        await self._settle()
        await self._modal("my-attempts", author)
        await self._close(author)

    async def _dispute(self, person: str, post: Message, examples: Examples) -> None:
        await self._reply(person, post, examples.partial[-1])
        told = self._last(person)
        button = f"{_message(THREAD, told)} .actions button"
        ask = f"document.querySelector({button!r}).click()"
        await self._look(Look("dispute", person, ["dialog.confirm"], thread=post.ts, script=ask))
        await self.slack.press(person, told, "dispute")
        await self._settle()
        notice = self._notice()
        await self._look(Look("dispute-notice", MIKA, [_message(CHANNEL, notice)], direct_id(MIKA)))
        await self.slack.press(MIKA, notice, f"{ACCEPT}_1")
        await self._settle()
        await self._whispered("dispute-waits", MIKA, direct_id(MIKA))

    async def _decide(self, person: str) -> None:
        """The person's dispute is accepted, and its wording kept."""
        await self.slack.press(MIKA, self._notice(), f"{ACCEPT}_1")
        await self._settle()
        form = self._view(MIKA)
        await self._modal("dispute-form", MIKA)
        granted = _element(form, "points")["options"][0]["value"]
        phrase = _element(form, "phrase")["initial_value"]
        filled = {"points": [granted], "phrase": phrase, "phrase_for": granted}
        await self.slack.submit(MIKA, form, filled)
        await self._settle()
        await self._modal("dispute-ruled", MIKA)
        await self._close(MIKA)
        decided = self._last(person, direct_id(person))
        await self._look(Look("dispute-decided", person, [_message(CHANNEL, decided)], direct_id(person)))

    async def _day(self, day: int) -> None:
        """A day as any other: the author knows it, one gets better, one is sometimes there."""
        post, _, examples = await self._next_post()
        if day != DAY_OFF:
            await self._reply(self.author, post, examples.full[day % len(examples.full)])
        second, third = self.others
        await self._reply(second, post, (examples.full if day > DAYS // 2 else examples.wrong)[0])
        if day % 2:
            await self._reply(third, post, examples.partial[0])
        await self._next_close()
        if day == DAYS:
            recap = self._posts()[-1]
            await self._look(Look("recap", self.author, [_message(CHANNEL, recap)]))

    async def _standing(self) -> None:
        await self._command(self.author, "streak")
        await self._whispered("streak", self.author)
        await self._command(self.author, "today", direct_id(self.author))
        await self._whispered("today-everywhere", self.author, direct_id(self.author))
        await self._command(self.author, "top all")
        await self._whispered("leaderboard", self.author)
        await self._next_post()
        await self._command(self.author, "vacation")
        await self._modal("vacation", self.author)
        await self.slack.submit(self.author, self._view(self.author), {"last": "2026-11-20"})
        await self._settle()
        await self._modal("vacation-confirmation", self.author)
        await self._close(self.author)
        await self.slack.open_home(self.author)
        await self._settle()
        await self._look(
            Look("app-home", self.author, [APP_HOME_WITHOUT_HELP], direct_id(self.author), tab="home")
        )

    async def _asking(self) -> None:
        author = self.author
        answered, unsure, nothing = QUESTIONS[self.language]
        await self._command(author, answered)
        await self._whispered("ask-answer", author)
        given = self._last(author)
        await self._command(author, unsure)
        await self._whispered("ask-unsure", author)
        if self.bot.use_cases.answer_question(unsure, "").verdict is not Verdict.UNSURE:
            self.missed["ask-unsure"] = "the index is sure of that question by now: choose another"
        await self._command(author, nothing)
        await self._whispered("ask-nothing", author)
        await self.slack.press(author, given, "share")
        await self._settle()
        await self._whispered("ask-shared", author)
        said = await self.slack.say(SAM, DAILY, answered)
        await self._settle()
        await self.slack.shortcut(author, SHORTCUT, said)
        await self._settle()
        await self._modal("ask-about-this", author)
        await self._close(author)
        await self._command(author, "gaps")
        await self._whispered("gaps", author)

    async def _alone(self) -> None:
        author = self.author
        await self._command(author, "practice")
        form = self._view(author)
        await self._modal("practice", author)
        scenario = next(
            s for s in self.library.packs[0].scenarios if f'"{s.id}"' in form.payload["private_metadata"]
        )
        field_id = next(block["block_id"] for block in form.blocks if block["type"] == "input")
        await self.slack.submit(author, form, {field_id: scenario.examples[self.language].partial[0]})
        await self._settle()
        await self._modal("practice-result", author)
        await self._close(author)
        await self._command(author, "ready")
        await self._whispered("ready", author)

    async def _deciding(self) -> None:
        """What is for whoever set the channel up, and what others are told who try."""
        await self._command(MIKA, "log")
        await self._whispered("log", MIKA)
        await self._command(MIKA, "phrases")
        await self._whispered("phrases", MIKA)
        await self._command(self.author, "setup")
        await self._whispered("error-not-yours", self.author)
        await self._command(MIKA, "pause")
        await self._whispered("paused", MIKA)
        await self._command(MIKA, "resume")
        await self._whispered("resumed", MIKA)

    async def _until(self, arrived: Callable[[], bool]) -> bool:
        """Wait for what comes by several calls, each after the one before; False if it doesn't come."""
        for _ in range(PATIENCE):
            await self._settle()
            if arrived():
                return True
            await asyncio.sleep(0.1)
        return False

    async def _leaving(self) -> None:
        author = self.author
        await self._command(author, "privacy")
        await self._whispered("privacy", author)
        shown = self._last(author)
        await self.slack.press(author, shown, "export_me")
        place = direct_id(author)
        if await self._until(lambda: any(said.files for said in self.slack.workspace.messages(place))):
            await self._look(Look("export", author, [_message(CHANNEL, self._last(author, place))], place))
        else:
            self.missed["export"] = "the file was not sent; try again"
        await self.slack.press(author, shown, "forget_me")
        await self._settle()
        await self._modal("forget", author)
        await self.slack.submit(author, self._view(author))
        await self._settle()
        await self._modal("forgotten", author)
        await self._close(author)

    # What a person does

    async def _command(self, person: str, text: str, channel: str = DAILY) -> None:
        await self.slack.command(person, channel, "/scs", text)
        await self._settle()

    async def _reply(self, person: str, post: Message, text: str) -> Message:
        said = await self.slack.say(person, DAILY, text, post.ts)
        await self._settle()
        return said

    async def _close(self, person: str) -> None:
        await self.slack.close_view(person, self._view(person), whole_stack=True)

    async def _settle(self) -> None:
        await self.slack.settle()
        await self.bot.background.drain()

    async def _next_post(self) -> tuple[Message, Scenario, Examples]:
        due = await PlannedTimes(self.bot).next_post()
        assert due is not None, "the channel is set up"
        await self.slack.travel(due)
        posts = await self.bot.database.transact(lambda work: work.posts.of_channel(TEAM_ID, DAILY))
        scenario = self.library.packs[0].scenario(posts[-1].scenario_id)
        return self._posts()[-1], scenario, scenario.examples[self.language]

    async def _next_close(self) -> None:
        due = await PlannedTimes(self.bot).next_close()
        assert due is not None, "a scenario is open"
        await self.slack.travel(due)
        await self._settle()

    # What there is to see

    def _posts(self) -> list[Message]:
        return [m for m in self.slack.workspace.messages(DAILY) if m.metadata and not m.thread_ts]

    def _last(self, person: str, channel: str = DAILY) -> Message:
        """The last thing that the bot said for this person, to them alone or to all."""
        return [m for m in self.slack.workspace.messages(channel) if m.by_bot and m.seen_by(person)][-1]

    def _view(self, person: str) -> View:
        view = self.slack.view(person)
        assert view is not None, "a modal is open"
        return view

    def _notice(self) -> Message:
        """What whoever set the channel up was told in a direct message that lasts."""
        return next(m for m in self.slack.workspace.messages(direct_id(MIKA)) if m.by_bot and not m.only_for)

    async def _whispered(self, name: str, person: str, channel: str = DAILY) -> None:
        told = self._last(person, channel)
        pane = THREAD if told.thread_ts else CHANNEL
        await self._look(Look(name, person, [_message(pane, told)], channel, thread=told.thread_ts))

    async def _feedback(self, name: str, person: str, post: Message, said: Message) -> None:
        both = [_message(THREAD, said), _message(THREAD, self._last(person))]
        await self._look(Look(name, person, both, thread=post.ts))

    async def _modal(self, name: str, person: str) -> None:
        await self._look(Look(name, person, [MODAL]))

    async def _look(self, look: Look) -> None:
        try:
            await self.shoot(self.slack.url, look)
        except TimeoutError:
            self.missed[look.name] = "not on the page"


def _element(form: View, block_id: str) -> dict[str, Any]:
    """What is to be filled in in a block of the form."""
    return next(block["element"] for block in form.blocks if block.get("block_id") == block_id)


def _message(pane: str, message: Message) -> str:
    return f'{pane} article[data-key="{message.ts}"]'


class _StandingClock:
    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now


@asynccontextmanager
async def tour(library: Library, language: Language, shoot: Shoot) -> AsyncIterator[Tour]:
    """A workspace of people who all speak this language, with the bot in it, and the tour through it."""
    clock = MovableClock(_StandingClock(SUNDAY_EVENING))
    slack = Playground(clock, machine=SystemClock(), manifest=manifest(None))
    locale, zone = HOME[language]
    for person in PEOPLE:
        slack.workspace.people[person.id] = replace(person, locale=locale, zone=zone)
    with tempfile.TemporaryDirectory(prefix="scs-bot-", ignore_cleanup_errors=True) as folder:
        url = f"sqlite:///{folder}/workspace.sqlite3"
        async with (
            slack,
            build(library, clock, url, slack.bot_token, slack.signing_secret, slack.api_url) as bot,
        ):
            slack.timeline = PlannedTimes(bot)
            server = WebServer(web_app(Endpoint(bot.app, slack.signing_secret), bot.ready), "127.0.0.1", 0)
            serving = asyncio.create_task(server.run())
            slack.request_url = server.url + PATH
            yield Tour(slack, bot, library, language, shoot)
            await bot.background.drain()
            server.stop()
            await serving
