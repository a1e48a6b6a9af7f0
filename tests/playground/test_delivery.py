from __future__ import annotations

import asyncio
from urllib.parse import parse_qs

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.playground import MovableClock, NotPossible, Playground
from tests.clock import FakeClock
from tests.playground.conftest import PlainApp

MIKA, KENJI = "U0MIKA0001", "U0KENJI001"
DAILY = "C0DAILY001"


async def test_a_refused_event_is_sent_three_more_times_and_says_so(
    slack: Playground, plain_app: PlainApp
) -> None:
    plain_app.answers = [web.Response(status=500) for _ in range(4)]
    await slack.say(MIKA, DAILY, "hello")
    assert [each.headers.get("x-slack-retry-num") for each in plain_app.received] == [None, "1", "2", "3"]
    assert plain_app.received[1].headers["x-slack-retry-reason"] == "http_error"
    assert len({each.body for each in plain_app.received}) == 1


async def test_a_retry_that_is_taken_is_the_last(slack: Playground, plain_app: PlainApp) -> None:
    plain_app.answers = [web.Response(status=500)]
    await slack.say(MIKA, DAILY, "hello")
    assert [each.status for each in slack.deliveries[-1].answers] == [500, 200]


async def test_an_app_can_ask_for_no_retry(slack: Playground, plain_app: PlainApp) -> None:
    plain_app.answers = [web.Response(status=500, headers={"x-slack-no-retry": "1"})]
    await slack.say(MIKA, DAILY, "hello")
    assert len(plain_app.received) == 1


async def test_commands_and_buttons_are_never_retried(slack: Playground, plain_app: PlainApp) -> None:
    plain_app.answers = [web.Response(status=500)]
    assert (await slack.command(MIKA, DAILY, "/scs", "x")).trouble == "failed"
    assert len(plain_app.received) == 1


async def test_an_app_that_stays_silent_has_timed_out() -> None:
    leave = asyncio.Event()

    async def never(request: web.Request) -> web.Response:
        await leave.wait()
        return web.Response()

    application = web.Application()
    application.router.add_post("/", never)
    clock = MovableClock(FakeClock())
    async with (
        TestServer(application) as server,
        Playground(clock, machine=clock, answer_within=0.05, retry_after=(0,)) as slack,
    ):
        slack.request_url = str(server.make_url("/"))
        await slack.say(MIKA, DAILY, "hello")
        assert [each.trouble for each in slack.deliveries[-1].answers] == ["http_timeout"] * 2
        assert (await slack.command(MIKA, DAILY, "/scs")).trouble == "timeout"
        leave.set()


async def test_an_app_that_is_not_there_is_trouble(slack: Playground) -> None:
    assert (await slack.command(MIKA, DAILY, "/scs")).trouble == "failed"
    slack.request_url = "http://127.0.0.1:9/slack/events"
    assert (await slack.command(MIKA, DAILY, "/scs")).trouble == "failed"


async def test_a_delivery_can_be_repeated_a_hundred_times_at_once(
    slack: Playground, plain_app: PlainApp
) -> None:
    await slack.say(MIKA, DAILY, "hello")
    answers = await slack.deliver_again(slack.deliveries[0], times=100, at_once=True)
    assert [each.status for each in answers] == [200] * 100
    assert len({each.body for each in plain_app.received}) == 1


async def test_the_request_url_is_verified_by_a_challenge(slack: Playground, plain_app: PlainApp) -> None:
    assert not await slack.verify_url()


async def test_a_command_is_a_form_with_escaped_text(slack: Playground, plain_app: PlainApp) -> None:
    await slack.command(MIKA, "D0MIKA0001", "/scs", "a <b> & c")
    form = {name: values[0] for name, values in parse_qs(plain_app.received[0].body.decode()).items()}
    assert (form["command"], form["text"], form["channel_name"], form["user_id"]) == (
        "/scs",
        "a &lt;b&gt; &amp; c",
        "directmessage",
        MIKA,
    )


async def test_a_commands_answer_can_be_for_the_channel(slack: Playground, plain_app: PlainApp) -> None:
    plain_app.answers = [web.json_response({"response_type": "in_channel", "text": "for all"})]
    await slack.command(MIKA, DAILY, "/scs")
    assert [each.text for each in slack.read(KENJI, DAILY)] == ["for all"]


async def test_a_commands_answer_slack_would_not_take_is_trouble(
    slack: Playground, plain_app: PlainApp
) -> None:
    plain_app.answers = [web.json_response({"blocks": [{"type": "divider"}] * 51, "text": "x"})]
    assert (await slack.command(MIKA, DAILY, "/scs")).trouble == "refused"


async def test_nobody_commands_or_speaks_where_they_are_no_member(slack: Playground) -> None:
    with pytest.raises(NotPossible):
        await slack.command(MIKA, "D0KENJI001", "/scs")
    with pytest.raises(NotPossible):
        await slack.say(MIKA, "D0KENJI001", "hello")
