"""Every button, form and command in the hands of somebody whom it isn't for: a member of the channel, guests,
a bot, people of another workspace. The tables stand in `scene`.
"""

from __future__ import annotations

import copy
from typing import Any

import pytest

from bot.playground.people import DAILY
from bot.slack.command_words import WORDS
from tests.slack.conftest import Office
from tests.slack.scene import (
    ACTIONS,
    COMMANDS,
    INTRUDERS,
    NOT_FOUND,
    VIEWS,
    Intruder,
    Scene,
    attacked,
    scene,
    sender,
)

__all__ = ["scene"]  # a fixture

each_intruder = pytest.mark.parametrize("who", INTRUDERS.values(), ids=INTRUDERS)


def handlers(office: Office, name: str) -> set[str]:
    """What a kind of listener knows by name."""
    acknowledging = [listener.ack_function for listener in office.bot.app._async_listeners]
    owners: list[Any] = [getattr(function, "__self__", None) for function in acknowledging]
    return set(next(each for each in owners if type(each).__name__ == name)._handlers)


async def test_every_button_form_and_command_has_its_line_in_the_tables(office: Office) -> None:
    assert handlers(office, "Actions") == set(ACTIONS)
    assert handlers(office, "Views") == set(VIEWS)
    assert set(WORDS.values()) == set(COMMANDS)


@each_intruder
async def test_no_button_does_what_its_presser_may_not(scene: Scene, who: Intruder) -> None:
    for action_id, attack in ACTIONS.items():
        await attacked(scene, who, scene.press(action_id, attack, who), attack.refusal(who.kind))


@each_intruder
async def test_no_form_does_what_its_sender_may_not(scene: Scene, who: Intruder) -> None:
    for callback_id, attack in VIEWS.items():
        await attacked(scene, who, scene.form(callback_id, attack, who), attack.refusal(who.kind))


@each_intruder
async def test_no_command_does_what_its_sender_may_not(scene: Scene, who: Intruder) -> None:
    for word, attack in COMMANDS.items():
        await attacked(scene, who, scene.command(word, who), attack.refusal(who.kind), form=True)


async def test_somebody_elses_private_attempt_is_shown_to_nobody(scene: Scene) -> None:
    body = copy.deepcopy(scene.setup) | sender(INTRUDERS["a member"])
    body["view"] |= {"id": scene.ids["private_view"], "callback_id": "private_answer"}
    body["view"]["private_metadata"] = f"{scene.ids['post']}:{DAILY}"
    body["view"]["state"] = {"values": {"reply": {"reply": {"type": "plain_text_input", "value": "RAM"}}}}
    await attacked(scene, INTRUDERS["a member"], body, NOT_FOUND)


async def test_a_refused_set_up_sent_again_tells_nothing_about_the_channel(scene: Scene) -> None:
    body = copy.deepcopy(scene.setup) | sender(INTRUDERS["a member"])
    await attacked(scene, INTRUDERS["a member"], body, "error.not-allowed")
    await attacked(scene, INTRUDERS["a member"], body, "error.not-yours")
