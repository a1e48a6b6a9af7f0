"""What a line begins with: its indentation, and the mark that says what it is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

TAB = 4
"""Columns from one tab stop to the next."""

_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"
_WIDE_SPACE = "\u3000"

_ASCII_BULLET = r"\*{2,6}(?=\s+\S)|[-*+](?=\s|$)|-(?=[^\x00-\x7f\s])"
_ROUND_BULLET = r"[•‣⁃∙·・･◦●○◯▪▫\uf0b7\uf0a7‐‑‒–—−－＊](?=\s|$)|[•‣⁃∙・･◦●○◯▪▫\uf0b7\uf0a7](?=\S)"
_EMOJI_BULLET = r"[✅✔✓☑❌✖✗⭕👉🔹🔸🔷🔶➢➤➜❖](?:\ufe0f)?(?=\s*\S)(?!.*[:：]$)"
_WORD_BULLET = r"[o§](?=\t)"
_NUMBER = (
    r"[0-9０-９]{1,3}(?:[.)](?=\s|$|[^\x00-\x7f])|[．）、])"
    r"|[(（][0-9０-９]{1,3}[)）]|[①-⑳]|[a-zB-PR-Z](?:[.)](?=\s)|）)|[B-ZＢ-Ｚア-オ]．|[ivx]{1,4}[.)](?=\s)"
    r"|[(（](?:[a-zA-Z]|[ivx]{1,4}|[ア-オ])[)）](?=\s|[^\x00-\x7f])"
    r"|(?:[0-9０-９]{1,2}(?:[-－][0-9０-９]{1,2})*|[ア-コ])\u3000(?=\S)"
)
_PART = re.compile(r"([0-9]{1,2}(?:\.[0-9]{1,2})*)(\.[0-9]{1,2})\.?\s+(?=\S)")
_WHOLE = re.compile(r"[0-9０-９]{1,3}(?=[.．)）、])")
_VERDICT = re.compile(r"[×✕△▲]\s+\S")
_VERDICTS, _RIGHT = "×", "○◯"
_ARROW = r"(?:→|⇒|➡\ufe0f?|⇨|⟶|=>|->)"
_ANSWER = (
    r"(?:A|Ａ|Ans|Answer|Explanation|答|答え|解答|回答|正解|解説)[0-9０-９]*\s*(?:[:：．]|[.)](?=\s)|）)"
)

_BULLETS = (
    ("ascii", re.compile(_ASCII_BULLET)),
    ("round", re.compile(_ROUND_BULLET)),
    ("emoji", re.compile(_EMOJI_BULLET)),
    ("word", re.compile(_WORD_BULLET)),
    ("number", re.compile(_NUMBER)),
)
_WIKI_BULLETS = (("wiki", re.compile(r"#{1,6}(?=\s+\S)")), *_BULLETS)
_BELOW = re.compile(rf"{_ARROW}|{_ANSWER}")
_OPTION = re.compile(r"[AＡ][.．)）]")
_OPTIONS = ("1.a", "1)a")
_SQUARES = "■□◆◇"
_CHECKBOX = re.compile(r"\[[ xX]\](?=\s|$)")
_ATX = re.compile(r"(#{1,6})(?=\s|$)|(#{2,6})(?=[^\s#])")
_WIKI = re.compile(r"h([1-6])\.\s+(?=\S)")
_SIGN = re.compile(
    r"[■◆▼▽★☆□◇](?=\S|\s)|[【〔].+[】〕]$|第[0-9０-９一二三四五六七八九十]{1,3}[章節部回](?=\s|$|[:：])"
)
_QUESTION = re.compile(
    r"[*_]{0,3}(?:Q|Ｑ|問|問題|質問)\s?(?:[0-9０-９]+\s*(?:[:：．.)）]|\s)|(?:[:：]|[)）](?=\s|[^\x00-\x7f])))"
)
_RULE = re.compile(r"([-*_=─―━—~〜＝])(?:\s*\1){2,}$")


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


def read_marks(lines: Sequence[str]) -> list[Mark]:
    """What each line begins with, where the lines around it have a say: `A.` is an answer or the first of
    several options, `■` a heading or the third kind of bullet after `●` and `○`, `#` a heading or, in a
    wiki, a number."""
    wiki = any(_WIKI.match(line.strip()) for line in lines)
    marks = [read_mark(line, wiki=wiki) for line in lines]
    squares = _squares_are_bullets(marks)
    after = ""  # the style of the next bullet
    for at in reversed(range(len(marks))):
        mark = marks[at]
        if mark.below and after in _OPTIONS and _OPTION.match(lines[at].strip()):
            marks[at] = replace(mark, style=after, below=False)
        elif squares and mark.sign and mark.sign in _SQUARES:
            marks[at] = Mark(mark.indent, mark.body, style=mark.sign, quoted=mark.quoted)
        after = marks[at].style or after
    _number_parts(marks, lines)
    _join_verdicts(marks)
    return marks


def _number_parts(marks: list[Mark], lines: Sequence[str]) -> None:
    """`2.1` is a bullet only where the number before it was `2` or one of its parts; elsewhere it may be a
    version that a wrapped line begins with."""
    number = ""
    for at, mark in enumerate(marks):
        whole = _WHOLE.match(lines[at].strip()) if mark.style else None
        part = _PART.match(mark.body) if not (mark.style or mark.rank) else None
        if whole:
            number = unicodedata.normalize("NFKC", whole[0])
        elif part and f"{number}.".startswith(f"{part[1]}."):
            number = part[1] + part[2]
            style = re.sub("[0-9]+", "1", number)
            marks[at] = replace(mark, body=mark.body[part.end() :], style=style)


def _join_verdicts(marks: list[Mark]) -> None:
    """A circle next to a cross or a triangle says that a claim is right, and is no other kind of bullet."""
    ways = range(1, len(marks)), range(len(marks) - 2, -1, -1)
    for way, step in zip(ways, (-1, 1), strict=True):
        for at in way:
            mark, beside = marks[at], marks[at + step]
            if (
                mark.style
                and mark.style in _RIGHT
                and (beside.style, beside.indent) == (_VERDICTS, mark.indent)
            ):
                marks[at] = replace(mark, body=f"{mark.style} {mark.body}", style=_VERDICTS)


def _squares_are_bullets(marks: Sequence[Mark]) -> bool:
    """Whether the first square stands right below a circle, where a heading would have a blank line."""
    first = next((at for at, mark in enumerate(marks) if mark.sign and mark.sign in _SQUARES), 0)
    return first > 0 and marks[first - 1].style in {"○", "◦"}


def read_mark(raw: str, *, wiki: bool = False) -> Mark:
    """What the line begins with; in a `wiki`'s markup `#` makes a number."""
    indent, body = _indented(raw)
    quoted = body.startswith(">")
    if quoted:
        body = re.sub(r"^(?:>[ \t]?)+", "", body).strip()
    if heading := _heading(body, wiki=wiki):
        rank, text = heading
        return Mark(indent, text, rank=rank, sign="#", quoted=quoted)
    for kind, pattern in _WIKI_BULLETS if wiki else _BULLETS:
        if bullet := pattern.match(body):
            text = body[bullet.end() :].strip()
            if kind == "ascii" and (box := _CHECKBOX.match(text)):
                text = text[box.end() :].strip()
            return Mark(indent, text, style=_style(kind, bullet[0]), quoted=quoted)
    if _VERDICT.match(body):
        return Mark(indent, body, style=_VERDICTS, quoted=quoted)
    if answer := _BELOW.match(body):
        return Mark(indent, body[answer.end() :].strip(), style="answer", below=True, quoted=quoted)
    if sign := _SIGN.match(body):
        mark = sign[0] if len(sign[0]) == 1 else sign[0][0]
        text = body[sign.end() :].strip() if len(sign[0]) == 1 else body.strip()
        return Mark(indent, text, rank=7, sign=mark, quoted=quoted)
    return Mark(indent, body.strip(), quoted=quoted)


def _heading(body: str, *, wiki: bool) -> tuple[int, str] | None:
    """The rank and the words of a heading."""
    if wiki:
        named = _WIKI.match(body)
        return (int(named[1]), body[named.end() :].strip()) if named else None
    heading = _ATX.match(body)
    return (len(heading[0]), re.sub(r"\s#+$", "", body[heading.end() :]).strip()) if heading else None


def is_blank(raw: str) -> bool:
    """Whether a line shows nothing."""
    return not raw.strip().strip(_INVISIBLE + _WIDE_SPACE).strip()


def is_question(body: str) -> bool:
    """Whether a line begins as a question in a list of them does: `Q:`, `問1`."""
    return bool(_QUESTION.match(body))


def is_rule(raw: str) -> bool:
    """Whether a line is drawn rather than written: `---`, `* * *`, `────`."""
    return bool(_RULE.match(raw.strip()))


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
    """Numbers written alike are one style, whatever the number; so are ASCII bullets, and emoji."""
    if kind == "ascii":
        return "-" if len(bullet) == 1 else bullet
    if kind == "emoji":
        return kind
    if kind == "number":
        form = re.sub(r"[0-9]+|[a-zA-Zア-オ]+", "1", unicodedata.normalize("NFKC", bullet))
        return form + ("a" if any(char.isalpha() for char in bullet) else "")
    return bullet
