from __future__ import annotations

import json
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import Playground
from tests.playground.conftest import PlainApp

MIKA, KENJI, BOT = "U0MIKA0001", "U0KENJI001", "U0SCSBOT01"
DAILY, RANDOM = "C0DAILY001", "C0RANDOM01"


def event(app: PlainApp, at: int = -1) -> dict[str, Any]:
    body = json.loads(app.received[at].body)
    return dict(body["event"])


async def test_a_message_event_has_the_fields_of_a_real_one(slack: Playground, plain_app: PlainApp) -> None:
    await slack.say(MIKA, DAILY, "see https://example.com/?a=1&b=2, @kenji <&>")
    body = json.loads(plain_app.received[0].body)
    assert (body["type"], body["team_id"], body["event"]["channel_type"]) == (
        "event_callback",
        "T0PLAYGRND",
        "channel",
    )
    assert body["authorizations"][0]["user_id"] == BOT
    assert body["event"]["text"] == f"see <https://example.com/?a=1&amp;b=2>, <@{KENJI}> &lt;&amp;&gt;"


async def test_the_bot_hears_nothing_where_it_is_no_member(slack: Playground, plain_app: PlainApp) -> None:
    await slack.say(MIKA, RANDOM, "@scs-bot hello")
    assert plain_app.received == []
    await slack.invite(MIKA, RANDOM)
    await slack.say(MIKA, RANDOM, "hello")
    assert event(plain_app)["text"] == "hello"


async def test_events_the_manifest_does_not_subscribe_to_stay_away(
    plain_app: PlainApp, slack: Playground
) -> None:
    manifest = {"settings": {"event_subscriptions": {"bot_events": ["app_mention"]}}}
    async with Playground(slack.clock, machine=slack.clock, manifest=manifest) as picky:
        picky.request_url = slack.request_url
        await picky.say(MIKA, DAILY, "hello")
        await picky.say(MIKA, DAILY, "hello @scs-bot")
    assert [json.loads(each.body)["event"]["type"] for each in plain_app.received] == ["app_mention"]


async def test_an_edit_tells_before_and_after(slack: Playground, plain_app: PlainApp) -> None:
    said = await slack.say(MIKA, DAILY, "one")
    await slack.edit(said, "two")
    told = event(plain_app)
    assert (told["subtype"], told["previous_message"]["text"], told["message"]["text"]) == (
        "message_changed",
        "one",
        "two",
    )
    assert told["message"]["edited"]["user"] == MIKA


async def test_a_deletion_tells_what_is_gone(slack: Playground, plain_app: PlainApp) -> None:
    said = await slack.say(MIKA, DAILY, "one")
    await slack.delete(said)
    told = event(plain_app)
    assert (told["subtype"], told["deleted_ts"], told["previous_message"]["text"]) == (
        "message_deleted",
        said.ts,
        "one",
    )
    assert slack.read(MIKA, DAILY) == []


async def test_a_persons_reaction_is_told_and_taken_back(slack: Playground, plain_app: PlainApp) -> None:
    said = await slack.say(MIKA, DAILY, "one")
    await slack.react(KENJI, said, "eyes")
    assert (event(plain_app)["type"], event(plain_app)["item_user"]) == ("reaction_added", MIKA)
    await slack.react(KENJI, said, "eyes")
    assert event(plain_app)["type"] == "reaction_removed"
    assert said.reactions == {}


async def test_an_opened_home_comes_with_the_view_once_there_is_one(
    slack: Playground, plain_app: PlainApp, client: AsyncWebClient
) -> None:
    await slack.open_home(MIKA)
    assert "view" not in event(plain_app)
    await client.views_publish(user_id=MIKA, view={"type": "home", "blocks": []})
    await slack.open_home(MIKA)
    assert event(plain_app)["view"]["type"] == "home"
