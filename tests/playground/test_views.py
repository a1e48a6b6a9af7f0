from __future__ import annotations

from collections.abc import Awaitable
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import NoSuchElement, NotPossible, Playground
from tests.playground.conftest import PlainApp

MIKA, KENJI = "U0MIKA0001", "U0KENJI001"


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def option(value: str) -> dict[str, Any]:
    return {"text": plain(value.upper()), "value": value}


def modal(title: str = "Form", **changes: object) -> dict[str, Any]:
    blocks = [
        {
            "type": "input",
            "block_id": "words",
            "label": plain("Words"),
            "element": {"type": "plain_text_input", "action_id": "typed", "max_length": 5},
        },
        {
            "type": "input",
            "block_id": "zone",
            "optional": True,
            "label": plain("Zone"),
            "element": {
                "type": "static_select",
                "action_id": "chosen",
                "options": [option("a"), option("b")],
            },
        },
        {
            "type": "input",
            "block_id": "days",
            "optional": True,
            "label": plain("Days"),
            "element": {
                "type": "checkboxes",
                "action_id": "ticked",
                "options": [option("mon"), option("tue")],
                "initial_options": [option("mon")],
            },
        },
        {
            "type": "actions",
            "block_id": "more",
            "elements": [{"type": "button", "action_id": "push", "text": plain("More")}],
        },
    ]
    return {"type": "modal", "title": plain(title), "submit": plain("Save"), "blocks": blocks, **changes}


async def refused(call: Awaitable[object]) -> str:
    with pytest.raises(SlackApiError) as error:
        await call
    return str(error.value.response["error"])


@pytest.fixture
def trigger(slack: Playground) -> str:
    return slack.views.mint_trigger(MIKA)


async def test_a_trigger_is_good_once(client: AsyncWebClient, trigger: str) -> None:
    await client.views_open(trigger_id=trigger, view=modal())
    assert await refused(client.views_open(trigger_id=trigger, view=modal())) == "exchanged_trigger_id"


async def test_a_trigger_is_good_for_three_seconds(
    slack: Playground, client: AsyncWebClient, trigger: str
) -> None:
    slack.clock.advance_by(timedelta(seconds=3))
    assert await refused(client.views_open(trigger_id=trigger, view=modal())) == "expired_trigger_id"


async def test_a_trigger_nobody_made_is_refused(client: AsyncWebClient) -> None:
    assert await refused(client.views_open(trigger_id="1.2.3", view=modal())) == "invalid_trigger_id"


async def test_a_bad_view_costs_no_trigger(client: AsyncWebClient, trigger: str) -> None:
    bad = modal(title="x" * 25)
    assert await refused(client.views_open(trigger_id=trigger, view=bad)) == "invalid_arguments"
    await client.views_open(trigger_id=trigger, view=modal())


async def test_the_view_comes_back_as_slack_writes_it(client: AsyncWebClient, trigger: str) -> None:
    view = (await client.views_open(trigger_id=trigger, view=modal(private_metadata="42")))["view"]
    assert (view["private_metadata"], view["root_view_id"]) == ("42", view["id"])
    assert view["previous_view_id"] is None
    assert view["hash"]


async def test_three_modals_stack_and_no_fourth(
    slack: Playground, client: AsyncWebClient, plain_app: PlainApp, trigger: str
) -> None:
    await client.views_open(trigger_id=trigger, view=modal("1"))
    for title in ("2", "3"):
        await client.views_push(trigger_id=await press_in_modal(slack), view=modal(title))
    call = client.views_push(trigger_id=await press_in_modal(slack), view=modal("4"))
    assert await refused(call) == "push_limit_reached"


async def press_in_modal(slack: Playground) -> str:
    view = slack.view(MIKA)
    assert view
    delivery = await slack.press(MIKA, view, "push")
    return str(delivery.payload["trigger_id"])


async def test_an_update_with_an_old_hash_is_refused(client: AsyncWebClient, trigger: str) -> None:
    first = (await client.views_open(trigger_id=trigger, view=modal()))["view"]
    await client.views_update(view_id=first["id"], hash=first["hash"], view=modal("new"))
    call = client.views_update(view_id=first["id"], hash=first["hash"], view=modal("newer"))
    assert await refused(call) == "hash_conflict"


async def test_a_view_is_found_by_the_apps_own_id_while_it_is_open(
    slack: Playground, client: AsyncWebClient, plain_app: PlainApp, trigger: str
) -> None:
    await client.views_open(trigger_id=trigger, view=modal(external_id="mine"))
    await client.views_update(external_id="mine", view=modal("new", external_id="mine"))
    view = slack.view(MIKA)
    assert view
    assert view.payload["title"]["text"] == "new"
    await slack.close_view(MIKA, view)
    assert await refused(client.views_update(external_id="mine", view=modal())) == "not_found"


async def test_a_submission_carries_what_was_typed_chosen_and_preset(
    slack: Playground, client: AsyncWebClient, plain_app: PlainApp, trigger: str
) -> None:
    await client.views_open(trigger_id=trigger, view=modal())
    view = slack.view(MIKA)
    assert view
    delivery = await slack.submit(MIKA, view, {"words": "hello", "chosen": "b"})
    assert delivery.payload["view"]["state"]["values"] == {
        "words": {"typed": {"type": "plain_text_input", "value": "hello"}},
        "zone": {"chosen": {"type": "static_select", "selected_option": option("b")}},
        "days": {"ticked": {"type": "checkboxes", "selected_options": [option("mon")]}},
    }
    assert slack.view(MIKA) is None


async def test_a_text_longer_than_its_input_allows_is_not_submitted(
    slack: Playground, client: AsyncWebClient, plain_app: PlainApp, trigger: str
) -> None:
    await client.views_open(trigger_id=trigger, view=modal())
    view = slack.view(MIKA)
    assert view
    assert (await slack.submit(MIKA, view, {"words": "too long"})).errors == {"words": "long:5"}
    assert plain_app.received == []


async def test_nobody_can_choose_what_is_not_offered(
    slack: Playground, client: AsyncWebClient, trigger: str
) -> None:
    await client.views_open(trigger_id=trigger, view=modal())
    view = slack.view(MIKA)
    assert view
    with pytest.raises(NoSuchElement):
        await slack.submit(MIKA, view, {"words": "x", "chosen": "c"})
    with pytest.raises(NoSuchElement):
        await slack.submit(MIKA, view, {"nothing": "x"})
    with pytest.raises(NotPossible):
        await slack.submit(KENJI, view, {"words": "x"})


async def test_what_was_typed_survives_an_update(
    slack: Playground, client: AsyncWebClient, plain_app: PlainApp, trigger: str
) -> None:
    await client.views_open(trigger_id=trigger, view=modal())
    view = slack.view(MIKA)
    assert view
    await slack.press(MIKA, view, "push", values={"words": "kept"})
    await client.views_update(view_id=view.id, view=modal("new"))
    delivery = await slack.submit(MIKA, view)
    assert delivery.payload["view"]["state"]["values"]["words"]["typed"]["value"] == "kept"


ANSWERS = {
    "update": ({"response_action": "update", "view": modal("new")}, ["new"]),
    "push": ({"response_action": "push", "view": modal("on top")}, ["Form", "on top"]),
    "clear": ({"response_action": "clear"}, []),
}


@pytest.mark.parametrize("action", ANSWERS)
async def test_the_answer_to_a_submission_decides_what_stands_open(
    slack: Playground, client: AsyncWebClient, plain_app: PlainApp, trigger: str, action: str
) -> None:
    answer, titles = ANSWERS[action]
    await client.views_open(trigger_id=trigger, view=modal())
    view = slack.view(MIKA)
    assert view
    plain_app.answers = [web.json_response(answer)]
    assert (await slack.submit(MIKA, view, {"words": "x"})).trouble is None
    assert [each.payload["title"]["text"] for each in slack.views.stacks[MIKA]] == titles


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "dance"},
        {"response_action": "errors", "errors": {"nowhere": "x"}},
        {"response_action": "errors"},
        {"response_action": "update", "view": {"type": "modal"}},
    ],
)
async def test_an_answer_slack_would_not_take_is_trouble(
    slack: Playground, client: AsyncWebClient, plain_app: PlainApp, trigger: str, answer: dict[str, Any]
) -> None:
    await client.views_open(trigger_id=trigger, view=modal())
    view = slack.view(MIKA)
    assert view
    plain_app.answers = [web.json_response(answer)]
    assert (await slack.submit(MIKA, view, {"words": "x"})).trouble == "refused"
    assert slack.view(MIKA) is view


async def test_closing_is_told_only_if_the_view_asked_for_it(
    slack: Playground, client: AsyncWebClient, plain_app: PlainApp, trigger: str
) -> None:
    await client.views_open(trigger_id=trigger, view=modal(notify_on_close=True))
    view = slack.view(MIKA)
    assert view
    (told,) = await slack.close_view(MIKA, view)
    assert (told.payload["type"], told.payload["is_cleared"]) == ("view_closed", False)
    await client.views_open(trigger_id=slack.views.mint_trigger(MIKA), view=modal())
    view = slack.view(MIKA)
    assert view
    assert await slack.close_view(MIKA, view) == []


async def test_a_home_is_published_for_one_person(slack: Playground, client: AsyncWebClient) -> None:
    home = {"type": "home", "blocks": [{"type": "divider"}]}
    first = (await client.views_publish(user_id=MIKA, view=home))["view"]
    await client.views_publish(user_id=MIKA, view=home, hash=first["hash"])
    call = client.views_publish(user_id=MIKA, view=home, hash=first["hash"])
    assert await refused(call) == "hash_conflict"
    assert slack.home(MIKA)
    assert slack.home(KENJI) is None
