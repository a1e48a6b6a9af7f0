"""functions.*: https://docs.slack.dev/reference/methods?family=functions."""

from __future__ import annotations

from bot.playground.methods.args import Args
from bot.playground.methods.backstage import Backstage
from bot.playground.people import Json
from bot.playground.refusal import Refusal


async def complete_success(stage: Backstage, args: Args) -> Json:
    """functions.completeSuccess."""
    outputs = args.parsed("outputs")
    if not isinstance(outputs, dict):
        raise Refusal("invalid_arguments", ["[ERROR] outputs must be an object"])
    stage.steps.succeed(args.required("function_execution_id"), outputs)
    return {}


async def complete_error(stage: Backstage, args: Args) -> Json:
    """functions.completeError."""
    stage.steps.running(args.required("function_execution_id")).error = args.required("error")
    return {}
