"""Block Kit in a terminal: the blocks that Slack gets, as nearly as text can show them.

Formatting: https://docs.slack.dev/messaging/formatting-message-text. As in Slack, emphasis needs a
space or ASCII punctuation around it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from html import unescape
from typing import Any

from rich.style import Style
from rich.text import Text

from bot.cli.page import Page

Block = Mapping[str, Any]

_BEFORE = r"(?<![^\s\u200b\"'(\[{<.,:;!?~_*/-])"
_AFTER = r"(?![^\s\u200b\"')\]}>.,:;!?~_*/-])"


def _mark(sign: str) -> str:
    return rf"{_BEFORE}[{sign}](?=\S)([^{sign}\n]*[^\s{sign}])[{sign}]{_AFTER}"


_INLINE = re.compile(
    "|".join(
        (
            rf"{_BEFORE}`([^`\n]+)`{_AFTER}",
            r"<([^<>\n]+)>",
            _mark("*"),
            _mark("_"),
            _mark("~"),
            r":([a-z0-9_+'-]+):",
        )
    )
)
_QUOTE = re.compile(r"(?:&gt;|>)\s?")


def print_blocks(page: Page, blocks: Iterable[Block], indent: int = 0) -> None:
    """Print blocks one under the other, set off as Slack does: what is small print or a headline's own
    stays close to it."""
    before = "header"
    for block in blocks:
        if before != "header" and block["type"] != "context":
            page.gap()
        before = block["type"]
        printer = _PRINTERS.get(before)
        if printer is None:
            page.text(f"[{before}]", indent=indent, style="dim")
        else:
            printer(page, block, indent)


def emoji(name: str) -> str:
    """The character of an emoji by Slack's short name, or the name between colons."""
    from bot.playground.emoji import emoji as table

    return table().get(name, f":{name}:")


def _header(page: Page, block: Block, indent: int) -> None:
    page.text(_said(block["text"]), indent=indent, style="bold")


def _section(page: Page, block: Block, indent: int) -> None:
    if "text" in block:
        _print(page, block["text"], indent)
    for field in block.get("fields", ()):
        _print(page, field, indent)
    if "accessory" in block:
        page.text(_element(block["accessory"]), indent=indent)


def _context(page: Page, block: Block, indent: int) -> None:
    for element in block["elements"]:
        if element["type"] == "image":
            page.text(_element(element), indent=indent, style="dim")
        else:
            _print(page, element, indent, style="dim")


def _actions(page: Page, block: Block, indent: int) -> None:
    page.text(Text("  ").join(_element(element) for element in block["elements"]), indent=indent)


def _divider(page: Page, block: Block, indent: int) -> None:
    page.text("─" * (page.width - indent), indent=indent, style="dim")


def _image(page: Page, block: Block, indent: int) -> None:
    page.text(_element(block), indent=indent)


def _input(page: Page, block: Block, indent: int) -> None:
    page.text(_said(block["label"]), indent=indent, style="bold")
    page.text(_element(block["element"]), indent=indent)
    if "hint" in block:
        page.text(_said(block["hint"]), indent=indent, style="dim")


_PRINTERS: Mapping[str, Callable[[Page, Block, int], None]] = {
    "header": _header,
    "section": _section,
    "context": _context,
    "actions": _actions,
    "divider": _divider,
    "image": _image,
    "input": _input,
}


def _element(element: Block) -> Text:
    """A button or another thing to press, in brackets; a picture by the words that stand for it."""
    if element["type"] == "image":
        return Text(f"[{_clean(element['alt_text'])}]", "dim")
    label = element.get("text") or element.get("placeholder") or {"type": "plain_text", "text": "…"}
    style = "bold green" if element.get("style") == "primary" else "bold"
    # No line ends within a label: the spaces in it are hard ones.
    return Text(f"[{_said(label)}]".replace(" ", "\u00a0"), style)


def _print(page: Page, said: Block, indent: int, style: str = "") -> None:
    """A text object, line by line."""
    for line in said["text"].split("\n"):
        if said["type"] == "plain_text":
            page.text(_clean(_with_emoji(line)), indent=indent, style=style)
        elif quote := _QUOTE.match(line):
            page.text(_mrkdwn(line[quote.end() :]), indent=indent, bullet="▏", style=style)
        elif line.startswith("• "):
            page.text(_mrkdwn(line[2:]), indent=indent, bullet="•", style=style)
        else:
            page.text(_mrkdwn(line), indent=indent, style=style)


def _said(plain: Block) -> str:
    return _clean(_with_emoji(plain["text"]))


def _with_emoji(text: str) -> str:
    return re.sub(r":([a-z0-9_+'-]+):", lambda found: emoji(found[1]), text)


def _mrkdwn(text: str) -> Text:
    """A line of mrkdwn with its styles."""
    said = Text()
    text, end = _clean(text), 0
    for found in _INLINE.finditer(text):
        said.append(_unescaped(text[end : found.start()]))
        said.append_text(_inline(found))
        end = found.end()
    return said.append(_unescaped(text[end:]))


def _inline(found: re.Match[str]) -> Text:
    code, angle, bold, italic, strike, name = found.groups()
    if code is not None:
        return Text(_unescaped(code), "cyan")
    if angle is not None:
        return _in_angles(angle)
    for inside, style in ((bold, "bold"), (italic, "italic"), (strike, "strike")):
        if inside is not None:
            styled = _mrkdwn(inside)
            styled.stylize_before(style)
            return styled
    return Text(emoji(name))


def _in_angles(inside: str) -> Text:
    """A link by its label, a mention by its name, a moment by the words for who can't reckon it."""
    target, _, label = inside.partition("|")
    if target.startswith("!date^"):
        return Text(_unescaped(label))
    if target.startswith(("@", "#", "!")):
        sign = "#" if target.startswith("#") else "@"
        return Text(sign + _unescaped(label or target[1:]), "bold")
    address = _unescaped(target)
    return Text(_unescaped(label) or address, Style(underline=True, link=address))


def _unescaped(text: str) -> str:
    """Slack's three escapes undone; any other entity is text."""
    return re.sub(r"&(?:amp|lt|gt);", lambda found: unescape(found[0]), text)


def _clean(text: str) -> str:
    """One line of printable characters: whatever a terminal might obey is a space."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
