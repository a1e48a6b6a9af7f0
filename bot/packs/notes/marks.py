"""What a line begins with: its indentation, and the mark that says what it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

TAB = 4
"""Columns from one tab stop to the next."""

_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"
_WIDE_SPACE = "\u3000"

_ASCII_BULLET = r"[-*+](?=\s|$)"
_ROUND_BULLET = r"[•‣⁃∙·・･◦●○▪▫\uf0b7\uf0a7‐‑‒–—−－＊](?=\s|$)|[•‣⁃∙・･◦●○▪▫\uf0b7\uf0a7](?=\S)"
_WORD_BULLET = r"[o§](?=\t)"
_NUMBER = (
    r"[0-9０-９]{1,3}(?:[.)](?=\s|$|[^\x00-\x7f])|[．）、])"
    r"|[(（][0-9０-９]{1,3}[)）]|[①-⑳]|[a-zB-PR-Z][.)](?=\s)|[ivx]{1,4}[.)](?=\s)"
)
_ARROW = r"(?:→|⇒|➡\ufe0f?|⇨|⟶|=>|->)"
_ANSWER = r"(?:A|Ａ|Ans|Answer|答|答え|解答|回答|正解)[0-9]*\s*(?:[:：．]|\.(?=\s))"

_BULLETS = (
    ("ascii", re.compile(_ASCII_BULLET)),
    ("round", re.compile(_ROUND_BULLET)),
    ("word", re.compile(_WORD_BULLET)),
    ("number", re.compile(_NUMBER)),
)
_BELOW = re.compile(rf"{_ARROW}|{_ANSWER}")
_CHECKBOX = re.compile(r"\[[ xX]\](?=\s|$)")
_ATX = re.compile(r"(#{1,6})(?=\s|$)")
_SIGN = re.compile(
    r"[■◆▼▽★☆□◇](?=\S|\s)|[【〔].+[】〕]$|第[0-9０-９一二三四五六七八九十]{1,3}[章節部回](?=\s|$|[:：])"
)
_RULE = re.compile(r"([-*_=─―━—~〜＝])(?:\s*\1){2,}$")
_FENCE = re.compile(r"(`{3,}|~{3,})")


@dataclass(frozen=True, slots=True)
class Mark:
    """A line's beginning. `indent` in columns; `style` tells kinds of bullets apart (`""` for no bullet),
    `below` that it answers the line before; `rank` is a heading's level (0 for none), `sign` what made it
    one; `body` is the text without any of it."""

    indent: int
    body: str
    style: str = ""
    below: bool = False
    rank: int = 0
    sign: str = ""
    quoted: bool = False


def read_mark(raw: str) -> Mark:
    """What the line begins with."""
    indent, body = _indented(raw)
    quoted = body.startswith(">")
    if quoted:
        body = re.sub(r"^(?:>[ \t]?)+", "", body).strip()
    if heading := _ATX.match(body):
        text = re.sub(r"\s#+$", "", body[heading.end() :]).strip()
        return Mark(indent, text, rank=len(heading[1]), sign="#", quoted=quoted)
    for kind, pattern in _BULLETS:
        if bullet := pattern.match(body):
            text = body[bullet.end() :].strip()
            if kind == "ascii" and (box := _CHECKBOX.match(text)):
                text = text[box.end() :].strip()
            return Mark(indent, text, style=_style(kind, bullet[0]), quoted=quoted)
    if answer := _BELOW.match(body):
        return Mark(indent, body[answer.end() :].strip(), style="answer", below=True, quoted=quoted)
    if sign := _SIGN.match(body):
        mark = sign[0] if len(sign[0]) == 1 else sign[0][0]
        text = body[sign.end() :].strip() if len(sign[0]) == 1 else body.strip()
        return Mark(indent, text, rank=7, sign=mark, quoted=quoted)
    return Mark(indent, body.strip(), quoted=quoted)


def is_blank(raw: str) -> bool:
    """Whether a line shows nothing."""
    return not raw.strip().strip(_INVISIBLE + _WIDE_SPACE).strip()


def is_rule(raw: str) -> bool:
    """Whether a line is drawn rather than written: `---`, `* * *`, `────`."""
    return bool(_RULE.match(raw.strip()))


def is_row(raw: str) -> bool:
    """Whether a line is the row of a Markdown table."""
    body = raw.strip()
    return len(body) > 1 and body[0] == "|"


def fence_of(raw: str) -> str:
    """The fence that opens or closes a block of code on this line; empty if there is none."""
    fence = _FENCE.match(raw.strip())
    return fence[1] if fence else ""


def closes(raw: str, fence: str) -> bool:
    """Whether this line ends the block of code that the fence opened."""
    body = raw.strip()
    return bool(fence) and len(body) >= len(fence) and not body.strip(fence[0])


def _indented(raw: str) -> tuple[int, str]:
    column = 0
    for at, char in enumerate(raw):
        if char == "\t":
            column += TAB - column % TAB
        elif char == _WIDE_SPACE:
            column += 2
        elif char.isspace():
            column += 1
        elif char not in _INVISIBLE:
            return column, raw[at:].rstrip()
    return column, ""


def _style(kind: str, bullet: str) -> str:
    """Numbers written alike are one style, whatever the number; so are ASCII bullets."""
    if kind == "ascii":
        return "-"
    if kind == "number":
        return re.sub(r"[0-9０-９]+|[a-zA-Z]+|[①-⑳]", "1", bullet) + ("a" if bullet[0].isalpha() else "")
    return bullet
