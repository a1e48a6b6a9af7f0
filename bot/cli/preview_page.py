"""A scenario as Slack shows it, from the post to the answer."""

from __future__ import annotations

from bot.cli.block_kit import emoji, print_blocks
from bot.cli.page import Page
from bot.domain.grading import Outcome
from bot.domain.results import Feedback
from bot.domain.scenario import Language
from bot.services.preview_scenario import Preview
from bot.slack.blocks.feedback import breakdown, reaction
from bot.slack.blocks.parts import Message
from bot.slack.blocks.post import daily_post, hint_text, reveal
from bot.texts import say

INDENT = 2


def print_preview(preview: Preview, shown: Language, language: Language) -> None:
    """The messages in the language that is `shown`, their captions in the session's `language`."""
    page = Page()
    _caption(page, say(language, "cli.preview.post"))
    _print(page, daily_post(preview.daily))
    page.gap()
    _caption(page, say(language, "cli.preview.hint"))
    _print(page, hint_text(preview.hint, shown))
    given = dict(preview.replies)
    for outcome in Outcome:
        page.gap()
        _caption(page, say(language, f"cli.preview.reply.{outcome}"))
        if outcome in given:
            _print_reply(page, given[outcome])
        else:
            page.text(say(language, "cli.preview.no-example"), indent=INDENT, style="dim")
    page.gap()
    _caption(page, say(language, "cli.preview.reveal", n=len(given)))
    _print(page, reveal(preview.closed))


def _caption(page: Page, text: str) -> None:
    page.text(text, bullet="▌", style="bold cyan")


def _print_reply(page: Page, feedback: Feedback) -> None:
    lines = (" ".join(line.split()) for line in feedback.reply.text.splitlines())
    for line in filter(None, lines):
        page.text("".join(char if char.isprintable() else " " for char in line), indent=INDENT, bullet="›")
    page.text(emoji(reaction(feedback)), indent=INDENT)
    _print(page, breakdown(feedback))


def _print(page: Page, message: Message) -> None:
    print_blocks(page, message.blocks, INDENT)
