"""What a request of Slack's must look like before anybody handles it: the fields that we read, by kind.

A signature says who sent a body, not that it makes sense: a proxy may cut it, a later version of Slack may
change it. Whatever doesn't fit is refused whole at the door, so that no listener writes half of it. Fields
that we don't read are left alone, and so are events that we don't handle.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

Mark = Annotated[str, Field(max_length=255, pattern="^[!-~]*$")]
"""An id of Slack's or of ours, or its absence: visible ASCII. A NUL would be an error of PostgreSQL's."""
Id = Annotated[Mark, Field(min_length=1)]
Ts = Annotated[Mark, Field(min_length=1, max_length=64)]
Anything = dict[str, Any]
LAST_SECOND = 253_402_300_799  # of the year 9999, where Python's calendar ends


class _Shape(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)


class _Named(_Shape):
    id: Id


class _Team(_Shape):
    id: Mark | None = None


class _Choice(_Shape):
    value: str


class _Element(_Shape):
    """What stands in one element of a form."""

    value: str | None = None
    selected_option: _Choice | None = None
    selected_options: list[_Choice] | None = None
    selected_conversation: Mark | None = None
    selected_date: str | None = None
    selected_time: str | None = None


class _State(_Shape):
    values: dict[str, Annotated[dict[str, _Element], Field(min_length=1)]]


class _View(_Named):
    callback_id: Mark | None = None
    private_metadata: str | None = None
    app_installed_team_id: Mark | None = None
    type: Mark | None = None


class _Form(_View):
    state: _State


class _Sent(_Shape):
    """Every interaction."""

    user: _Named
    team: _Team | None = None
    response_url: str | None = None
    response_urls: list[Anything] | None = None


class _Press(_Element):
    action_id: Id


class _Container(_Shape):
    channel_id: Mark | None = None
    message_ts: Mark | None = None


class _Pressed(_Sent):
    trigger_id: Id
    actions: Annotated[list[_Press], Field(min_length=1)]
    view: _View | None = None
    channel: _Named | None = None
    container: _Container | None = None


class _Submitted(_Sent):
    view: _Form


class _Closed(_Sent):
    view: _View


class _Wanted(_Sent):
    """Choices that are asked for, for a select of ours that has none."""

    action_id: Id
    view: _View | None = None


class _Quoted(_Shape):
    text: str | None = None
    ts: Ts | None = None
    thread_ts: Ts | None = None


class _Shortcut(_Sent):
    trigger_id: Id
    callback_id: Id
    channel: _Named | None = None
    message: _Quoted | None = None


class _Command(_Shape):
    command: str
    user_id: Id
    channel_id: Id
    team_id: Mark | None = None
    trigger_id: Id
    text: str | None = None
    response_url: str | None = None


class _Edited(_Shape):
    ts: Ts | None = None


class _Written(_Shape):
    """A message, inside or outside of an event about it."""

    user: Mark | None = None
    bot_id: Mark | None = None
    subtype: Mark | None = None
    text: str | None = None
    thread_ts: Ts | None = None
    ts: Ts
    edited: _Edited | None = None


class _Message(_Written):
    channel: Id
    channel_type: Mark | None = None
    event_ts: Mark | None = None
    deleted_ts: Mark | None = None
    message: _Written | None = None


class _Home(_Shape):
    user: Id
    channel: Mark | None = None
    tab: Mark | None = None


class _Assistant(_Shape):
    channel_id: Id
    user_id: Id
    thread_ts: Ts
    context: Anything | None = None


class _Thread(_Shape):
    assistant_thread: _Assistant  # Bolt itself insists on all of it


class _Function(_Shape):
    callback_id: Mark | None = None


class _Step(_Shape):
    function: _Function | None = None
    function_execution_id: Id
    bot_access_token: str | None = None
    inputs: Anything | None = None


class _Access(_Shape):
    team_ids: list[Id]


class _Tokens(_Shape):
    bot: list[Mark] | None = None


class _Revoked(_Shape):
    tokens: _Tokens | None = None


class _Kind(_Shape):
    type: Id


class _Authorization(_Shape):
    team_id: Mark | None = None
    enterprise_id: Mark | None = None


class _Event(_Shape):
    """The outside of every event."""

    team_id: Mark | None = None
    enterprise_id: Mark | None = None
    event_time: Annotated[int, Field(ge=0, le=LAST_SECOND)] | None = None
    authorizations: list[_Authorization] | None = None
    event: Anything


INTERACTIONS: dict[str, type[_Shape]] = {
    "block_actions": _Pressed,
    "view_submission": _Submitted,
    "message_action": _Shortcut,
    "shortcut": _Shortcut,
    "block_suggestion": _Wanted,
    "view_closed": _Closed,
}
OTHERS = frozenset(("app_rate_limited", "url_verification"))
"""What is no interaction and no event."""

EVENTS: dict[str, type[_Shape]] = {
    "message": _Message,
    "app_mention": _Message,
    "app_home_opened": _Home,
    "assistant_thread_started": _Thread,
    "assistant_thread_context_changed": _Thread,
    "function_executed": _Step,
    "tokens_revoked": _Revoked,
    "team_access_granted": _Access,
    "team_access_revoked": _Access,
}


def fits(body: Anything) -> bool:
    """Whether everything that we read of this request is there and of its type."""
    try:
        return _fits(body)
    except (ValidationError, RecursionError):
        return False


def _fits(body: Anything) -> bool:
    """Raises `ValidationError`. What is two kinds at once is none: Bolt might take it for the other one."""
    kind = body.get("type")
    if "command" in body:
        _Command.model_validate(body)
        return kind is None and "event" not in body
    if kind == "event_callback":
        _Event.model_validate(body)
        _Kind.model_validate(body["event"])
        if shape := EVENTS.get(body["event"]["type"]):
            shape.model_validate(body["event"])
        return True
    if not isinstance(kind, str) or "event" in body:
        return False
    if kind in INTERACTIONS:
        INTERACTIONS[kind].model_validate(body)
        return True
    return kind in OTHERS
