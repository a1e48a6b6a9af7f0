"""What the App Home is made of: accuracy per exam domain, and a page that one fault doesn't take along."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.daily import Post, PostStage
from bot.domain.library import Library
from bot.domain.people import Person
from bot.playground.people import DAILY, RANDOM, TEAM_ID
from bot.services.show_home import accuracy
from bot.storage.people import SqlPeople
from tests.slack.conftest import ANNA, Office
from tests.storage.samples import POST, posted, replied


async def test_what_somebody_chose_is_read_once_for_a_page(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    of = SqlPeople.of

    def counted(people: SqlPeople, team_id: str, user_id: str) -> Person:
        read.append(user_id)
        return of(people, team_id, user_id)

    monkeypatch.setattr(SqlPeople, "of", counted)
    await office.slack.open_home(ANNA)
    await office.settle()
    assert read == [ANNA]


def answered(library: Library, *scores: tuple[int, int]) -> list[tuple[Post, int]]:
    """Posts of scenarios by their place in the pack, with the best score at each."""
    scenarios = library.packs[0].scenarios
    return [
        (replace(POST, pack_id=library.packs[0].id, scenario_id=scenarios[place % len(scenarios)].id), points)
        for place, points in scores
    ]


def test_nothing_is_said_of_a_pack_that_was_never_answered(library: Library) -> None:
    assert accuracy(library.packs, []) == ()


def test_the_share_is_of_all_points_and_the_domains_are_all_there(library: Library) -> None:
    pack = library.packs[0]
    [found] = accuracy(library.packs, answered(library, (0, 100), (0, 50)))
    domain = pack.scenarios[0].domain
    assert [each.domain for each in found.domains] == list(pack.domains)
    shares = {each.domain.name.en: (each.share, each.answers) for each in found.domains}
    assert shares.pop(domain) == (0.75, 2)
    assert set(shares.values()) == {(0.0, 0)}


def test_scenarios_and_packs_that_are_gone_are_left_out(library: Library) -> None:
    [known] = answered(library, (0, 100))
    gone = [(replace(known[0], scenario_id="gone"), 10), (replace(known[0], pack_id="gone"), 10)]
    assert accuracy(library.packs, [known, *gone]) == accuracy(library.packs, [known])


@given(scores=st.lists(st.tuples(st.integers(0, 500), st.integers(0, 100))))
def test_every_answer_is_counted_once_and_every_share_is_one(
    library: Library, scores: list[tuple[int, int]]
) -> None:
    found = accuracy(library.packs, answered(library, *scores))
    domains = [domain for pack in found for domain in pack.domains]
    assert sum(domain.answers for domain in domains) == len(scores)
    assert all(0 <= domain.share <= 1 for domain in domains)
    assert round(sum(100 * domain.share * domain.answers for domain in domains)) == sum(p for _, p in scores)


async def test_a_channel_whose_pack_is_gone_leaves_the_others_on_the_page(office: Office) -> None:
    await office.subscribe()
    day = await office.next_post()
    await office.say(ANNA, office.todays(day).examples.en.full[0], day)
    now = office.slack.clock.now()
    fields = {"stage": PostStage.OPEN, "closes_at": now + timedelta(hours=1), "ready_at": None}
    gone = await posted(
        office.bot.database, team_id=TEAM_ID, channel_id=RANDOM, pack_id="gone", message_ts="1.1", **fields
    )
    await replied(office.bot.database, gone, team_id=TEAM_ID, user_id=ANNA, owes_feedback_at=None)
    page = await office.bot.use_cases.show_home(TEAM_ID, ANNA)
    assert [(each.today.channel_id, each.today.daily is None) for each in page.channels] == [
        (DAILY, False),
        (RANDOM, True),
    ]


async def test_todays_scenario_is_not_told_to_another_workspace(office: Office) -> None:
    await office.subscribe()
    await office.next_post()
    today = await office.bot.use_cases.show_today("T0OTHER001", DAILY, ANNA)
    assert (today.daily, today.subscription) == (None, None)
