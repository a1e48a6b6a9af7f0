"""What people do with the elements of blocks: choose, type, press; and how Slack reports it.

Source: https://docs.slack.dev/reference/views/view-submission-payloads and
https://docs.slack.dev/reference/interaction-payloads/block_actions-payload.
"""

from __future__ import annotations

import secrets

from bot.playground.payload_check import elements
from bot.playground.people import Json, JsonValue

ONE = {
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "users_select": ("selected_user", "initial_user"),
    "timepicker": ("selected_time", "initial_time"),
    "datepicker": ("selected_date", "initial_date"),
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
}
OPTION = ("static_select", "radio_buttons", "overflow")
OPTIONS = ("multi_static_select", "checkboxes")
STATEFUL = (*ONE, "static_select", "radio_buttons", *OPTIONS)


class NoSuchElement(LookupError):
    """Nobody could press this: no element with that action_id (or option with that value)."""


def with_ids(payload: Json) -> Json:
    """The payload with the block and action ids that Slack makes up where the app gave none."""
    for block in payload.get("blocks") or []:
        block.setdefault("block_id", secrets.token_urlsafe(4))
        for element in elements(block):
            if element["type"] not in ("image", "plain_text", "mrkdwn"):
                element.setdefault("action_id", secrets.token_urlsafe(4))
    return payload


def find(blocks: list[Json], action_id: str, block_id: str | None = None) -> tuple[Json, Json]:
    """The block and the element with this action_id. Raises `NoSuchElement`."""
    for block in blocks:
        for element in elements(block):
            if element.get("action_id") == action_id and block_id in (None, block["block_id"]):
                return block, element
    raise NoSuchElement(action_id)


def state_of(element: Json, value: JsonValue = None) -> Json:
    """The element's entry in `state.values` after a person chose `value`.

    `value` is plain: the text typed, an option's value (or a list of them), an id, HH:mm or
    YYYY-MM-DD. None means what stands there at first. `NoSuchElement` for an unknown option.
    """
    kind = element["type"]
    if kind in ONE:
        key, initial = ONE[kind]
        return {"type": kind, key: (value or None) if value is not None else element.get(initial)}
    if kind in OPTION:
        chosen = _option(element, value) if value is not None else element.get("initial_option")
        return {"type": kind, "selected_option": chosen}
    many = element.get("initial_options", []) if value is None else [_option(element, each) for each in value]
    return {"type": kind, "selected_options": many}


def _option(element: Json, value: str) -> Json | None:
    groups = element.get("option_groups") or []
    options = [*(element.get("options") or []), *(option for group in groups for option in group["options"])]
    if value == "":
        return None
    for option in options:
        if option.get("value") == value:
            return dict(option)
    raise NoSuchElement(f"{element.get('action_id')}: {value}")


def state_values(blocks: list[Json], filled: Json, values: Json | None = None) -> Json:
    """`state.values` of a whole view or message: what `values` says now, what was `filled` in
    before, else what stood there at first. `values` maps an action_id, a block_id, or
    `block_id/action_id` where two blocks use the same action_id, to a plain value."""
    values = values or {}
    unknown = set(values)
    state: Json = {}
    for block in blocks:
        for element in elements(block):
            if element["type"] not in STATEFUL:
                continue
            block_id, action_id = block["block_id"], element["action_id"]
            names = (f"{block_id}/{action_id}", action_id, block_id)
            named = next((name for name in names if name in values), None)
            before = filled.get(block_id, {}).get(action_id)
            if named is not None:
                unknown.discard(named)
                entry = state_of(element, values[named])
            elif before and before["type"] == element["type"]:
                entry = before
            else:
                entry = state_of(element)
            state.setdefault(block_id, {})[action_id] = entry
    if unknown:
        raise NoSuchElement(", ".join(sorted(unknown)))
    return state


def chosen(entry: Json) -> JsonValue:
    """What was chosen: None or empty if nothing."""
    return next(value for key, value in entry.items() if key != "type")


def unfilled(blocks: list[Json], state: Json) -> Json:
    """What Slack itself refuses before the app sees a submission, by block_id: an English code of
    `missing`, `short:<n>`, `long:<n>`, `number`, `small:<n>` or `large:<n>`."""
    faults: Json = {}
    for block in blocks:
        if block["type"] != "input":
            continue
        value = chosen(state[block["block_id"]][block["element"]["action_id"]])
        if not value and not block.get("optional"):
            faults[block["block_id"]] = "missing"
        elif value and (fault := _unfit(block["element"], value)):
            faults[block["block_id"]] = fault
    return faults


def _unfit(element: Json, value: JsonValue) -> str | None:
    if element["type"] == "plain_text_input":
        if len(value) < element.get("min_length", 0):
            return f"short:{element['min_length']}"
        most = element.get("max_length", 3_000)
        return f"long:{most}" if len(value) > most else None
    if element["type"] == "number_input":
        return _unfit_number(element, value)
    return None


def _unfit_number(element: Json, value: str) -> str | None:
    try:
        number = float(value)
    except ValueError:
        return "number"
    if not element["is_decimal_allowed"] and not number.is_integer():
        return "number"
    if "min_value" in element and number < float(element["min_value"]):
        return f"small:{element['min_value']}"
    if "max_value" in element and number > float(element["max_value"]):
        return f"large:{element['max_value']}"
    return None


def action(block: Json, element: Json, state: Json, ts: str) -> Json:
    """The entry of `actions` in a block_actions payload."""
    said: Json = {"type": element["type"], "action_id": element["action_id"], "block_id": block["block_id"]}
    if element["type"] == "button":
        said["text"] = element["text"]
        said |= {name: element[name] for name in ("value", "style", "url") if name in element}
    else:
        said |= state
        said |= {name: element[name] for name in element if name.startswith("initial_")}
        said |= {name: element[name] for name in ("placeholder",) if name in element}
    return {**said, "action_ts": ts}
