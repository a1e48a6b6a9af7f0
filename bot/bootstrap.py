"""The composition root: the one place that builds everything and knows who needs whom."""

from __future__ import annotations

import asyncio
import contextlib
import gc
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from slack_bolt.async_app import AsyncApp
from starlette.routing import Route

from bot.calendars import HolidayCalendars
from bot.charts import Pictures
from bot.domain.library import Library
from bot.memory import FsrsMemory
from bot.metrics import Metrics
from bot.packs.index_cache import IndexCache
from bot.packs.loader import load_pack, shipped_pack_path
from bot.ports import Clock
from bot.scheduler import Scheduler
from bot.services.announce_vacation import AnnounceVacation
from bot.services.answer_mention import AnswerMention
from bot.services.answer_question import AnswerQuestion
from bot.services.channels_around import ChannelsAround
from bot.services.close_scenario import CloseScenario
from bot.services.decide_appeal import DecideAppeal
from bot.services.dispute_score import DisputeScore
from bot.services.export_me import ExportMe
from bot.services.forget_me import ForgetMe
from bot.services.give_feedback import GiveFeedback
from bot.services.hide_me import HideMe
from bot.services.install_workspace import InstallWorkspace
from bot.services.keep_phrases import KeepPhrases
from bot.services.leave_workspace import LeaveWorkspace
from bot.services.list_gaps import ListGaps
from bot.services.open_rounds import OpenRounds
from bot.services.pause_channel import PauseChannel
from bot.services.pay_debts import PayDebts
from bot.services.point_to_thread import PointToThread
from bot.services.post_daily_scenario import PostDailyScenario
from bot.services.post_recap import PostRecap
from bot.services.practise import Practise
from bot.services.record_question import RecordQuestion
from bot.services.renew_tokens import RenewTokens
from bot.services.run_rounds import RunRounds
from bot.services.score_reply import ScoreReply
from bot.services.set_language import SetLanguage
from bot.services.share_answer import ShareAnswer
from bot.services.show_attempts import ShowAttempts
from bot.services.show_gaps import ShowGaps
from bot.services.show_home import ShowHome
from bot.services.show_log import ShowLog
from bot.services.show_readiness import ShowReadiness
from bot.services.show_standing import ShowStanding
from bot.services.show_today import ShowToday
from bot.services.subscribe_channel import SubscribeChannel
from bot.services.tell_appeals import TellAppeals
from bot.slack.allowances import Allowances
from bot.slack.app import build_app
from bot.slack.background import Background
from bot.slack.client import Clients, always
from bot.slack.identity import Guests, Identity
from bot.slack.installed import Installed
from bot.slack.installing import Installing, OAuth, authorize_url
from bot.slack.listeners.leaving import Leaving
from bot.slack.messenger import SlackMessenger
from bot.slack.pacing import Pacing
from bot.slack.people import ChoosyPeople, SlackPeople
from bot.slack.token_office import SlackTokenOffice
from bot.slack.use_cases import UseCases
from bot.storage.cipher import Cipher
from bot.storage.clock import DatabaseClock
from bot.storage.errors import DatabaseUnavailable
from bot.storage.migrations import outgrown, upgrade
from bot.storage.unit_of_work import SqlDatabase
from bot.wordbook.loader import load_word_book

LAST_WORK_SECONDS = 20


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


def load_library(folders: Sequence[Path], cache: Path | None = None) -> Library:
    """The packs in these folders, or the one that comes along, their indexes kept in `cache`; raises
    `FaultyPack`."""
    with _without_collecting():
        packs = [load_pack(folder) for folder in folders or (shipped_pack_path(),)]
        return Library(packs, load_word_book(), IndexCache(cache).index if cache else None).prepare()


@contextmanager
def _without_collecting() -> Iterator[None]:
    """What is loaded stays: to look through it for garbage again and again is a third of loading it."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


@dataclass(frozen=True, slots=True)
class Bot:
    """The product, built and wired, without a door to the outside yet."""

    app: AsyncApp
    clock: Clock
    """The one that all replicas agree on, if they do."""
    clients: Clients
    identity: Identity | Guests
    database: SqlDatabase
    background: Background
    schedulers: tuple[Scheduler, ...]
    use_cases: UseCases
    metrics: Metrics
    outgrown: frozenset[str | None]
    leave_workspace: LeaveWorkspace
    pages: Sequence[Route] = ()

    async def ready(self) -> bool:
        """Whether the database answers, and has what this version needs: a newer schema will do, since
        migrations leave what the version before needs, but not an older one, as of a backup put back."""
        try:
            await self.database.check()
            return await self.database.revision() not in self.outgrown
        except DatabaseUnavailable:
            return False

    async def arrive(self) -> None:
        """Learn who we are, and take up again what stopped for want of a token that works: in the one
        workspace of a configured token nobody else tells us. Raises `SlackApiError` for one that
        is refused."""
        team_id = await self.identity.introduce()
        if team_id is not None:
            await self.leave_workspace.come_back(team_id)

    async def settle(self) -> None:
        """Do everything that is due, and wait until all that followed from it is done."""
        for scheduler in self.schedulers:
            await scheduler.turn()
        await self.background.drain()


@asynccontextmanager
async def build(
    library: Library,
    clock: Clock,
    database_url: str,
    bot_token: str,
    signing_secret: str,
    api_url: str,
    agree: bool = False,
    pacing: Pacing | None = None,
    metrics: Metrics | None = None,
    oauth: OAuth | None = None,
    keys: Sequence[str] = (),
    allowances: Allowances | None = None,
) -> AsyncIterator[Bot]:
    """The bot on an upgraded database; when left, what is under way is finished and all is closed.

    With `oauth` it serves every workspace that installs it, and `keys` encrypt their tokens; without, the one
    workspace of `bot_token`. `agree` has it go by the database's clock, as all replicas do, and not by
    `clock` alone.
    """
    metrics = metrics or Metrics()
    cipher = Cipher(keys).require() if oauth else Cipher(keys)
    await asyncio.to_thread(upgrade, database_url)
    database = SqlDatabase(database_url, cipher)
    installed = Installed(database)
    agreement: list[Scheduler] = []
    if agree:
        clock = database_clock = DatabaseClock(clock, database)
        await database_clock.agree()
        agreement.append(Scheduler(database_clock.agree))
    clients = (
        Clients(installed.token, api_url, metrics, pacing, installed.forget_one)
        if oauth
        else Clients(always(bot_token), api_url, metrics, pacing)
    )
    background = Background()
    memory = FsrsMemory()
    slack_people = SlackPeople(clients)
    people = ChoosyPeople(slack_people, database)
    messenger = SlackMessenger(clients, people)
    calendars = HolidayCalendars()
    open_rounds = OpenRounds(database, clock)
    answer_question = AnswerQuestion(library, open_rounds)
    answer_mention = AnswerMention(database, messenger, answer_question, clock, metrics)
    give_feedback = GiveFeedback(database, messenger, library, clock)
    tell_appeals = TellAppeals(database, messenger, people, library, clock)
    channels_around = ChannelsAround(database, open_rounds, people, clock)
    show_today = ShowToday(database, library, clock, calendars, channels_around)
    use_cases = UseCases(
        library=library,
        answer_question=answer_question,
        answer_mention=answer_mention,
        record_question=RecordQuestion(database, clock, metrics),
        share_answer=ShareAnswer(database, clock),
        score_reply=ScoreReply(database, library, memory, clock, open_rounds, metrics),
        give_feedback=give_feedback,
        dispute_score=DisputeScore(database, library, clock),
        decide_appeal=DecideAppeal(database, people, library, memory, clock),
        tell_appeals=tell_appeals,
        keep_phrases=KeepPhrases(database, people, library, clock),
        show_log=ShowLog(database, people, library),
        show_gaps=ShowGaps(ListGaps(database), people, library, clock),
        show_standing=ShowStanding(database, clock),
        channels_around=channels_around,
        show_today=show_today,
        show_attempts=ShowAttempts(database, library),
        show_home=ShowHome(database, show_today, slack_people, library, clock),
        announce_vacation=AnnounceVacation(database, people, clock),
        set_language=SetLanguage(database),
        hide_me=HideMe(database),
        practise=Practise(database, library, memory, clock),
        show_readiness=ShowReadiness(database, library, memory, clock),
        export_me=ExportMe(database, messenger, clock),
        forget_me=ForgetMe(database),
        subscribe_channel=SubscribeChannel(database, messenger, people, library, clock, calendars),
        pause_channel=PauseChannel(database, messenger, people, library, clock, calendars),
        point_to_thread=PointToThread(database, messenger, library, open_rounds),
    )
    post_daily_scenario = PostDailyScenario(database, messenger, library, clock, calendars, metrics)
    close_scenario = CloseScenario(database, messenger, library, memory, clock, metrics)
    post_recap = PostRecap(database, messenger, Pictures(), library, clock, metrics)
    run_rounds = RunRounds(database, clock, post_daily_scenario, close_scenario, post_recap, open_rounds)
    pay_debts = PayDebts(give_feedback, answer_mention, tell_appeals)
    identity = Guests(installed) if oauth else Identity(clients)
    leave_workspace = LeaveWorkspace(
        database, clock, identity.present if isinstance(identity, Identity) else None
    )
    schedulers = [
        Scheduler(run_rounds, run_rounds.finish),
        Scheduler(pay_debts),
        Scheduler(use_cases.record_question.flush),
        Scheduler(open_rounds.refresh),
        Scheduler(leave_workspace.delete_due),
        *agreement,
    ]
    installing = None
    if oauth:
        office = SlackTokenOffice(clients, oauth)
        schedulers.append(Scheduler(RenewTokens(database, office, clock)))
        install = InstallWorkspace(database, office, clock)
        installing = Installing(install, oauth, installed.forget, authorize_url(api_url))
    leaving = Leaving(leave_workspace, installed.forget)
    app = build_app(
        clients,
        identity,
        signing_secret,
        use_cases,
        people,
        background,
        leaving,
        allowances or Allowances(clock),
    )
    try:
        await open_rounds.refresh()
        yield Bot(
            app,
            clock,
            clients,
            identity,
            database,
            background,
            tuple(schedulers),
            use_cases,
            metrics,
            outgrown(),
            leave_workspace,
            installing.routes if installing else (),
        )
    finally:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(background.drain(), LAST_WORK_SECONDS)
        await use_cases.record_question.flush()
        await clients.close()
        await database.close()
