"""What is stored about a person, the file that holds it all, and forgetting."""

from __future__ import annotations

import json

from bot.domain.privacy import Export, Forgotten
from bot.domain.scenario import Language
from bot.slack.blocks.parts import Block, Message, actions, button, header, modal, section
from bot.texts import say

SHOWN_CHANNELS = 20


def privacy(language: Language) -> Message:
    """What is stored and how long, with the two buttons."""
    title = say(language, "privacy.title")
    buttons = [
        button(say(language, "privacy.export"), "export_me", "export"),
        {**button(say(language, "privacy.forget"), "forget_me", "forget"), "style": "danger"},
    ]
    return Message(title, [header(title), section(say(language, "privacy.body")), actions(buttons)])


def exported(sent: bool, language: Language) -> Message:
    """Whether the file is on its way."""
    text = say(language, "privacy.exported" if sent else "privacy.not-exported")
    return Message(text, [section(text)])


def forget_form(language: Language) -> Block:
    """What will be deleted and what stays; sending it is the confirmation."""
    return modal(
        "forget_me",
        say(language, "forget.title"),
        [section(say(language, "forget.confirm"))],
        close=say(language, "forget.cancel"),
        submit=say(language, "forget.submit"),
    )


def forgotten(done: Forgotten, language: Language) -> Block:
    """What was done."""
    if done.nothing:
        text = say(language, "forget.nothing")
    else:
        text = say(language, "forget.done", deleted=done.deleted, emptied=done.emptied)
    blocks = [section(text)]
    if done.ownerless:
        channels = " ".join(f"<#{channel}>" for channel in done.ownerless[:SHOWN_CHANNELS])
        blocks.append(section(say(language, "forget.ownerless", channels=channels)))
    return modal("forgotten", say(language, "forget.title"), blocks, close=say(language, "private.close"))


def export_name(export: Export) -> str:
    """What the file is called."""
    return f"scs-bot-{export.made_at:%Y-%m-%d}.json"


def export_comment(export: Export, language: Language) -> str:
    """What is said above the file."""
    return say(language, "export.comment", made=f"{export.made_at:%Y-%m-%d %H:%M} UTC")


def export_file(export: Export, language: Language) -> bytes:
    """The file, as JSON. Its keys: `about` explains the others, `team_id` and `user_id` say whose it is,
    `made_at` when it was made, and `rows` holds one list for each kind of entry."""
    about = {name: say(language, f"export.about.{name}") for name in export.rows}
    content = {
        "about": {"file": say(language, "export.about"), **about},
        "team_id": export.team_id,
        "user_id": export.user_id,
        "made_at": export.made_at.isoformat(),
        "rows": export.rows,
    }
    return json.dumps(content, ensure_ascii=False, indent=2).encode("utf-8", "replace")
