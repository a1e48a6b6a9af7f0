"""Every kind of request sent twice, within the five minutes for which its signature is good; and each of them
with a signature that is forged, stale or not there.

A second delivery may reach another replica, which doesn't know the first one: then the database has to.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.playground.people import BOT_USER, DAILY, TEAM_ID
from bot.slack.blocks.feedback import DISPUTE
from bot.slack.manifest import SHORTCUT, STEP
from bot.slack.requests import Deliveries
from tests.slack.conftest import MIKA, SAM
from tests.slack.scene import ACTIONS, COMMANDS, INTRUDERS, VIEWS, Attack, Intruder, Scene, scene, sender
from tests.slack.service import Service
from tests.slack.test_fuzzing import as_command, as_event, as_interaction, event
from tests.slack.test_security import post, signed

__all__ = ["scene"]  # a fixture

Json = dict[str, Any]
Request = tuple[bytes, str]
LATER = "1794000000.000200"  # after the post
ASKED = {"question": "how to share subnets"}


def member(scene: Scene, person: str) -> Intruder:
    return replace(INTRUDERS["a member"], person=scene.office.slack.workspace.people[person])


def in_thread(scene: Scene, **more: object) -> Json:
    said = {"channel": DAILY, "user": SAM, "text": "use RAM", "ts": LATER, "channel_type": "channel"}
    return event(**{"type": "message", **said, "thread_ts": scene.office.posts()[-1].ts, **more})


def shortcut(scene: Scene) -> Json:
    who = member(scene, SAM)
    return {"type": "message_action", "callback_id": SHORTCUT, **sender(who), "channel": {"id": DAILY},
            "message": {"text": "how to share subnets", "ts": LATER},
            "trigger_id": scene.office.slack.views.mint_trigger(SAM),
            "response_url": scene.office.slack.posting.response_url(DAILY, SAM)}  # fmt: skip


def step(_: Scene) -> Json:
    return event(
        type="function_executed", function={"callback_id": STEP}, function_execution_id="Fx1", inputs=ASKED
    )


def options(scene: Scene) -> Json:
    return {"type": "block_suggestion", **sender(member(scene, SAM)), "action_id": "zone", "value": "Tok"}


def doer(name: str, attack: Attack) -> str:
    """Somebody who may: Sam, whose replies these are, or Mika, who set the channel up."""
    return SAM if name == DISPUTE or attack.member is None else MIKA


def last(name: str) -> bool:
    """Who is forgotten has nothing left to be done to."""
    return name == "forget_me"


KINDS: dict[str, Callable[[Scene], Request]] = {
    "a slash command": lambda scene: as_command(scene.command("how to share subnets", member(scene, SAM))),
    "a message": lambda scene: as_event(in_thread(scene)),
    "a mention": lambda scene: as_event(
        in_thread(scene, type="app_mention", text=f"<@{BOT_USER}> how to share subnets")
    ),
    "a direct message": lambda scene: as_event(
        event(
            type="message",
            channel="D0SAM00001",
            channel_type="im",
            user=SAM,
            ts=LATER,
            text="how to share subnets",
        )
    ),
    "a shortcut": lambda scene: as_interaction(shortcut(scene)),
    "a workflow step": lambda scene: as_event(step(scene)),
    "options": lambda scene: as_interaction(options(scene)),
    **{
        f"the button {name}": lambda scene, name=name: as_interaction(  # type: ignore[misc] # mypy can't read it
            scene.press(name, ACTIONS[name], member(scene, doer(name, ACTIONS[name])))
        )
        for name in sorted(ACTIONS, key=last)
    },
    **{
        f"the form {name}": lambda scene, name=name: as_interaction(  # type: ignore[misc] # as above
            scene.form(name, VIEWS[name], member(scene, doer(name, VIEWS[name])))
        )
        for name in sorted(VIEWS, key=last)
    },
    **{
        f"the command {name}": lambda scene, name=name: as_command(  # type: ignore[misc] # as above
            scene.command(name, member(scene, MIKA))
        )
        for name in COMMANDS
    },
}
"""Every kind, and every button, form and command."""


async def deliver(scene: Scene, request: Request, headers: dict[str, str] | None = None) -> int | None:
    body, kind = request
    given = signed(scene.office.slack.signing_secret, body) if headers is None else headers
    status, _ = await post(scene.office, body, given, kind)
    await scene.office.settle()
    return status


def heard(scene: Scene) -> int:
    """How much anybody was told."""
    workspace = scene.office.slack.workspace
    return sum(len(workspace.messages(channel)) for channel in workspace.channels)


async def test_a_second_delivery_of_anything_has_no_second_effect(scene: Scene) -> None:
    for name, made in KINDS.items():
        request = made(scene)
        assert await deliver(scene, request) == 200, name
        stored, told = scene.rows(), heard(scene)
        assert await deliver(scene, request) == 200, name
        assert scene.rows() == stored, name
        assert heard(scene) == told, name


async def test_a_second_delivery_to_another_replica_stores_nothing_more(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Deliveries, "first", lambda *_: True)  # it knows of no delivery but its own
    for name, made in KINDS.items():
        request = made(scene)
        assert await deliver(scene, request) == 200, name
        stored = scene.rows()
        assert await deliver(scene, request) == 200, name
        assert scene.rows() == stored, name


@pytest.mark.parametrize("kind", ["the button {}_channel", "the command {}"], ids=["buttons", "commands"])
@pytest.mark.parametrize("ends_running", [True, False], ids=["pause", "resume"])
async def test_a_pause_or_its_end_that_another_replica_hears_again_undoes_nothing_done_since(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, kind: str, ends_running: bool
) -> None:
    monkeypatch.setattr(Deliveries, "first", lambda *_: True)
    did = ["pause", "resume"] if ends_running else ["resume", "pause"]
    made = [KINDS[kind.format(name)](scene) for name in did]
    for request in made:
        assert await deliver(scene, request) == 200
    stored = scene.rows()
    assert await deliver(scene, made[0]) == 200
    assert scene.rows() == stored
    known = await scene.office.bot.database.transact(
        lambda work: work.subscriptions.of_channel(TEAM_ID, DAILY)
    )
    assert known
    assert (known.ready_at is not None) is ends_running


async def test_nothing_is_taken_with_a_signature_that_is_forged_or_stale_or_not_there(scene: Scene) -> None:
    secret, stored, calls = (
        scene.office.slack.signing_secret,
        scene.rows(),
        len(scene.office.slack.calls()),
    )
    told = heard(scene)
    for name, made in KINDS.items():
        request = made(scene)
        another = signed(secret, request[0] + b" ")
        for headers in (
            signed("not the secret", request[0]),
            signed(secret, request[0], ago=301),
            another,
            {},
        ):
            assert await deliver(scene, request, headers) == 401, name
    assert scene.rows() == stored
    assert (len(scene.office.slack.calls()), heard(scene)) == (calls, told)


async def test_a_browser_that_comes_back_twice_installs_once(service: Service) -> None:
    state = await service.begin()
    assert (await service.finish(state))[0] == 200
    assert (await service.finish(state))[0] == 400
    assert (await service.finish(state, code="two"))[0] == 400
    assert len(service.slack.tokens_of("oauth.v2.access")) == 1


def test_a_request_is_remembered_for_as_long_as_its_signature_is_good() -> None:
    now = 0.0
    deliveries = Deliveries(timer=lambda: now)
    assert deliveries.first("a press")
    now = 300
    assert not deliveries.first("a press")
    now = 302
    assert deliveries.first("a press")
