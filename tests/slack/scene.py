"""An open scenario with everything that may be attacked, and every button, form and command to do it with.

The tables name every one that the listeners know: who adds one adds a line here, or a test fails.
"""

from __future__ import annotations

import json
import urllib.parse
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import select

from bot.domain.privacy import NOBODY
from bot.domain.scenario import Language
from bot.playground.people import DAILY, TEAM_ID, Person
from bot.slack.blocks.appeals import ACCEPT, DECLINE
from bot.storage.tables import metadata
from bot.texts import catalogue
from tests.slack.conftest import ANNA, MIKA, SAM, Office
from tests.slack.test_security import FORM, post, signed

Json = dict[str, Any]
ELSEWHERE = "T0ELSEWHER"


@dataclass(frozen=True)
class Attack:
    """What is sent, and the text that refuses it to a member of the channel and to an admin of another
    workspace. None: they may do it, for themselves; whatever it does concerns nobody's rows but their own.
    Guests are refused like members, unless they are told something else."""

    value: str = ""
    member: str | None = None
    foreigner: str | None = None
    guest: str | None = None

    def refusal(self, kind: str) -> str | None:
        """The text's key for a `member`, a `guest` or a `foreigner`."""
        if kind == "guest":
            return self.guest or self.member
        return self.member if kind == "member" else self.foreigner


@dataclass(frozen=True)
class Intruder:
    """Somebody, what they count as, and the workspace that their requests name."""

    person: Person
    kind: str
    team: str = TEAM_ID

    @property
    def id(self) -> str:
        return self.person.id


INTRUDERS = {
    "a member": Intruder(Person(ANNA, "anna", "Anna Novak"), "member"),
    "a guest": Intruder(Person("U0GUEST001", "gus", "Gus", guest=True), "guest"),
    "a guest of one channel": Intruder(Person("U0GUEST002", "gil", "Gil", single_channel=True), "guest"),
    "a bot": Intruder(Person("U0ROBOT001", "robot", "Robot", bot=True), "guest"),
    # As in a channel that two workspaces share: admins at home, not here.
    "a stranger": Intruder(Person("U0STRANGER", "kim", "Kim", admin=True, team=ELSEWHERE), "guest"),
    "an admin of elsewhere": Intruder(
        Person("U0MALLORY1", "mallory", "Mallory", admin=True, team=ELSEWHERE), "foreigner", ELSEWHERE
    ),
}


POST, REPLY, APPEAL, PRIVATE_VIEW = "{post}", "{reply}", "{appeal}", "{private_view}"
ABOUT = '["ram-shared-subnets", "how?", "{question}", 1]'
NOT_FOUND = "error.post-not-found"

ACTIONS = {
    "answer_privately": Attack(POST, foreigner=NOT_FOUND),
    "hint": Attack(POST, foreigner=NOT_FOUND),
    "home_answer": Attack(POST + ":" + DAILY, foreigner=NOT_FOUND),
    "open_setup": Attack("", "error.not-yours", "error.not-allowed", "error.guests-may-not"),
    "pause_channel": Attack(DAILY, "error.not-yours", "error.not-set-up"),
    "resume_channel": Attack(DAILY, "error.not-yours", "error.not-set-up"),
    "dispute": Attack(REPLY, "error.reply-not-found", "error.reply-not-found"),
    ACCEPT: Attack(APPEAL, "error.may-not-decide", "error.appeal-not-found"),
    DECLINE: Attack(APPEAL, "error.may-not-decide", "error.appeal-not-found"),
    "phrase_remove": Attack("1", "error.may-not-decide"),  # Mallory's workspace has kept none
    "my_streak": Attack(POST),
    "my_attempts": Attack(DAILY),
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
    "private_answer": Attack(POST + ":" + DAILY, foreigner=NOT_FOUND),
    "setup": Attack("", "error.not-allowed", "error.not-allowed", "error.guests-may-not"),
    ACCEPT: Attack(APPEAL + ":1::", "error.may-not-decide", "error.appeal-not-found"),
    "vacation": Attack(),
    "practice": Attack('["{pack}", "ram-shared-subnets", 0]'),
    "forget_me": Attack(),
}
COMMANDS = {
    "pause": Attack("", "error.not-yours", "error.not-set-up"),
    "resume": Attack("", "error.not-yours", "error.not-set-up"),
    "setup": Attack("", "error.not-yours", "error.not-allowed", "error.guests-may-not"),
    "gaps": Attack(guest="error.guests-may-not"),
    "log": Attack("", "error.may-not-decide"),  # Mallory sees her own workspace's record, which is empty
    "phrases": Attack("", "error.may-not-decide"),
    **dict.fromkeys(("help", "today", "streak", "top", "vacation", "practice", "ready", "privacy"), Attack()),
}


@dataclass
class Scene:
    """A scenario that is open, with Sam's private reply, his appeal, his question and his vacation."""

    office: Office
    ids: dict[str, str]
    setup: Json
    answers: list[Json] = field(default_factory=list)

    def filled(self, text: str) -> str:
        for name, value in self.ids.items():
            text = text.replace("{" + name + "}", value)
        return text

    def rows(self, but: Intruder | None = None) -> dict[str, list[str]]:
        """Everything stored, or all but what is one person's own, in their own workspace, and of who is
        forgotten. Left out are digests of what may happen once: they are nobody's, and have an attacker's id
        among what they are made of."""

        def own(row: Json) -> bool:
            if but is None or row.get("team_id", but.team) != but.team:
                return False
            return row.get("user_id") in (but.id, NOBODY)

        with self.office.bot.database._engine.connect() as connection:
            return {
                table.name: sorted(
                    str(tuple(row.values()))
                    for row in connection.execute(select(table)).mappings()
                    if not own(dict(row))
                )
                for table in metadata.sorted_tables
                if but is None or table.name != "oauth_states"
            }

    def press(self, action_id: str, attack: Attack, who: Intruder) -> Json:
        """A press of this button in the daily channel."""
        slack = self.office.slack
        action = {
            "action_id": action_id,
            "block_id": "b",
            "type": "button",
            "value": self.filled(attack.value),
        }
        place = {"channel": {"id": DAILY}, "container": {"type": "message", "channel_id": DAILY}}
        said = {"trigger_id": slack.views.mint_trigger(who.id), "actions": [action]}
        url = slack.posting.response_url(DAILY, who.id)
        return {"type": "block_actions", **sender(who), **place, **said, "response_url": url}

    def form(self, callback_id: str, attack: Attack, who: Intruder) -> Json:
        """This form, filled in and sent."""
        view: Json = {**self.setup["view"], "id": f"V{callback_id}", "callback_id": callback_id}
        view |= {"private_metadata": self.filled(attack.value), "app_installed_team_id": who.team}
        if callback_id != "setup":  # it has other blocks, and what stands in them is below `state`
            view["state"] = {"values": {"reply": {"reply": {"type": "plain_text_input", "value": "use RAM"}}}}
            view["blocks"] = []
        return {**self.setup, **sender(who), "view": view}

    def command(self, word: str, who: Intruder) -> Json:
        """`/scs` with this word in the daily channel, to be sent as a form."""
        trigger = self.office.slack.views.mint_trigger(who.id)
        place = {"team_id": who.team, "channel_id": DAILY, "trigger_id": trigger}
        return {"command": "/scs", "text": word, "user_id": who.id, **place}

    async def deliver(self, body: Json, form: bool = False) -> str:
        """What is answered, before anything else has happened."""
        encoded = urllib.parse.urlencode(body if form else {"payload": json.dumps(body)}).encode()
        headers = signed(self.office.slack.signing_secret, encoded)
        status, answer = await post(self.office, encoded, headers, FORM)
        assert status == 200
        self.answers.append(json.loads(answer or "{}"))
        return answer

    async def send(self, body: Json, form: bool = False) -> str:
        """What everybody is told about it: the answer, whispers and forms."""
        office, calls = self.office, len(self.office.slack.calls())
        told = len(office.slack.workspace.messages(DAILY))
        answer = await self.deliver(body, form)
        await office.settle()
        heard = [message.text for message in office.slack.workspace.messages(DAILY)[told:]]
        asked = [str(call) for call in office.slack.calls()[calls:]]
        return "\n".join([json.loads(answer).get("text", answer) if answer else "", answer, *heard, *asked])


@pytest.fixture
async def scene(office: Office) -> Scene:
    slack = office.slack
    for intruder in INTRUDERS.values():
        slack.workspace.add_person(intruder.person)
        slack.workspace.channels[DAILY].members.add(intruder.id)
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
                ("post", "posts", "id"), ("pack", "posts", "pack_id"),
                ("scenario", "posts", "scenario_id"), ("reply", "replies", "id"),
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


def sender(who: Intruder) -> Json:
    user = {"id": who.id, "team_id": who.person.team}
    return {"user": user, "team": {"id": who.team}, "trigger_id": "1.2.x"}


def refused(key: str | None, told: str) -> bool:
    """Whether the text of this key was said, whatever fills it in."""
    if key is None:
        return True
    texts = (str(catalogue()[key][language.value]) for language in Language)
    # The longest piece between two facts is the text's own.
    return any(max((part.split("}")[-1] for part in text.split("{")), key=len) in told for text in texts)


async def attacked(scene: Scene, who: Intruder, body: Json, key: str | None, form: bool = False) -> None:
    """Send it, and find that it is refused with this text, or has touched nobody's rows but one's own."""
    before = scene.rows(but=who)
    told = await scene.send(body, form)
    assert refused(key, told), told
    assert scene.rows(but=who) == before
