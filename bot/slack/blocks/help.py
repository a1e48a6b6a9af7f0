"""What the bot can do, in a few lines."""

from __future__ import annotations

from bot.domain.scenario import Language
from bot.slack.blocks.parts import Block, Message, actions, button, context, header, section
from bot.texts import say


def help_text(language: Language) -> Message:
    """The commands, and a button for the only one that needs a form."""
    return Message(
        say(language, "help.title"),
        [
            header(say(language, "help.title")),
            section(say(language, "help.body")),
            _setup_button(language),
            context(say(language, "help.notice")),
        ],
    )


def hint(commands: tuple[str, ...], language: Language) -> Message:
    """The commands that somebody may have meant; the one that needs a form, with its button, since a command
    can't be typed everywhere."""
    told = (say(language, "help.meant-command", command=each) for each in commands)
    between = say(language, "help.meant-or")
    text = say(language, "help.meant", commands=between.join(told))
    form = [_setup_button(language)] if "setup" in commands else []
    return Message(text, [section(text), *form])


def in_thread(told: Message, language: Language) -> Message:
    """What names commands, for somebody in a thread, where Slack doesn't take any."""
    note = say(language, "help.in-thread")
    return Message(f"{told.text} {note}", [*told.blocks, context(note)])


def _setup_button(language: Language) -> Block:
    return actions([button(say(language, "help.setup"), "open_setup", "setup")])
