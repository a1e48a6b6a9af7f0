"""What Slack takes and what it refuses, limit by limit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from _pytest.mark import ParameterSet

from bot.playground.payload_check import check_message, check_view
from bot.playground.refusal import Refusal

Json = dict[str, Any]


def plain(characters: int = 5) -> Json:
    return {"type": "plain_text", "text": "x" * characters}


def mrkdwn(characters: int = 5) -> Json:
    return {"type": "mrkdwn", "text": "x" * characters}


def section(characters: int = 5, **more: object) -> Json:
    return {"type": "section", "text": mrkdwn(characters), **more}


def button(**changes: object) -> Json:
    return {"type": "button", "text": plain(), "action_id": "b", **changes}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def option(text: int = 5, value: str = "v") -> Json:
    return {"text": plain(text), "value": value}


def options(count: int) -> list[Json]:
    return [option(value=str(number)) for number in range(count)]


def select(kind: str = "static_select", **changes: object) -> Json:
    return {"type": kind, "action_id": "s", "options": options(2), **changes}


def entry(element: Json | None = None, **changes: object) -> Json:
    element = element or {"type": "plain_text_input", "action_id": "t"}
    return {"type": "input", "label": plain(), "element": element, **changes}


def modal(*blocks: Json, **changes: object) -> Json:
    return {"type": "modal", "title": plain(), "submit": plain(), "blocks": list(blocks), **changes}


def table(rows: int, cells: int, characters: int = 1) -> Json:
    cell = {"type": "raw_text", "text": "x" * characters}
    return {"type": "table", "rows": [[cell] * cells for _ in range(rows)]}


def image(**changes: object) -> Json:
    return {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "a chart", **changes}


def confirm(**changes: object) -> Json:
    return {"title": plain(), "text": mrkdwn(), "confirm": plain(), "deny": plain(), **changes}


def rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


TAKEN: list[tuple[str, list[Json]]] = [
    ("50 blocks", [section()] * 50),
    ("no blocks at all beside a text", []),
    ("a section text of 3,000 characters", [section(3_000)]),
    ("3,000 characters count as characters, not as bytes",
     [{"type": "section", "text": {"type": "mrkdwn", "text": "鍵" * 3_000}}]),
    ("ten fields of 2,000 characters", [{"type": "section", "fields": [mrkdwn(2_000)] * 10}]),
    ("a header of 150 characters", [{"type": "header", "text": plain(150)}]),
    ("ten context elements, images among them",
     [{"type": "context", "elements": [mrkdwn()] * 9 + [image()]}]),
    ("25 elements in an actions block", [actions(*(button(action_id=str(n)) for n in range(25)))]),
    ("a button at every limit",
     [actions(button(text=plain(75), value="v" * 2_000, url="u" * 3_000, action_id="a" * 255))]),
    ("an option at every limit", [actions(select(options=[option(75, "v" * 150)]))]),
    ("100 options", [actions(select(options=options(100)))]),
    ("an initial option that is one of the options", [actions(select(initial_option=option(value="1")))]),
    ("ten radio buttons", [actions(select("radio_buttons", options=options(10)))]),
    ("five overflow options", [actions(select("overflow", options=options(5)))]),
    ("option groups instead of options",
     [actions({"type": "static_select", "option_groups": [{"label": plain(75), "options": options(2)}]})]),
    ("every kind of select and picker", [actions(
        {"type": "conversations_select", "action_id": "1", "filter": {"include": ["public", "private"]}},
        {"type": "channels_select", "action_id": "2"},
        {"type": "users_select", "action_id": "3", "initial_user": "U1"},
        {"type": "timepicker", "action_id": "4", "initial_time": "09:00", "timezone": "Asia/Tokyo"},
        {"type": "datepicker", "action_id": "5", "initial_date": "2026-02-28"},
        select("checkboxes", action_id="6"),
    )]),
    ("markdown of 12,000 characters altogether", [{"type": "markdown", "text": "x" * 6_000}] * 2),
    ("a table of 100 rows and of 20 cells", [table(100, 20, characters=5)]),
    ("a confirmation at every limit", [actions(button(confirm=confirm(
        title=plain(100), text=mrkdwn(300), confirm=plain(30), deny=plain(30))))]),
    ("the same action_id in two blocks", [actions(button()), actions(button())]),
    ("an input in a message", [entry()]),
    ("an image with its description", [image(title=plain())]),
    ("rich text with styles, links, mentions and emoji", [rich(
        {"type": "text", "text": "a", "style": {"bold": True}}, {"type": "link", "url": "https://e.com"},
        {"type": "user", "user_id": "U1"}, {"type": "emoji", "name": "tada"},
    )]),
    ("a divider and nothing else", [{"type": "divider", "block_id": "d" * 255}]),
]  # fmt: skip

REFUSED: list[tuple[str, list[Json], str]] = [
    ("51 blocks", [section()] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
    ("3,001 characters",
     [section(3_001)], "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
    ("an empty text", [section(0)], "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    ("a field of 2,001", [{"type": "section", "fields": [mrkdwn(2_001)]}], "/blocks/0/fields/0/text"),
    ("eleven fields", [{"type": "section", "fields": [mrkdwn()] * 11}], "no more than 10 items"),
    ("a section without text and fields", [{"type": "section"}], "missing required field: text or fields"),
    ("a header of 151", [{"type": "header", "text": plain(151)}], "less than 151"),
    ("mrkdwn in a header", [{"type": "header", "text": mrkdwn()}], "/blocks/0/text/type"),
    ("eleven context elements", [{"type": "context", "elements": [mrkdwn()] * 11}], "no more than 10"),
    ("a button in a context", [{"type": "context", "elements": [button()]}], "unsupported type: button"),
    ("26 elements", [actions(*[button()] * 26)], "no more than 25"),
    ("an actions block without elements", [actions()], "no less than 1"),
    ("a text input in an actions block", [actions({"type": "plain_text_input"})], "unsupported type"),
    ("a button text of 76", [actions(button(text=plain(76)))], "less than 76"),
    ("a button value of 2,001", [actions(button(value="v" * 2_001))], "less than 2001"),
    ("a url of 3,001", [actions(button(url="u" * 3_001))], "less than 3001"),
    ("an action_id of 256", [actions(button(action_id="a" * 256))], "less than 256"),
    ("a style that doesn't exist", [actions(button(style="loud"))], "must be one of: primary, danger"),
    ("a property nobody knows", [actions(button(colour="red"))], "invalid additional property: colour"),
    ("a string where a text object belongs", [actions(button(text="Press"))], "must be an object"),
    ("an option text of 76", [actions(select(options=[option(76)]))], "less than 76"),
    ("an option value of 151", [actions(select(options=[option(5, "v" * 151)]))], "less than 151"),
    ("101 options", [actions(select(options=options(101)))], "no more than 100"),
    ("eleven radio buttons", [actions(select("radio_buttons", options=options(11)))], "no more than 10"),
    ("eleven checkboxes", [actions(select("checkboxes", options=options(11)))], "no more than 10"),
    ("six overflow options", [actions(select("overflow", options=options(6)))], "no more than 5"),
    ("two options with one value", [actions(select(options=[option(), option()]))], "must be unique"),
    ("an initial option from elsewhere",
     [actions(select(initial_option=option(value="9")))], "one of the options"),
    ("a select without options", [actions({"type": "static_select"})], "missing required field: options"),
    ("a placeholder of 151", [actions(select(placeholder=plain(151)))], "less than 151"),
    ("a time that isn't one", [actions({"type": "timepicker", "initial_time": "24:00"})], "HH:mm"),
    ("a zone that isn't one", [actions({"type": "timepicker", "timezone": "Mars/Base"})], "IANA"),
    ("a day that isn't one", [actions({"type": "datepicker", "initial_date": "2026-02-30"})], "YYYY-MM-DD"),
    ("12,001 characters of markdown over two blocks",
     [{"type": "markdown", "text": "x" * 6_000}, {"type": "markdown", "text": "x" * 6_001}],
     "less than 12001"),
    ("101 rows", [table(101, 1)], "no more than 100"),
    ("21 cells", [table(1, 21)], "no more than 20"),
    ("10,001 characters in a table", [table(1, 4, characters=2_501)], "less than 10001"),
    ("two tables", [table(1, 1), table(1, 1)], "only one table"),
    ("one block_id twice", [section(block_id="x"), section(block_id="x")], "block_id x already exists"),
    ("one action_id twice in a block", [actions(button(), button())], "action_id b already exists"),
    ("a block_id of 256", [section(block_id="b" * 256)], "less than 256"),
    ("a confirmation without words",
     [actions(button(confirm={"title": plain()}))], "missing required field: text"),
    ("a confirmation text of 301", [actions(button(confirm=confirm(text=mrkdwn(301))))], "less than 301"),
    ("an image without a description", [{"type": "image", "image_url": "https://e.com"}], "alt_text"),
    ("an image without an address", [{"type": "image", "alt_text": "a"}], "image_url or slack_file"),
    ("a block type that doesn't exist", [{"type": "shout"}], "unsupported type: shout"),
    ("a block without a type", [{"text": mrkdwn()}], "missing required field: type"),
    ("rich text of an unknown kind", [rich({"type": "video"})], "unsupported type: video"),
]  # fmt: skip

VIEWS_REFUSED: list[tuple[str, Json, str]] = [
    ("101 blocks", modal(*[section()] * 101), "no more than 100"),
    ("a title of 25",
     modal(section(), title=plain(25)), "less than 25 characters [json-pointer:/view/title/text]"),
    ("a submit of 25", modal(section(), submit=plain(25)), "/view/submit/text"),
    ("a close of 25", modal(section(), close=plain(25)), "/view/close/text"),
    ("no title", {"type": "modal", "blocks": []}, "missing required field: title [json-pointer:/view]"),
    ("private_metadata of 3,001", modal(section(), private_metadata="x" * 3_001), "less than 3001"),
    ("a callback_id of 256", modal(section(), callback_id="x" * 256), "less than 256"),
    ("an external_id of 256", modal(section(), external_id="x" * 256), "less than 256"),
    ("an input without submit", {"type": "modal", "title": plain(), "blocks": [entry()]}, "needs submit"),
    ("markdown in a modal", modal({"type": "markdown", "text": "x"}), "unsupported type: markdown"),
    ("a table in a modal", modal(table(1, 1)), "unsupported type: table"),
    ("a label of 2,001", modal(entry(label=plain(2_001))), "less than 2001"),
    ("a hint of 2,001", modal(entry(hint=plain(2_001))), "less than 2001"),
    ("an input without a label", modal({"type": "input", "element": entry()["element"]}), "label"),
    ("a button in an input", modal(entry(button())), "unsupported type: button"),
    ("an initial value of 3,001",
     modal(entry({"type": "plain_text_input", "initial_value": "x" * 3_001})), "3001"),
    ("a number input that leaves decimals open",
     modal(entry({"type": "number_input"})), "is_decimal_allowed"),
    ("two elements that want the focus",
     modal(*[entry({"type": "plain_text_input", "focus_on_load": True})] * 2), "only one element"),
]  # fmt: skip


def named(cases: Sequence[tuple[Any, ...]]) -> list[ParameterSet]:
    return [pytest.param(*case[1:], id=case[0]) for case in cases]


@pytest.mark.parametrize("blocks", named(TAKEN))
def test_slack_takes(blocks: list[Json]) -> None:
    assert check_message({"text": "for screen readers", "blocks": blocks}) == []


@pytest.mark.parametrize(("blocks", "reason"), named(REFUSED))
def test_slack_refuses_a_message_with(blocks: list[Json], reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_message({"text": "for screen readers", "blocks": blocks})
    assert refused.value.code == "invalid_blocks"
    assert any(reason in detail for detail in refused.value.details)


@pytest.mark.parametrize(("view", "reason"), named(VIEWS_REFUSED))
def test_slack_refuses_a_modal_with(view: Json, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_view(view, "modal")
    assert refused.value.code == "invalid_arguments"
    assert any(reason in detail for detail in refused.value.details)


def test_slack_takes_a_modal_at_every_limit() -> None:
    blocks = [entry(block_id=str(number)) for number in range(100)]
    check_view(modal(*blocks, title=plain(24), private_metadata="x" * 3_000, callback_id="x" * 255), "modal")


def test_slack_refuses_a_view_of_more_than_250_kilobytes() -> None:
    with pytest.raises(Refusal, match="view_too_large"):
        check_view(modal(*[section(2_600)] * 100), "modal")


def test_a_home_has_no_title() -> None:
    with pytest.raises(Refusal) as refused:
        check_view({"type": "home", "blocks": [], "title": plain()}, "home")
    assert "invalid additional property: title" in refused.value.details[0]


def test_a_home_is_not_opened_as_a_modal() -> None:
    with pytest.raises(Refusal, match="invalid_arguments"):
        check_view({"type": "home", "blocks": []}, "modal")


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ({}, "no_text"),
        ({"text": ""}, "no_text"),
        ({"text": "", "blocks": []}, "no_text"),
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"text": "x", "blocks": {"type": "section"}}, "invalid_blocks_format"),
        ({"text": "x", "blocks": "section"}, "invalid_blocks_format"),
        ({"text": "x", "metadata": {"event_type": "e"}}, "invalid_metadata_format"),
        ({"text": "x", "metadata": {"event_type": "e", "event_payload": []}}, "invalid_metadata_format"),
        (
            {"text": "x", "metadata": {"event_type": "e", "event_payload": {"k": "x" * 16_000}}},
            "metadata_too_large",
        ),
    ],
)
def test_slack_names_what_is_wrong_with_a_message(payload: Json, code: str) -> None:
    with pytest.raises(Refusal, match=code):
        check_message(payload)


def test_blocks_without_a_text_are_taken_but_advised_against() -> None:
    assert "screen readers" in check_message({"blocks": [section()]})[0]


def test_a_text_over_4000_characters_is_taken_but_advised_against() -> None:
    assert "4000" in check_message({"text": "x" * 4_001})[0]


@pytest.mark.parametrize("text", ["または*太字*です", "押して、*太字*を", "see`code`there"])
def test_emphasis_that_slack_would_not_show_is_advised_against(text: str) -> None:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": text}}]
    assert "space on both sides" in check_message({"text": "x", "blocks": blocks})[0]


@pytest.mark.parametrize("text", ["または *太字* です", "(*bold*), `code`.", "• *one*: two", "2 * 3 * 4"])
def test_emphasis_set_apart_is_fine(text: str) -> None:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": text}}]
    assert check_message({"text": "x", "blocks": blocks}) == []
