"""assistant.threads.*: https://docs.slack.dev/reference/methods?family=assistant."""

from __future__ import annotations

from bot.playground.methods.args import Args
from bot.playground.methods.backstage import Backstage
from bot.playground.people import Json
from bot.playground.refusal import Refusal

PROMPTS = 4


async def set_suggested_prompts(stage: Backstage, args: Args) -> Json:
    """assistant.threads.setSuggestedPrompts. In the agent view a thread makes it do nothing, and say so to
    nobody."""
    channel = stage.workspace.channel(args.required("channel_id"))
    prompts = args.parsed("prompts")
    if not isinstance(prompts, list) or not 1 <= len(prompts) <= PROMPTS:
        raise Refusal("invalid_arguments", [f"[ERROR] prompts must be 1 to {PROMPTS}"])
    if not all(isinstance(each, dict) and each.get("title") and each.get("message") for each in prompts):
        raise Refusal("invalid_arguments", ["[ERROR] a prompt needs title and message"])
    if not channel.direct:
        raise Refusal("channel_not_found")
    if not (stage.manifest.agent and args.text("thread_ts")):
        stage.workspace.prompts[channel.id] = prompts
        stage.workspace.changed()
    return {}
