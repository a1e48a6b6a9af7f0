"""Two workspaces with an installation each in one channel (Slack Connect): to each its own scenarios."""

from __future__ import annotations

import json
from datetime import time, timedelta

import pytest

from bot.domain.daily import Post
from bot.domain.errors import ChannelTaken
from bot.domain.library import Library
from bot.domain.scenario import Language
from bot.domain.schedule import Timetable
from bot.ports import UnitOfWork
from bot.services.subscribe_channel import Order
from tests.slack.service import Body, Service

OURS, THEIRS, SHARED = "T1", "T2", "C1"
NINE, FIVE = time(9), time(17)


@pytest.fixture
async def shared(service: Service, library: Library) -> Service:
    """Both have set the channel up, and both have posted today's scenario there."""
    for team, at in ((OURS, NINE), (THEIRS, NINE)):
        await service.install(team, f"of-{team}")
        await subscribe(service, library, team, at)
    service.clock.advance(timedelta(hours=13, minutes=1))
    await service.bot.settle()
    return service


async def subscribe(service: Service, library: Library, team: str, at: time, user: str = "U1") -> None:
    timetable = Timetable(at, "UTC", open_for=timedelta(hours=8))
    order = Order(team, SHARED, user, library.packs[0].id, (Language.EN,), timetable)
    await service.bot.use_cases.subscribe_channel(order)


async def day(service: Service, team: str) -> Post:
    posts = await service.bot.database.transact(lambda work: work.posts.of_channel(team, SHARED))
    return posts[-1]


async def thread_reply(service: Service, post: Post, through: str, ts: str, text: str) -> None:
    """A message in the post's thread, which Slack delivers once, through whichever installation it likes."""
    message = {"type": "message", "channel": SHARED, "channel_type": "channel", "user": "U7", "text": text}
    body = {
        "type": "event_callback",
        "team_id": through,
        "authorizations": [{"team_id": through, "enterprise_id": None}],
        "event": message | {"ts": ts, "thread_ts": post.message_ts},
        "event_time": int(service.clock.now().timestamp()),
    }
    assert (await service.send(json.dumps(body).encode(), "application/json"))[0] == 200


async def points(service: Service, team: str) -> list[int]:
    def read(work: UnitOfWork) -> list[int]:
        return [best for _, _, best in work.replies.best_of_channel(team, SHARED)]

    return await service.bot.database.transact(read)


def posted(service: Service, kind: str = "scs_bot_post") -> list[tuple[str, Body]]:
    """Messages of this kind, each with the token that sent it and its metadata."""
    return [
        (token, form["metadata"])
        for method, token, form in service.slack.calls
        if method == "chat.postMessage" and (form.get("metadata") or {}).get("event_type") == kind
    ]


async def test_each_gets_its_scenario_from_its_own_bot(shared: Service) -> None:
    assert sorted(token for token, _ in posted(shared)) == ["xoxb-of-T1", "xoxb-of-T2"]


async def test_they_get_different_ones_so_that_neither_gives_the_others_answer_away(shared: Service) -> None:
    assert (await day(shared, OURS)).scenario_id != (await day(shared, THEIRS)).scenario_id


async def test_their_messages_can_be_told_apart_after_a_crash(shared: Service) -> None:
    """They have one key, which the version before knows; what differs is whose they are."""
    carried = [metadata["event_payload"] for _, metadata in posted(shared)]
    assert len({each["key"] for each in carried}) == 1
    assert sorted(each["team"] for each in carried) == [OURS, THEIRS]


async def test_a_reply_counts_for_the_post_in_whose_thread_it_stands(shared: Service) -> None:
    await thread_reply(shared, await day(shared, THEIRS), OURS, "1793610100.1", "Use AWS RAM.")
    assert (len(await points(shared, OURS)), len(await points(shared, THEIRS))) == (0, 1)


async def test_a_change_by_one_leaves_the_other_alone(shared: Service, library: Library) -> None:
    await subscribe(shared, library, OURS, FIVE)
    await shared.bot.use_cases.pause_channel.pause(OURS, SHARED, "U1")
    theirs = await shared.bot.use_cases.subscribe_channel.current(THEIRS, SHARED)
    assert theirs is not None
    assert (theirs.timetable.at, theirs.paused_because) == (NINE, None)


async def test_one_that_leaves_takes_nothing_of_the_others_along(shared: Service) -> None:
    await shared.event("app_uninstalled", OURS)
    shared.clock.advance(timedelta(days=1))
    await shared.bot.settle()
    assert [token for token, _ in posted(shared)].count("xoxb-of-T2") == 2
    assert [token for token, _ in posted(shared)].count("xoxb-of-T1") == 1


async def test_both_get_their_recap(shared: Service) -> None:
    shared.slack.errors["files.getUploadURLExternal"] = "missing_scope"  # without a chart will do
    for team in (OURS, THEIRS):
        await thread_reply(shared, await day(shared, team), OURS, f"1793610{team[1]}00.1", "Use AWS RAM.")
    for _ in range(7 * 24):
        shared.clock.advance(timedelta(hours=1))
        await shared.bot.settle()
    recaps = [token for token, _ in posted(shared, "scs_bot_recap")]
    assert sorted(recaps) == ["xoxb-of-T1", "xoxb-of-T2"]


async def test_workspaces_of_one_installation_share_a_subscription(
    service: Service, library: Library
) -> None:
    """One bot, which would post twice: who may change it is decided as ever."""
    await service.install("", "wide", enterprise={"id": "E1"}, is_enterprise_install=True)
    for team in (OURS, THEIRS):
        await service.home(team, enterprise="E1", wide=True)
    await subscribe(service, library, OURS, NINE)
    known = await service.bot.use_cases.subscribe_channel.current(THEIRS, SHARED)
    assert known is not None
    assert known.team_id == OURS


async def test_before_the_old_keys_are_gone_the_second_workspace_is_told_what_is_missing(
    service: Service, library: Library
) -> None:
    def narrow(connection: object) -> None:
        connection.exec_driver_sql("CREATE UNIQUE INDEX old_key ON subscriptions (channel_id)")  # type: ignore[attr-defined]

    await service.bot.database._in_thread(narrow)
    for team in (OURS, THEIRS):
        await service.install(team, team)
    await subscribe(service, library, OURS, NINE)
    with pytest.raises(ChannelTaken):
        await subscribe(service, library, THEIRS, NINE)
