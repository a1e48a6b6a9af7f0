from __future__ import annotations

import json
import logging
from typing import Any

import pytest

from bot.logs import configure_logging
from bot.playground import Fault
from bot.playground.people import DAILY, TEAM_ID, direct_id
from bot.services.forget_me import ForgetMe
from bot.storage.errors import DatabaseUnavailable
from tests.slack.conftest import ANNA, KENJI, MIKA, SAM, Office, everything
from tests.slack.test_practice import answered, asked, opened
from tests.storage.test_privacy import stored

FORGETTING = "Forget me for good"


async def a_week_of(office: Office, person: str) -> None:
    """Everything a person can leave behind: replies, a question, practice, a vacation, a setting."""
    await office.subscribe()
    post = await office.next_post()
    examples = office.todays(post).examples.en
    await office.say(person, examples.partial[0], post)
    await office.slack.press(person, post, "answer_privately")
    form = office.slack.view(person)
    assert form is not None
    await office.slack.submit(person, form, {"reply": examples.full[0]})
    await office.command(person, "how do I share subnets between accounts")
    await office.say(person, "@scs-bot how do I rotate keys")
    view = await opened(office, person)
    await answered(office, person, view, asked(office, view).examples.en.partial[0])
    await office.bot.use_cases.hide_me(TEAM_ID, person, True)
    await office.next_close()
    await office.settle()


async def screen(office: Office, person: str) -> Any:  # noqa: ANN401 - a message of the playground
    await office.command(person, "privacy")
    return office.whispers(person)[-1]


async def forget(office: Office, person: str) -> str:
    await office.slack.press(person, await screen(office, person), "forget_me")
    form = office.slack.view(person)
    assert form is not None
    await office.slack.submit(person, form)
    await office.settle()
    return str(getattr(office.slack.view(person), "payload", ""))


async def left_of(office: Office, person: str) -> list[str]:
    """The tables that still hold the person's id."""
    tables = await office.bot.database._in_thread(stored)
    return [name for name, rows in tables.items() if any(person in row for row in rows)]


async def test_privacy_says_who_sees_what_the_questions_of_direct_messages_too(office: Office) -> None:
    told = everything(await screen(office, ANNA))
    assert "All members of the workspace: with `/scs gaps`, questions that weren't answered well" in told
    assert "also those of direct messages" in told
    assert "ダイレクトメッセージでの質問も含みます" in everything(await screen(office, KENJI))


async def test_who_gets_no_answer_is_told_who_will_read_the_question(office: Office) -> None:
    await office.command(ANNA, "best pizza in town")
    assert "`/scs gaps` shows it to all members, without your name" in everything(office.whispers(ANNA)[-1])


async def test_privacy_says_what_is_stored_and_how_long(office: Office) -> None:
    told = everything(await screen(office, SAM))
    assert "What I store about you" in told
    assert "For how long" in told


async def test_the_export_arrives_as_a_file_in_a_direct_message_alone(office: Office) -> None:
    await a_week_of(office, SAM)
    await office.slack.press(SAM, await screen(office, SAM), "export_me")
    await office.settle()
    sent = [m for m in office.slack.workspace.messages(direct_id(SAM)) if m.files]
    file = office.slack.workspace.files.get(sent[-1].files[0]["id"])
    assert file.shared == [direct_id(SAM)]
    assert file.content is not None
    content = json.loads(file.content)
    assert (content["team_id"], content["user_id"]) == (TEAM_ID, SAM)
    assert len(content["rows"]["replies"]) == 2
    assert {row["text"] for row in content["rows"]["questions"]} >= {
        "how do I share subnets between accounts"
    }
    assert content["about"].keys() == {"file", *content["rows"]}
    assert "in a direct message" in everything(office.whispers(SAM)[-1])


async def test_an_export_that_slack_doesnt_take_is_said_so(office: Office) -> None:
    office.slack.fail_next("files.completeUploadExternal", Fault.refused("internal_error"))
    await office.slack.press(SAM, await screen(office, SAM), "export_me")
    await office.settle()
    assert "didn't take the file" in everything(office.whispers(SAM)[-1])


async def test_the_form_to_be_forgotten_asks_first_and_deletes_nothing_by_itself(office: Office) -> None:
    await a_week_of(office, SAM)
    await office.slack.press(SAM, await screen(office, SAM), "forget_me")
    assert FORGETTING in str(office.slack.view(SAM))
    assert "replies" in await left_of(office, SAM)


async def test_nothing_of_the_person_is_left_and_it_is_said_what_was_done(office: Office) -> None:
    await a_week_of(office, SAM)
    before = await left_of(office, SAM)
    assert {"replies", "questions", "people", "cards", "reviews"} <= set(before)
    assert "Entries deleted" in await forget(office, SAM)
    assert await left_of(office, SAM) == []


async def test_whatever_is_delivered_again_of_before_brings_nothing_back(office: Office) -> None:
    await a_week_of(office, SAM)
    before = [
        delivery
        for delivery in office.slack.deliveries
        if SAM in json.dumps(delivery.payload) and "hide" not in json.dumps(delivery.payload)
    ]
    await forget(office, SAM)
    for delivery in before:
        await office.slack.deliver_again(delivery, 2)
    await office.settle()
    assert len(before) > 5
    assert await left_of(office, SAM) == []


async def test_no_log_line_names_a_person_or_their_words(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    configure_logging("DEBUG", as_json=True)
    try:
        await a_week_of(office, SAM)
        await forget(office, SAM)
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
    lines = capsys.readouterr().err.splitlines()
    assert any("a person was forgotten" in line for line in lines)
    assert [line for line in lines if SAM in line or "share subnets" in line] == []


async def test_others_keep_what_is_theirs(office: Office) -> None:
    await a_week_of(office, SAM)
    await office.command(ANNA, "how do I rotate keys every year")
    await forget(office, SAM)
    assert await left_of(office, ANNA) == ["questions"]


async def test_a_forgotten_persons_channel_goes_on_and_admins_may_change_it(office: Office) -> None:
    await a_week_of(office, SAM)
    assert f"<#{DAILY}>" in await forget(office, MIKA)
    kept = await office.bot.use_cases.subscribe_channel.current(TEAM_ID, DAILY)
    assert kept is not None
    assert kept.created_by == ""
    assert await office.next_post()


async def test_who_was_never_here_is_told_that_nothing_is_stored(office: Office) -> None:
    assert "保存されている情報はありません" in await forget(office, KENJI)


async def test_who_comes_back_starts_anew(office: Office) -> None:
    await a_week_of(office, SAM)
    await forget(office, SAM)
    post = await office.next_post()
    reply = await office.say(SAM, office.todays(post).examples.en.full[0], post)
    assert list(reply.reactions) == ["white_check_mark"]
    standing = await office.bot.use_cases.show_standing.streak(TEAM_ID, DAILY, SAM)
    assert standing.streak.current == 1


async def test_a_form_without_fields_shows_what_went_wrong_in_its_place(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise DatabaseUnavailable(address="somewhere")

    monkeypatch.setattr(ForgetMe, "__call__", fail)
    assert "error" in await forget(office, SAM)
    assert "Entries deleted" not in await forget(office, SAM)


async def test_an_ownerless_channel_is_taken_over_by_the_admin_who_changes_it(office: Office) -> None:
    await office.subscribe()
    await office.bot.use_cases.forget_me(TEAM_ID, MIKA)
    await office.command(SAM, "setup")
    assert "workspace admin" in office.whispers(SAM)[-1].text
    assert "<@>" not in office.whispers(SAM)[-1].text
    await office.subscribe()
    kept = await office.bot.use_cases.subscribe_channel.current(TEAM_ID, DAILY)
    assert kept is not None
    assert kept.created_by == MIKA
