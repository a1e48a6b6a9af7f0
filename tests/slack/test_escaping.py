"""What people write comes out as what they wrote: it calls nobody and links nowhere.

`test_worst_payloads` asks the same of each screen by itself; here the whole product runs, and every payload
that Slack got is searched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from bot import slack
from bot.playground.people import BOT_USER
from bot.slack.blocks.feedback import DISPUTE
from bot.slack.manifest import SHORTCUT
from tests.slack.conftest import ANNA, MIKA, SAM, Office

MARKUP = "<!channel> <@U0EVIL0001> <#C0EVIL0001> <https://evil.example|click> & *bold* `code`"
THEIRS = re.compile(r"<(?:!channel|!here|!everyone|@U0EVIL|#C0EVIL|https?://evil)")
NOT_SHOWN = frozenset(("value", "private_metadata", "metadata"))


def markup(node: object) -> Iterator[str]:
    """Every text that Slack reads as markup."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict) and node.get("type") != "plain_text":
        yield from (text for key, value in node.items() if key not in NOT_SHOWN for text in markup(value))
    elif isinstance(node, list):
        yield from (text for child in node for text in markup(child))


def said(office: Office) -> list[str]:
    """All that the bot has sent: calls, and answers to requests and through response addresses."""
    workspace = office.slack.workspace
    messages = [
        m for channel in workspace.channels for m in workspace.messages(channel) if m.user == BOT_USER
    ]
    shown = [[message.text, message.blocks] for message in messages]
    return [text for node in [call.args for call in office.slack.calls()] + shown for text in markup(node)]


async def test_what_people_write_calls_nobody_and_links_nowhere(office: Office) -> None:
    await office.subscribe()
    post = await office.next_post()
    asked = "how to share subnets <!channel> <@U0EVIL0001>"
    await office.command(ANNA, asked)
    await office.slack.press(ANNA, office.whispers(ANNA)[-1], "helped")
    await office.slack.press(ANNA, office.whispers(ANNA)[-1], "share")
    await office.command(ANNA, MARKUP)
    await office.say(ANNA, f"@scs-bot {asked}")
    message = await office.say(SAM, asked)
    await office.slack.shortcut(ANNA, SHORTCUT, message)
    await office.say(SAM, f"share the subnets {MARKUP}", post)
    await office.slack.press(SAM, office.whispers(SAM)[-1], DISPUTE)
    await office.settle()
    await office.next_close()
    for word in ("gaps", "gaps all", "log", "top", "streak", "phrases"):
        await office.command(MIKA, word)
    for person in (ANNA, MIKA, SAM):
        await office.slack.open_home(person)
    await office.settle()
    assert [text for text in said(office) if THEIRS.search(text)] == []
    assert any("&lt;!channel&gt;" in text for text in said(office))  # it was shown somewhere


def test_no_call_asks_slack_to_read_markup_into_a_text() -> None:
    sources = "".join(file.read_text("utf-8") for file in Path(slack.__file__).parent.rglob("*.py"))
    assert not re.search(r"link_names|parse\s*=|\"parse\"", sources)
