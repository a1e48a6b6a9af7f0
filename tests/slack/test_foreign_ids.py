"""Every id that there is, in every button and every form that the listeners know, sent from where it isn't:
out of another workspace, and by a member out of another channel. Nothing of others changes, and nothing of
others is told.

Nobody lists the handlers here: they are asked for, so that a new one is attacked from its first day.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from bot.domain.scenario import Language
from bot.playground.people import DAILY, RANDOM, TEAM_ID
from bot.slack.command_words import WORDS
from tests.slack.conftest import MIKA, SAM
from tests.slack.scene import INTRUDERS, Attack, Intruder, Scene, scene
from tests.slack.test_permissions import handlers

__all__ = ["scene"]  # a fixture

Json = dict[str, Any]
FOREIGNER, MEMBER = INTRUDERS["an admin of elsewhere"], INTRUDERS["a member"]
OTHERS = (f"@{SAM}", "no idea")
"""Who is mentioned, and what was said, in the channel that the ids are of. Who set it up is a secret outside
of its workspace."""


def values(scene: Scene) -> Iterator[str]:
    """Each id alone, and as buttons and forms carry it: with its channel, or with a version."""
    for known in (*scene.ids.values(), "1"):
        yield from (known, f"{known}:{DAILY}", f"{known}:1:{DAILY}:1.0")
    yield DAILY
    for origin in (scene.ids["question"], scene.ids["private_view"]):
        yield json.dumps(["ram-shared-subnets", "how?", origin, 1])
    yield json.dumps([scene.ids["pack"], "ram-shared-subnets", 0])


def hints(scene: Scene) -> list[str]:
    """What is told to members of the channel who have answered today's scenario."""
    todays = scene.office.library.packs[0].scenario(scene.ids["scenario"])
    return [point.hint[language] for point in todays.rubric for language in Language]


def elsewhere(body: Json, channel: str) -> Json:
    """As if it were sent in this channel."""
    place = {"channel": {"id": channel}, "container": {"type": "message", "channel_id": channel}}
    return body | place


async def attack(scene: Scene, who: Intruder, name: str, bodies: Iterable[Json], form: bool = False) -> None:
    """Send all of them, and look for what changed and what was told."""
    slack = scene.office.slack
    before, answers, calls = scene.rows(but=who), len(scene.answers), len(slack.calls())
    told = {place: len(slack.workspace.messages(place)) for place in slack.workspace.channels}
    for body in bodies:
        await scene.deliver(body, form)
    await scene.office.settle()
    assert scene.rows(but=who) == before, name
    said: list[object] = [*scene.answers[answers:], *(call.args for call in slack.calls()[calls:])]
    for place, count in told.items():
        said += [(message.text, message.blocks) for message in slack.workspace.messages(place)[count:]]
    secret = [*OTHERS, *([] if who.team == TEAM_ID else [f"@{MIKA}", *hints(scene)])]
    shown = json.dumps(said, ensure_ascii=False, default=str)
    assert [other for other in secret if other in shown] == [], name


@pytest.mark.parametrize(("who", "channel"), [(FOREIGNER, DAILY), (MEMBER, RANDOM)], ids=["team", "channel"])
async def test_no_id_in_a_button_reaches_another_workspace_or_channel(
    scene: Scene, who: Intruder, channel: str
) -> None:
    known = sorted(handlers(scene.office, "Actions"))
    assert known
    for action_id in known:
        presses = [scene.press(action_id, Attack(value), who) for value in values(scene)]
        await attack(scene, who, action_id, [elsewhere(press, channel) for press in presses])


@pytest.mark.parametrize("who", [FOREIGNER, MEMBER], ids=["team", "channel"])
async def test_no_id_in_a_form_reaches_another_workspace_or_channel(scene: Scene, who: Intruder) -> None:
    known = sorted(handlers(scene.office, "Views"))
    assert known
    for callback_id in known:
        forms = [scene.form(callback_id, Attack(value), who) for value in values(scene)]
        await attack(scene, who, callback_id, forms)


async def test_no_command_tells_another_workspace_anything(scene: Scene) -> None:
    for word in sorted(set(WORDS.values())):
        await attack(scene, FOREIGNER, word, [scene.command(word, FOREIGNER)], form=True)
