"""Workflow steps of the app: begun by a workflow, ended by the app.

Sources: https://docs.slack.dev/reference/events/function_executed and the methods
functions.completeSuccess and functions.completeError.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.playground.people import APP_ID, Json
from bot.playground.refusal import Refusal
from bot.playground.workspace import new_id

KEEP = 500
KINDS: dict[str, tuple[type, ...]] = {"string": (str,), "number": (int, float), "boolean": (bool,)}


@dataclass(slots=True)
class Execution:
    """One run of a step; `outputs` once it has succeeded, `error` once it has failed."""

    id: str
    step: Json
    outputs: Json | None = None
    error: str | None = None

    @property
    def running(self) -> bool:
        return self.outputs is None and self.error is None


class Steps:
    """Every run of a step, the oldest forgotten after `KEEP` more."""

    def __init__(self, functions: Mapping[str, Any]) -> None:
        self._functions = functions
        self._executions: dict[str, Execution] = {}

    def begin(self, callback_id: str) -> Execution:
        """A workflow has come to this step; `KeyError` for one that the manifest doesn't have."""
        execution = Execution(new_id("Fx"), self._functions[callback_id])
        self._executions[execution.id] = execution
        while len(self._executions) > KEEP:
            del self._executions[next(iter(self._executions))]
        return execution

    def running(self, execution_id: str) -> Execution:
        """Raises `Refusal`, also for one that has ended."""
        execution = self._executions.get(execution_id)
        if execution is None:
            raise Refusal("function_execution_not_found")
        if not execution.running:
            raise Refusal("function_execution_not_running")
        return execution

    def succeed(self, execution_id: str, outputs: Json) -> None:
        """Raises `Refusal(parameter_validation_failed)` for outputs that the manifest doesn't promise."""
        execution = self.running(execution_id)
        if faults := list(_faults(execution.step.get("output_parameters", {}), outputs)):
            raise Refusal("parameter_validation_failed", faults)
        execution.outputs = outputs


def executed(execution: Execution, callback_id: str, inputs: Json, token: str, ts: str) -> Json:
    """The event `function_executed`."""
    about = {"id": new_id("Fn"), "callback_id": callback_id, "title": execution.step["title"], "type": "app"}
    return {
        "type": "function_executed",
        "function": {**about, "app_id": APP_ID},
        "inputs": inputs,
        "function_execution_id": execution.id,
        "workflow_execution_id": new_id("Wx"),
        "bot_access_token": token,
        "event_ts": ts,
    }


def _faults(promised: Mapping[str, Any], outputs: Json) -> Iterator[str]:
    for name in outputs.keys() - promised.keys():
        yield f"[ERROR] {name} is no output parameter"
    for name, parameter in promised.items():
        if name not in outputs:
            if parameter.get("is_required"):
                yield f"[ERROR] missing output parameter: {name}"
        elif not isinstance(outputs[name], KINDS[parameter["type"]]):
            yield f"[ERROR] {name} must be a {parameter['type']}"
