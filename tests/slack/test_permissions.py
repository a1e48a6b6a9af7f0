"""Every button, form and command in the hands of somebody whom it isn't for.

The tables name every one that the listeners know: who adds one adds a line here, or a test fails. Anna is a
member of the channel and nothing more; Mallory is an admin, but of another workspace, and her requests carry
this channel's ids, as in a channel that two workspaces share.
"""

from __future__ import annotations

import copy
import json
import urllib.parse
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select

from bot.domain.privacy import NOBODY
from bot.domain.scenario import Language
from bot.playground.people import DAILY, TEAM_ID, Person
from bot.slack.blocks.appeals import ACCEPT, DECLINE
from bot.slack.command_words import WORDS
from bot.storage.tables import metadata
from bot.texts import catalogue
from tests.slack.conftest import ANNA, MIKA, SAM, Office
from tests.slack.test_security import FORM, post, signed

Json = dict[str, Any]
MALLORY, ELSEWHERE = "U0MALLORY1", "T0ELSEWHER"


@dataclass(frozen=True)
class Attack:
    """What is sent, and the text that refuses it to each of the two. None: they may do it, for themselves;
    whatever it does concerns nobody's rows but their own."""

    value: str = ""
    anna: str | None = None
    mallory: str | None = None


POST, REPLY, APPEAL, PRIVATE_VIEW = "{post}", "{reply}", "{appeal}", "{private_view}"
ABOUT = '["ram-shared-subnets", "how?", "{question}", 1]'
NOT_FOUND = "error.post-not-found"

ACTIONS = {
    "answer_privately": Attack(POST, mallory=NOT_FOUND),
    "hint": Attack(POST, mallory=NOT_FOUND),
    "home_answer": Attack(POST + ":" + DAILY, mallory=NOT_FOUND),
    "open_setup": Attack("", "error.not-yours", "error.not-yours"),
    "pause_channel": Attack(DAILY, "error.not-yours", "error.not-set-up"),
    "resume_channel": Attack(DAILY, "error.not-yours", "error.not-set-up"),
    "dispute": Attack(REPLY, "error.reply-not-found", "error.reply-not-found"),
    ACCEPT: Attack(APPEAL, "error.may-not-decide", "error.appeal-not-found"),
    DECLINE: Attack(APPEAL, "error.may-not-decide", "error.appeal-not-found"),
    "phrase_remove": Attack("1", "error.may-not-decide"),  # Mallory's workspace has kept none
    "my_streak": Attack(POST),
    "top": Attack("week"),
    "share": Attack(ABOUT),
    "helped": Attack(ABOUT),
    "not_helped": Attack(ABOUT),
    "show_scenario": Attack(ABOUT),
    "asked_share": Attack(ABOUT),
    "asked_helped": Attack(ABOUT),
    "asked_not_helped": Attack(ABOUT),
    "asked_show_scenario": Attack(ABOUT),
    "open_vacation": Attack(),
    "end_vacation": Attack("{vacation}"),
    "set_language": Attack(),
    "hide_me": Attack(),
    "show_me": Attack(),
    "practice": Attack(),
    "practice_next": Attack("1"),
    "export_me": Attack(),
    "forget_me": Attack(),
}
VIEWS = {
    "private_answer": Attack(POST + ":" + DAILY, mallory=NOT_FOUND),
    "setup": Attack("", "error.not-allowed", "error.not-allowed"),
    ACCEPT: Attack(APPEAL + ":1::", "error.may-not-decide", "error.appeal-not-found"),
    "vacation": Attack(),
    "practice": Attack('["{pack}", "ram-shared-subnets", 0]'),
    "forget_me": Attack(),
}
COMMANDS = {
    "pause": Attack("", "error.not-yours", "error.not-set-up"),
    "resume": Attack("", "error.not-yours", "error.not-set-up"),
    "setup": Attack("", "error.not-yours", "error.not-yours"),
    "log": Attack("", "error.may-not-decide"),  # Mallory sees her own workspace's record, which is empty
    "phrases": Attack("", "error.may-not-decide"),
    **dict.fromkeys(
        ("help", "today", "streak", "top", "vacation", "practice", "ready", "privacy", "gaps"), Attack()
    ),
}


def handlers(office: Office, name: str) -> set[str]:
    """What a kind of listener knows by name."""
    acknowledging = [listener.ack_function for listener in office.bot.app._async_listeners]
    owners: list[Any] = [getattr(function, "__self__", None) for function in acknowledging]
    return set(next(each for each in owners if type(each).__name__ == name)._handlers)


async def test_every_button_form_and_command_has_its_line_in_the_tables(office: Office) -> None:
    assert handlers(office, "Actions") == set(ACTIONS)
    assert handlers(office, "Views") == set(VIEWS)
    assert set(WORDS.values()) == set(COMMANDS)


@dataclass
class Scene:
    """A scenario that is open, with Sam's private reply, his appeal, his question and his vacation."""

    office: Office
    ids: dict[str, str]
    setup: Json

    def filled(self, text: str) -> str:
        for name, value in self.ids.items():
            text = text.replace("{" + name + "}", value)
        return text

    def rows(self, but: str) -> dict[str, list[str]]:
        """Everything stored but the rows of one person, or of one who is forgotten."""
        with self.office.bot.database._engine.connect() as connection:
            return {
                table.name: sorted(
                    str(tuple(row.values()))
                    for row in connection.execute(select(table)).mappings()
                    if row.get("user_id") not in (but, NOBODY)
                )
                for table in metadata.sorted_tables
            }

    async def send(self, body: Json, form: bool = False) -> str:
        """What everybody is told about it: the answer, whispers and forms."""
        office, calls = self.office, len(self.office.slack.calls())
        told = len(office.slack.workspace.messages(DAILY))
        encoded = urllib.parse.urlencode(body if form else {"payload": json.dumps(body)}).encode()
        status, answer = await post(office, encoded, signed(office.slack.signing_secret, encoded), FORM)
        assert status == 200
        await office.settle()
        heard = [message.text for message in office.slack.workspace.messages(DAILY)[told:]]
        asked = [str(call) for call in office.slack.calls()[calls:]]
        return "\n".join([json.loads(answer).get("text", answer) if answer else "", answer, *heard, *asked])


@pytest.fixture
async def scene(office: Office) -> Scene:
    slack = office.slack
    slack.workspace.add_person(Person(MALLORY, "mallory", "Mallory", admin=True))
    slack.workspace.channels[DAILY].members.add(MALLORY)
    await office.command(MIKA, "setup")
    form = slack.view(MIKA)
    assert form is not None
    setup = await slack.submit(MIKA, form)
    await office.command(SAM, "how to share subnets")
    await office.bot.use_cases.announce_vacation(
        TEAM_ID, SAM, slack.clock.now().date().replace(day=20), slack.clock.now().date().replace(day=21)
    )
    message = await office.next_post()
    await slack.press(SAM, message, "answer_privately")
    await office.settle()
    private = slack.view(SAM)
    assert private is not None
    await slack.submit(SAM, private, {"reply": "no idea"})

    def known(work: Any) -> dict[str, str]:  # noqa: ANN401 # only this test looks inside
        execute, tables = work._connection.execute, metadata.tables
        return {
            name: str(execute(select(tables[table].c[column])).scalars().first())
            for name, table, column in (
                ("post", "posts", "id"), ("pack", "posts", "pack_id"), ("reply", "replies", "id"),
                ("question", "questions", "origin"), ("vacation", "absences", "id"),
            )
        }  # fmt: skip

    with office.bot.database._engine.connect() as connection:
        ids = known(type("Work", (), {"_connection": connection}))
    disputed = await office.bot.use_cases.dispute_score(int(ids["reply"]), TEAM_ID, SAM)
    assert disputed.opened is not None
    return Scene(
        office, {**ids, "appeal": str(disputed.opened.id), "private_view": private.id}, setup.payload
    )


def sender(person: str) -> Json:
    team = TEAM_ID if person == ANNA else ELSEWHERE
    return {"user": {"id": person, "team_id": team}, "team": {"id": team}, "trigger_id": "1.2.x"}


def refused(key: str | None, told: str) -> bool:
    """Whether the text of this key was said, whatever fills it in."""
    if key is None:
        return True
    texts = (str(catalogue()[key][language.value]) for language in Language)
    # The longest piece between two facts is the text's own.
    return any(max((part.split("}")[-1] for part in text.split("{")), key=len) in told for text in texts)


async def attacked(scene: Scene, person: str, body: Json, key: str | None, form: bool = False) -> None:
    before = scene.rows(but=person)
    told = await scene.send(body, form)
    assert refused(key, told), told
    assert scene.rows(but=person) == before


@pytest.mark.parametrize("person", [ANNA, MALLORY])
async def test_no_button_does_what_its_presser_may_not(scene: Scene, person: str) -> None:
    for action_id, attack in ACTIONS.items():
        url = scene.office.slack.posting.response_url(DAILY, person)
        action = {
            "action_id": action_id,
            "block_id": "b",
            "type": "button",
            "value": scene.filled(attack.value),
        }
        trigger = scene.office.slack.views.mint_trigger(person)
        place = {"channel": {"id": DAILY}, "container": {"type": "message", "channel_id": DAILY}}
        said = {"trigger_id": trigger, "actions": [action], "response_url": url}
        body = {"type": "block_actions", **sender(person), **place, **said}
        await attacked(scene, person, body, attack.anna if person == ANNA else attack.mallory)


@pytest.mark.parametrize("person", [ANNA, MALLORY])
async def test_no_form_does_what_its_sender_may_not(scene: Scene, person: str) -> None:
    for callback_id, attack in VIEWS.items():
        body = copy.deepcopy(scene.setup) | sender(person)
        view = body["view"]
        view |= {"id": f"V{callback_id}", "callback_id": callback_id}
        view |= {"private_metadata": scene.filled(attack.value), "app_installed_team_id": body["team"]["id"]}
        if callback_id != "setup":
            view["state"] = {"values": {"reply": {"reply": {"type": "plain_text_input", "value": "use RAM"}}}}
        await attacked(scene, person, body, attack.anna if person == ANNA else attack.mallory)


@pytest.mark.parametrize("person", [ANNA, MALLORY])
async def test_no_command_does_what_its_sender_may_not(scene: Scene, person: str) -> None:
    for word, attack in COMMANDS.items():
        team = TEAM_ID if person == ANNA else ELSEWHERE
        body = {"command": "/scs", "text": word, "user_id": person, "team_id": team, "channel_id": DAILY,
                "trigger_id": scene.office.slack.views.mint_trigger(person)}  # fmt: skip
        await attacked(scene, person, body, attack.anna if person == ANNA else attack.mallory, form=True)


async def test_somebody_elses_private_attempt_is_shown_to_nobody(scene: Scene) -> None:
    body = copy.deepcopy(scene.setup) | sender(ANNA)
    body["view"] |= {"id": scene.ids["private_view"], "callback_id": "private_answer"}
    body["view"]["private_metadata"] = f"{scene.ids['post']}:{DAILY}"
    body["view"]["state"] = {"values": {"reply": {"reply": {"type": "plain_text_input", "value": "RAM"}}}}
    await attacked(scene, ANNA, body, NOT_FOUND)


async def test_a_refused_set_up_sent_again_tells_nothing_about_the_channel(scene: Scene) -> None:
    body = copy.deepcopy(scene.setup) | sender(ANNA)
    await attacked(scene, ANNA, body, "error.not-allowed")
    await attacked(scene, ANNA, body, "error.not-yours")
