"""Accepting appeals, whatever the replies are: nobody loses by it, and it happens once."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.appeals import Appeal
from bot.domain.daily import Post, PostStage, Reply, Subscription
from bot.domain.disputes import Case, NothingToDispute
from bot.domain.grading import Outcome, PatternFault
from bot.domain.library import Library
from bot.domain.phrasings import BadPhrase
from bot.domain.results import Feedback
from bot.domain.scenario import Language, Pack
from bot.domain.schedule import Timetable
from bot.memory import FsrsMemory
from bot.ports import NotNow, UnitOfWork
from bot.services.apart import AT_ONCE
from bot.services.decide_appeal import DecideAppeal, Ruling
from bot.services.dispute_score import DisputeScore
from bot.services.give_feedback import GiveFeedback
from bot.services.score_reply import ScoreReply
from bot.services.show_log import ShowLog
from bot.services.show_standing import standing_of
from bot.services.taking import Said
from bot.services.tell_appeals import TellAppeals
from bot.storage import SqlDatabase
from tests.clock import FakeClock

TEAM, CHANNEL, OWNER = "T1", "C1", "UOWNER"
PEOPLE = ("U0", "U1", "U2")


class Nobody:
    """A directory in which nobody is an admin."""

    async def is_guest(self, team_id: str, user_id: str) -> bool:
        return False

    async def is_bot(self, team_id: str, user_id: str) -> bool:
        return False

    async def has_left(self, team_id: str, user_id: str) -> bool:
        return False

    async def is_admin(self, team_id: str, user_id: str) -> bool:
        return False

    async def language(self, team_id: str, user_id: str) -> Language:
        return Language.EN

    async def time_zone(self, team_id: str, user_id: str) -> str:
        return "UTC"


class Round:
    """One open post with replies, and the use cases of appeals on a database of its own."""

    def __init__(self, database: SqlDatabase, library: Library, scenario_id: str) -> None:
        self.clock = FakeClock()
        self.database = database
        self.library = library
        self.scenario_id = scenario_id
        self.score = ScoreReply(database, library, FsrsMemory(), self.clock)
        self.dispute = DisputeScore(database, library, self.clock)
        self.decide = DecideAppeal(database, Nobody(), library, FsrsMemory(), self.clock)

    async def begin(self) -> None:
        now = self.clock.now()
        timetable = Timetable(time(0), "UTC")
        pack_id = self.library.packs[0].id
        subscription = Subscription(TEAM, CHANNEL, pack_id, (Language.EN,), timetable, OWNER, attempts=9)
        post = Post(
            team_id=TEAM,
            channel_id=CHANNEL,
            day=date(2026, 11, 2),
            pack_id=pack_id,
            scenario_id=self.scenario_id,
            languages=(Language.EN,),
            attempts=9,
            pass_mark=60,
            due_at=now,
            closes_at=now + timedelta(hours=8),
            stage=PostStage.OPEN,
            ready_at=now + timedelta(hours=8),
            message_ts="1000.1",
        )

        # Who decides has no attempt left.
        nothing = self.library.grade(pack_id, self.scenario_id, "", ())
        spent = Reply(1, TEAM, CHANNEL, "", OWNER, "", Language.EN, nothing, "", now, None, withdrawn=True)

        def store(work: UnitOfWork) -> None:
            work.subscriptions.save(subscription)
            work.posts.claim(post)
            for number in range(post.attempts):
                work.replies.add(replace(spent, origin=f"spent-{number}"))

        await self.database.transact(store)

    async def say(self, user_id: str, text: str, number: int) -> Reply:
        ts = f"{self.clock.now().timestamp() + number:.6f}"
        found = await self.score.in_thread(Said(TEAM, CHANNEL, "1000.1", ts, ts, user_id, text))
        assert found
        return found.reply

    async def replies(self) -> list[Reply]:
        return await self.database.transact(lambda work: work.replies.of_post(1))

    async def streaks(self) -> list[int]:
        def read(work: UnitOfWork) -> list[int]:
            now = self.clock.now()
            standings = [standing_of(work, TEAM, CHANNEL, person, now) for person in PEOPLE]
            return [standing.streak.current for standing in standings]

        return await self.database.transact(read)


def ruling_of(case: Case, granted: list[str], phrase: str = "") -> Ruling:
    return Ruling(
        appeal_id=case.appeal.id,
        team_id=TEAM,
        user_id=OWNER,
        version=case.feedback.reply.version,
        points=tuple(granted),
        phrase=phrase,
        phrase_for=granted[0] if phrase else None,
    )


def loses_nothing(before: list[Reply], after: list[Reply]) -> bool:
    ranks = list(Outcome)
    return [reply.id for reply in before] == [reply.id for reply in after] and all(
        new.score.value >= old.score.value
        and ranks.index(new.score.outcome) <= ranks.index(old.score.outcome)
        for old, new in zip(before, after, strict=True)
    )


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_to_accept_lowers_nobody_and_to_accept_again_changes_nothing(
    library: Library, sqlite_template: Path, data: st.DataObject
) -> None:
    scenario = data.draw(st.sampled_from(library.packs[0].scenarios))
    examples = [
        text for said in scenario.examples for kind in (said.full, said.partial, said.wrong) for text in kind
    ]
    said = data.draw(
        st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(examples)), min_size=2, max_size=6)
    )

    async def play(database: SqlDatabase) -> None:
        round_ = Round(database, library, scenario.id)
        await round_.begin()
        for number, (person, text) in enumerate(said):
            await round_.say(person, text, number)
        before, streaks = await round_.replies(), await round_.streaks()
        disputed = data.draw(st.sampled_from(before))
        try:
            await round_.dispute(disputed.id, TEAM, disputed.user_id, CHANNEL)
        except NothingToDispute:
            assert disputed.score.value == 100
            return
        case = await round_.decide.look(1, TEAM, OWNER)
        ids = [point.id for point in case.points]
        granted = data.draw(st.lists(st.sampled_from(ids), min_size=1, unique=True))
        phrase = data.draw(st.sampled_from(["", *(text.replace("+", " ")[:200] for _, text in said)]))
        try:
            ruled = await round_.decide.accept(ruling_of(case, granted, phrase))
        except (BadPhrase, PatternFault):
            assert await round_.replies() == before
            return
        after = await round_.replies()
        assert ruled.new
        assert loses_nothing(before, after)
        assert all(now >= then for now, then in zip(await round_.streaks(), streaks, strict=True))
        [risen] = [reply for reply in after if reply.id == disputed.id]
        assert risen.granted == tuple(granted)
        assert {point.id for point in risen.score.points if point.hit}.issuperset(granted)
        changed = {new.id for old, new in zip(before, after, strict=True) if old != new}
        assert {reply.id for reply in ruled.rescored} == changed
        again = await round_.decide.accept(ruling_of(case, granted, phrase))
        assert not again.new
        assert await round_.replies() == after

    on_a_database(sqlite_template, play)


def on_a_database(template: Path, play: Callable[[SqlDatabase], object]) -> None:
    async def run(file: Path) -> None:
        database = SqlDatabase(f"sqlite:///{file}")
        try:
            await play(database)  # type: ignore[misc] # a coroutine
        finally:
            await database.close()

    with TemporaryDirectory() as folder:
        asyncio.run(run(Path(shutil.copy(template, Path(folder) / "bot.sqlite3"))))


@pytest.fixture
async def round_(database: SqlDatabase, library: Library) -> Round:
    round_ = Round(database, library, library.packs[0].scenarios[0].id)
    await round_.begin()
    return round_


async def disputed(round_: Round) -> Case:
    wrong = round_.library.packs[0].scenario(round_.scenario_id).examples.en.wrong[0]
    reply = await round_.say("U0", wrong, 0)
    await round_.dispute(reply.id, TEAM, "U0", CHANNEL)
    return await round_.decide.look(1, TEAM, OWNER)


async def test_deciders_at_once_decide_once_and_score_once(round_: Round) -> None:
    case = await disputed(round_)
    rulings = [ruling_of(case, [point.id]) for point in case.points]
    ruled = await asyncio.gather(*(round_.decide.accept(ruling) for ruling in rulings * 3))
    assert sum(each.new for each in ruled) == 1
    [reply] = await round_.replies()
    appeal = await round_.database.transact(lambda work: work.appeals.by_id(1))
    assert appeal
    assert reply.granted == appeal.granted
    assert sum(point.granted for point in reply.score.points) == 1


async def test_what_is_decided_stays_decided(round_: Round) -> None:
    case = await disputed(round_)
    accepting = ruling_of(case, [case.points[0].id])
    accepted = await round_.decide.accept(accepting)
    declined = await round_.decide.decline(1, TEAM, OWNER)
    assert not declined.new
    assert declined.case.appeal == accepted.case.appeal
    again = await round_.decide.accept(replace(accepting, points=tuple(point.id for point in case.points)))
    assert not again.new
    assert again.case.appeal == accepted.case.appeal


async def test_what_is_declined_stays_declined(round_: Round) -> None:
    case = await disputed(round_)
    before = await round_.replies()
    assert (await round_.decide.decline(1, TEAM, OWNER)).new
    assert not (await round_.decide.accept(ruling_of(case, [case.points[0].id]))).new
    assert not (await round_.decide.decline(1, TEAM, OWNER)).new
    assert await round_.replies() == before


async def test_a_reply_that_comes_while_it_is_decided_is_scored_by_what_is_kept(round_: Round) -> None:
    case = await disputed(round_)
    point = max(case.points, key=lambda each: each.weight)
    said = "I would use the Frobnicator here."
    ruling = ruling_of(case, [point.id], "Frobnicator")
    await asyncio.gather(
        *(round_.say("U1", said, number) for number in range(1, 4)), round_.decide.accept(ruling)
    )
    after = await round_.say("U2", said, 9)
    assert [reply.score for reply in (await round_.replies())[1:4]] == [after.score] * 3


async def test_where_nobody_is_known_to_decide_the_thread_is_told_once(round_: Round) -> None:
    told: list[Appeal] = []

    class Teller:
        async def call_for_decider(self, case: Case, said_for: list[int]) -> None:
            assert case.owner is None
            told.append(case.appeal)

    def orphan(work: UnitOfWork) -> None:
        subscription = work.subscriptions.of_channel(TEAM, CHANNEL)
        assert subscription
        work.subscriptions.save(replace(subscription, created_by=""))

    await disputed(round_)
    await round_.database.transact(orphan)
    tell = TellAppeals(round_.database, Teller(), Nobody(), round_.library, round_.clock)  # type: ignore[arg-type] # all it needs
    round_.clock.advance(timedelta(minutes=2))
    await tell.pay_all()
    await tell.pay_all()
    assert len(told) == 1


async def change(round_: Round, **changes: object) -> None:
    """Make another post of the round's."""

    def work(unit: UnitOfWork) -> None:
        post = unit.posts.by_id(1)
        assert post
        assert unit.posts.advance(post, replace(post, **changes))  # type: ignore[arg-type] # its fields

    await round_.database.transact(work)


async def test_an_appeal_whose_scenario_is_gone_doesnt_take_the_log_along(round_: Round) -> None:
    await disputed(round_)
    await change(round_, scenario_id="gone")
    log = await ShowLog(round_.database, Nobody(), round_.library)(TEAM, CHANNEL, OWNER)
    assert (log.open, log.more) == ((), 0)


async def test_a_reply_lacking_a_point_that_its_scenario_has_lost_can_be_disputed(round_: Round) -> None:
    pack = round_.library.packs[0]
    scenario = pack.scenario(round_.scenario_id)
    reply = await round_.say("U0", scenario.examples.en.wrong[0], 0)
    lost = next(point for point in scenario.rubric if point.id == reply.score.missing[0].id)
    less = replace(scenario, rubric=tuple(point for point in scenario.rubric if point != lost))
    others = tuple(less if each == scenario else each for each in pack.scenarios)

    class Newer:
        def pack(self, _: str) -> Pack:
            return replace(pack, scenarios=others)

    dispute = DisputeScore(round_.database, Newer(), round_.clock)  # type: ignore[arg-type] # all it needs
    done = await dispute(reply.id, TEAM, "U0", CHANNEL)
    assert done.opened
    assert done.feedback.hint != lost.hint


async def test_feedback_on_an_old_reply_that_rose_waits_for_a_slack_that_is_busy(round_: Round) -> None:
    class Busy:
        async def give_feedback(self, feedback: Feedback) -> None:
            raise NotNow("ratelimited")

    case = await disputed(round_)
    round_.clock.advance(timedelta(days=3))
    ruled = await round_.decide.accept(ruling_of(case, [case.points[0].id]))
    give = GiveFeedback(round_.database, Busy(), round_.library, round_.clock)  # type: ignore[arg-type] # all it needs
    await give.pay(ruled.rescored[0], again=True)
    [reply] = await round_.replies()
    assert reply.owes_feedback_at
    round_.clock.advance(timedelta(days=1))
    await give.pay_all()
    [reply] = await round_.replies()
    assert reply.owes_feedback_at is None


@pytest.mark.parametrize("stage", [PostStage.OPEN, PostStage.CLOSING, PostStage.CLOSED])
async def test_a_decision_once_the_result_is_out_owes_the_channel_another(
    round_: Round, stage: PostStage
) -> None:
    case = await disputed(round_)
    await change(round_, stage=stage)
    before = await round_.database.transact(lambda work: work.posts.by_id(1))
    await round_.decide.accept(ruling_of(case, [point.id for point in case.points]))
    after = await round_.database.transact(lambda work: work.posts.by_id(1))
    assert before
    assert after
    # While it is being closed, the close itself sees that the result has become another one.
    assert (after.ready_at == round_.clock.now()) == (stage is PostStage.CLOSED)
    assert after.stage is stage


async def test_more_notices_than_are_begun_at_once_are_all_told_in_one_turn(round_: Round) -> None:
    told: list[Appeal] = []

    class Teller:
        async def tell_appeal(self, case: Case, look_first: bool) -> None:
            told.append(case.appeal)

    wrong = round_.library.packs[0].scenario(round_.scenario_id).examples.en.wrong[0]
    for number in range(AT_ONCE + 1):
        reply = await round_.say(f"U{number}", wrong, number)
        await round_.dispute(reply.id, TEAM, reply.user_id, CHANNEL)
    round_.clock.advance(timedelta(minutes=2))
    tell = TellAppeals(round_.database, Teller(), Nobody(), round_.library, round_.clock)  # type: ignore[arg-type] # all it needs
    await tell.pay_all()
    assert len(told) == len({appeal.id for appeal in told}) == AT_ONCE + 1
